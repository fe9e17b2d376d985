"""Replaces the values in a JSON text and leaves everything else unchanged: names, spaces, order, repeated names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

__all__ = ["with_scalars"]

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)


def with_scalars(text: str, replace: Callable[[tuple[str, ...], str], str]) -> str:
    """Replace the values of a JSON text.

    Args:
        text: known to be JSON.
        replace: returns the new text of a value, from the names that lead to it and its text.
    """
    pieces: list[str] = []
    names: list[str] = []
    """The names that lead to the next value; one for each open object."""
    open_: list[bool] = []
    """For each open container, whether it is an object."""
    expects_name = False
    at = 0
    for match in _TOKEN.finditer(text):
        lexeme = match[0]
        pieces.append(text[at : match.start()])
        at = match.end()
        if lexeme in "{[":
            open_.append(lexeme == "{")
            expects_name = lexeme == "{"
            if expects_name:
                names.append("")
        elif lexeme in "}]":
            if open_.pop():
                names.pop()
            expects_name = False
        elif lexeme == ",":
            expects_name = open_[-1]
        elif lexeme == ":":
            expects_name = False
        elif expects_name:
            names[-1] = json.loads(lexeme)
        else:
            lexeme = replace(tuple(names), lexeme)
        pieces.append(lexeme)
    pieces.append(text[at:])
    return "".join(pieces)
