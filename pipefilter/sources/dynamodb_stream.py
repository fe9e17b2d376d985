"""The stream of a DynamoDB table."""

from __future__ import annotations

import json
import re
from datetime import datetime

from pipefilter.evidence import Evidence
from pipefilter.json_text.raw_object import RawObject
from pipefilter.sources.recognition import says
from pipefilter.sources.source import RecordKey, Source, Usable
from pipefilter.sources.tables import STREAM_ROWS

__all__ = ["DYNAMODB_STREAM"]

_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html"
_PIPES = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html"
_TTL = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html"
_YES: dict[str, Usable] = {"pipe": "yes", "lambda": "yes"}
_NO: dict[str, Usable] = {"pipe": "no", "lambda": "not listed"}
_TIME = "ApproximateCreationDateTime"
_ISO_TIME = re.compile(r'"\d{4}-\d\d-\d\dT[^"]*"')


def _recognises(record: RawObject) -> bool:
    return says(record, "aws:dynamodb") or record.inner("dynamodb") is not None


def _as_seen(record: RawObject) -> RawObject:
    """As a poller hands it over; tools print times and the name of a user otherwise."""
    change, user = record.inner("dynamodb"), record.inner("userIdentity")
    if change is not None and _ISO_TIME.fullmatch(change.get(_TIME) or ""):
        moment = datetime.fromisoformat(json.loads(change.get(_TIME) or "")).timestamp()
        record = record.put("dynamodb", change.put(_TIME, json.dumps(moment)).text)
    if user is not None:
        record = record.put("userIdentity", user.renamed({"PrincipalId": "principalId", "Type": "type"}).text)
    return record


DYNAMODB_STREAM = Source(
    name="dynamodb",
    title="DynamoDB stream",
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
            Evidence("recorded", _LAMBDA, "filters on it work on both, though the pages do not list it"),
        ),
        RecordKey("userIdentity", _YES, Evidence("documented", _TTL, "AWS's own filter for TTL uses it")),
        RecordKey("eventID", _NO, Evidence("documented", _PIPES, "the poller adds it")),
        RecordKey("eventVersion", _NO, Evidence("documented", _PIPES, "the poller adds it")),
        RecordKey("eventSource", _NO, Evidence("uncertain", _PIPES, "the poller adds it; samples disagree")),
        RecordKey("eventSourceARN", _NO, Evidence("uncertain", _PIPES, "the poller adds it")),
        RecordKey("awsRegion", _NO, Evidence("uncertain", _PIPES, "the poller adds it")),
    ),
    wrapper='{"Records": [...]}',
    recognises=_recognises,
    as_seen=_as_seen,
)
