"""Whether every event that a branch matches is matched by some branch of another side.

An event satisfies a branch by one value for each of its fields. So a branch is a box of value classes, and the question is
whether other boxes cover it. That is exact for events in which each field has at most one value. It holds for events with
arrays, too, as long as no covering branch requires that a field is absent: more values never hurt such a branch. Where one
does, AWS evaluates the absence inside the array element that the fields before it have chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipefilter.comparing.covering_branches import CoveringBranches
from pipefilter.comparing.field_space import FieldSpace
from pipefilter.comparing.union import Conjunction
from pipefilter.dataclass import dataclass
from pipefilter.witnesses.field_witness import ABSENT, FieldValue

__all__ = ["Coverage", "Gap"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of a branch that is not known to be covered.

    Args:
        values: a value for each field of an event in the gap.
        path: the field of which it is not known whether it can have such a value; "" if it can.
    """

    values: Mapping[str, FieldValue]
    path: str = ""


class Coverage:
    """A branch, and the branches that may cover it.

    Args:
        branch: that is to be covered.
        others: the branches of the other side.
        space: the fields of both.
    """

    def __init__(self, branch: Conjunction, others: CoveringBranches, space: FieldSpace) -> None:
        self._branch = branch
        self._others = others
        self._space = space
        self._paths = tuple(dict.fromkeys([*branch.fields, *others.paths]))

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

    def is_covered(self) -> bool:
        """Whether the branch is covered for all events, those with arrays included.

        Raises:
            TooManySteps: the budget is used up.
        """
        return self.gap() is None and self.array_field() is None

    def array_field(self) -> str | None:
        """A field whose absence some branch requires, and of which it matters whether it is in an array."""
        gap = self.gap(in_arrays=True)
        if gap is None:
            return None
        return gap.path or next(
            path
            for path in self._paths
            if self._others.match_absence(path) and self._space.arrays.can_be_in_array(path)
        )

    def _masks(self, path: str, *, in_arrays: bool, possible: bool = False) -> Mapping[int, FieldValue]:
        """A value for each set of branches that a value of a field leaves possible; only the smallest sets."""
        own = self._branch.fields.get(path)
        if not in_arrays:
            return self._others.masks(path, own, possible=possible)
        if own is None and self._space.arrays.can_be_in_array(path):
            return {self._others.without(path): ABSENT}
        unsafe = self._others.unsafe(path, self._branch)
        return self._others.masks(path, own, possible=possible, unsafe=unsafe)

    def _uncovered(self, masks: Sequence[Mapping[int, FieldValue]]) -> dict[str, FieldValue] | None:
        """A value for each field such that none of the branches is left possible."""
        self._space.budget.take(1 + len(masks))
        if not masks:  # the branch has no condition, and neither has any other
            return None if self._others.all else {}
        order = sorted(range(len(masks)), key=lambda number: len(masks[number]))
        if not all(masks):
            return None  # the branch itself matches nothing
        if not self._others.all:
            return self._values(masks, order, ())
        failed: set[tuple[int, int]] = set()
        chosen: list[int] = []
        # each level: the branches that are left possible, and the remaining choices for the field
        levels: list[tuple[int, Iterator[int]]] = [(self._others.all, iter(masks[order[0]]))]
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
        following = [self._others.all]  # what the choices after each one leave possible, the last one first
        for mask in reversed(chosen):
            following.append(following[-1] & mask)
        before = self._others.all
        for number, mask, after in zip(order, chosen, reversed(following[:-1]), strict=False):
            if before & after:
                before &= mask
            else:
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
