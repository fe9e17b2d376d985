"""Where a line begins an event: with `{`, unless the JSON before it goes on."""

from __future__ import annotations

__all__ = ["LOOK_BACK", "begins_event", "is_nested"]

_WHITE = b" \t\r\n"
_AFTER_VALUE = frozenset((b"", *(bytes([code]) for code in b']}"0123456789el')))
"""With what a value ends, before a comma that goes on with the JSON; nothing where that is out of sight."""
_AFTER_NAME = (b"", b'"')
LOOK_BACK = 64
"""So many bytes before a line are enough to see what is before it; more white space is no JSON of any program."""


def is_nested(before: bytes) -> bool:
    """Whether a line that begins with `{` goes on with the lines before it.

    `json.dumps(event, indent=0)` begins lines so, and programs that put each element of a list on a line of its own.

    Args:
        before: the `LOOK_BACK` bytes before it; or all of them, if there are fewer.
    """
    stripped = before.rstrip(_WHITE)
    last = stripped[-1:]
    if last == b",":
        return stripped[:-1].rstrip(_WHITE)[-1:] in _AFTER_VALUE
    if last == b":":
        return stripped[:-1].rstrip(_WHITE)[-1:] in _AFTER_NAME
    return last == b"["


def begins_event(data: bytes, at: int) -> bool:
    """Whether the line that begins at an offset, with `{`, may begin an event.

    Args:
        data: a part of a file, with `LOOK_BACK` bytes before the line if the file has them.
        at: of the `{`.
    """
    return not is_nested(data[max(0, at - LOOK_BACK) : at])
