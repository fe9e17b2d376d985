"""The kinds of synthetic traffic, with the size of their events."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.synthetic_traffic import synthetic_events
from benchmarks.table import Figures, Sizes, Table

__all__ = ["TABLES", "figures"]

_KINDS = {
    "lots": "city lots as GeoJSON, with the fields of event-ruler's own benchmark",
    "records": "DynamoDB stream records with both images",
    "events": "EventBridge events with an array of objects",
    "envelopes": "EventBridge events with little detail",
    "messages": "SQS messages with a body of JSON",
    "kinesis records": "Kinesis records with data of JSON in base64",
}
_COUNT = 5_000
TABLES = (Table("traffic", "Traffic", ("Traffic", "Events", "Size"), tuple((kind,) for kind in _KINDS)),)


def figures(_: Sizes) -> Iterator[Figures]:
    """The table; the events of a kind are always the same."""
    rows = []
    for kind, events in _KINDS.items():
        lengths = [len(line) for line in synthetic_events(kind, _COUNT)]
        rows.append((kind, events, f"{round(sum(lengths) / len(lengths), -1):,.0f} bytes"))
    yield Figures(TABLES[0], rows)
