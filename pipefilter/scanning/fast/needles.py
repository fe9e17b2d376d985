r"""Needles: bytes that every event that matches a pattern must contain, so that a cheap search excludes other events.

The pattern `{"state": ["running"]}` has the needle `"running"`. In a block whose events are all written in one way, the
needle with the name is rarer: `"state": "running"`. A needle is valid only if each of its characters is written as
itself; `EscapeDetector` finds texts in which one may be written with an escape (`\u0041` is `A`).
"""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.dataclass import dataclass
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.prefilter import Requirement, StringRequirement
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.matching.projection.escapes import NOT_PLAIN, is_plain
from pipefilter.native_libraries.byte_search import count, find

__all__ = [
    "NamedNeedles",
    "NeedleSet",
    "named_needles",
    "needle_sets",
]

_MIN_NEEDLE = 3
_MAX_NEEDLES = 8
_MAX_SETS = 8
_GAPS = (b": ", b":")
_NOT_A_STRING = (b" ", b"\t", b"\r", b"[")
"""Bytes after a gap that show that the gap is longer here, or that several values follow."""
_MAX_PREFIXES = 8


@dataclass(frozen=True, slots=True)
class NeedleSet:
    """Byte strings, none a part of another; every event that matches contains at least one of them."""

    needles: tuple[bytes, ...]


def needle_sets(pattern: EventPattern) -> tuple[NeedleSet, ...]:
    """The sets of needles to choose from, each of which is sufficient; none if events without any may match."""
    branches = branches_of(pattern)
    if len(branches) > _MAX_NEEDLES:
        return ()
    choices = []
    for branch in branches:
        needles_of_fields = [_needles_of_field(field) for field in branch.fields.values()]
        options = [needles for needles in needles_of_fields if needles is not None]
        if not options:
            return ()
        options.sort(key=lambda needles: (-min(map(len, needles)), len(needles)))
        choices.append(options[:_MAX_SETS])
    merged = choices[0]
    if len(choices) > 1:  # one set per branch; of many combinations only the one that looks best
        merged = [tuple(needle for options in choices for needle in options[0])]
    sets = (NeedleSet(_without_parts(needles)) for needles in merged)
    return tuple(needle_set for needle_set in sets if len(needle_set.needles) <= _MAX_NEEDLES)


def _needles_of_field(field: Field) -> tuple[bytes, ...] | None:
    if FieldPredicate(field.alternatives).matches_absence:
        return None
    needles = [_longest_needle(operator.requirement()) for operator in field.alternatives]
    certain = [needle for needle in needles if needle is not None]
    return tuple(certain) if len(certain) == len(needles) else None


def _longest_needle(requirement: Requirement) -> bytes | None:
    """The longest piece that the text of a value must contain, including its quotes; None if it is too short."""
    text = requirement.text
    if text is None or requirement.numbers is not None or requirement.constants:
        return None
    starts, ends, middle = text.starts, text.ends, text.holds
    pieces: list[str] = []
    if text.whole:
        pieces = NOT_PLAIN.split(starts)
        pieces[0] = '"' + pieces[0]
        pieces[-1] += '"'
    else:
        first = NOT_PLAIN.split(starts)
        last = NOT_PLAIN.split(ends)
        first[0] = '"' + first[0]
        last[-1] += '"'
        pieces = [*first, *last, *(piece for part in middle for piece in NOT_PLAIN.split(part))]
    # a `?` may be a lone surrogate: those are compared as one
    encoded = [piece.encode() for whole in pieces for piece in whole.split("?")]
    longest = max(encoded, key=len)
    return longest if len(longest) >= _MIN_NEEDLE else None


def _plain_prefix(text: StringRequirement) -> bytes:
    """The prefix of every text that meets a condition, with its quote, as far as JSON can write it in only one way."""
    plain = NOT_PLAIN.split(text.starts)[0].split("?")[0]  # a `?` may be a lone surrogate
    whole = text.whole and plain == text.starts
    return b'"%b%b' % (plain.encode(), b'"' if whole else b"")


def _without_parts(needles: Iterable[bytes]) -> tuple[bytes, ...]:
    kept: list[bytes] = []
    for needle in sorted(set(needles), key=len):
        if not any(part in needle for part in kept):
            kept.append(needle)
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class NamedNeedles:
    """A field's name with the prefixes of its values, which together are far rarer than a prefix alone.

    Any white space may be between name and value, but the events of a block mostly come from one writer: if the same
    bytes follow each name in the block, and never an array, the name can be part of a needle.

    Args:
        name: in quotes.
        prefixes: the value must have one of them; each starts with a quote.
    """

    name: bytes
    prefixes: tuple[bytes, ...]

    def in_block(self, data: bytes) -> tuple[bytes, ...] | None:
        """The needles for a block: a line without any cannot match. None if its events are written in several ways.

        Args:
            data: the block, in which neither name nor prefixes are written with escapes, nor the name before a dot.
        """
        times = count(data, self.name)
        for gap in _GAPS:
            before = self.name + gap
            if count(data, before) == times:
                break
        else:
            return None
        for other in _NOT_A_STRING:
            if find(data, before + other) >= 0:
                return None
        return tuple(before + prefix for prefix in self.prefixes)


def named_needles(pattern: EventPattern) -> tuple[NamedNeedles, ...]:
    """The named needles to choose from, each of which is sufficient; none for a pattern with `$or`."""
    branches = branches_of(pattern)
    if len(branches) > 1:
        return ()
    needles_of_fields = [_named_of_field(field) for field in branches[0].fields.values()]
    return tuple(needles for needles in needles_of_fields if needles is not None)


def _named_of_field(field: Field) -> NamedNeedles | None:
    name = field.steps[-1]
    if FieldPredicate(field.alternatives).matches_absence or not is_plain(name) or not name:
        return None
    prefixes = []
    for operator in field.alternatives:
        requirement = operator.requirement()
        if (
            requirement.text is None
            or requirement.numbers is not None
            or requirement.constants
            or not requirement.text.starts
        ):
            return None
        prefixes.append(_plain_prefix(requirement.text))
    if len(prefixes) > _MAX_PREFIXES or min(map(len, prefixes)) < 2:
        return None
    return NamedNeedles(b'"%b"' % name.encode(), tuple(dict.fromkeys(prefixes)))
