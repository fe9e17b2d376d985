"""A record of a DynamoDB stream.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipefilter.events.shape import BOOLEAN, NUMBER, STRING, Shape, object_of
from pipefilter.language.dynamodb_record import EVENT_NAMES, IMAGES_BY_VIEW

__all__ = [
    "DYNAMODB_RECORD",
    "KEY",
    "has_only_attributes",
    "has_type_keys",
    "image_of",
    "record_with_attributes",
]

_STRINGS = Shape(frozenset(("string",)), is_array=True)
_BELOW: dict[str, Shape] = {
    "S": STRING,
    "N": STRING,
    "B": STRING,
    "BOOL": BOOLEAN,
    "NULL": BOOLEAN,
    "SS": _STRINGS,
    "NS": _STRINGS,
    "BS": _STRINGS,
}
_ATTRIBUTE = object_of(_BELOW)
"""The value of an attribute: an object with one member, named after its type.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html
"""
KEY = object_of({name: _BELOW[name] for name in ("S", "N", "B")})
"""The value of a key: a string, a number or binary.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html
"""
# a map contains attributes of any name, and a list contains attributes without names
_BELOW["M"] = object_of({}, other=_ATTRIBUTE)
_BELOW["L"] = Shape(fields=_BELOW, is_array=True)


def image_of(attributes: Mapping[str, Shape] | None = None) -> Shape:
    """The shape of an image: with these attributes only, or with any if they are not known."""
    return object_of({}, other=_ATTRIBUTE) if attributes is None else object_of(attributes)


def has_type_keys(shape: Shape) -> bool:
    """Whether the fields are type keys: the shape is that of an attribute, of a list of attributes, or of a key."""
    return shape.fields is _BELOW or shape.fields is KEY.fields


def has_only_attributes(shape: Shape) -> bool:
    """Whether the fields are attributes of any name: the shape is that of an image or a map."""
    return shape.other is _ATTRIBUTE or shape.other is KEY


DYNAMODB_RECORD = object_of(
    {
        "eventID": STRING,
        "eventName": Shape(frozenset(("string",)), values=EVENT_NAMES, is_required=True),
        "eventVersion": STRING,
        "eventSource": Shape(frozenset(("string",)), values=("aws:dynamodb",)),
        "awsRegion": STRING,
        "dynamodb": object_of(
            {
                "ApproximateCreationDateTime": NUMBER,
                "Keys": object_of({}, other=KEY),
                "NewImage": image_of(),
                "OldImage": image_of(),
                "SequenceNumber": STRING,
                "SizeBytes": NUMBER,
                "StreamViewType": Shape(frozenset(("string",)), values=tuple(IMAGES_BY_VIEW)),
            }
        ),
        "eventSourceARN": STRING,
        "userIdentity": object_of({"type": STRING, "principalId": STRING}),
    }
)


def record_with_attributes(types: Mapping[str, str], keys: Iterable[str]) -> Shape:
    """The shape of a record of a table of which some attributes are known; its images can have others, too.

    Args:
        types: the type of each attribute that is known, such as `S`, by name.
        keys: the names of the key attributes.
    """
    attributes = {name: object_of({kind: _BELOW[kind]}) for name, kind in types.items()}
    change = DYNAMODB_RECORD.fields["dynamodb"]
    known = {
        "Keys": {name: attributes[name] for name in keys if name in attributes},
        "NewImage": attributes,
        "OldImage": attributes,
    }
    images = {image: replace(change.fields[image], fields=fields) for image, fields in known.items()}
    fields = {**DYNAMODB_RECORD.fields, "dynamodb": replace(change, fields={**change.fields, **images})}
    return replace(DYNAMODB_RECORD, fields=fields)
