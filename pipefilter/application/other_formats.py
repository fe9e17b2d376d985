"""Detects JSON of other tools that is named like patterns, or resembles them: JSON Schema, and queries of MongoDB."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipefilter.json_text.tree import Json

__all__ = ["has_tags", "is_json_schema", "is_other_format", "is_query"]

_TYPES = frozenset(("array", "boolean", "integer", "null", "number", "object", "string"))
_DRAFT = re.compile(r"https?://json-schema\.org/")
_QUERY_OPERATOR = re.compile(r"\$[A-Za-z]+")


def has_tags(data: bytes) -> bool:
    """Whether a template engine such as Jinja still has to process a file."""
    return any(tag in data for tag in (b"{{", b"{%", b"<%"))


def is_other_format(tree: Json) -> bool:
    """Whether a value is certainly no pattern, even in a file with the name of one.

    It is a JSON Schema, a test of one, or the description of an architecture in AWS's Serverless Patterns Collection.
    """
    if isinstance(tree, list):
        return bool(tree) and all(
            isinstance(each, tuple) and {"schema", "tests"} <= {name for name, _ in each} for each in tree
        )
    if not isinstance(tree, tuple):
        return False
    members = dict(tree)
    is_description = all(isinstance(members.get(name), tuple) for name in ("introBox", "gitHub"))
    return is_description or is_json_schema(tree)


def is_json_schema(tree: tuple[tuple[str, Json], ...]) -> bool:
    """Whether an object is certainly a JSON Schema: it names a draft, or describes the types of properties."""
    members = dict(tree)
    draft, properties = members.get("$schema"), members.get("properties")
    if isinstance(draft, str) and _DRAFT.match(draft):
        return True
    if not isinstance(properties, tuple) or not all(isinstance(each, tuple) for _, each in properties):
        return False
    if members.get("type") == "object":
        return True
    return bool(properties) and all(_is_typed(each) for _, each in properties)


def _is_typed(schema: Json) -> bool:
    kind = dict(schema).get("type") if isinstance(schema, tuple) else None
    return isinstance(kind, str) and kind in _TYPES


def is_query(tree: tuple[tuple[str, Json], ...]) -> bool:
    """Whether an object with `$or` has no lists of values in the alternatives, or other operators of MongoDB."""
    has_lists = False
    for name, value in _members(tree):
        if name != "$or":
            if _QUERY_OPERATOR.fullmatch(name):
                return True
            has_lists |= isinstance(value, list)
    return not has_lists


def _members(tree: Json) -> Iterator[tuple[str, Json]]:
    """The members of all objects in a tree."""
    level = [tree]
    while level:
        node = level.pop()
        if isinstance(node, tuple):
            yield from node
            level += [value for _, value in node]
        elif isinstance(node, list):
            level += node
