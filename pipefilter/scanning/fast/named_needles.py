"""Bytes of a field's name with what a right value begins with: far rarer than such a value alone.

What stands between name and value is up to the writer of an event, but all events of a block mostly come from
one: where each name in the block is followed by the same, and never by an array, the name can be part of a needle.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.scanning.bytes.native import count, find
from pipefilter.scanning.fast.needles import is_plain, plain_beginning

__all__ = ["NamedNeedles", "named_needles"]

_GAPS = (b": ", b":")
_NOT_A_TEXT = (b" ", b"\t", b"\r", b"[")
"""After the gap these mean that the gap is longer here, or that several values follow."""
_MOST = 8


@dataclass(frozen=True, slots=True)
class NamedNeedles:
    """A name, and what its value must begin with, one or another.

    Args:
        name: in quotes.
        beginnings: each begins with a quote.
    """

    name: bytes
    beginnings: tuple[bytes, ...]

    def in_block(self, data: bytes) -> tuple[bytes, ...] | None:
        """The needles for a block: a line without any cannot match. None if its events are written in several ways.

        Args:
            data: the block, in which neither name nor beginnings are written with escapes, and the name not after
                a dot.
        """
        times = count(data, self.name)
        for gap in _GAPS:
            before = self.name + gap
            if count(data, before) == times:
                break
        else:
            return None
        for other in _NOT_A_TEXT:
            if find(data, before + other) >= 0:
                return None
        return tuple(before + beginning for beginning in self.beginnings)


def named_needles(pattern: EventPattern) -> tuple[NamedNeedles, ...]:
    """Needles to choose from, each enough by itself; none for a pattern with `$or`.

    Args:
        pattern: any.
    """
    branches = branches_of(pattern)
    if len(branches) > 1:
        return ()
    found = [_of_field(field) for field in branches[0].fields.values()]
    return tuple(needles for needles in found if needles is not None)


def _of_field(field: Field) -> NamedNeedles | None:
    name = field.steps[-1]
    if FieldPredicate(field.alternatives).matches_absence or not is_plain(name) or not name:
        return None
    beginnings = []
    for operator in field.alternatives:
        requirement = operator.requirement()
        if (
            requirement.text is None
            or requirement.numbers is not None
            or requirement.constants
            or not requirement.text.starts
        ):
            return None
        beginnings.append(plain_beginning(requirement.text))
    if len(beginnings) > _MOST or min(map(len, beginnings)) < 2:  # noqa: PLR2004 - a quote alone tells nothing
        return None
    return NamedNeedles(b'"%b"' % name.encode(), tuple(dict.fromkeys(beginnings)))
