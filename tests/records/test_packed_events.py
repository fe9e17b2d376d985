"""Events that a function receives in base64: no filter can inspect them, and the explanation says how to unpack them."""

from __future__ import annotations

import base64
import gzip
import json

import pytest

import pipefilter

EVENT = json.dumps({"source": "a", "detail-type": "b", "detail": {"a": 1}})
LOGS = {"messageType": "DATA_MESSAGE", "logEvents": [{"id": "1", "timestamp": 1, "message": EVENT}]}
PACKED_LOGS = {"awslogs": {"data": base64.b64encode(gzip.compress(json.dumps(LOGS).encode())).decode()}}
FIREHOSE = {
    "invocationId": "i",
    "deliveryStreamArn": "a",
    "region": "eu-west-1",
    "records": [{"recordId": "1", "data": base64.b64encode(EVENT.encode()).decode()}],
}


@pytest.mark.parametrize("pattern", ['{"detail": {"a": [1]}}', '{"data": {"a": [1]}}'])
@pytest.mark.parametrize(
    ("event", "hint"),
    [
        (PACKED_LOGS, "the log events are in awslogs.data, compressed with gzip and encoded in base64"),
        (FIREHOSE, "the records that Firehose passes to a function are encoded in base64"),
    ],
    ids=("logs", "firehose"),
)
def test_packed_events_are_explained(pattern: str, event: dict[str, object], hint: str) -> None:
    evaluation = pipefilter.load(pattern).evaluate(event)
    assert evaluation.verdict == "no_match"
    assert hint in str(evaluation)


def test_unpacked_events_are_read() -> None:
    data = json.loads(json.dumps(PACKED_LOGS))["awslogs"]["data"]
    filters = pipefilter.load('{"detail": {"a": [1]}}')
    assert [each.matched for each in filters.evaluate_all(gzip.decompress(base64.b64decode(data)))] == [True]


def test_a_pattern_for_the_event_itself_has_no_hint() -> None:
    evaluation = pipefilter.load('{"awslogs": {"data": ["x"]}}').evaluate(PACKED_LOGS)
    assert "packed" not in str(evaluation)
