"""The stream of a DynamoDB table."""

from __future__ import annotations

from pipefilter.evidence import Evidence
from pipefilter.json_text.raw_object import RawObject
from pipefilter.sources.printed_time import normalised_time
from pipefilter.sources.recognition import has_event_source
from pipefilter.sources.source import RecordKey, Source, Usable, metadata_keys
from pipefilter.sources.tables import STREAM_ROWS

__all__ = ["DYNAMODB_STREAM"]

_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html"
_PIPES = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html"
_TTL = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html"
_YES: dict[str, Usable] = {"pipe": "yes", "lambda": "yes"}
_NO: dict[str, Usable] = {"pipe": "no", "lambda": "not listed"}
_TIME = "ApproximateCreationDateTime"


def _recognises(record: RawObject) -> bool:
    return has_event_source(record, "aws:dynamodb") or record.inner("dynamodb") is not None


def _as_seen(record: RawObject) -> RawObject:
    """The record as a poller delivers it; tools print times and `userIdentity` differently."""
    change, user = record.inner("dynamodb"), record.inner("userIdentity")
    time = change.get(_TIME) if change is not None else None
    if change is not None and time is not None and normalised_time(time) != time:
        record = record.put("dynamodb", change.put(_TIME, normalised_time(time)).text)
    if user is not None:
        record = record.put("userIdentity", user.renamed({"PrincipalId": "principalId", "Type": "type"}).text)
    return record


DYNAMODB_STREAM = Source(
    name="dynamodb",
    title="DynamoDB stream",
    records="DynamoDB stream records",
    url=_LAMBDA,
    services=("pipe", "lambda"),
    filterable=Evidence("documented", _LAMBDA),
    data_keys={"pipe": ("dynamodb",), "lambda": ("dynamodb",)},
    is_base64=False,
    rows=STREAM_ROWS,
    rows_evidence=Evidence("documented", _LAMBDA),
    keys=(
        RecordKey("dynamodb", _YES, Evidence("documented", _LAMBDA)),
        RecordKey(
            "eventName",
            _YES,
            Evidence(
                "recorded",
                _LAMBDA,
                "recorded for Lambda; the page on pipes lists it as unusable, but AWS's own samples use it in pipes",
            ),
        ),
        RecordKey("userIdentity", _YES, Evidence("documented", _TTL, "AWS's own TTL filter uses it")),
        *metadata_keys(added=("eventID", "eventVersion")),
        RecordKey("eventSource", _NO, Evidence("uncertain", _PIPES, "the poller adds it; some samples use it")),
        RecordKey("eventSourceARN", _NO, Evidence("uncertain", _PIPES, "the poller adds it")),
        RecordKey("awsRegion", _NO, Evidence("uncertain", _PIPES, "the poller adds it")),
    ),
    markers=(b'"dynamodb"', b'"aws:dynamodb"'),
    wrapper='{"Records": [...]}',
    recognises=_recognises,
    as_seen=_as_seen,
)
