"""The records in the cases of narrowing."""

from __future__ import annotations

from typing import Any


def record_of(row: dict[str, Any]) -> dict[str, Any]:
    """The record that a row of a case abbreviates."""
    change: dict[str, Any] = {"Keys": {"pk": {"S": "k"}}}
    for name, image in (("new", "NewImage"), ("old", "OldImage")):
        if name in row:
            change[image] = row[name]
    return {"eventName": row.get("event", "MODIFY"), "dynamodb": change}
