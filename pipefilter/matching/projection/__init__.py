"""Verdicts on events that a native library has parsed, by looking at nothing but the fields of a pattern."""
