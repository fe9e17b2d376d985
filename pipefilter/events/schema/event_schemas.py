"""The schemas of events in a document of the EventBridge schema registry, or in any OpenAPI or JSON Schema document.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-schema-create.html
"""

from __future__ import annotations

from collections.abc import Mapping

from pipefilter.events.schema.document import Document, Object, every_object, pointer_steps, resolved
from pipefilter.events.schema.event_schema import EventSchema
from pipefilter.events.schema.reader import SchemaReader
from pipefilter.events.shape import Shape
from pipefilter.json_text.place import pointer_step

__all__ = ["NotASchema", "event_schemas"]

_EVENT = "AWSEvent"
"""The registry's name for the schema of a whole event."""
_SOURCE, _DETAIL_TYPE = "x-amazon-events-source", "x-amazon-events-detail-type"
_SCHEMAS = "/components/schemas"
_KEYWORDS = frozenset(
    (
        *(
            "$ref",
            "$schema",
            "$defs",
            "definitions",
            "allOf",
            "anyOf",
            "oneOf",
            "type",
            "enum",
            "const",
            "required",
        ),
        *("properties", "patternProperties", "additionalProperties", "items", _SOURCE, _DETAIL_TYPE),
    )
)
"""A document with none of these at its root is not a schema."""
_RECORDS = (
    ("bus", "detail", ("source", "detail-type")),
    ("dynamodb", "dynamodb", ("dynamodb",)),
    ("sqs", "body", ("messageId", "messageAttributes", "attributes", "receiptHandle")),
    ("kinesis", "data", ("sequenceNumber", "partitionKey")),
    ("kafka", "value", ("topic", "offset", "partition")),
)
"""What whole records have: their source, the member with the data, and others of which each has at least one."""
_MAX_NAMED = 5


class NotASchema(ValueError):
    """A document has no schema of an event.

    Args:
        pointer: to the value that is wrong.
    """

    def __init__(self, message: str, pointer: str = "") -> None:
        super().__init__(message)
        self.pointer = pointer


def event_schemas(document: Document, name: str, pointer: str = "") -> list[EventSchema]:
    """The schemas of events in a document.

    Args:
        name: of its file.
        pointer: to the schema that is meant; "" to find it.

    Raises:
        NotASchema: there is none, or it is not certain which one is meant.
    """
    if pointer:
        try:
            chosen = resolved(document.root, pointer_steps(pointer))
        except LookupError:
            raise NotASchema(f"there is no {pointer} in this file") from None
        if not isinstance(chosen, Mapping):
            raise NotASchema("this is not a schema: a schema is an object", pointer)
        return [_event_schema(document, chosen, name)]
    return [_event_schema(document, schema, name) for schema in _schemas_of_events(document)]


def _schemas_of_events(document: Document) -> list[Object]:
    root = document.root
    components = root.get("components")
    schemas = components.get("schemas") if isinstance(components, Mapping) else root.get("definitions")
    if not document.is_openapi and not isinstance(components, Mapping):
        if _KEYWORDS.isdisjoint(root):
            raise NotASchema(
                "this is neither a JSON Schema nor an OpenAPI document: it has no type, properties or $ref at its root"
            )
        return [root]
    if not isinstance(schemas, Mapping) or not schemas:
        raise NotASchema("this OpenAPI document has no schemas: they must be in components/schemas")
    named = {each: schema for each, schema in schemas.items() if isinstance(schema, Mapping)}
    of_events: list[Object] = [
        schema
        for each, schema in named.items()
        if each == _EVENT or _SOURCE in schema or _DETAIL_TYPE in schema
    ]
    if of_events:
        return of_events
    used = _references(root)
    unused = [each for each in named if f"#{_SCHEMAS}{pointer_step(each)}" not in used]
    if len(unused) == 1 or len(named) == 1:
        return [named[unused[0] if len(unused) == 1 else next(iter(named))]]
    names = ", ".join(list(unused or named)[:_MAX_NAMED])
    raise NotASchema(
        f"this OpenAPI document has several schemas ({names}): add the one of the event to the file's name, such as "
        f"FILE#{_SCHEMAS}{pointer_step(next(iter(unused or named)))}",
        _SCHEMAS,
    )


def _references(root: Object) -> set[str]:
    """All references in a document."""
    references = (each.get("$ref") for each in every_object(root))
    return {reference for reference in references if isinstance(reference, str)}


def _event_schema(document: Document, schema: Object, name: str) -> EventSchema:
    shape = SchemaReader(document, is_strict=False).shape(schema)
    closed = SchemaReader(document, is_strict=True).shape(schema)
    source = next(
        (
            each
            for each, data, others in _RECORDS
            if data in shape.fields and not shape.fields.keys().isdisjoint(others)
        ),
        "",
    )
    if source != "bus":
        return EventSchema(name, shape, closed, record_source=source)
    return EventSchema(
        name,
        shape,
        closed,
        _values(schema, _SOURCE, shape, "source"),
        _values(schema, _DETAIL_TYPE, shape, "detail-type"),
        source,
    )


def _values(schema: Object, keyword: str, shape: Shape, field: str) -> tuple[str, ...]:
    """The values of a field of the envelope that the schema is for; none if it does not say."""
    value = schema.get(keyword)
    if isinstance(value, str) and value:
        return (value,)
    return shape.fields[field].values if field in shape.fields else ()
