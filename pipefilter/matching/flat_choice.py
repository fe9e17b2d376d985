"""The choice of array elements where arrays are not nested, as in most events: bit sets instead of a search.

The choice in one array does not depend on any other, so each array is decided separately. Its fields are processed in
order: after each, either nothing is chosen in the array yet, or one of its elements is. The elements that are still
possible are the bits of one integer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipefilter.matching.budget import Budget
from pipefilter.matching.candidates import FlatPlaces

__all__ = ["choose_flat"]

_BITS_A_STEP = 1 << 15


def choose_flat(fields: Iterable[FlatPlaces], budget: Budget) -> dict[int, int] | None:
    """Choose an element of each array in which a choice is necessary; None if the fields cannot match together.

    Args:
        fields: in ascending order of their paths.

    Raises:
        EventTooIntricate: undecided within the budget.
    """
    by_array: dict[int, list[FlatPlaces]] = {}
    for field in fields:
        budget.spend(1 + field.matching.bit_length() // _BITS_A_STEP)
        if field.array is not None:
            by_array.setdefault(field.array, []).append(field)
        elif not field.outside and (field.present is None or field.present_outside):
            return None
    chosen: dict[int, int] = {}
    for array, inside in by_array.items():
        index = _choose_in_array(inside)
        if index is None:
            return None
        if index >= 0:
            chosen[array] = index
    return chosen


_NOTHING_CHOSEN = -1


def _choose_in_array(fields: Sequence[FlatPlaces]) -> int | None:
    """The index of the element to choose, or `_NOTHING_CHOSEN`; None if no choice is possible.

    Like the search, it chooses as late as possible, and then the first possible element.
    """
    free = 0  # the fields that match before anything is chosen
    for field in fields:
        if not (field.outside or (field.present == 0 and not field.present_outside)):
            break
        free += 1
    else:
        return _NOTHING_CHOSEN
    fitting = -1  # the elements that later fields allow: all bits are set
    kept = [fitting := fitting & _keeping(field) for field in reversed(fields[1:])]
    kept.reverse()
    kept.append(-1)
    for at in range(free, -1, -1):
        elements = fields[at].matching & kept[at]
        if elements:
            return (elements & -elements).bit_length() - 1
    return None


def _keeping(field: FlatPlaces) -> int:
    """The elements whose choice allows the field to match."""
    if field.outside:
        return -1
    if field.present is None or field.present_outside:
        return field.matching
    return field.matching | ~field.present
