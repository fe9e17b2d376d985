"""Writes a tree as JSON text."""

from __future__ import annotations

import json

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json

__all__ = ["quoted", "shortened", "written"]

_MAX_SHOWN = 80


def written(tree: Json, *, compact: bool = False) -> str:
    """The tree as JSON text on one line, with repeated names, and numbers as written; if compact, without spaces."""
    comma, colon = (",", ":") if compact else (", ", ": ")
    pieces: list[str] = []
    todo: list[Json | _Raw] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, _Raw | Number):
            pieces.append(node.text)
        elif isinstance(node, list):
            todo.append(_Raw("]"))
            for index in range(len(node) - 1, -1, -1):
                todo += [node[index], _Raw(comma)] if index else [node[index]]
            todo.append(_Raw("["))
        elif isinstance(node, tuple):
            todo.append(_Raw("}"))
            for index in range(len(node) - 1, -1, -1):
                name, value = node[index]
                todo += [value, _Raw((comma if index else "") + quoted(name) + colon)]
            todo.append(_Raw("{"))
        else:
            pieces.append(quoted(node) if isinstance(node, str) else json.dumps(node))
    return "".join(pieces)


class _Raw:
    """A piece of text that is already JSON."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


def quoted(text: str) -> str:
    """A string as JSON text, in which only lone surrogates, control characters, quotes and backslashes are escaped."""
    escaped = json.dumps(text, ensure_ascii=False)
    if escaped.isascii():
        return escaped
    return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in escaped)


def shortened(text: str) -> str:
    """The beginning of a text on one line, for a `repr`."""
    beginning = " ".join(text[: _MAX_SHOWN + 1].split())
    return beginning if len(text) <= _MAX_SHOWN else f"{beginning[:_MAX_SHOWN]}..."
