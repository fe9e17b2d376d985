"""Conditions on the records of a stream."""
