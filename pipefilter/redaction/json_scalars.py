"""Replaces the values in a JSON text and leaves everything else unchanged: names, spaces, order, repeated names.

A string may be JSON itself, whose values are replaced inside; that depends on the string alone, not on its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from pipefilter.json_text.tree import is_one_value
from pipefilter.json_text.writer import quoted

__all__ = ["is_container", "is_masked_inside", "spelled_like", "with_scalars"]

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s"{}\[\],:]+', re.DOTALL)
_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL
)
"""A character as it is written; a surrogate pair is one character.

https://datatracker.ietf.org/doc/html/rfc8259#section-7
"""
_WHITE = " \t\r\n"
_MAX_NESTED = 16
"""Levels of JSON within strings of JSON; the innermost quotes then need 2**16 backslashes, so real data has fewer."""


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
    text = text.strip(_WHITE)
    return text.startswith(("{", "[")) and is_one_value(text)


def _strings(text: str) -> list[str]:
    strings: list[str] = []

    def collect(_names: tuple[str, ...], token: str) -> str:
        if token.startswith('"'):
            strings.append(json.loads(token))
        return token

    with_scalars(text, collect)
    return strings


def spelled_like(text: str, token: str) -> str:
    """A string as JSON text, with escapes for the characters that the JSON text it replaces escapes."""
    if "\\" not in token:
        return quoted(text)
    spelled = _CHARACTER.findall(token, 1, len(token) - 1)
    before: str = json.loads(token)
    if not len(spelled) == len(before) == len(text):
        return json.dumps(text) if token.isascii() else quoted(text)
    return '"' + "".join(map(_spelled, spelled, before, text)) + '"'


def _spelled(written: str, before: str, character: str) -> str:
    if character == before:
        return written
    if not written.startswith("\\u"):
        return quoted(character)[1:-1]
    code = character.encode("utf-16-be", "surrogatepass").hex()
    if any(digit in "ABCDEF" for digit in written):
        code = code.upper()
    return "".join(f"\\u{code[at : at + 4]}" for at in range(0, len(code), 4))
