"""Filters that must all match, as few patterns as possible: where they are on different members of an event, as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipefilter.comparing.comparison import compare_patterns
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.matching.event_values import looks_into_empty_names

__all__ = ["joined_patterns"]

_MAX_COMPARED = 10
"""Of more patterns, none is searched for that follows from another one."""
_MAX_STEPS = 100_000


def joined_patterns(patterns: Iterable[EventPattern]) -> tuple[EventPattern, ...]:
    """Patterns that all match an event exactly if all of some patterns match it; none if there are none.

    Patterns on different members of an event are one pattern, as these members are in no array together.
    """
    needed = _needed(tuple(dict.fromkeys(patterns)))
    roots = [{field.path.partition(".")[0] for field in every_field(each.members)} for each in needed]
    are_apart = sum(map(len, roots)) == len(set().union(*roots))
    ways = {looks_into_empty_names(field.path for field in every_field(each.members)) for each in needed}
    if len(needed) < 2 or not are_apart or len(ways) > 1:
        return needed
    return (EventPattern(tuple(member for each in needed for member in each.members)),)


def _needed(patterns: Sequence[EventPattern]) -> tuple[EventPattern, ...]:
    """The patterns without those that match whatever another one matches."""
    if len(patterns) > _MAX_COMPARED:
        return tuple(patterns)
    left = list(patterns)
    for each in patterns:
        others = (other for other in left if other is not each)
        if any(compare_patterns([other], [each], max_steps=_MAX_STEPS).forward.holds for other in others):
            left.remove(each)
    return tuple(left)
