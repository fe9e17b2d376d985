"""What is certain of filters that are not fully known, as a template does not tell all of them."""

from __future__ import annotations

from dataclasses import dataclass

from pipefilter.language.filter_criteria import FilterCriteria

__all__ = ["Bounds"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Two filter criteria around one in a template that does not tell all of it.

    Args:
        least: matches what matches whatever the rest is.
        most: matches all that can match.
        unknown: what the template does not tell, in words.
    """

    least: FilterCriteria
    most: FilterCriteria
    unknown: str
