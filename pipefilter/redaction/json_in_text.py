"""Which texts are JSON that is masked inside; it depends on the text alone, not on where it lies."""

from __future__ import annotations

import json

from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import value_end
from pipefilter.redaction.json_scalars import with_scalars

__all__ = ["is_container", "is_masked_inside"]

_WHITE = " \t\r\n"
_MOST = 16
"""JSON texts in one another; quotes of the innermost need some 2**16 backslashes then, so nobody writes more."""


def is_masked_inside(text: str) -> bool:
    """Whether a text is one JSON object or array and nothing else, with JSON in texts not nested beyond measure.

    Args:
        text: any.
    """
    if not is_container(text):
        return False
    level = [text]
    for _ in range(_MOST):
        # without escapes there are no quotes in a text, so nothing is nested in what is nested
        level = [inner for one in level if "\\" in one for inner in _strings(one) if is_container(inner)]
        if not level:
            return True
    return False


def is_container(text: str) -> bool:
    """Whether a text is one JSON object or array, and nothing else.

    Args:
        text: any.
    """
    begin = len(text) - len(text.lstrip(_WHITE))
    if not text.startswith(("{", "["), begin):
        return False
    try:
        return value_end(text, begin) == len(text.rstrip(_WHITE))
    except JsonFault:
        return False


def _strings(text: str) -> list[str]:
    found: list[str] = []

    def noted(_names: tuple[str, ...], token: str) -> str:
        if token.startswith('"'):
            found.append(json.loads(token))
        return token

    with_scalars(text, noted)
    return found
