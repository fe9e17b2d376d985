"""The levels that templates and commands have around a pattern, and that are not in it: `{"Pattern": {...}}`."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["outer_levels", "without_outer_levels"]

_AROUND = frozenset(("filtercriteria", "filterconfiguration", "filters"))
_PATTERNS = frozenset(("pattern", "eventpattern"))


def outer_levels(steps: Sequence[str]) -> tuple[str, ...]:
    """The names at the beginning of a way that stand around a pattern, and are not in it.

    Args:
        steps: the names on the way to a field, from the root.
    """
    count = 0
    while count < len(steps) and _letters(steps[count]) in _AROUND | _PATTERNS:
        count += 1
        if _letters(steps[count - 1]) in _PATTERNS:
            break
    if count == 1 and _letters(steps[0]) == "filters":
        return ()
    return tuple(steps[:count])


def without_outer_levels(levels: Sequence[str]) -> str:
    """What to do about such levels: "leave the Pattern level out".

    Args:
        levels: their names.
    """
    return f"leave the {' and '.join(levels)} level{'s' if len(levels) > 1 else ''} out"


def _letters(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")
