"""A simulated pipe: its filter, its batches and its enrichment, in EventBridge's order."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipefilter.filtering.service_filters import ServiceFilters
from pipefilter.json_text.raw_object import raw_object
from pipefilter.language.filter_criteria import parse_filters
from pipefilter.services import service_named
from pipefilter.sources import source_named

__all__ = ["Outcome", "Played", "played"]

Outcome = Literal["dropped by the filter", "dropped by the enrichment", "notified"]
Enrichment = Callable[[Sequence[Mapping[str, Any]]], list[dict[str, object]]]


@dataclass(frozen=True, slots=True)
class Played:
    """What happened to the records.

    Args:
        outcomes: of each, in their order.
        notices: for the target.
        batches: that the enrichment was called with.
    """

    outcomes: tuple[Outcome, ...]
    notices: tuple[dict[str, object], ...]
    batches: int


def played(
    records: Iterable[Mapping[str, Any]], criteria: str, enrichment: Enrichment, batch_size: int = 10
) -> Played:
    """Send records through a pipe.

    Args:
        records: of a DynamoDB stream.
        criteria: the filter criteria of the pipe.
        enrichment: gets batches, and gives what goes to the target; it says in `event` which record that is of.
        batch_size: of the pipe.
    """
    filters = ServiceFilters(parse_filters(criteria), service_named("pipe"))
    source = source_named("dynamodb")
    every = list(records)
    passed = [record for record in every if filters.evaluate(raw_object(json.dumps(record)), source).matches]
    batches = [passed[at : at + batch_size] for at in range(0, len(passed), batch_size)]
    notices = [notice for batch in batches for notice in enrichment(batch)]
    through = {record["eventID"] for record in passed}
    notified = {notice["event"] for notice in notices}

    def outcome(record: Mapping[str, Any]) -> Outcome:
        if record["eventID"] in notified:
            return "notified"
        return "dropped by the enrichment" if record["eventID"] in through else "dropped by the filter"

    return Played(tuple(map(outcome, every)), tuple(notices), len(batches))
