"""Resolves a path of a pattern in a DynamoDB stream record: to an attribute, or to the value under a type key.

An attribute is an object with one member, named after its type: `{"state": {"S": "SHIPPED"}}`.
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html
"""

from __future__ import annotations

from pipefilter.dataclass import dataclass
from pipefilter.language.dynamodb_record import IMAGES, TYPE_KEYS

__all__ = ["AttributePlace", "attribute_place", "holds_no_value"]

_IMAGE_PATHS = frozenset(f"dynamodb.{image}" for image in IMAGES)


@dataclass(frozen=True, slots=True)
class AttributePlace:
    """A place in an image.

    Args:
        image: `NewImage`, `OldImage` or `Keys`.
        type: the type key at which the path ends; "" if it ends at an attribute, above its type key.
    """

    image: str
    type: str


def attribute_place(path: str) -> AttributePlace | None:
    """The place of a field's path; None if it is not in an image, or if that is not certain."""
    root, _, rest = path.partition(".")
    image, _, rest = rest.partition(".")
    if root != "dynamodb" or image not in IMAGES or not rest:
        return None
    above, names = "M", rest.split(".")
    for name in names[:-1]:
        above = _below(above, name)
    last = _below(above, names[-1])
    return AttributePlace(image, "" if last == "attribute" else last) if last else None


def holds_no_value(path: str) -> bool:
    """Whether a path always leads to an object or an array of objects, such as an image or an attribute, never to a value."""
    place = attribute_place(path)
    if place is None:
        return path in _IMAGE_PATHS
    return place.type in ("", "M", "L")


def _below(above: str, name: str) -> str:
    """The kind of a name below a type key or an attribute: a type key, "attribute", or "" if there cannot be one.

    An attribute's name may contain dots, so the parts after the first are not certain.
    """
    if above == "M":
        return "attribute"
    if above in ("attribute", "L") and name in TYPE_KEYS:
        return name
    return ""
