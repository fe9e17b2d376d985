"""Checks of a pattern on its own, wherever it runs."""
