"""A change stream of DocumentDB; Lambda documents no filters for it."""

from __future__ import annotations

from pipefilter.evidence import Evidence
from pipefilter.json_text.raw_object import RawObject
from pipefilter.sources.recognition import has_event_source
from pipefilter.sources.source import Source

__all__ = ["DOCUMENTDB"]

_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html"


def _recognises(record: RawObject) -> bool:
    event = record.inner("event")
    return has_event_source(record, "aws:docdb") or (event is not None and event.has("operationType"))


DOCUMENTDB = Source(
    name="documentdb",
    title="DocumentDB change stream",
    records="DocumentDB change events",
    url=_LAMBDA,
    services=("lambda",),
    filterable=Evidence(
        "uncertain",
        _LAMBDA,
        "the page says that filtering is not supported, but SAM accepts FilterCriteria for it",
    ),
    data_keys={"lambda": ()},
    is_base64=False,
    rows=(),
    rows_evidence=Evidence("uncertain", _LAMBDA),
    keys=(),
    markers=(b'"aws:docdb"', b'"operationType"'),
    wrapper='{"eventSourceArn": "...", "events": [{"event": {...}}]}',
    recognises=_recognises,
)
