"""The case file: placements on the map, exchange, diagnosis, follow-up decision, monitoring, timeline."""
