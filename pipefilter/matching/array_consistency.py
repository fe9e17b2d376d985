"""Array consistency, the heart of matching events with arrays: can a value be chosen for each field so that all agree?

Two values agree unless they lie in different elements of one array. (AWS's engine records this as `ArrayMembership`.)
Fields are decided in ascending order of their paths. `exists: false` matches if no value of its field agrees with the
choices of the fields before it.

Where no array is nested in another, no search is needed: see `flat_choice`. Elsewhere the search backtracks, but never
answers the same question twice: what remains to be decided depends only on the elements chosen in arrays that later
fields lie in. So nested arrays with n values in all, and k fields, take about n*k steps. With repeated keys many arrays
can compete for one path; then the questions multiply, and the budget ends the search without a verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pipefilter.matching.budget import Budget
from pipefilter.matching.candidates import Candidates
from pipefilter.matching.event_fields import Element
from pipefilter.matching.flat_choice import choose_flat

__all__ = ["Choice", "choose", "search"]

_COMPETING_COST = 4
"""A step costs more time and memory where arrays compete, and the search need not go far there."""

Choice = dict[int, int]
"""The index of the chosen element by array; without arrays in which nothing is chosen."""


class _Contested:
    """The arrays whose values lie in different elements; in any other array there is nothing to choose."""

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
        """The element itself if its array is contested, else the nearest such element around it."""
        passed: list[Element] = []
        nearest = element
        while nearest is not None and nearest.array not in self._arrays:
            if nearest in self._nearest:
                nearest = self._nearest[nearest]
                break
            passed.append(nearest)
            nearest = nearest.within
        for inner in passed:
            self._nearest[inner] = nearest
        return nearest


class _Node:
    """The values that lie in one array element, and the arrays in it."""

    __slots__ = ("arrays", "element", "here")

    def __init__(self, element: Element | None) -> None:
        self.element = element
        self.here = False
        self.arrays: dict[int, dict[int, _Node]] = {}


class _Tree:
    """The places of a field's values: a tree, as arrays lie in elements of arrays."""

    def __init__(self, places: Iterable[Element | None], contested: _Contested) -> None:
        self.root = _Node(None)
        self.arrays: set[int] = set()
        self.competing = False
        """Whether an element has several arrays to choose from, as a key is repeated."""
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
            self.competing = self.competing or len(node.arrays) > 1
            node = child
        return node

    def any_agrees(self, chosen: Choice, budget: Budget) -> bool:
        """Whether a value agrees with the choices."""
        todo = [self.root]
        while todo:
            node = todo.pop()
            if node.here:
                return True
            budget.spend(len(node.arrays))
            for array, by_index in node.arrays.items():
                if array not in chosen:
                    return True  # no array within it is chosen either, and each node leads to a value
                if chosen[array] in by_index:
                    todo.append(by_index[chosen[array]])
        return False

    def agreeing(self, chosen: Choice, budget: Budget) -> Iterator[Element | None]:
        """The elements of the values that agree with the choices; each is chosen too until the next one is requested."""
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
            budget.spend(len(node.arrays))
            for inner, by_index in node.arrays.items():
                if inner not in chosen:
                    todo.append((inner, iter(by_index.values())))
                elif chosen[inner] in by_index:
                    todo.append((None, iter((by_index[chosen[inner]],))))


class _Level:
    """One field in the search: its values, and the choices up to it that matter to later fields.

    Args:
        last: by array, the number of the last field with values in it; updated for this field.
    """

    def __init__(self, number: int, field: Candidates, contested: _Contested, last: dict[int, int]) -> None:
        self.matching = _Tree(field.matching, contested)
        self.present = None if field.present is None else _Tree(field.present, contested)
        self.competing = self.matching.competing or (self.present is not None and self.present.competing)
        self._number = number
        self._last = last
        for tree in (self.matching, self.present):
            last.update(dict.fromkeys(tree.arrays if tree else (), number))
        self._contested = contested
        self._relevant: dict[Element, Element | None] = {}

    def choices(self, chosen: Choice, budget: Budget) -> Iterator[Element | None]:
        """The possible choices; each is in `chosen` until the next one is requested."""
        if self.present is not None and not self.present.any_agrees(chosen, budget):
            yield None
        yield from self.matching.agreeing(chosen, budget)

    def relevant(self, element: Element | None) -> Element | None:
        """The element, or the nearest one around it, that later fields can disagree with."""
        passed: list[Element] = []
        relevant = element
        while relevant is not None and self._last[relevant.array] <= self._number:
            if relevant in self._relevant:
                relevant = self._relevant[relevant]
                break
            passed.append(relevant)
            relevant = self._contested.nearest(relevant.within)
        for inner in passed:
            self._relevant[inner] = relevant
        return relevant


def choose(fields: Sequence[Candidates], budget: Budget | None = None) -> Choice | None:
    """Choose an element of each array such that every field has a matching value; None if there is no such choice.

    Args:
        fields: in ascending order of their paths.

    Raises:
        EventTooIntricate: undecided within the budget.
    """
    if not all(field.possible for field in fields):
        return None
    budget = budget or Budget(sum(field.size for field in fields))
    flat = [field.flat for field in fields]
    if None not in flat:
        return choose_flat((places for places in flat if places is not None), budget)
    return search(fields, budget)


def search(fields: Sequence[Candidates], budget: Budget) -> Choice | None:
    """The same as `choose`, always by search; each field can match on its own.

    Raises:
        EventTooIntricate: undecided within the budget.
    """
    budget.spend(sum(field.size for field in fields))
    contested = _Contested(fields)
    last: dict[int, int] = {}
    levels = [_Level(number, field, contested, last) for number, field in enumerate(fields)]
    competing = any(level.competing for level in levels)
    return _search(levels, budget, _COMPETING_COST if competing else 1)


def _search(levels: list[_Level], budget: Budget, cost: int) -> Choice | None:
    chosen: Choice = {}
    if not levels:
        return chosen
    hopeless: set[tuple[int, frozenset[Element | None]]] = set()
    open_ = [levels[0].choices(chosen, budget)]
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
        budget.spend(cost + depth // 8)  # the question has an element for each field
        level = levels[depth - 1]
        question = depth, frozenset(map(level.relevant, picked))
        if question not in hopeless:  # if the answer is yes, the search ends
            hopeless.add(question)
            open_.append(levels[depth].choices(chosen, budget))
    return None
