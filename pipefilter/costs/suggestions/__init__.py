"""Filters that would save more."""
