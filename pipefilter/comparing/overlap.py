"""Whether two sides of a comparison match an event in common."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.comparing.covering_branches import CoveringBranches, element_choosers
from pipefilter.comparing.field_space import FieldSpace
from pipefilter.comparing.implication import EMPTY_NAMES, NOT_SHOWN, TOO_MUCH, Doubt
from pipefilter.comparing.union import Conjunction, Union
from pipefilter.comparing.witness_event import events_in_arrays, plain_event, with_several_values
from pipefilter.dataclass import dataclass
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


@dataclass(frozen=True, slots=True)
class _Common:
    """What a field has in an event that meets two conditions on it.

    Args:
        value: a value that meets both, or absence, in a tuple; None for none.
        alone: a value that meets each condition, if there is one.
        is_known: whether no value meets both, if none does.
    """

    value: tuple[FieldValue] | None
    alone: tuple[list[Scalar], list[Scalar]] = ([], [])
    is_known: bool = True


class _Search:
    def __init__(self, first: Union, second: Union, space: FieldSpace) -> None:
        self._first, self._second, self._space = first, second, space
        self._doubt: Doubt | None = None
        self._others = CoveringBranches(second.branches or (), space)
        self._common: dict[tuple[str, int, int], _Common] = {}
        self._compatible_with: dict[tuple[str, int], int] = {}
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
            yield from events_in_arrays(pair.values, {path: value}, self._space.arrays)

    def _pairs(self) -> Iterator[_Pair]:
        """What the pairs of branches need, but for those that no event matches both."""
        assert self._first.branches is not None
        assert self._second.branches is not None
        for branch in self._first.branches:
            left = self._others.all
            for path, predicate in branch.fields.items():
                left &= self._compatible(path, self._space.condition(path, predicate))
            while left:
                lowest = left & -left
                left ^= lowest
                pair = self._joined(branch, self._second.branches[lowest.bit_length() - 1])
                if pair is not None:
                    yield pair

    def _compatible(self, path: str, condition: int) -> int:
        """The branches of the second side, without those that certainly require something else of a field."""
        key = path, condition
        if key not in self._compatible_with:
            compatible = self._others.without(path)
            arrays = self._space.arrays
            for other, numbers in self._others.conditions(path).items():
                common = self._common_of(path, 1 << condition, 1 << other)
                may_be_several = all(common.alone) and arrays.can_have_several_values(path)
                if (
                    common.value is not None
                    or not common.is_known
                    or may_be_several
                    or arrays.can_be_in_array(path)
                ):
                    compatible |= numbers
            self._compatible_with[key] = compatible
        return self._compatible_with[key]

    def _joined(self, branch: Conjunction, other: Conjunction) -> _Pair | None:
        """What an event that matches two branches has; None if there is certainly no such event."""
        pair = _Pair({}, {})
        for path in dict.fromkeys([*branch.fields, *other.fields]):
            self._space.budget.take(4)
            bits = [
                1 << self._space.condition(path, each.fields[path]) if path in each.fields else 0
                for each in (branch, other)
            ]
            common = self._common_of(path, *bits)
            if common.value is not None:
                pair.values[path] = common.value[0]
                continue
            if all(common.alone):
                if common.is_known and not self._space.arrays.can_have_several_values(path):
                    return None
                pair.several[path] = [each[0] for each in common.alone]
            elif common.is_known and not self._may_be_apart(path, branch, other):
                return None
            elif any(common.alone):
                pair = replace(pair, apart=(path, next(each[0] for each in common.alone if each)))
            if not common.is_known:
                pair = replace(pair, doubt=path)
        return pair

    def _common_of(self, path: str, bit: int, other_bit: int) -> _Common:
        key = path, bit, other_bit
        if key not in self._common:
            self._common[key] = self._new_common(path, bit, other_bit)
        return self._common[key]

    def _new_common(self, path: str, bit: int, other_bit: int) -> _Common:
        classes = self._space.classes(path)
        self._space.budget.take(1 + len(classes.values) // 4 + len(classes.possible) // 4)
        both = bit | other_bit
        for met, value in classes.values.items():
            if met & both == both:
                return _Common((value,))
        if classes.absent & both == both:
            return _Common((ABSENT,))
        is_known = not classes.doubt and not any(met & both == both for met in classes.possible)
        first, second = (
            [value for met, value in classes.values.items() if met & each == each][:1]
            for each in (bit, other_bit)
        )
        return _Common(None, (first, second), is_known)

    def _may_be_apart(self, path: str, branch: Conjunction, other: Conjunction) -> bool:
        """Whether an event in which a field is present may match a branch that wants it absent."""
        return any(
            path in each.fields
            and each.fields[path].matches_absence
            and element_choosers(path, each, self._space)
            for each in (branch, other)
        )

    def _both_match(self, event: Json) -> bool:
        self._space.budget.take(self._first.weight + self._second.weight)
        try:
            return self._first.matches(event) and self._second.matches(event)
        except EventTooIntricate:
            return False
