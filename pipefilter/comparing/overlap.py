"""Whether two sides of a comparison match an event in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from pipefilter.comparing.coverage import may_be_elsewhere
from pipefilter.comparing.field_space import FieldSpace
from pipefilter.comparing.implication import EMPTY_NAMES, NOT_SHOWN, TOO_MUCH, Doubt
from pipefilter.comparing.union import Conjunction, Union
from pipefilter.comparing.witness_event import events_in_arrays, plain_event, with_several_values
from pipefilter.errors import EventTooIntricate
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.language.step_budget import TooManySteps
from pipefilter.witnesses.field_witness import ABSENT, FieldValue

__all__ = ["Overlap", "overlap"]

_MAX_PAIRS = 20_000
"""Pairs of branches that are tried."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """Whether two sides match an event in common.

    Args:
        exists: True if an event shows it; False if it is proven that there is none; None if it is not known.
        event: that both sides match.
        several: the fields that need several values for that, one for each side; empty if one value is enough.
        doubt: why it is not known.
    """

    exists: bool | None
    event: Json = None
    several: tuple[str, ...] = ()
    doubt: Doubt | None = None


def overlap(first: Union, second: Union, space: FieldSpace) -> Overlap:
    """Whether both sides match an event in common."""
    if first.branches is None or second.branches is None:
        return Overlap(exists=None, doubt=TOO_MUCH)
    search = _Search(first, second, space)
    try:
        return search.result()
    except TooManySteps:
        return Overlap(exists=None, doubt=TOO_MUCH)


@dataclass(frozen=True, slots=True)
class _Pair:
    """What an event that matches two branches has.

    Args:
        values: of the fields for which one value is enough.
        several: the values of the other fields, one for each branch.
        apart: a field that is absent for one branch only, which needs an array of objects.
        doubt: the field of which not all values are known; "" if there is none.
    """

    values: dict[str, FieldValue]
    several: dict[str, list[Scalar]]
    apart: tuple[str, Scalar] | None = None
    doubt: str = ""


class _Search:
    def __init__(self, first: Union, second: Union, space: FieldSpace) -> None:
        self._first, self._second, self._space = first, second, space
        self._doubt: Doubt | None = None
        if len(first.empty_names | second.empty_names) > 1:
            self._doubt = EMPTY_NAMES

    def result(self) -> Overlap:
        """The overlap, shown by an event with one value for each field if there is one."""
        difficult: list[_Pair] = []
        for number, pair in enumerate(self._pairs()):
            if number == _MAX_PAIRS:
                self._doubt = TOO_MUCH
                break
            if pair.several or pair.apart or pair.doubt:
                difficult.append(pair)
                continue
            event = plain_event(pair.values, self._space.steps, self._space.sample)
            if self._both_match(event):
                return Overlap(exists=True, event=event)
            self._doubt = self._doubt or NOT_SHOWN
        for pair in sorted(difficult, key=lambda each: (each.apart is not None, len(each.several))):
            for event in self._events(pair):
                if self._both_match(event):
                    several = (*pair.several, *(() if pair.apart is None else pair.apart[:1]))
                    return Overlap(exists=True, event=event, several=several)
            self._doubt = self._doubt or Doubt(NOT_SHOWN.reason, pair.doubt)
        return Overlap(exists=False if self._doubt is None else None, doubt=self._doubt)

    def _events(self, pair: _Pair) -> Iterator[Json]:
        steps, sample = self._space.steps, self._space.sample
        yield with_several_values(pair.several, plain_event(pair.values, steps, sample), steps)
        if pair.apart is not None:
            path, value = pair.apart
            yield from events_in_arrays(pair.values, {path: value})

    def _pairs(self) -> Iterator[_Pair]:
        """What the pairs of branches need, but for those that no event matches both."""
        assert self._first.branches is not None
        assert self._second.branches is not None
        for branch, other in product(self._first.branches, self._second.branches):
            self._space.budget.take(1)
            pair = self._joined(branch, other)
            if pair is not None:
                yield pair

    def _joined(self, branch: Conjunction, other: Conjunction) -> _Pair | None:
        """What an event that matches two branches has; None if there is certainly no such event."""
        pair = _Pair({}, {})
        for path in dict.fromkeys([*branch.fields, *other.fields]):
            classes = self._space.classes(path)
            bits = [
                1 << self._space.condition(path, each.fields[path]) if path in each.fields else 0
                for each in (branch, other)
            ]
            both = bits[0] | bits[1]
            values = [value for met, value in classes.values.items() if met & both == both]
            if values:
                pair.values[path] = values[0]
                continue
            if classes.absent & both == both:
                pair.values[path] = ABSENT
                continue
            is_known = not classes.doubt and not any(met & both == both for met in classes.possible)
            each_alone = [[value for met, value in classes.values.items() if met & bit == bit] for bit in bits]
            if all(each_alone):
                if is_known and not self._space.arrays.can_have_several_values(path):
                    return None
                pair.several[path] = [each[0] for each in each_alone]
            elif is_known and not self._may_be_apart(
                path, branch if classes.absent & bits[0] == bits[0] else other
            ):
                return None
            elif any(each_alone):
                pair = replace(pair, apart=(path, next(each[0] for each in each_alone if each)))
            if not is_known:
                pair = replace(pair, doubt=path)
        return pair

    def _may_be_apart(self, path: str, branch: Conjunction) -> bool:
        """Whether an event in which a field is present may match a branch that wants it absent."""
        alone = Conjunction({path: branch.fields[path]}, branch.branch)
        return may_be_elsewhere(path, branch, alone, self._space)

    def _both_match(self, event: Json) -> bool:
        try:
            return self._first.matches(event) and self._second.matches(event)
        except EventTooIntricate:
            return False
