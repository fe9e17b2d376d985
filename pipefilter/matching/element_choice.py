"""The heart of matching events with arrays: can one value be chosen for each field, so that all agree?

Two values agree if no array has different indexes in them: two fields may not come from different elements
of one array. Fields are taken in ascending order of their paths; `exists: false` holds if no value of its
field agrees with what the fields before it have chosen.

The search goes back over choices, but never twice over the same question: what is left to find depends only
on the elements chosen in arrays that later fields lie in. So an array of n objects against k fields takes
about n*k steps. Repeated keys can make an event in which many arrays compete for one path; then the number
of questions is bounded, and beyond it there is no verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipefilter.errors import EventTooIntricate
from pipefilter.matching.event_fields import Element

__all__ = ["Candidates", "Choice", "choose"]

_STEPS = 100_000
_STEPS_A_VALUE = 200

Choice = dict[int, int]
"""For each array in which an element was chosen, the index of that element; arrays in which there is no
choice are left out."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What one field offers: the values that are right, and whether absence is right too.

    Args:
        right: where the values lie for which an alternative holds.
        present: where all values lie, if absence is right; else None.
    """

    right: Sequence[Element | None]
    present: Sequence[Element | None] | None = None

    @property
    def possible(self) -> bool:
        """Whether the field can hold at all; a value outside all arrays is in the way of absence for sure."""
        return bool(self.right) or (self.present is not None and None not in self.present)

    @property
    def places(self) -> Iterator[Element | None]:
        """Where values lie that matter."""
        yield from self.right
        yield from self.present or ()


class _Contested:
    """The arrays of which values lie in different elements; in any other array there is nothing to choose."""

    def __init__(self, fields: Sequence[Candidates]) -> None:
        self._arrays: set[int] = set()
        index_in: dict[int, int] = {}
        seen: set[Element] = set()
        for field in fields:
            for place in field.places:
                element = place
                while element is not None and element not in seen:
                    seen.add(element)
                    if index_in.setdefault(element.array, element.index) != element.index:
                        self._arrays.add(element.array)
                    element = element.within
        self._nearest: dict[Element, Element | None] = {}

    def nearest(self, element: Element | None) -> Element | None:
        """The element itself if its array is contested, else the nearest one around it of which that is so."""
        passed: list[Element] = []
        found = element
        while found is not None and found.array not in self._arrays:
            if found in self._nearest:
                found = self._nearest[found]
                break
            passed.append(found)
            found = found.within
        for one in passed:
            self._nearest[one] = found
        return found


class _Node:
    """The values that lie in one array element, and the arrays in it."""

    __slots__ = ("arrays", "element", "here")

    def __init__(self, element: Element | None) -> None:
        self.element = element
        self.here = False
        self.arrays: dict[int, dict[int, _Node]] = {}


class _Tree:
    """Where the values of a field lie: a tree, since arrays lie in elements of arrays."""

    def __init__(self, places: Iterable[Element | None], contested: _Contested) -> None:
        self.root = _Node(None)
        self.arrays: set[int] = set()
        self._nodes: dict[Element, _Node] = {}
        for place in places:
            self._node(contested.nearest(place), contested).here = True

    def _node(self, element: Element | None, contested: _Contested) -> _Node:
        new: list[Element] = []
        while element is not None and element not in self._nodes:
            new.append(element)
            element = contested.nearest(element.within)
        node = self.root if element is None else self._nodes[element]
        for below in reversed(new):
            self.arrays.add(below.array)
            child = self._nodes[below] = _Node(below)
            node.arrays.setdefault(below.array, {})[below.index] = child
            node = child
        return node

    def any_agrees(self, chosen: Choice) -> bool:
        """Whether a value agrees with what is chosen."""
        todo = [self.root]
        while todo:
            node = todo.pop()
            if node.here:
                return True
            for array, by_index in node.arrays.items():
                if array not in chosen:
                    return True  # nor is any array in it chosen, and each node leads to a value
                if chosen[array] in by_index:
                    todo.append(by_index[chosen[array]])
        return False

    def agreeing(self, chosen: Choice) -> Iterator[Element | None]:
        """The elements of the values that agree with what is chosen, each chosen too while it is looked at."""
        todo: list[tuple[int | None, Iterator[_Node]]] = [(None, iter((self.root,)))]
        while todo:
            array, nodes = todo[-1]
            node = next(nodes, None)
            if node is None:
                todo.pop()
                if array is not None:
                    chosen.pop(array, None)
                continue
            if array is not None and node.element is not None:
                chosen[array] = node.element.index
            if node.here:
                yield node.element
            for inner, by_index in node.arrays.items():
                if inner not in chosen:
                    todo.append((inner, iter(by_index.values())))
                elif chosen[inner] in by_index:
                    todo.append((None, iter((by_index[chosen[inner]],))))


class _Level:
    """One field in the search: its values, and which elements chosen before it or by it matter after it."""

    def __init__(self, field: Candidates, contested: _Contested) -> None:
        self.right = _Tree(field.right, contested)
        self.present = None if field.present is None else _Tree(field.present, contested)
        self.arrays = self.right.arrays | (self.present.arrays if self.present else set())
        self.later: set[int] = set()
        """The arrays in which the values of later fields lie; with each, the arrays around it."""
        self._contested = contested
        self._mattering: dict[Element, Element | None] = {}

    def choices(self, chosen: Choice) -> Iterator[Element | None]:
        """What may be chosen next; it is in `chosen` until the next one is asked for."""
        if self.present is not None and not self.present.any_agrees(chosen):
            yield None
        yield from self.right.agreeing(chosen)

    def mattering(self, element: Element | None) -> Element | None:
        """The element, or the nearest one around it, that later fields can disagree with."""
        passed: list[Element] = []
        found = element
        while found is not None and found.array not in self.later:
            if found in self._mattering:
                found = self._mattering[found]
                break
            passed.append(found)
            found = self._contested.nearest(found.within)
        for one in passed:
            self._mattering[one] = found
        return found


def choose(fields: Sequence[Candidates]) -> Choice | None:
    """One element for each array such that every field has a right value; None if there is no such choice.

    Args:
        fields: in ascending order of their paths.

    Raises:
        EventTooIntricate: not found within bounded work.
    """
    if not all(field.possible for field in fields):
        return None
    contested = _Contested(fields)
    levels = [_Level(field, contested) for field in fields]
    for level, following in zip(reversed(levels[:-1]), reversed(levels[1:]), strict=True):
        level.later = following.later | following.arrays
    return _search(levels, _STEPS + _STEPS_A_VALUE * sum(1 for f in fields for _ in f.places))


def _search(levels: list[_Level], steps: int) -> Choice | None:
    chosen: Choice = {}
    if not levels:
        return chosen
    hopeless: set[tuple[int, frozenset[Element | None]]] = set()
    open_ = [levels[0].choices(chosen)]
    picked: list[Element | None] = []
    while open_:
        depth = len(open_)
        del picked[depth - 1 :]
        try:
            picked.append(next(open_[-1]))
        except StopIteration:
            open_.pop()
            continue
        if depth == len(levels):
            return dict(chosen)
        steps -= 1
        if steps < 0:
            raise EventTooIntricate(
                "keys are repeated over arrays so often that no verdict is found in bounded time"
            )
        level = levels[depth - 1]
        question = depth, frozenset(map(level.mattering, picked))
        if question not in hopeless:  # if it is answered with yes, the search ends
            hopeless.add(question)
            open_.append(levels[depth].choices(chosen))
    return None
