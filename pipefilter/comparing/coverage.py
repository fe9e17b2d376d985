"""Whether every event that a branch matches is matched by some branch of another side.

An event satisfies a branch by one value for each of its fields. So a branch is a box of value classes, and the question is
whether other boxes cover it. That is exact for events in which each field has at most one value. It holds for events with
arrays, too, as long as no covering branch requires that a field is absent: more values never hurt such a branch. Where one
does, AWS evaluates the absence inside the array element that the fields before it have chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipefilter.comparing.field_space import FieldSpace
from pipefilter.comparing.union import Conjunction
from pipefilter.witnesses.field_witness import ABSENT, FieldValue

__all__ = ["Coverage", "Gap", "is_within", "may_be_elsewhere"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of a branch that is not known to be covered.

    Args:
        values: a value for each field of an event in the gap.
        path: the field of which it is not known whether it can have such a value; "" if it can.
    """

    values: Mapping[str, FieldValue]
    path: str = ""


def is_within(narrow: Conjunction, wide: Conjunction, space: FieldSpace) -> bool:
    """Whether a branch has the conditions of another one, each with the same alternatives or some of them.

    Then the other one matches whatever it matches, with the same values.
    """
    for path, predicate in wide.fields.items():
        own = narrow.fields.get(path)
        if own is None:
            return False
        if own is not predicate and not (
            own.numeric == predicate.numeric and set(own.alternatives) <= set(predicate.alternatives)
        ):
            return False
        if own.matches_absence and may_be_elsewhere(path, narrow, wide, space):
            return False
    return True


def may_be_elsewhere(path: str, narrow: Conjunction, wide: Conjunction, space: FieldSpace) -> bool:
    """Whether `narrow` may look for the absence of a field in an array element, and `wide` in the whole array.

    It does if a field that only `narrow` has comes first and chooses the element.
    """
    if not space.arrays.can_be_in_array(path):
        return False
    root = path.partition(".")[0]
    for other in narrow.fields:
        if other == path:
            return False
        if other not in wide.fields and other.partition(".")[0] == root and space.arrays.can_be_in_array(other):
            return True
    return False


class Coverage:
    """A branch, and the branches that may cover it.

    Args:
        branch: that is to be covered.
        others: the branches of the other side.
        space: the fields of both.
    """

    def __init__(self, branch: Conjunction, others: Sequence[Conjunction], space: FieldSpace) -> None:
        self._branch = branch
        self._others = others
        self._space = space
        self._all = (1 << len(others)) - 1
        self._paths = tuple(dict.fromkeys([*branch.fields, *(path for each in others for path in each.fields)]))
        self._with: dict[str, dict[int, int]] = {path: {} for path in self._paths}
        """For each field, the branches with each condition on it."""
        for number, other in enumerate(others):
            for path, predicate in other.fields.items():
                condition = space.condition(path, predicate)
                self._with[path][condition] = self._with[path].get(condition, 0) | 1 << number

    @property
    def paths(self) -> tuple[str, ...]:
        """The fields of all branches."""
        return self._paths

    def gap(self, *, in_arrays: bool = False) -> Gap | None:
        """A part of the branch that is not known to be covered; None if it is covered.

        Args:
            in_arrays: whether to cover events with arrays of objects, too; else each field has at most one value.

        Raises:
            TooManySteps: the budget is used up.
        """
        masks = [self._masks(path, in_arrays=in_arrays) for path in self._paths]
        values = self._uncovered(masks)
        if values is not None:
            return Gap(values)
        for path in self._paths:
            if self._space.classes(path).doubt:
                return Gap({}, path)
        for number, path in enumerate(self._paths):
            if self._space.classes(path).possible:
                masks[number] = self._masks(path, in_arrays=in_arrays, possible=True)
                values = self._uncovered(masks)
                if values is not None:
                    return Gap(values, path)
        return None

    def array_field(self) -> str | None:
        """A field whose absence some branch requires, and of which it matters whether it is in an array."""
        gap = self.gap(in_arrays=True)
        if gap is None:
            return None
        return gap.path or next(
            path
            for path in self._paths
            if any(other.fields[path].matches_absence for other in self._others if path in other.fields)
            and self._space.arrays.can_be_in_array(path)
        )

    def _masks(self, path: str, *, in_arrays: bool, possible: bool = False) -> dict[int, FieldValue]:
        """A value for each set of branches that a value of a field leaves possible; only the smallest sets."""
        own = self._branch.fields.get(path)
        conditions = self._with[path]
        without = self._all
        for numbers in conditions.values():
            without &= ~numbers
        classes = self._space.classes(path)
        bit = 0 if own is None else 1 << self._space.condition(path, own)
        masks: dict[int, FieldValue] = {}
        if in_arrays and own is None and self._space.arrays.can_be_in_array(path):
            return {without: ABSENT}
        values: list[tuple[int, FieldValue]] = [(classes.absent, ABSENT), *classes.values.items()]
        if possible:
            values += [(met, ABSENT) for met in classes.possible]
        for number, (met, value) in enumerate(values):
            if met & bit == bit:
                mask = without
                for condition, numbers in conditions.items():
                    if met >> condition & 1:
                        mask |= numbers
                if number == 0 and in_arrays:
                    mask &= ~self._unsafe(path)
                masks.setdefault(mask, value)
        return _smallest(masks)

    def _unsafe(self, path: str) -> int:
        """The branches that may look for the absence of a field elsewhere than the covered branch does."""
        numbers = 0
        for number, other in enumerate(self._others):
            if (
                path in other.fields
                and other.fields[path].matches_absence
                and may_be_elsewhere(path, self._branch, other, self._space)
            ):
                numbers |= 1 << number
        return numbers

    def _uncovered(self, masks: Sequence[Mapping[int, FieldValue]]) -> dict[str, FieldValue] | None:
        """A value for each field such that none of the branches is left possible."""
        if not masks:  # the branch has no condition, and neither has any other
            return None if self._all else {}
        order = sorted(range(len(masks)), key=lambda number: len(masks[number]))
        if not all(masks):
            return None  # the branch itself matches nothing
        failed: set[tuple[int, int]] = set()
        chosen: list[int] = []
        # each level: the branches that are left possible, and the remaining choices for the field
        levels: list[tuple[int, Iterator[int]]] = [(self._all, iter(masks[order[0]]))]
        while levels:
            self._space.budget.take(1)
            left, choices = levels[-1]
            mask = next(choices, None)
            if mask is None:
                levels.pop()
                failed.add((len(levels), left))
                if chosen:
                    chosen.pop()
                continue
            remaining = left & mask
            if not remaining:
                chosen.append(mask)
                return self._values(masks, order, chosen)
            depth = len(levels)
            if depth < len(order) and (depth, remaining) not in failed:
                chosen.append(mask)
                levels.append((remaining, iter(masks[order[depth]])))
        return None

    def _values(
        self, masks: Sequence[Mapping[int, FieldValue]], order: Sequence[int], chosen: Sequence[int]
    ) -> dict[str, FieldValue]:
        """The values that leave the chosen sets possible, as far as they are needed; plain values of other fields."""
        needed = dict(zip(order, chosen, strict=False))
        for number in order[: len(chosen)]:
            others = self._all
            for other, mask in needed.items():
                others &= mask if other != number else self._all
            if not others:
                del needed[number]
        return {
            path: masks[number][needed[number]] if number in needed else self._plain_value(path)
            for number, path in enumerate(self._paths)
        }

    def _plain_value(self, path: str) -> FieldValue:
        """A value with which a field meets the condition of the branch: none if it has no condition on the field."""
        own = self._branch.fields.get(path)
        if own is None:
            return ABSENT
        bit = 1 << self._space.condition(path, own)
        values = self._space.classes(path).values.items()
        return next((value for met, value in values if met & bit), ABSENT)


def _smallest(masks: dict[int, FieldValue]) -> dict[int, FieldValue]:
    """The sets that contain no other one, the smallest first."""
    ordered = sorted(masks, key=int.bit_count)
    smallest: list[int] = []
    for mask in ordered:
        if not any(mask & each == each for each in smallest):
            smallest.append(mask)
    return {mask: masks[mask] for mask in smallest}
