"""Checks of a pattern by itself, wherever it runs."""
