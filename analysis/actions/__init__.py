"""What people do in an analysis: places, answers, moments."""
