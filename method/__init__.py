"""The guides as data and as plain code: the map, its phases and quadrants, and what the guides offer. No tables."""
