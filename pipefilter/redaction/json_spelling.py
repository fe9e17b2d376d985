"""Writes a string as JSON with the escapes of another string of as many characters."""

from __future__ import annotations

import json
import re

from pipefilter.json_text.writer import quoted

__all__ = ["spelled_like"]

_CHARACTER = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.|[^\\]", re.DOTALL
)
"""A character as it is written; a surrogate pair is one character.

https://datatracker.ietf.org/doc/html/rfc8259#section-7
"""


def spelled_like(text: str, token: str) -> str:
    """A string as JSON text, with escapes for the characters that another string escapes.

    Args:
        token: the JSON text of the other string, which it replaces.
    """
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
