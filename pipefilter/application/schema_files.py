"""Reads the schemas of users' own events: OpenAPI documents and JSON Schemas, in JSON or YAML."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import TypeAlias

from pipefilter.application.input_files import file_contents, is_inline, shown_name
from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput
from pipefilter.events.schema.document import Document, Value, pointer_steps
from pipefilter.events.schema.event_schema import EventSchema
from pipefilter.events.schema.event_schemas import NotASchema, event_schemas
from pipefilter.events.schema.walk import outside_references, schema_faults
from pipefilter.json_text.place import place_of
from pipefilter.json_text.tree import decoded
from pipefilter.templates.nodes import node as nodes
from pipefilter.templates.nodes.json_nodes import json_node
from pipefilter.templates.nodes.node import Node, TemplateFault
from pipefilter.templates.recognition import is_yaml_name

__all__ = ["SchemaFile", "SchemaInput", "read_schemas", "schema_file"]

_MAX_SIZE = 20 << 20
"""Of a file in bytes: a larger one is hardly a schema, and takes long to read."""
SchemaInput: TypeAlias = str | PurePath | Mapping[str, object]
"""The name of a file, maybe with a pointer (`openapi.yaml#/components/schemas/Order`); a schema as JSON text or a dict."""


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """The schemas in a file.

    Args:
        notes: what is not checked, in sentences.
    """

    schemas: tuple[EventSchema, ...]
    notes: tuple[str, ...] = ()


def read_schemas(schemas: SchemaInput | Iterable[SchemaInput]) -> list[SchemaFile]:
    """The schemas that a caller passes: one or several.

    Raises:
        UnreadableInput: a file cannot be read, or has no schema of an event.
        TypeError: an argument is not a schema.
    """
    several = [schemas] if isinstance(schemas, str | PurePath | Mapping) else schemas
    if isinstance(several, bytes) or not isinstance(several, Iterable):
        raise _not_a_schema(schemas)
    return [_schema_file(each) for each in several]


def _schema_file(schema: SchemaInput) -> SchemaFile:
    if isinstance(schema, Mapping):
        try:
            text = json.dumps(schema)
        except (TypeError, ValueError, RecursionError) as error:
            raise TypeError(f"a schema must be JSON: {error}") from None
        return schema_file("<schema>", text.encode())
    if not isinstance(schema, str | PurePath):
        raise _not_a_schema(schema)
    name = str(schema)
    if is_inline(name):
        return schema_file("<schema>", name.encode("utf-8", "surrogatepass"))
    path, mark, pointer = name.partition("#")
    return schema_file(shown_name(path), file_contents(path), pointer if mark else "")


def _not_a_schema(value: object) -> TypeError:
    return TypeError(f"a schema must be a file name, JSON text or a dict, not {type(value).__name__}")


def schema_file(name: str, data: bytes, pointer: str = "") -> SchemaFile:
    """The schemas in a file.

    Args:
        pointer: JSON pointer to the schema that is meant; "" to find it.

    Raises:
        UnreadableInput: it is not JSON or YAML, or not a schema, or a reference in it leads nowhere.
    """
    if len(data) > _MAX_SIZE:
        raise UnreadableInput(f"{name} is too large for a schema: at most {_MAX_SIZE // 2**20} MB are read")
    try:
        text = decoded(data)
    except UnicodeDecodeError:
        raise UnreadableInput(f"{name} is not UTF-8: save it as UTF-8") from None
    try:
        root = _root(name, text)
        document, places = _document(root)
    except TemplateFault as fault:
        raise _unreadable(name, text, fault.offset, fault.message) from None
    wrong = next(schema_faults(document), None)
    if wrong is not None:
        raise _unreadable(name, text, _offset(places, wrong.pointer), wrong.message)
    try:
        schemas = event_schemas(document, PurePath(name).name, pointer)
    except NotASchema as error:
        raise _unreadable(name, text, _offset(places, error.pointer), str(error)) from None
    notes = []
    for reference, at in outside_references(document):
        place = place_of(text, _offset(places, at))
        notes.append(
            f"{name}:{place.line}:{place.column}: {reference} is not in this file: nothing below it is checked"
        )
    return SchemaFile(tuple(schemas), tuple(notes))


def _unreadable(name: str, text: str, offset: int, message: str) -> UnreadableInput:
    place = place_of(text, offset)
    return UnreadableInput(f"{name}:{place.line}:{place.column}: {message}", place=place)


def _root(name: str, text: str) -> Node:
    """The first document of a file in YAML, or the value of a file in JSON."""
    if is_yaml_name(name):
        from pipefilter.templates.nodes.yaml_nodes import yaml_documents

        documents = yaml_documents(text)
        if not documents:
            raise TemplateFault("the file is empty")
        return documents[0]
    return json_node(text)


def _document(root: Node) -> tuple[Document, Node]:
    """The document at a node, or in its `Content`, as `aws schemas describe-schema` and `export-schema` print it."""
    content = root.get("Content") if isinstance(root, nodes.Mapping) else None
    if isinstance(root, nodes.Mapping) and isinstance(content, nodes.Text) and root.get("SchemaName"):
        try:
            inner = json_node(content.value)
        except TemplateFault as fault:
            raise TemplateFault(f"in Content: {fault.message}", content.start) from None
        value = _plain(inner)
        places: Node = content
    else:
        value, places = _plain(root), root
    if not isinstance(value, dict):
        raise TemplateFault("this is not a schema: a schema is an object", root.start)
    return Document(value), places


def _plain(root: Node) -> Value:
    """The value of a node; aliases of YAML stay the same object, so that it is no larger than the file."""
    known: dict[int, Value] = {}
    todo: list[Node] = []

    def value_of(node: Node) -> Value:
        if isinstance(node, nodes.Text):
            return node.value
        if isinstance(node, nodes.Scalar):
            return node.value
        if isinstance(node, nodes.Mapping | nodes.Sequence):
            if id(node) not in known:
                known[id(node)] = {} if isinstance(node, nodes.Mapping) else []
                todo.append(node)
            return known[id(node)]
        return {}  # a function of a template, whose value is not known

    value = value_of(root)
    while todo:
        node = todo.pop()
        target = known[id(node)]
        if isinstance(node, nodes.Mapping) and isinstance(target, dict):
            target.update((name.value, value_of(member)) for name, member in node.members)
        elif isinstance(node, nodes.Sequence) and isinstance(target, list):
            target.extend(map(value_of, node.items))
    return value


def _offset(root: Node, pointer: str) -> int:
    """The offset of the value at a pointer, or of the last value above it that exists."""
    node = root
    for step in pointer_steps(pointer):
        below: Node | None = None
        if isinstance(node, nodes.Mapping):
            below = node.get(step)
        elif isinstance(node, nodes.Sequence) and step.isdigit() and int(step) < len(node.items):
            below = node.items[int(step)]
        if below is None:
            break
        node = below
    return node.start
