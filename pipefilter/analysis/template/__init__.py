"""Checks of values that a template changes in a pattern."""
