"""Events that match a pattern, or that narrowly do not: searched field by field, without chance."""
