"""Names that a caller gives one by one, or in a list: `any_changed("a", "b")`, `any_changed(["a", "b"])`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar, cast

__all__ = ["listed_names"]

_Name = TypeVar("_Name")


def listed_names(names: tuple[_Name | Iterable[_Name], ...]) -> list[_Name]:
    """The names, those in lists one by one; what is neither a name nor a list stays, to be refused as a name.

    Args:
        names: as they were given.
    """
    listed: list[_Name] = []
    for name in names:
        if isinstance(name, Iterable) and not isinstance(name, str | bytes | Mapping):
            listed += name
        else:
            listed.append(cast("_Name", name))
    return listed
