"""Verdicts and patterns in words."""
