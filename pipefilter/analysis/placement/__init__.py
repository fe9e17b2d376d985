"""Checks of a pattern where it runs."""
