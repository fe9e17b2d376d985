"""Whether a text is an event: one JSON object, and nothing else."""

from __future__ import annotations

from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import lone_object, value_end

__all__ = ["single_event"]

_WHITE = " \t\r\n"
_ON_ONE_LINE = str.maketrans("\t\r\n", "   ")


def single_event(text: str) -> str:
    """The event that a text is, on one line; "" if it is none.

    Args:
        text: such as a message in a log.
    """
    event = text.strip(_WHITE)
    if not event.startswith("{"):
        return ""
    if lone_object(event) is None:  # it may be one that has to be read with more care
        try:
            if value_end(event, 0) != len(event):
                return ""
        except JsonFault:
            return ""
    # in the strings of JSON there are no line ends and tabs, but as escapes
    return event.translate(_ON_ONE_LINE)
