"""Checks of filter criteria as a whole."""
