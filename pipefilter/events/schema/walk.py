"""Walks over the schemas of a document, to find what is wrong with them, and what is in other documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipefilter.dataclass import dataclass
from pipefilter.enumeration import enumeration
from pipefilter.events.schema.document import Document, Object, Value
from pipefilter.json_text.place import pointer_step

__all__ = ["SchemaFault", "outside_references", "schema_faults"]

_WITH_SCHEMA = ("items", "additionalItems", "additionalProperties", "unevaluatedProperties", "then", "else")
_WITH_LIST = ("allOf", "anyOf", "oneOf", "prefixItems", "items")
_WITH_OBJECT = ("properties", "patternProperties", "definitions", "$defs", "dependentSchemas")
"""Keywords whose values are a schema, a list of schemas, and an object with schemas."""
_TYPES = ("string", "number", "integer", "boolean", "null", "object", "array")
_MAX_SHOWN = 60


@dataclass(frozen=True, slots=True)
class SchemaFault:
    """What is wrong with a schema.

    Args:
        pointer: of the value that is wrong.
        message: one sentence.
    """

    pointer: str
    message: str


def schema_faults(document: Document) -> Iterator[SchemaFault]:
    """What is wrong with the schemas in a document: references that lead nowhere, and unknown types."""
    for schema, pointer in _schemas(document):
        yield from _faults(document, schema, pointer)


def outside_references(document: Document) -> list[tuple[str, str]]:
    """The references to other documents, each once, with the pointer to the first of them."""
    references: dict[str, str] = {}
    for schema, pointer in _schemas(document):
        reference = schema.get("$ref")
        if isinstance(reference, str):
            try:
                is_here, _ = document.target(reference)
            except LookupError:
                continue
            if not is_here:
                references.setdefault(reference, f"{pointer}/$ref")
    return list(references.items())


def _schemas(document: Document) -> Iterator[tuple[Object, str]]:
    """Each schema of a document, with its pointer."""
    todo: list[tuple[Value | Object, str]] = [(document.root, "")]
    components = document.root.get("components")
    schemas = components.get("schemas") if isinstance(components, Mapping) else None
    if isinstance(schemas, Mapping):
        todo += _named(schemas, "/components/schemas")
    visited = set()
    while todo:
        schema, pointer = todo.pop()
        if not isinstance(schema, Mapping) or id(schema) in visited:
            continue
        visited.add(id(schema))
        yield schema, pointer
        below: list[tuple[Value | Object, str]] = []
        for keyword in _WITH_OBJECT:
            members = schema.get(keyword)
            if isinstance(members, Mapping):
                below += _named(members, f"{pointer}/{keyword}")
        for keyword in _WITH_LIST:
            items = schema.get(keyword)
            if isinstance(items, list):
                below += ((item, f"{pointer}/{keyword}/{number}") for number, item in enumerate(items))
        below += ((schema[keyword], f"{pointer}/{keyword}") for keyword in _WITH_SCHEMA if keyword in schema)
        todo += reversed(below)


def _named(members: Object, pointer: str) -> Iterator[tuple[Value, str]]:
    return ((schema, f"{pointer}{pointer_step(name)}") for name, schema in members.items())


def _faults(document: Document, schema: Object, pointer: str) -> Iterator[SchemaFault]:
    reference = schema.get("$ref")
    if isinstance(reference, str):
        try:
            document.target(reference)
        except LookupError:
            yield SchemaFault(
                f"{pointer}/$ref", f"$ref leads nowhere: there is no {_shortened(reference)} in this file"
            )
    types = schema.get("type")
    for type_ in types if isinstance(types, list) else [types]:
        if isinstance(type_, str) and type_ not in _TYPES and type_ != "any":
            yield SchemaFault(
                f"{pointer}/type", f"{_shortened(type_)} is not a type: use {enumeration(_TYPES, 'or')}"
            )
    for keyword in ("properties", "patternProperties"):
        if keyword in schema and not isinstance(schema[keyword], Mapping):
            yield SchemaFault(f"{pointer}/{keyword}", f"{keyword} must be an object")


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_SHOWN else f"{text[:_MAX_SHOWN]}..."
