"""Detects where an event may have a list of objects on the way to a field: `{"tags": [{"key": "a"}, {"key": "b"}]}`."""

from __future__ import annotations

from pipefilter.language.dynamodb_record import IMAGES

__all__ = ["list_place"]

_OBJECTS = frozenset(
    ("detail", "dynamodb", "body", "data", "value", "key", "attributes", "messageAttributes", "userIdentity")
)
"""Members at the root that are objects in AWS's events, or data that are hardly ever a list."""


def list_place(path: str) -> str:
    """The shortest beginning of a field's path that may be a list of objects; "" if there is none.

    In a DynamoDB image only the value of `L` is a list.
    """
    names = path.split(".")[:-1]
    if names[:1] == ["dynamodb"] and names[1:2] and names[1] in IMAGES:
        return ".".join(names[: names.index("L", 3) + 1]) if "L" in names[3:] else ""
    start = 1 if names[:1] and names[0] in _OBJECTS else 0
    return ".".join(names[: start + 1]) if len(names) > start else ""
