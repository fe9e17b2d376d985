"""Compares what two event patterns match: each answer is proven, shown by an event, or not known.

A pattern without `exists: false` matches more if an event has more. So it matches everything that another pattern matches
if it matches all events with one value a field that the other one matches: `coverage` decides whether it does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from pipefilter.comparing.field_space import FieldSpace
from pipefilter.comparing.implication import Implication, implication
from pipefilter.comparing.overlap import Overlap, overlap
from pipefilter.comparing.union import union_of
from pipefilter.dataclass import dataclass
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.step_budget import StepBudget
from pipefilter.witnesses.sample import BARE, Sample

__all__ = ["Comparison", "Relation", "compare_patterns"]

Relation: TypeAlias = Literal["equal", "narrower", "wider", "overlapping", "disjoint", "unknown"]

_MAX_STEPS = 2_000_000
"""Of one comparison: a second or two."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two sides match, compared.

    Args:
        forward: whether the second side matches everything that the first matches.
        backward: whether the first side matches everything that the second matches.
        overlap: whether both match an event in common.
    """

    forward: Implication
    backward: Implication
    overlap: Overlap

    @property
    def relation(self) -> Relation:
        """The first side against the second: it is `narrower` if the second matches all that it matches, and more.

        If neither matches all that the other one matches, they are `overlapping` unless it is proven that no event
        matches both.
        """
        forward, backward = self.forward.holds, self.backward.holds
        if forward and backward:
            return "equal"
        if forward and backward is False:
            return "narrower"
        if backward and forward is False:
            return "wider"
        if self.overlap.exists is False:
            return "disjoint"
        if forward is False and backward is False:
            return "overlapping"
        return "unknown"


def compare_patterns(
    first: Iterable[EventPattern],
    second: Iterable[EventPattern],
    sample: Sample = BARE,
    max_steps: int = _MAX_STEPS,
) -> Comparison:
    """Compare patterns: each side matches an event if one of its patterns does.

    Args:
        first: the patterns of one side.
        second: the patterns of the other side.
        sample: of the events, whose shape is known.
        max_steps: of work, about a microsecond each.
    """
    left, right = union_of(first), union_of(second)
    branches = [*(left.branches or ()), *(right.branches or ())]
    space = FieldSpace(branches, StepBudget(max_steps), sample)
    return Comparison(
        implication(left, right, space), implication(right, left, space), overlap(left, right, space)
    )
