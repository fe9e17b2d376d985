"""Where in a DynamoDB stream record a path of a pattern leads: to an attribute, or to what a type key holds.

An attribute is an object with one member, whose name is its type: `{"state": {"S": "SHIPPED"}}`.
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["IMAGES", "TYPES", "AttributePlace", "attribute_place", "holds_no_value"]

IMAGES = ("NewImage", "OldImage", "Keys")
_IMAGE_PATHS = frozenset(f"dynamodb.{image}" for image in IMAGES)
TYPES = frozenset(("S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"))
"""The keys of types."""


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
    """Where a path leads; None if it is not in an image, or that is not certain.

    Args:
        path: of a pattern's field.
    """
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
    """Whether there is an object or a list of objects at a path, and never a value: an image, or an attribute.

    Args:
        path: of a pattern's field.
    """
    place = attribute_place(path)
    if place is None:
        return path in _IMAGE_PATHS
    return place.type in ("", "M", "L")


def _below(above: str, name: str) -> str:
    """What a name is below a type key or an attribute: a type key, "attribute", or "" if none can be there.

    An attribute's name may have dots in it, so that what comes after its first part is not certain.
    """
    if above == "M":
        return "attribute"
    if above in ("attribute", "L") and name in TYPES:
        return name
    return ""
