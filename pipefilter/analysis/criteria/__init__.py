"""Checks of filter criteria as a whole: several filters together."""
