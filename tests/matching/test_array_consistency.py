"""The search for consistent array elements, compared with trying every choice."""

from __future__ import annotations

from itertools import chain, combinations, product

import pytest
from brute_force import agrees, can_choose, memberships
from hypothesis import given
from hypothesis import strategies as st

from pipefilter.errors import EventTooIntricate
from pipefilter.matching.array_consistency import choose, search
from pipefilter.matching.budget import STEPS_A_VALUE, Budget
from pipefilter.matching.candidates import Candidates
from pipefilter.matching.event_fields import Element
from pipefilter.matching.flat_choice import choose_flat

Field = tuple[list[Element | None], list[Element | None] | None]


@st.composite
def element_trees(draw: st.DrawFn) -> list[Element | None]:
    """Nested array elements, and the place outside all arrays."""
    places: list[Element | None] = [None]
    for array in range(draw(st.integers(1, 4))):
        within = draw(st.sampled_from(places))
        count = draw(st.integers(1, 3))
        places += [Element(array, index, within, count == 1) for index in range(count)]
    return places


@st.composite
def fields(draw: st.DrawFn) -> list[Field]:
    """Fields with matching and other values at such places."""
    places = draw(element_trees())
    some = st.lists(st.sampled_from(places), max_size=4)
    result: list[Field] = []
    for _ in range(draw(st.integers(0, 5))):
        right = draw(some)
        result.append((right, right + draw(some) if draw(st.booleans()) else None))
    return result


@st.composite
def flat_fields(draw: st.DrawFn) -> list[Field]:
    """Fields whose values lie in one array, nested only in arrays with a single element."""
    arrays: list[list[Element]] = []
    for array in range(2):
        within = draw(st.sampled_from([None, Element(10 + array, 0, None, alone=True)]))
        count = draw(st.integers(1, 4))
        arrays.append([Element(array, index, within, count == 1) for index in range(count)])
    result: list[Field] = []
    for _ in range(draw(st.integers(0, 5))):
        elements = draw(st.sampled_from(arrays))
        some = st.lists(st.sampled_from([None, *elements]), max_size=4).map(_in_order)
        right = draw(some)
        result.append((right, right + draw(some) if draw(st.booleans()) else None))
    return result


def _in_order(places: list[Element | None]) -> list[Element | None]:
    return sorted(places, key=lambda place: -1 if place is None else place.index)


def candidates_of(fields: list[Field]) -> list[Candidates]:
    return [Candidates(right, present) for right, present in fields]


@given(st.one_of(fields(), flat_fields()))
def test_search_agrees_with_trying_everything(fields: list[Field]) -> None:
    """The search finds a choice exactly if there is one, and the choice is valid."""
    chosen = choose(candidates_of(fields))
    assert (chosen is not None) == can_choose(fields)
    if chosen is not None:  # it omits arrays in which there is nothing to choose
        for right, present in fields:
            assert present is not None or any(
                all(chosen.get(a, i) == i for a, i in memberships(e).items()) for e in right
            )


@given(flat_fields())
def test_bits_agree_with_the_search(fields: list[Field]) -> None:
    """Where arrays are not nested, no search is needed, and the result is the same as by searching."""
    candidates = candidates_of(fields)
    flat = [field.flat for field in candidates]
    assert None not in flat
    if all(field.possible for field in candidates):
        searched = search(candidates, Budget(1000))
        chosen = choose_flat((places for places in flat if places is not None), Budget(0))
        assert (chosen is None) == (searched is None)
        if chosen is not None and searched is not None:
            assert (
                searched.items() <= chosen.items()
            )  # the search omits arrays in which there is nothing to choose


def subsets(places: list[Element | None]) -> list[list[Element | None]]:
    return [list(some) for some in chain(*(combinations(places, n) for n in range(len(places) + 1)))]


@pytest.mark.slow
@pytest.mark.parametrize(("element_count", "field_count"), [(2, 1), (2, 2), (3, 2), (2, 3)])
def test_every_choice_in_one_array(element_count: int, field_count: int) -> None:
    """All combinations of few fields in few elements and outside: the same choice as by searching, if there is one."""
    places: list[Element | None] = [None, *(Element(0, index, None) for index in range(element_count))]
    fields: list[Field] = [(right, None) for right in subsets(places)]
    fields += [(right, present) for present in subsets(places) for right in subsets(present)]
    made = {id(field): candidates_of([field])[0] for field in fields}
    for some in product(fields, repeat=field_count):
        candidates = [made[id(field)] for field in some]
        chosen = choose(candidates)
        assert (chosen is not None) == can_choose(some), some
        if chosen is not None and field_count < 3:
            searched = search(candidates, Budget(1000))
            assert searched is not None, some
            assert searched.items() <= chosen.items(), some
            assert all(array == 0 and 0 <= index < element_count for array, index in chosen.items()), some


def test_arrays_that_need_no_search() -> None:
    """Two arrays or a nested array are not flat; an array with a single element does not count."""
    first, second = Element(0, 0, None), Element(1, 0, None)
    inner = Element(2, 1, first)
    alone = Element(3, 0, inner, alone=True)
    assert Candidates([first, second]).flat is None
    assert Candidates([first], [second, first]).flat is None
    assert Candidates([first, inner]).flat is None
    assert Candidates([inner]).flat is None
    assert Candidates([alone]).flat is None
    far = Candidates([Element(4, index, None) for index in (70, 3, 8)] + [None], [Element(4, 71, None)]).flat
    assert far is not None
    assert (far.array, far.outside, far.matching) == (4, True, 1 << 70 | 1 << 3 | 1 << 8)
    assert (far.present, far.present_outside) == (1 << 71, False)


@given(fields())
def test_flat_means_one_array(fields: list[Field]) -> None:
    """Places are flat exactly if they lie in at most one array, not counting arrays with a single element."""
    for field in candidates_of(fields):
        arrays = set()
        depths = [0]
        for place in field.places:
            around = []
            element = place
            while element is not None:
                around += [element.array] * (not element.alone)
                element = element.within
            arrays.update(around)
            depths.append(len(around))
        assert (field.flat is not None) == (len(arrays) <= 1 and max(depths) <= 1)


def test_agreement() -> None:
    """Two places agree unless they have different indexes in the same array."""
    outer = Element(0, 0, None)
    assert agrees(memberships(Element(1, 0, outer)), memberships(outer))
    assert not agrees(memberships(Element(0, 1, None)), memberships(Element(1, 0, outer)))


def test_bounded_where_keys_are_repeated() -> None:
    """Many arrays that compete for the same paths end in an error, not in endless work."""
    arrays = 40
    right: list[list[Element | None]] = [[] for _ in range(arrays)]
    for array in range(arrays):  # each path is in each array, but in a different element each time
        for path in range(arrays):
            right[path].append(Element(array, path % 7, None))
    candidates = [Candidates(places) for places in right] + [Candidates([Element(99, 0, None)])]
    candidates.append(Candidates([Element(99, 1, None)]))
    with pytest.raises(EventTooIntricate):
        choose(candidates)


@pytest.mark.slow
@pytest.mark.parametrize("n", [100, 1000, 10_000])
def test_arrays_in_arrays_cost_a_few_steps_a_value(n: int) -> None:
    """Without repeated keys a pattern is always decided, however large the event is."""
    outer = [Element(0, index, None) for index in range(n)]
    inner = [[Element(1 + at, index, around) for index in range(2)] for at, around in enumerate(outer)]
    fields = [
        Candidates([first for first, _ in inner]),
        Candidates([second for _, second in inner]),
        Candidates(list(outer)),
    ]
    budget = Budget(3 * n)
    assert search(fields, budget) is None
    assert budget.spent < STEPS_A_VALUE * 3 * n
