"""Detects texts that are events: one JSON object, and nothing else."""

from __future__ import annotations

from pipefilter.json_text.tree import is_one_value

__all__ = ["single_event"]

_WHITE = " \t\r\n"
_ON_ONE_LINE = str.maketrans("\t\r\n", "   ")


def single_event(text: str) -> str:
    """The event in a text, on one line; "" if the text is not an event."""
    event = text.strip(_WHITE)
    if not event.startswith("{") or not is_one_value(event):
        return ""
    # the strings of JSON have line breaks and tabs only as escapes
    return event.translate(_ON_ONE_LINE)
