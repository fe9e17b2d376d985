"""Measures and counts traffic."""
