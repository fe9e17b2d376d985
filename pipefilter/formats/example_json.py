"""Examples as the objects that `pipefilter example --json` prints, and JSON on several lines."""

from __future__ import annotations

import json
import re

from pipefilter.application.example import Example
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import quoted, written

__all__ = ["ascii_json", "example_json", "indented"]

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_INDENT = "  "
_MAX_DEPTH = 100
"""Levels below which values are written on one line."""


def example_json(example: Example, event: Json, name: str) -> Json:
    """The object for an example, with its event in any form.

    Args:
        name: the name of the pattern's file.
    """
    changed: dict[str, Json] = {}
    if example.change:
        changed = {"differs_in": example.differs_in, "change": example.change}
        if example.change == "value":
            changed["value"] = example.value
    members: dict[str, Json] = {
        "pattern": name or None,
        "matches": example.matches,
        "filter": Number(str(example.filter)) if example.filter else None,
        "branch": list(example.branch),
        **changed,
        "event": event,
    }
    return tuple(members.items())


def ascii_json(text: str) -> str:
    """JSON text in ASCII, for outputs in another encoding than UTF-8."""
    return _BEYOND_ASCII.sub(lambda match: json.dumps(match[0])[1:-1], text)


def indented(value: Json, level: int = 0) -> str:
    """A value as JSON on several lines, with repeated names and numbers as written."""
    if level == _MAX_DEPTH or not isinstance(value, tuple | list) or not value:
        return written(value)
    inner, outer = "\n" + _INDENT * (level + 1), "\n" + _INDENT * level
    if isinstance(value, list):
        return "[" + ",".join(inner + indented(each, level + 1) for each in value) + outer + "]"
    members = (f"{inner}{quoted(name)}: {indented(each, level + 1)}" for name, each in value)
    return "{" + ",".join(members) + outer + "}"
