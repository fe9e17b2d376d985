"""Quick checks of a JSON text: whether it is certainly malformed, or certainly within the limits of AWS's parser."""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import Any

from pipefilter.json_text.reader import MAX_DEPTH, MAX_NAME
from pipefilter.json_text.tree import DECODER, NotCertain, may_have_long_number

__all__ = ["is_nested_too_deep", "is_surely_malformed", "is_surely_within_limits"]

_QUOTE = re.compile(r'(?<!\\)"')
_BRACKET = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[]{}[]', re.DOTALL)


def is_surely_malformed(text: str) -> bool:
    """Whether a text is certainly not JSON, or nested too deep; false where only the strict reader can decide.

    Python's reader in C rejects nothing that AWS's accepts, and is many times faster than a reader that locates the fault.
    """
    try:
        DECODER.raw_decode(text, len(text) - len(text.lstrip(" \t\r\n")))
    except json.JSONDecodeError:
        return True
    except RecursionError:
        return is_nested_too_deep(text)
    except (ValueError, NotCertain):
        pass
    return False


def is_nested_too_deep(text: str) -> bool:
    """Whether the first value of a text is nested deeper than AWS's parser reads.

    Python's reader in C is no measure of that: how deep it reads depends on the version of Python, and on the stack.
    """
    depth = 0
    for bracket in _BRACKET.findall(text):
        if bracket in ("{", "["):
            depth += 1
            if depth > MAX_DEPTH:
                return True
        elif bracket in ("}", "]"):
            depth -= 1
            if depth <= 0:  # the first value ends; what follows is not looked at
                return False
    return False


def is_surely_within_limits(text: str, value: object) -> bool:
    """Whether JSON, and what `json.loads` makes of it, is certain not to be beyond a limit of AWS's parser."""
    if may_have_long_number(text):
        return False
    window = MAX_NAME // 4
    # a string as long as a limit contains a whole window without a quote that begins or ends a string
    if not all(_QUOTE.search(text, at, at + window) for at in range(0, len(text) - window, window)):
        return False
    return text.count("{") + text.count("[") <= MAX_DEPTH or _levels(value) <= MAX_DEPTH


def _levels(value: object) -> int:
    """How deep the objects and lists that `json.loads` returned are nested."""
    level: list[Any] = [value]
    levels = 0
    while level:
        inner = chain.from_iterable(node.values() if isinstance(node, dict) else node for node in level)
        level = [node for node in inner if isinstance(node, dict | list)]
        levels += 1
    return levels
