"""What to say of the name of a service, a source or a target that does not exist: the nearest that there is."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.services import SERVICES
from pipefilter.sources import SOURCES

__all__ = ["unknown_name"]


def unknown_name(noun: str, name: str, names: Sequence[str], *, is_option: bool = False) -> str:
    """A sentence, with the name that is meant, or all that there are.

    Args:
        noun: what it is the name of: service, source or target.
        name: as a user gives it.
        names: that there are.
        is_option: whether it is given with an option.
    """
    lower = name.lower()
    others = {
        "service": ("source", [each.name for each in SOURCES]),
        "source": ("service", [each.name for each in SERVICES]),
    }
    other, other_names = others.get(noun, ("", []))
    if lower in other_names:
        dashes = "--" if is_option else ""
        return f"{lower} is a {dashes}{other}, not a {dashes}{noun}"
    near = [each for each in names if lower and each.startswith(lower)]
    near = near or [each for each in names if lower and each.endswith(lower)]
    if not near:
        from difflib import get_close_matches  # noqa: PLC0415 - only for a name that is misspelt

        near = get_close_matches(lower, names, n=1)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(names)}"
    return f"there is no {noun} {name or repr(name)}: {hint}"
