"""One event of a file, as its own text."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["EventText"]


@dataclass(frozen=True, slots=True)
class EventText:
    """One event of a file.

    Args:
        text: the event; bytes if they are not known to be UTF-8.
        line: where in the file it begins, from 1.
        column: likewise, from 1.
        end: how many bytes of the file are read, for a progress bar.
        alone: whether the file holds no other event.
        may_be_event: whether it can be one; False if it is malformed, as its brackets show.
        has_comma: whether a comma separates it from another event.
    """

    text: str | bytes
    line: int
    column: int
    end: int
    alone: bool = False
    may_be_event: bool = True
    has_comma: bool = False
