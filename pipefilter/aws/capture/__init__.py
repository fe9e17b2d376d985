"""Samples of records and events out of AWS."""
