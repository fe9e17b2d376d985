"""Describes the data of a record that a service sees as plain text: perhaps it was meant to be JSON."""

from __future__ import annotations

import json
import re

from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import is_one_value, strict_tree

__all__ = ["plain_text_in_words"]

_PLAIN = "plain text"
_MEANT_AS_JSON = r"""\s*(?:\{\s*["}']|\[\s*["'{\[])"""
"""The start of an object, or of an array of strings or containers; not that of a log line such as `[INFO] ...`."""


def plain_text_in_words(text: str) -> str:
    """What data is that counts as plain text, so that a sentence can begin with "data is".

    Args:
        text: the data as JSON text: a string, or a number.
    """
    try:
        data = json.loads(text)
    except ValueError:
        return _PLAIN
    if not isinstance(data, str):
        return _PLAIN
    if re.match(_MEANT_AS_JSON, data):
        return f"not valid JSON ({_fault(data)}), so it counts as {_PLAIN}"
    if _is_encoded_twice(data.strip()):
        return f"JSON in a JSON string (encoded twice), so it counts as {_PLAIN}"
    return _PLAIN


def _fault(text: str) -> str:
    """Why a text is not one JSON value, in a few words."""
    try:
        strict_tree(text)
    except JsonFault as fault:
        return str(fault).partition(": ")[0]
    return "there is more after its end"


def _is_encoded_twice(text: str) -> bool:
    if not text.startswith('"'):
        return False
    try:
        inner = json.loads(text)
    except ValueError:
        return False
    return isinstance(inner, str) and inner.strip().startswith(("{", "[")) and is_one_value(inner.strip())
