"""The values in a JSON text replaced, all else left as it is written: names, blanks, order, repeated names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

__all__ = ["with_scalars"]

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)


def with_scalars(text: str, replaced: Callable[[tuple[str, ...], str], str]) -> str:
    """A JSON text with other values.

    Args:
        text: known to be JSON.
        replaced: the text of a value in the place of one; it is given the names on the way to it, and its text.
    """
    pieces: list[str] = []
    names: list[str] = []
    """On the way to the next value; one for each open object."""
    open_: list[bool] = []
    """Of each open container, whether it is an object."""
    wants_name = False
    at = 0
    for token in _TOKEN.finditer(text):
        found = token[0]
        pieces.append(text[at : token.start()])
        at = token.end()
        if found in "{[":
            open_.append(found == "{")
            wants_name = found == "{"
            if wants_name:
                names.append("")
        elif found in "}]":
            if open_.pop():
                names.pop()
            wants_name = False
        elif found == ",":
            wants_name = open_[-1]
        elif found == ":":
            wants_name = False
        elif wants_name:
            names[-1] = json.loads(found)
        else:
            found = replaced(tuple(names), found)
        pieces.append(found)
    pieces.append(text[at:])
    return "".join(pieces)
