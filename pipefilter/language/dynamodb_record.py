"""The fixed words of DynamoDB stream records: event names, images, the views of a stream, and the type keys of attributes.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

__all__ = [
    "ABSENT_IMAGE",
    "EVENT_KINDS",
    "EVENT_NAMES",
    "IMAGES",
    "IMAGES_BY_VIEW",
    "TTL_PATH",
    "TTL_PRINCIPAL",
    "TYPE_KEYS",
    "TypeKey",
    "View",
]

TypeKey: TypeAlias = Literal["S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "M", "L"]
TYPE_KEYS: tuple[TypeKey, ...] = get_args(TypeKey)
"""https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html"""

ABSENT_IMAGE: Mapping[str, str] = {"INSERT": "OldImage", "MODIFY": "", "REMOVE": "NewImage"}
"""By the name of an event: the image that its record never has; "" if it can have both.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
"""
EVENT_NAMES = tuple(ABSENT_IMAGE)
EVENT_KINDS = (*EVENT_NAMES, "TTL")
"""The kinds of records that users ask for: TTL is a deletion by Time to Live, whose event name is REMOVE."""
TTL_PATH, TTL_PRINCIPAL = "userIdentity.principalId", "dynamodb.amazonaws.com"
"""The path of the field that shows such a deletion, and its value.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
"""
IMAGES = ("NewImage", "OldImage", "Keys")

View: TypeAlias = Literal["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]
IMAGES_BY_VIEW: dict[View, tuple[str, ...]] = {
    "KEYS_ONLY": ("Keys",),
    "NEW_IMAGE": ("Keys", "NewImage"),
    "OLD_IMAGE": ("Keys", "OldImage"),
    "NEW_AND_OLD_IMAGES": ("Keys", "NewImage", "OldImage"),
}
"""The images in the records of a stream with this view.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
"""
