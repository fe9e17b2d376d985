"""The choice of array elements, by trying every combination: too slow for use, too simple to be wrong."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.matching.event_fields import Element

Held = dict[int, int]


def memberships(element: Element | None) -> Held:
    """Array and index for every array around a value."""
    held: Held = {}
    while element is not None:
        held[element.array] = element.index
        element = element.within
    return held


def agrees(first: Held, second: Held) -> bool:
    return all(second.get(array, index) == index for array, index in first.items())


def can_choose(
    fields: Sequence[tuple[list[Element | None], list[Element | None] | None]],
    chosen: Held | None = None,
) -> bool:
    """Whether a consistent value can be chosen for each field in turn.

    Args:
        fields: the places of the matching values, and of all values if absence matches too.
        chosen: the values chosen so far.
    """
    chosen = chosen or {}
    if not fields:
        return True
    (right, present), *rest = fields
    absent = present is not None and not any(agrees(memberships(e), chosen) for e in present)
    if absent and can_choose(rest, chosen):
        return True
    return any(
        can_choose(rest, {**chosen, **memberships(element)})
        for element in right
        if agrees(memberships(element), chosen)
    )
