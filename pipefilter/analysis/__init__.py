"""Checks of valid patterns for likely mistakes: one file per check."""
