"""Detects texts that are events: one JSON object, and nothing else."""

from __future__ import annotations

from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import single_object, value_end

__all__ = ["single_event"]

_WHITE = " \t\r\n"
_ON_ONE_LINE = str.maketrans("\t\r\n", "   ")


def single_event(text: str) -> str:
    """The event in a text, on one line; "" if the text is not an event."""
    event = text.strip(_WHITE)
    if not event.startswith("{"):
        return ""
    if single_object(event) is None:  # or not certain at first sight
        try:
            if value_end(event, 0) != len(event):
                return ""
        except JsonFault:
            return ""
    # the strings of JSON have line breaks and tabs only as escapes
    return event.translate(_ON_ONE_LINE)
