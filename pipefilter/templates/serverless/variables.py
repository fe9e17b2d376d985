"""The variables of the Serverless Framework in a string: `${self:custom.stage}`, maybe nested."""

from __future__ import annotations

import re

from pipefilter.templates.nodes.character_places import character_places
from pipefilter.templates.nodes.node import Node, Text, Unknown, text_part

__all__ = ["variable_parts"]

# a source's name and its address or parameters, as the framework parses them; not CloudFormation's `${AWS::Region}` and `${Table}`
_START = re.compile(r"(?<!\\)(?:\\*\$\{[a-z][A-Za-z0-9.-]*[:(]|\\+\$\{)")


def variable_parts(text: Text, source: str) -> list[Node]:
    r"""The parts of a string, cut at its variables; `\${x:y}` is not a variable, and loses the backslash."""
    if "${" not in text.value:
        return [text]
    value = text.value
    places = text.places or character_places(source, text.start, text.end, value)
    parts: list[Node] = []
    done = at = 0
    while (match := _START.search(value, at)) is not None:
        slashes = match[0].index("$")
        start = match.start() + slashes
        parts.append(text_part(value, places, done, match.start() + slashes // 2))  # two are an escaped one
        if slashes % 2 or match[0].endswith("{"):
            done, at = start, start + 2
            continue
        end = _end(value, start + 2)
        parts.append(Unknown(value[start:end], places[start], places[end]))
        done = at = end
    parts.append(text_part(value, places, done, len(value)))
    return [part for part in parts if not isinstance(part, Text) or part.value]


def _end(value: str, at: int) -> int:
    depth = 1
    while at < len(value) and depth:
        depth += value.startswith("${", at) - (value[at] == "}")
        at += 1
    return at
