"""Where in an item of a DynamoDB stream's record a value lies: the attributes on the way, and its type."""

from __future__ import annotations

from dataclasses import dataclass

from pipefilter.language.dynamodb_record import IMAGES

__all__ = ["ImagePlace", "image_place"]


@dataclass(frozen=True, slots=True)
class ImagePlace:
    """A place in an item.

    Args:
        path: the names of attributes; elements of lists have none.
        type: such as `S`; "" if it is none of a record.
    """

    path: tuple[str, ...]
    type: str


def image_place(names: tuple[str, ...]) -> ImagePlace | None:
    """The place of a value; None if it lies in no item.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html

    Args:
        names: of the members on the way to it, from the record's root.
    """
    if len(names) < 3 or names[0] != "dynamodb" or names[1] not in IMAGES:  # noqa: PLR2004 - the image, and an attribute
        return None
    path, type_, wants_name = [names[2]], "", False
    for name in names[3:]:
        if wants_name:
            path.append(name)
            wants_name = False
        else:
            # after a map comes a name, after a list the type of its elements
            type_, wants_name = name, name == "M"
    return ImagePlace(tuple(path), type_)
