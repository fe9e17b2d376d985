"""Verdicts from bytes, without converting whole events to Python objects."""
