"""The levels around a pattern in templates and commands, which are not part of it: `{"Pattern": {...}}`."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.language.name_spelling import loose_spelling

__all__ = ["outer_levels", "without_outer_levels"]

_AROUND = frozenset(("filtercriteria", "filterconfiguration", "filters"))
_PATTERNS = frozenset(("pattern", "eventpattern"))


def outer_levels(steps: Sequence[str]) -> tuple[str, ...]:
    """The leading names of a field's path that are levels around a pattern."""
    count = 0
    while count < len(steps) and loose_spelling(steps[count]) in _AROUND | _PATTERNS:
        count += 1
        if loose_spelling(steps[count - 1]) in _PATTERNS:
            break
    if count == 1 and loose_spelling(steps[0]) == "filters":
        return ()
    return tuple(steps[:count])


def without_outer_levels(levels: Sequence[str]) -> str:
    """What to do about such levels: "remove the Pattern level"."""
    return f"remove the {' and '.join(levels)} level{'s' if len(levels) > 1 else ''}"
