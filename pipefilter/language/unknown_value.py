"""The marks that stand for unknown values in a pattern, such as the parameters of a template."""

from __future__ import annotations

from pipefilter.language.event_pattern import EventPattern, render

__all__ = ["MARK_ANY", "MARK_END", "MARK_START", "has_mark", "has_unknown_values"]

MARK_START, MARK_END = "\ue0f0", "\ue0f1"
"""Enclose the number of an unknown value; from Unicode's private use area, so that patterns do not contain them."""
MARK_ANY = "\ue0f2"
"""After a mark if the value may not be a string."""
_ESCAPED_START = "\\ue0f0"


def has_mark(text: str) -> bool:
    """Whether a text contains a mark, plain or escaped, and so is about an unknown value."""
    return MARK_START in text or _ESCAPED_START in text


def has_unknown_values(pattern: EventPattern) -> bool:
    """Whether a pattern has marks, in names or in values."""
    return has_mark(render(pattern))
