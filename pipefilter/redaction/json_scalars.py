"""The values in a JSON text replaced, all else left as it is written: names, blanks, order, repeated names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import value_end
from pipefilter.json_text.written import quoted

__all__ = ["container", "quoted_like", "with_scalars"]

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)
_WHITE = " \t\r\n"


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


def quoted_like(text: str, token: str) -> str:
    """A string as JSON text, escaped as another one is.

    Args:
        text: of the string.
        token: the JSON text of the other one.
    """
    return json.dumps(text) if token.isascii() else quoted(text)


def container(text: str) -> bool:
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
