"""Names compared loosely, so that `filter_criteria`, `filter-criteria` and `FilterCriteria` are one; for hints only."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["loose_spelling", "same_spelling"]


def loose_spelling(name: str) -> str:
    """The name in small letters, without hyphens and underscores."""
    return name.lower().replace("-", "").replace("_", "")


def same_spelling(name: str, names: Iterable[str]) -> str:
    """The first of some names that is the same except for case, hyphens and underscores; "" if there is none."""
    spelling = loose_spelling(name)
    return next((each for each in names if loose_spelling(each) == spelling), "")
