"""Verdicts from bytes, without reading whole events."""
