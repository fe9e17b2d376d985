"""Explains verdicts, and describes patterns in words."""
