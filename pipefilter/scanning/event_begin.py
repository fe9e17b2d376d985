"""Where a line begins an event: with `{`, unless the JSON before it goes on."""

from __future__ import annotations

import re

__all__ = ["LOOK_BACK", "begins_event", "is_nested"]

_GOES_ON = re.compile(rb'(?:\[|(?:\A|")[ \t\r\n]*+:|(?:\A|[]}"0-9el])[ \t\r\n]*+,)[ \t\r\n]*+\Z')
"""After these an object is a part of the JSON before it: a bracket, a name's colon, a value's comma."""
LOOK_BACK = 64
"""So many bytes before a line are enough to see what is before it; more white space is no JSON of any program."""


def is_nested(before: bytes) -> bool:
    """Whether a line that begins with `{` goes on with the lines before it.

    `json.dumps(event, indent=0)` begins lines so, and programs that put each element of a list on a line of its own.

    Args:
        before: the `LOOK_BACK` bytes before it; or all of them, if there are fewer.
    """
    return _GOES_ON.search(before) is not None


def begins_event(data: bytes, at: int) -> bool:
    """Whether the line that begins at an offset, with `{`, may begin an event.

    Args:
        data: a part of a file, with `LOOK_BACK` bytes before the line if the file has them.
        at: of the `{`.
    """
    return not is_nested(data[max(0, at - LOOK_BACK) : at])
