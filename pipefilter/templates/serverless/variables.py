"""The variables of the Serverless Framework in a text: `${self:custom.stage}`, with others inside."""

from __future__ import annotations

import re

from pipefilter.templates.nodes.character_places import character_places
from pipefilter.templates.nodes.node import Node, Text, Unknown

__all__ = ["variable_parts"]

# a source's name with its address or parameters, as the framework's parser has it; CloudFormation's `${AWS::Region}` and `${Table}` are none
_BEGIN = re.compile(r"(?<!\\)(?:\\*\$\{[a-z][A-Za-z0-9.-]*[:(]|\\+\$\{)")


def variable_parts(text: Text, source: str) -> list[Node]:
    r"""A text, cut at its variables; `\${x:y}` is none, and loses the backslash.

    Args:
        text: maybe with variables.
        source: the file.
    """
    if "${" not in text.value:
        return [text]
    value = text.value
    places = text.places or character_places(source, text.start, text.end, value)
    parts: list[Node] = []
    done = at = 0
    while (found := _BEGIN.search(value, at)) is not None:
        slashes = found[0].index("$")
        start = found.start() + slashes
        parts.append(_piece(value, places, done, found.start() + slashes // 2))  # each two are one
        if slashes % 2 or found[0].endswith("{"):
            done, at = start, start + 2
            continue
        end = _end(value, start + 2)
        parts.append(Unknown(value[start:end], places[start], places[end]))
        done = at = end
    parts.append(_piece(value, places, done, len(value)))
    return [part for part in parts if not isinstance(part, Text) or part.value]


def _piece(value: str, places: tuple[int, ...], start: int, end: int) -> Text:
    return Text(value[start:end], places[start], places[end], places[start : end + 1])


def _end(value: str, at: int) -> int:
    depth = 1
    while at < len(value) and depth:
        depth += value.startswith("${", at) - (value[at] == "}")
        at += 1
    return at
