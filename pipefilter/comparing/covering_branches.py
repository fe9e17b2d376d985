"""The branches of one side of a comparison, indexed by their conditions: a set of branches is an integer.

There may be a thousand branches, to be compared with each of a thousand others, so what depends on one field only is
computed once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy

from pipefilter.comparing.field_space import FieldSpace
from pipefilter.comparing.union import Conjunction
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exists import Exists
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.witnesses.field_witness import ABSENT, FieldValue

__all__ = ["CoveringBranches", "element_choosers"]

_PRESENT = Exists(present=True)


def element_choosers(path: str, branch: Conjunction, space: FieldSpace) -> list[str]:
    """The fields of a branch that may choose the array element in which AWS looks for the absence of a field.

    They come before it, and lie in the same array.
    """
    if not space.arrays.can_be_in_array(path):
        return []
    root = path.partition(".")[0]
    choosers = _among_objects(path, branch, space)
    for other in branch.fields:
        if other == path:
            break
        if other.partition(".")[0] == root and space.arrays.can_be_in_array(other):
            choosers.append(other)
    return choosers


def _among_objects(path: str, branch: Conjunction, space: FieldSpace) -> list[str]:
    """The fields of a branch whose values may lie among the objects that contain another field.

    AWS takes an array in an array for an element, too: in `{"a": [["x"], {"b": 1}]}`, the value of `a` chooses the first one.
    """
    above = (path[:at] for at, character in enumerate(path) if character == ".")
    return [each for each in above if each in branch.fields and space.arrays.can_have_several_values(each)]


class CoveringBranches:
    """Branches that may cover a branch of the other side.

    Args:
        branches: of one side; bit `i` of a set stands for the `i`-th.
        space: the fields of both sides.
    """

    def __init__(self, branches: Sequence[Conjunction], space: FieldSpace) -> None:
        self._space = space
        self._every = (1 << len(branches)) - 1
        self.all = self._every
        """The set of all branches that may cover; the other sets may have further branches."""
        self._with: dict[str, dict[int, int]] = {}
        """For each field, the branches with each condition on it."""
        self._absence: dict[str, int] = {}
        """For each field, the branches that match its absence."""
        for number, branch in enumerate(branches):
            for path, predicate in branch.fields.items():
                numbers = self._with.setdefault(path, {})
                condition = space.condition(path, predicate)
                numbers[condition] = numbers.get(condition, 0) | 1 << number
                if predicate.matches_absence:
                    self._absence[path] = self._absence.get(path, 0) | 1 << number
        self._without = {path: self._every & ~_united(numbers.values()) for path, numbers in self._with.items()}
        self._latest: Conjunction | None = None
        self._lacking: dict[str, int] = {}
        self._having: dict[str, dict[tuple[Operator, bool], int]] = {}
        self._wider: dict[tuple[str, int], int] = {}
        self._sets: dict[tuple[str, bool], list[tuple[int, int, FieldValue]]] = {}
        self._masks: dict[tuple[str, int | None, bool, int], dict[int, FieldValue]] = {}

    def only(self, branches: int) -> CoveringBranches:
        """The same with fewer branches; what is computed for one of them serves both."""
        fewer = copy(self)
        fewer.all = branches
        return fewer

    @property
    def paths(self) -> tuple[str, ...]:
        """The fields of all branches."""
        return tuple(self._with)

    def without(self, path: str) -> int:
        """The branches that have no condition on a field."""
        return self._without.get(path, self._every)

    def conditions(self, path: str) -> Mapping[int, int]:
        """The conditions on a field, each with the branches that have it."""
        return self._with.get(path, {})

    def match_absence(self, path: str) -> bool:
        """Whether some branch matches the absence of a field."""
        return path in self._absence

    def unsafe(self, path: str, branch: Conjunction) -> int:
        """The branches that may look for the absence of a field elsewhere than another branch does.

        They do if they lack a field that chooses the array element for the other branch.
        """
        absence = self._absence.get(path, 0)
        if not absence:
            return 0
        if self._latest is not branch:
            self._latest, self._lacking = branch, self._lacking_choosers(branch)
        return absence & self._lacking.get(path, 0)

    def _lacking_choosers(self, branch: Conjunction) -> dict[str, int]:
        """For each field of a branch, those that lack one of its `element_choosers`; in one pass, as there may be many."""
        lacking: dict[str, int] = {}
        lacking_below: dict[str, int] = {}
        for path in branch.fields:
            if self._space.arrays.can_be_in_array(path):
                root = path.partition(".")[0]
                above = _among_objects(path, branch, self._space)
                lacking[path] = lacking_below.get(root, 0) | _united(map(self.without, above))
                lacking_below[root] = lacking_below.get(root, 0) | self.without(path)
        return lacking

    def contain(self, branch: Conjunction) -> bool:
        """Whether one of the branches has only conditions of another one, with the same alternatives or more.

        Then it matches whatever the other one matches, with the same values. This takes nothing from the budget.
        """
        left = self.all
        for path in self._with:
            if not left:
                return False
            own = branch.fields.get(path)
            wider = 0 if own is None else self._wider_than(path, own)
            left &= self.without(path) | wider
            if own is not None and own.matches_absence:
                left &= ~self.unsafe(path, branch)
        return bool(left)

    def masks(
        self, path: str, own: FieldPredicate | None, *, possible: bool, unsafe: int = 0
    ) -> Mapping[int, FieldValue]:
        """A value for each set of branches that a value of a field leaves possible; only the smallest sets.

        Args:
            path: of the field.
            own: a condition that the value meets; None for none.
            possible: whether to count values that may exist, though none is known, each shown as absence.
            unsafe: branches that absence does not leave possible.

        Raises:
            TooManySteps: the budget is used up.
        """
        condition = None if own is None else self._space.condition(path, own)
        key = path, condition, possible, unsafe
        if key not in self._masks:
            bit = 0 if condition is None else 1 << condition
            masks: dict[int, FieldValue] = {}
            sets = self._sets_of(path, possible=possible)
            self._space.budget.take(1 + len(sets) // 4)
            for number, (met, mask, value) in enumerate(sets):
                if met & bit == bit:
                    masks.setdefault(mask & ~unsafe if number == 0 else mask, value)
            self._masks[key] = self._smallest(masks)
        return self._masks[key]

    def _wider_than(self, path: str, own: FieldPredicate) -> int:
        """The branches whose condition on a field has all alternatives of another condition, or matches any value."""
        key = path, self._space.condition(path, own)
        if key not in self._wider:
            having = self._with_alternatives(path)
            wider = self._every
            for operator in own.alternatives:
                wider &= having.get((operator, own.numeric), 0)
            if not own.matches_absence:
                wider |= having.get((_PRESENT, True), 0) | having.get((_PRESENT, False), 0)
            self._wider[key] = wider
        return self._wider[key]

    def _with_alternatives(self, path: str) -> Mapping[tuple[Operator, bool], int]:
        """For each alternative of a field, and whether numbers are compared by value, the branches that have it."""
        if path not in self._having:
            having: dict[tuple[Operator, bool], int] = {}
            for condition, numbers in self._with[path].items():
                predicate = self._space.predicate(path, condition)
                for operator in predicate.alternatives:
                    key = operator, predicate.numeric
                    having[key] = having.get(key, 0) | numbers
            self._having[path] = having
        return self._having[path]

    def _sets_of(self, path: str, *, possible: bool) -> list[tuple[int, int, FieldValue]]:
        """For each class of values the conditions that it meets, the branches that it leaves possible, and a value.

        The first is the absence of the field.
        """
        key = path, possible
        if key not in self._sets:
            classes = self._space.classes(path)
            values: list[tuple[int, FieldValue]] = [(classes.absent, ABSENT), *classes.values.items()]
            if possible:
                values += [(met, ABSENT) for met in classes.possible]
            sets: list[tuple[int, int, FieldValue]] = []
            conditions = self._with.get(path, {})
            for met, value in values:
                self._space.budget.take(1 + len(conditions) // 8)
                mask = self.without(path)
                for condition, numbers in conditions.items():
                    if met >> condition & 1:
                        mask |= numbers
                sets.append((met, mask, value))
            self._sets[key] = sets
        return self._sets[key]

    def _smallest(self, masks: dict[int, FieldValue]) -> dict[int, FieldValue]:
        """The sets that contain no other one, the smallest first."""
        smallest: list[int] = []
        for mask in sorted(masks, key=int.bit_count):
            self._space.budget.take(1 + len(smallest) // 8)
            if not any(mask & each == each for each in smallest):
                smallest.append(mask)
        return {mask: masks[mask] for mask in smallest}


def _united(sets: Iterable[int]) -> int:
    whole = 0
    for each in sets:
        whole |= each
    return whole
