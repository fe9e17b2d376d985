"""Narrowing: a condition becomes terms, the terms become patterns within a service's limits, and no record is lost."""
