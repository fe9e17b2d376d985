"""What a value must have for an operator to hold: cheap to look for, in an event's bytes or in an index.

A requirement is necessary and not sufficient: no value without it is taken, but not each value with it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["ANYTHING", "NOTHING", "Requirement", "StringRequirement", "string_requirement"]


@dataclass(frozen=True, slots=True)
class StringRequirement:
    """What a text must have, compared as `byte_text`: with a `?` for each lone surrogate.

    Args:
        starts: what it begins with; all of it if `whole`.
        ends: what it ends with.
        holds: what stands somewhere in it.
        whole: whether it is `starts` and nothing more.
    """

    starts: str = ""
    ends: str = ""
    holds: tuple[str, ...] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a value must have.

    Args:
        text: what a text must have; None if no text is taken.
        numbers: a number's nearest double is not below the first nor above the second; None if no number
            is taken.
        constants: whether `true`, `false` or `null` may be taken.
    """

    text: StringRequirement | None = None
    numbers: tuple[float, float] | None = None
    constants: bool = False


ANYTHING = Requirement(StringRequirement(), (-math.inf, math.inf), constants=True)
NOTHING = Requirement()


def string_requirement(text: StringRequirement) -> Requirement:
    """A requirement that only texts meet; texts with lone surrogates are not told apart, and so not demanded."""
    said = (text.starts, text.ends, *text.holds)
    try:
        "".join(said).encode()
    except UnicodeEncodeError:
        return Requirement(StringRequirement())
    return Requirement(text)
