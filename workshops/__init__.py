"""Meetings: planned, joined by phone, placed blind in rounds, revealed, discussed, settled and reported."""
