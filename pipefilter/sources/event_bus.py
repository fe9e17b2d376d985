"""An event bus of EventBridge: events of S3, EC2 and other services, or a user's own."""

from __future__ import annotations

from pipefilter.evidence import Evidence
from pipefilter.json_text.raw_object import RawObject
from pipefilter.sources.source import RecordKey, Source

__all__ = ["EVENT_BUS"]

_EVENTS = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html"
_ENVELOPE = (
    "version",
    "id",
    "detail-type",
    "source",
    "account",
    "time",
    "region",
    "resources",
    "detail",
    "replay-name",
)


def _recognises(record: RawObject) -> bool:
    return record.has("detail-type", "source")


EVENT_BUS = Source(
    name="bus",
    title="event bus",
    records="events from an event bus",
    url=_EVENTS,
    services=("rule", "v2"),
    filterable=Evidence("documented", _EVENTS),
    data_keys={"rule": (), "v2": ()},
    is_base64=False,
    rows=(),
    rows_evidence=Evidence("documented", _EVENTS, "the event is JSON always"),
    keys=tuple(
        RecordKey(name, {"rule": "yes", "v2": "yes"}, Evidence("documented", _EVENTS)) for name in _ENVELOPE
    ),
    markers=(b'"detail-type"',),
    wrapper="none: the event itself",
    recognises=_recognises,
)
