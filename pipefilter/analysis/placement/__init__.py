"""Checks of a pattern with its service and source: whether it can match there, and whether it is accepted."""
