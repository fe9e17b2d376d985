"""Necessary conditions on values, cheap to look for in an event's bytes or in an index.

`{"prefix": "order#"}` requires a string that starts with `order#`. A requirement is necessary, not sufficient: the
operator matches no value that fails it, but not necessarily every value that meets it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from pipefilter.dataclass import dataclass

__all__ = ["ANYTHING", "NOTHING", "Requirement", "StringRequirement", "number_range", "string_requirement"]


@dataclass(frozen=True, slots=True)
class StringRequirement:
    """What a string must have, compared as `byte_text`: with a `?` for each lone surrogate.

    Args:
        starts: its prefix; the whole string if `whole`.
        holds: strings that occur in it.
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
        text: what a string must have; None if the operator matches no string.
        numbers: the bounds of a number's nearest double, both included; None if the operator matches no number.
        constants: whether the operator may match `true`, `false` or `null`.
    """

    text: StringRequirement | None = None
    numbers: tuple[float, float] | None = None
    constants: bool = False


ANYTHING = Requirement(StringRequirement(), (-math.inf, math.inf), constants=True)
NOTHING = Requirement()


def number_range(requirements: Iterable[Requirement]) -> tuple[float, float]:
    """The lowest and the highest number whose nearest double may meet a requirement; infinity first if no number does."""
    ranges = [each.numbers for each in requirements if each.numbers is not None]
    return min((low for low, _ in ranges), default=math.inf), max(
        (high for _, high in ranges), default=-math.inf
    )


def string_requirement(text: StringRequirement) -> Requirement:
    """A requirement that only strings meet: any string if lone surrogates, which AWS does not distinguish, are in it."""
    try:
        "".join((text.starts, text.ends, *text.holds)).encode()
    except UnicodeEncodeError:
        return Requirement(StringRequirement())
    return Requirement(text)
