"""What two patterns match, compared: what `pipefilter.compare` returns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Literal

from pipefilter.application.comparison_witness import Witness
from pipefilter.comparing.comparison import Relation
from pipefilter.comparing.implication import Doubt
from pipefilter.dataclass import dataclass
from pipefilter.enumeration import enumeration
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import shortened
from pipefilter.override import override

__all__ = ["PatternComparison"]


@dataclass(frozen=True, slots=True)
class PatternComparison:
    """Two patterns compared: each statement is proven, or shown by an event; otherwise it is not known.

    Args:
        first: what the first pattern is called, such as the name of its file.
        second: what the second pattern is called.
        relation: what the first pattern matches, compared with the second one: `equal`, `narrower` (less),
            `wider` (more), `overlapping` (other events, and some in common), `disjoint` (no event in common), or `unknown`.
        implies: whether the second pattern matches every event that the first one matches; None if that is not known.
        is_implied: whether the first pattern matches every event that the second one matches; None if that is not known.
        only_first: an event that only the first pattern matches; None if none is known.
        only_second: an event that only the second pattern matches; None if none is known.
        both: an event that both match; None if none is known.
        arrays: fields that must be in an array so that both patterns match an event; they have no other event in common.
        doubts: why something is not known.
        notes: what else a reader must know, in sentences.
        overlaps: whether there is an event that both match; None if that is not known.
    """

    first: str
    second: str
    relation: Relation
    implies: bool | None
    is_implied: bool | None
    only_first: Witness | None = None
    only_second: Witness | None = None
    both: Witness | None = None
    arrays: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = field(default=(), repr=False)
    notes: tuple[str, ...] = ()
    overlaps: bool | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why something is not proven, in sentences that begin with the field; none if everything is proven."""
        return tuple(f"{doubt.path}: {doubt.reason}" if doubt.path else doubt.reason for doubt in self.doubts)

    def is_allowed(self, change: Literal["", "wider", "narrower"] = "") -> bool | None:
        """Whether the second pattern may replace the first one; None if that is not known.

        Args:
            change: what is allowed: that the second pattern matches more (`wider`), so that no event is lost; or less
                (`narrower`); or "" for neither.
        """
        if change == "wider":
            return self.implies
        if change == "narrower":
            return self.is_implied
        answers = (self.implies, self.is_implied)
        return False if False in answers else None if None in answers else True

    @property
    def headline(self) -> str:
        """The result in a sentence."""
        first, second = self.first, self.second
        if self.relation == "overlapping" and self.arrays:
            return f"{first} and {second} match no event in common, unless {self._arrays()}"
        if self.overlaps is False and self.relation in ("equal", "narrower", "wider"):
            names = {"equal": f"{first} and {second}", "narrower": first, "wider": second}
            return f"{names[self.relation]} can match no event"
        words = {
            "equal": f"{first} and {second} match the same events",
            "narrower": f"{first} matches less than {second}",
            "wider": f"{first} matches more than {second}",
            "overlapping": f"{first} and {second} match different events",
            "disjoint": f"{first} and {second} match no event in common",
        }
        return words.get(self.relation) or self._partly_known()

    @property
    def events(self) -> tuple[tuple[str, Witness], ...]:
        """The events that show it, each with its meaning in words."""
        each = (
            ("both match", self.both),
            (f"only {self.first} matches", self.only_first),
            (f"only {self.second} matches", self.only_second),
        )
        return tuple((words, witness) for words, witness in each if witness is not None)

    @override
    def __str__(self) -> str:
        return "\n".join(self._lines())

    @override
    def __repr__(self) -> str:
        events = [f"{words} {shortened(each.text)}" for words, each in self.events if each is not self.both]
        return f"<PatternComparison: {'; '.join((self.headline, *events, *self.reasons))}>"

    def __bool__(self) -> bool:
        raise TypeError("a comparison has no truth value: use its .relation or .implies")

    def _lines(self) -> Iterator[str]:
        yield self.headline
        events = () if self.relation == "equal" else self.events
        width = max((len(words) for words, _ in events), default=0)
        for words, witness in events:
            yield f"  {words.ljust(width)}  {witness.words}"
        subject = (
            "" if self.relation == "unknown" or self.overlaps is not None else " that an event matches both"
        )
        for reason in self.reasons:
            yield f"  not proven{subject}: {reason}"
        for note in self.notes:
            yield f"  note: {note}"

    def _partly_known(self) -> str:
        first, second = self.first, self.second
        if self.implies:
            return f"{second} matches all that {first} matches; it is not proven whether it matches more"
        if self.is_implied:
            return f"{first} matches all that {second} matches; it is not proven whether it matches more"
        if self.implies is False and self.is_implied is False:
            return f"{first} and {second} match different events; it is not proven whether they match any in common"
        for narrow, wide, answer in ((first, second, self.implies), (second, first, self.is_implied)):
            if answer is False:
                return f"{wide} does not match all that {narrow} matches; the opposite is not proven"
        return f"it is not proven whether {first} and {second} match the same events"

    def _arrays(self) -> str:
        """The fields that must be in an array, in a clause."""
        event = None if self.both is None else self.both.tree
        are_arrays = all(_is_array(event, path) for path in self.arrays)
        if len(self.arrays) == 1:
            return f"{self.arrays[0]} is {'an array' if are_arrays else 'in an array'}"
        return f"{enumeration(self.arrays, 'and')} are {'arrays' if are_arrays else 'in arrays'}"


def _is_array(event: Json, path: str) -> bool:
    node = event
    for name in path.split("."):
        node = dict(node).get(name) if isinstance(node, tuple) else None
    return isinstance(node, list)
