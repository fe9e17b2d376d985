"""What a template says about the DynamoDB table whose stream a filter reads: the stream's view, and the table's keys."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import field

from pipefilter.dataclass import dataclass
from pipefilter.language.dynamodb_record import IMAGES_BY_VIEW, TYPE_KEYS, TypeKey, View

__all__ = ["StreamOfTable", "stream_of_table"]


@dataclass(frozen=True, slots=True)
class StreamOfTable:
    """A table and its stream.

    Args:
        view: the stream's view type; None if it is not known.
        keys: the names of the key attributes; empty if they are not known, or not all of them.
        types: by name: the types of the attributes that the table defines, which are keys of the table or of an index.
    """

    view: View | None = None
    keys: tuple[str, ...] = ()
    types: Mapping[str, TypeKey] = field(default_factory=dict)


def stream_of_table(properties: str) -> StreamOfTable:
    """The table with these properties of CloudFormation, in JSON: its stream, its key schema and its attributes.

    Args:
        properties: a JSON object; parts of another form are not known.
    """
    members = json.loads(properties)
    stream = members.get("StreamSpecification")
    view = stream.get("StreamViewType") if isinstance(stream, dict) else None
    schema = [each.get("AttributeName") for each in _objects(members.get("KeySchema"))]
    keys = tuple(name for name in schema if isinstance(name, str))
    defined = _objects(members.get("AttributeDefinitions"))
    types = {each.get("AttributeName"): each.get("AttributeType") for each in defined}
    return StreamOfTable(
        view if view in IMAGES_BY_VIEW else None,
        keys if len(keys) == len(schema) else (),
        {name: type_ for name, type_ in types.items() if isinstance(name, str) and type_ in TYPE_KEYS},
    )


def _objects(value: object) -> Iterator[dict[str, object]]:
    """The objects in a list; none if it is not one."""
    yield from (each for each in value if isinstance(each, dict)) if isinstance(value, list) else ()
