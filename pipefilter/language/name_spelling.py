"""Names compared loosely, so that `filter_criteria`, `filter-criteria` and `FilterCriteria` are one; for hints only."""

from __future__ import annotations

__all__ = ["loose_spelling"]


def loose_spelling(name: str) -> str:
    """The name in small letters, without hyphens and underscores."""
    return name.lower().replace("-", "").replace("_", "")
