"""Finds the events in bytes."""
