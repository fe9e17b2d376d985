"""Limits for the verdicts on values that are kept, as most fields have few values."""

from __future__ import annotations

__all__ = ["MAX_KNOWN", "MAX_KNOWN_LENGTH"]

MAX_KNOWN = 5_000
"""The number of values; a field of identifiers has more and more."""
MAX_KNOWN_LENGTH = 256
"""Characters of a string; longer ones would fill the memory, and hardly ever come again."""
