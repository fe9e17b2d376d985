"""The choice of array elements where arrays do not lie in arrays, as most events have it: bits instead of a search.

What can be chosen in one array does not depend on any other, so each array is looked at alone. While its fields
are gone through in order, nothing is chosen in it yet, or one of its elements is; which elements can be, after so
many fields, is one integer with a bit for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipefilter.matching.budget import Budget
from pipefilter.matching.candidates import FlatPlaces

__all__ = ["choose_flat"]


_BITS_A_STEP = 1 << 15


def choose_flat(fields: Iterable[FlatPlaces], budget: Budget) -> dict[int, int] | None:
    """One element for each array in which one must be chosen; None if the fields cannot hold together.

    Args:
        fields: in ascending order of their paths.
        budget: of the verdict.

    Raises:
        EventTooIntricate: not found within the budget.
    """
    by_array: dict[int, list[FlatPlaces]] = {}
    for field in fields:
        budget.spend(1 + field.right.bit_length() // _BITS_A_STEP)
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
    """The index of the element to choose, or `_NOTHING_CHOSEN`; None if there is no choice.

    As the search does, it chooses as late as it can, and then the first element that will do.
    """
    free = 0  # so many fields hold before anything is chosen
    for field in fields:
        if not (field.outside or (field.present == 0 and not field.present_outside)):
            break
        free += 1
    else:
        return _NOTHING_CHOSEN
    fitting = -1  # the elements that the fields after the current one leave: all bits are set
    kept = [fitting := fitting & _keeping(field) for field in reversed(fields[1:])]
    kept.reverse()
    kept.append(-1)
    for at in range(free, -1, -1):
        elements = fields[at].right & kept[at]
        if elements:
            return (elements & -elements).bit_length() - 1
    return None


def _keeping(field: FlatPlaces) -> int:
    """The elements in which the field holds once they are chosen."""
    if field.outside:
        return -1
    if field.present is None or field.present_outside:
        return field.right
    return field.right | ~field.present
