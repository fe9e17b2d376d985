"""Conditions made into patterns that lose no record."""
