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

from pipefilter.errors import EventTooIntricate
from pipefilter.matching.event_fields import Element

__all__ = ["Candidates", "Choice", "choose"]

_STEPS = 100_000
_STEPS_A_VALUE = 200

Choice = dict[int, int]
"""For each array in which an element was chosen, the index of that element."""


class _Node:
    """The values that lie in one array element, and the arrays in it."""

    __slots__ = ("arrays", "element", "here")

    def __init__(self, element: Element | None) -> None:
        self.element = element
        self.here = False
        self.arrays: dict[int, dict[int, _Node]] = {}


class _Tree:
    """Where the values of a field lie: a tree, since arrays lie in elements of arrays."""

    def __init__(self, places: Iterable[Element | None]) -> None:
        self.root = _Node(None)
        self.arrays: set[int] = set()
        self._nodes: dict[Element, _Node] = {}
        for element in places:
            self._node(element).here = True

    def _node(self, element: Element | None) -> _Node:
        new: list[Element] = []
        while element is not None and element not in self._nodes:
            new.append(element)
            element = element.within
        node = self.root if element is None else self._nodes[element]
        for below in reversed(new):
            self.arrays.add(below.array)
            child = self._nodes[below] = _Node(below)
            node.arrays.setdefault(below.array, {})[below.index] = child
            node = child
        return node

    def agreeing(self, chosen: Choice) -> Iterator[Element | None]:
        """The elements of the values that agree with what is chosen."""
        todo: list[Iterator[_Node]] = [iter((self.root,))]
        while todo:
            node = next(todo[-1], None)
            if node is None:
                todo.pop()
                continue
            if node.here:
                yield node.element
            for array, by_index in node.arrays.items():
                if array not in chosen:
                    todo.append(iter(by_index.values()))
                elif chosen[array] in by_index:
                    todo.append(iter((by_index[chosen[array]],)))


class Candidates:
    """What one field offers: the values that are right, and whether absence is right too.

    Args:
        right: where the values lie for which an alternative holds.
        present: where all values lie, if absence is right; else None.
    """

    def __init__(
        self, right: Sequence[Element | None], present: Sequence[Element | None] | None = None
    ) -> None:
        self.size = len(right) + len(present or ())
        self._right = _Tree(right)
        self._present = None if present is None else _Tree(present)

    def choices(self, chosen: Choice) -> Iterator[Choice]:
        """What may be chosen next, each with what is chosen already."""
        if self._present is not None and not any(True for _ in self._present.agreeing(chosen)):
            yield chosen
        for element in self._right.agreeing(chosen):
            yield _with(chosen, element)

    @property
    def arrays(self) -> set[int]:
        """The arrays in which the values lie."""
        return self._right.arrays | (self._present.arrays if self._present else set())


def _with(chosen: Choice, element: Element | None) -> Choice:
    """The choice with this element too; an array that is chosen has the arrays around it chosen."""
    if element is None or element.array in chosen:
        return chosen
    more = dict(chosen)
    while element is not None and element.array not in chosen:
        more[element.array] = element.index
        element = element.within
    return more


def choose(fields: Sequence[Candidates]) -> Choice | None:
    """One element for each array such that every field has a right value; None if there is no such choice.

    Args:
        fields: in ascending order of their paths.

    Raises:
        EventTooIntricate: not found within bounded work.
    """
    later: list[set[int]] = [set()]  # the arrays in which the fields from the last one on lie
    for candidates in reversed(fields):
        later.append(later[-1] | candidates.arrays)
    later.reverse()
    if not fields:
        return {}
    steps = _STEPS + _STEPS_A_VALUE * sum(candidates.size for candidates in fields)
    hopeless: set[tuple[int, frozenset[tuple[int, int]]]] = set()
    open_: list[Iterator[Choice]] = [fields[0].choices({})]
    while open_:
        chosen = next(open_[-1], None)
        if chosen is None:
            open_.pop()
            continue
        if len(open_) == len(fields):
            return chosen
        steps -= 1
        if steps < 0:
            raise EventTooIntricate(
                "keys are repeated over arrays so often that no verdict is found in bounded time"
            )
        relevant = later[len(open_)]
        question = len(open_), frozenset(pair for pair in chosen.items() if pair[0] in relevant)
        if question in hopeless:
            continue
        hopeless.add(question)  # until it is answered with yes, when the search ends
        open_.append(fields[len(open_)].choices(chosen))
    return None
