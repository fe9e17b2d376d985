"""The search for array elements that agree, against trying out everything."""

from __future__ import annotations

import pytest
from brute_force import agrees, can_choose, memberships
from hypothesis import given
from hypothesis import strategies as st

from pipefilter.errors import EventTooIntricate
from pipefilter.matching.candidates import Candidates
from pipefilter.matching.element_choice import choose
from pipefilter.matching.event_fields import Element

Field = tuple[list[Element | None], list[Element | None] | None]


@st.composite
def element_trees(draw: st.DrawFn) -> list[Element | None]:
    """Elements of arrays in elements of arrays, and the place outside all arrays."""
    places: list[Element | None] = [None]
    for array in range(draw(st.integers(1, 4))):
        within = draw(st.sampled_from(places))
        places += [Element(array, index, within) for index in range(draw(st.integers(1, 3)))]
    return places


@st.composite
def fields(draw: st.DrawFn) -> list[Field]:
    """Fields with right and wrong values at such places."""
    places = draw(element_trees())
    some = st.lists(st.sampled_from(places), max_size=4)
    found: list[Field] = []
    for _ in range(draw(st.integers(0, 5))):
        right = draw(some)
        found.append((right, right + draw(some) if draw(st.booleans()) else None))
    return found


@given(fields())
def test_search_agrees_with_trying_everything(fields: list[Field]) -> None:
    """The search finds a choice exactly if there is one, and what it finds is one."""
    chosen = choose([Candidates(right, present) for right, present in fields])
    assert (chosen is not None) == can_choose(fields)
    if chosen is not None:  # what is left out of it is an array in which there is nothing to choose
        for right, present in fields:
            assert present is not None or any(
                all(chosen.get(a, i) == i for a, i in memberships(e).items()) for e in right
            )


def test_agreement() -> None:
    """Two places agree unless one array has different indexes in them."""
    outer = Element(0, 0, None)
    assert agrees(memberships(Element(1, 0, outer)), memberships(outer))
    assert not agrees(memberships(Element(0, 1, None)), memberships(Element(1, 0, outer)))


def test_bounded_where_keys_are_repeated() -> None:
    """Many arrays that compete for the same paths end in an error, not in endless work."""
    arrays = 40
    right: list[list[Element | None]] = [[] for _ in range(arrays)]
    for array in range(arrays):  # each path is in each array, but in another element each time
        for path in range(arrays):
            right[path].append(Element(array, path % 7, None))
    candidates = [Candidates(places) for places in right] + [Candidates([Element(99, 0, None)])]
    candidates.append(Candidates([Element(99, 1, None)]))
    with pytest.raises(EventTooIntricate):
        choose(candidates)
