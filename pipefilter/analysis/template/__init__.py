"""Checks of what a template makes of a pattern."""
