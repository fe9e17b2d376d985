"""Proves that some patterns match every event that another one matches."""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.analysis.reading.existence import data_kinds
from pipefilter.comparing.field_space import FieldSpace
from pipefilter.comparing.implication import implication
from pipefilter.comparing.union import Union, union_of
from pipefilter.dataclass import dataclass
from pipefilter.json_text.tree import Json
from pipefilter.language.branches import branch_count, every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.step_budget import StepBudget
from pipefilter.language.unknown_value import has_unknown_values
from pipefilter.matching.matcher import Matcher
from pipefilter.witnesses.sample import BARE, Sample

__all__ = ["Covering", "covers"]

_MAX_STEPS = 100_000
"""Of one check: a tenth of a second."""
_MAX_BRANCHES = 200
"""Patterns with more are not compared: the work grows quadratically."""
_FEW_STEPS = 1_000
"""For an event that a pattern matches."""


class Covering:
    """Proves that patterns match what another one matches, within one budget: then it proves nothing more.

    Args:
        sample: of the events, whose shape is known.
        max_steps: of work, about a microsecond each.
    """

    def __init__(self, sample: Sample = BARE, max_steps: int = _MAX_STEPS) -> None:
        self._sample = sample
        self._budget = StepBudget(max_steps)
        self._sides: dict[int, _Side] = {}

    def covers(self, wide: Iterable[EventPattern], narrow: EventPattern) -> bool:
        """Whether some patterns certainly match every event that `narrow` matches, each event at least one of them."""
        own = self._side(narrow)
        sides = [side for side in map(self._side, wide) if _expects_the_same_data(side, own)]
        each = [own, *sides]
        if sum(side.branch_count for side in each) > _MAX_BRANCHES:
            return False
        # an unknown value is equal only to itself, and a record whose data is not JSON is not the same to all patterns
        by_text = any(side.has_unknown for side in each) or len({side.data_kinds for side in each}) > 1
        if (
            not by_text
            and own.event is not None
            and not any(side.matcher.matches_tree(own.event) for side in sides)
        ):
            return False
        first, second = own.union, union_of([side.pattern for side in sides])
        space = FieldSpace(
            [*(first.branches or ()), *(second.branches or ())],
            StepBudget(0) if by_text else self._budget,
            self._sample,
        )
        return implication(first, second, space).holds is True

    @property
    def is_exhausted(self) -> bool:
        """Whether the budget is used up, so that nothing more is proven."""
        return self._budget.left < 0

    def event(self, pattern: EventPattern) -> Json:
        """An event that a pattern matches; None if none is known."""
        return self._side(pattern).event

    def _side(self, pattern: EventPattern) -> _Side:
        known = self._sides.get(id(pattern))
        if known is None:
            known = self._sides[id(pattern)] = _side(pattern)
        return known


def covers(wide: EventPattern, narrow: EventPattern) -> bool:
    """Whether `wide` certainly matches every event that `narrow` matches; False means that it is not certain."""
    return Covering().covers([wide], narrow)


@dataclass(frozen=True, slots=True)
class _Side:
    """A pattern, and what is known of it.

    Args:
        event: that it matches; None if none is known.
        data_kinds: the members of a record with data on which it has conditions, and whether the data must be JSON.
    """

    pattern: EventPattern
    branch_count: int
    union: Union
    matcher: Matcher
    event: Json = None
    has_unknown: bool = False
    data_kinds: frozenset[tuple[str, bool]] = frozenset()


def _expects_the_same_data(wide: _Side, narrow: _Side) -> bool:
    """Whether the data for which a pattern has conditions is the same to another pattern.

    A pattern without conditions on the data matches whatever it is.
    """
    names = {name for name, _ in wide.data_kinds}
    return wide.data_kinds == {(name, is_json) for name, is_json in narrow.data_kinds if name in names}


def _side(pattern: EventPattern) -> _Side:
    count = branch_count(pattern.members)
    if count > _MAX_BRANCHES:
        return _Side(pattern, count, union_of(()), Matcher(pattern))
    union = union_of([pattern])
    return _Side(
        pattern,
        count,
        union,
        Matcher(pattern),
        implication(
            union, union_of(()), FieldSpace(union.branches or (), StepBudget(_FEW_STEPS))
        ).counterexample,
        has_unknown_values(pattern),
        data_kinds(every_field(pattern.members)),
    )
