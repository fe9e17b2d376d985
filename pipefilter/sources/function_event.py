"""What a function is handed around records: no filter sees it."""

from __future__ import annotations

__all__ = ["OF_A_FUNCTION", "WRAPPERS"]

OF_A_FUNCTION = frozenset(("Records", "rmqMessagesByQueue"))
"""The lists of records: no record has such a member, nor has an event of a bus."""
WRAPPERS = frozenset(("Records", "records", "messages", "kinesis"))
"""Members of what a function is handed: around the records, or around their data."""
