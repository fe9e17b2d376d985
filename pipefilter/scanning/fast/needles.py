r"""Bytes that must stand in the text of every event that a pattern takes: cheap to look for before reading it.

Sound only where each character of a needle is written as itself; `EscapeDetector` tells texts where one may be
written with an escape (`\u0041` is `A`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipefilter.language.branches import branches_of
from pipefilter.language.demand import Demand, TextDemand
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.scanning.bytes.native import find

__all__ = ["EscapeDetector", "NeedleSet", "is_plain", "needle_sets", "plain_beginning"]

# JSON may write these in more ways than one, besides \u: a quote, a backslash, a slash, control characters.
_NOT_PLAIN = re.compile(r'["\\/\x00-\x1f]')
_SHORTEST = 3
_MOST_NEEDLES = 8
_MOST_SETS = 8


@dataclass(frozen=True, slots=True)
class NeedleSet:
    """Some byte strings of which one at least stands in every event that matches.

    Args:
        needles: none is part of another.
    """

    needles: tuple[bytes, ...]


def is_plain(text: str) -> bool:
    r"""Whether JSON writes the text as it is, or with `\u` escapes, and in no other way."""
    return not _NOT_PLAIN.search(text) and not any("\ud800" <= c <= "\udfff" for c in text)


class EscapeDetector:
    """Escapes of which one stands in every text that writes some character of these otherwise than as itself.

    Args:
        texts: plain ones.
    """

    __slots__ = ("_escape",)

    def __init__(self, texts: Iterable[str]) -> None:
        units = {unit for text in texts for c in text for unit in _utf16(c)}
        codes = "|".join(f"{unit:04x}" for unit in sorted(units)) or "$^"
        # a few hundred codes of four digits at the most: names and values, each character once
        self._escape = re.compile(rf"\\u(?:{codes})".encode(), re.IGNORECASE)

    def may_be_in(self, data: bytes) -> bool:
        """Whether such an escape may stand in these bytes."""
        return find(data, b"\\u") >= 0 and self._escape.search(data) is not None


def _utf16(character: str) -> tuple[int, ...]:
    data = character.encode("utf-16-be")
    return tuple(int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))


def needle_sets(pattern: EventPattern) -> tuple[NeedleSet, ...]:
    """Needles to choose from, each set enough by itself; none if the pattern takes events without any.

    Args:
        pattern: any.
    """
    branches = branches_of(pattern)
    if len(branches) > _MOST_NEEDLES:
        return ()
    choices = []
    for branch in branches:
        of_fields = [_of_field(field) for field in branch.fields.values()]
        found = [needles for needles in of_fields if needles is not None]
        if not found:
            return ()
        found.sort(key=lambda needles: (-min(map(len, needles)), len(needles)))
        choices.append(found[:_MOST_SETS])
    merged = choices[0]
    if len(choices) > 1:  # one set a branch; of many combinations, the one that looks best
        merged = [tuple(needle for found in choices for needle in found[0])]
    sets = (NeedleSet(_without_parts(needles)) for needles in merged)
    return tuple(one for one in sets if len(one.needles) <= _MOST_NEEDLES)


def _of_field(field: Field) -> tuple[bytes, ...] | None:
    if FieldPredicate(field.alternatives).takes_absence:
        return None
    needles = [_of_demand(operator.demand()) for operator in field.alternatives]
    sure = [needle for needle in needles if needle is not None]
    return tuple(sure) if len(sure) == len(needles) else None


def _of_demand(demand: Demand) -> bytes | None:
    """The longest piece that stands in the text of a value, its quotes counted; None if it is too short."""
    text = demand.text
    if text is None or demand.numbers is not None or demand.constants:
        return None
    starts, ends, middle = text.starts, text.ends, text.holds
    pieces: list[str] = []
    if text.whole:
        pieces = _NOT_PLAIN.split(starts)
        pieces[0] = '"' + pieces[0]
        pieces[-1] += '"'
    else:
        first = _NOT_PLAIN.split(starts)
        last = _NOT_PLAIN.split(ends)
        first[0] = '"' + first[0]
        last[-1] += '"'
        pieces = [*first, *last, *(piece for part in middle for piece in _NOT_PLAIN.split(part))]
    # a `?` may be a lone surrogate: those are compared as one
    encoded = [piece.encode() for whole in pieces for piece in whole.split("?")]
    longest = max(encoded, key=len)
    return longest if len(longest) >= _SHORTEST else None


def plain_beginning(text: TextDemand) -> bytes:
    """What a text begins with that meets a demand, with its quotes, as far as JSON writes it in one way.

    Args:
        text: what it must have.
    """
    plain = _NOT_PLAIN.split(text.starts)[0].split("?")[0]  # a `?` may be a lone surrogate
    whole = text.whole and plain == text.starts
    return b'"%b%b' % (plain.encode(), b'"' if whole else b"")


def _without_parts(needles: Iterable[bytes]) -> tuple[bytes, ...]:
    kept: list[bytes] = []
    for needle in sorted(set(needles), key=len):
        if not any(part in needle for part in kept):
            kept.append(needle)
    return tuple(kept)
