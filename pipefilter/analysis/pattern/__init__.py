"""Checks of a pattern by itself."""
