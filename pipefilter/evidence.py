"""Where a fact about AWS is from, and how far it can be relied on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Certainty", "Evidence"]

Certainty = Literal["recorded", "documented", "uncertain"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a fact rests on.

    Args:
        certainty: `recorded`: AWS itself was seen to do so; `documented`: a page of AWS's says so; `uncertain`:
            sources disagree, or none says it.
        url: of the page.
        note: what the page leaves open, or who disagrees; "" if nothing.
    """

    certainty: Certainty
    url: str
    note: str = ""
