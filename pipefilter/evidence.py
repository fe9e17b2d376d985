"""The evidence for a fact about AWS: its source, and how certain it is."""

from __future__ import annotations

from typing import Literal

from pipefilter.dataclass import dataclass

__all__ = ["Certainty", "Evidence"]

Certainty = Literal["recorded", "documented", "uncertain"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence for a fact.

    Args:
        certainty: `recorded`: AWS was observed to do so; `documented`: AWS's documentation says so; `uncertain`: sources
            disagree, or do not exist.
        note: what the page leaves open, or which source disagrees; may be empty.
    """

    certainty: Certainty
    url: str
    note: str = ""
