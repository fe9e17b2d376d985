"""Events that match a pattern, or that narrowly do not: found field by field, without drawing lots."""
