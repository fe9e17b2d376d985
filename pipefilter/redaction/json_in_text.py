"""Decides which strings are JSON whose values are masked; that depends on the string alone, not on its place."""

from __future__ import annotations

import json

from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import value_end
from pipefilter.redaction.json_scalars import with_scalars

__all__ = ["is_container", "is_masked_inside"]

_WHITE = " \t\r\n"
_MAX_NESTED = 16
"""Levels of JSON within strings of JSON; the innermost quotes then need 2**16 backslashes, so real data have fewer."""


def is_masked_inside(text: str) -> bool:
    """Whether a text is one JSON object or array, without too many levels of JSON within its strings."""
    if not is_container(text):
        return False
    level = [text]
    for _ in range(_MAX_NESTED):
        # without escapes there are no quotes in its strings, so none of them is JSON
        level = [inner for each in level if "\\" in each for inner in _strings(each) if is_container(inner)]
        if not level:
            return True
    return False


def is_container(text: str) -> bool:
    """Whether a text is one JSON object or array, and nothing else."""
    begin = len(text) - len(text.lstrip(_WHITE))
    if not text.startswith(("{", "["), begin):
        return False
    try:
        return value_end(text, begin) == len(text.rstrip(_WHITE))
    except JsonFault:
        return False


def _strings(text: str) -> list[str]:
    strings: list[str] = []

    def collect(_names: tuple[str, ...], token: str) -> str:
        if token.startswith('"'):
            strings.append(json.loads(token))
        return token

    with_scalars(text, collect)
    return strings
