"""Suggests filters that would save more."""
