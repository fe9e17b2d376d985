"""Where a line begins an event: with `{`, unless it is a nested object of one that is written without indentation."""

from __future__ import annotations

__all__ = ["LOOK_BACK", "begins_event", "is_nested"]

_GOES_ON = (b":", b"[", b",")
"""After these an object is a part of the JSON before it."""
_ALONE = (b"{", b"{}", b"{},")
_WHITE = b" \t\r\n"
LOOK_BACK = 64
"""So many bytes before a line are enough to see what is before it; more white space is no JSON of any program."""


def is_nested(line: bytes, before: bytes) -> bool:
    """Whether a line that begins with `{` goes on with the lines before it.

    `json.dumps(event, indent=0)` begins lines so. A line of JSON lines after one that is cut off does not: it has more
    than braces.

    Args:
        line: with its line end, or without.
        before: what comes before the line, as much of its end as is known.
    """
    return line.strip(_WHITE) in _ALONE and before.rstrip(_WHITE).endswith(_GOES_ON)


def begins_event(data: bytes, at: int) -> bool:
    """Whether the line that begins at an offset, with `{`, may begin an event; False if too little is known.

    Args:
        data: a part of a file.
        at: of the `{`.
    """
    following = data[at + 1 : at + 2]
    if not following:
        return False
    if following not in (b"\r", b"\n", b" ", b"\t", b"}"):
        return True
    end = data.find(b"\n", at)
    line = data[at:] if end < 0 else data[at:end]
    return not is_nested(line, data[max(0, at - LOOK_BACK) : at])
