"""Where an event may have a list of objects on the way to a field: `{"tags": [{"key": "a"}, {"key": "b"}]}`."""

from __future__ import annotations

from pipefilter.analysis.reading.attribute_place import IMAGES

__all__ = ["list_place"]

_OBJECTS = frozenset(
    ("detail", "dynamodb", "body", "data", "value", "key", "attributes", "messageAttributes", "userIdentity")
)
"""Members at the root that AWS makes objects, or data that are hardly ever a list."""


def list_place(path: str) -> str:
    """The first part of the path that may be a list of objects; "" if none may.

    In a DynamoDB image only what `L` holds is a list.

    Args:
        path: of a pattern's field.
    """
    names = path.split(".")[:-1]
    if names[:1] == ["dynamodb"] and names[1:2] and names[1] in IMAGES:
        return ".".join(names[: names.index("L", 3) + 1]) if "L" in names[3:] else ""
    start = 1 if names[:1] and names[0] in _OBJECTS else 0
    return ".".join(names[: start + 1]) if len(names) > start else ""
