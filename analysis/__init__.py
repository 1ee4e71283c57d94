"""The worksheets of the guides, filled for a case and its places by several people, side by side."""
