"""Evaluation: what did we want, how is it now, what else could explain it, what do we adjust."""
