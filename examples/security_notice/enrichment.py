"""The pipe's enrichment, a Lambda function: drops what the filter could not, and reports what has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from security_condition import SECURITY, narrowed

from pipefilter.dynamodb_stream import changed_attributes

__all__ = ["handler"]

_LEFT_TO_CHECK = narrowed().residual


def handler(records: Sequence[Mapping[str, Any]], _context: object = None) -> list[dict[str, object]]:
    """The notices for a batch of records; the target gets each by itself, and nothing if there are none.

    Args:
        records: a list, as a pipe hands it to its enrichment.
    """
    return [_notice(record) for record in records if _LEFT_TO_CHECK is None or _LEFT_TO_CHECK.holds(record)]


def _notice(record: Mapping[str, Any]) -> dict[str, object]:
    """The notice to the owner: the names of the changed attributes, without values."""
    changed = set(changed_attributes(record))
    return {
        "account": record["dynamodb"]["Keys"]["id"]["S"],
        "changed": [name for name in SECURITY if name in changed],
        "at": record["dynamodb"].get("ApproximateCreationDateTime"),
        "event": record.get("eventID"),  # a stream may hand out a record twice: the sender tells by this
    }
