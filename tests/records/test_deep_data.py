"""Verdicts on data near and beyond the depth that AWS's parser reads: the same whatever depth Python itself can read.

How deep Python's own JSON reader goes depends on the version of Python, on its limit of recursion, and on the stack.
"""

from __future__ import annotations

import base64
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from pipefilter.serving.browser_worker import worker_answer

DEPTHS = (400, 960, 985, 999, 1_000, 1_001, 3_000)
BODY_PATTERNS = (
    '{"body":{"b":["x"]}}',
    '{"body":[{"prefix":"{"}]}',
    '{"body":{"b":[{"exists":false}]}}',
    '{"body":[{"exists":true}]}',
    '{"messageId":["1"]}',
)
DATA_PATTERNS = ('{"data":{"b":["x"]}}', '{"data":{"b":[{"exists":false}]}}', '{"partitionKey":["1"]}')


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def requests_at(depth: int) -> Iterator[dict[str, str]]:
    """Records of each form of data, with data of this depth."""
    data = '{"b":"x","c":' + "[" * depth + "]" * depth + "}"
    queue = {"messageId": "1", "receiptHandle": "r", "body": data, "eventSource": "aws:sqs"}
    stream = {
        "kinesis": {"partitionKey": "1", "data": encoded(data), "sequenceNumber": "1"},
        "eventSource": "aws:kinesis",
    }
    topic = {"topic": "t", "partition": 0, "offset": 1, "timestamp": 1, "timestampType": "CREATE_TIME"}
    message = {
        "Type": "Notification",
        "Message": data,
        "MessageId": "1",
        "TopicArn": "arn:aws:sns:us-east-1:1:t",
    }
    for service in ("lambda", "pipe", ""):
        for pattern in BODY_PATTERNS:
            for event in (queue, {"Records": [queue]}):
                yield request(pattern, event, service, "sqs" if service else "")
        for pattern in DATA_PATTERNS:
            yield request(pattern, stream, service, "kinesis" if service else "")
    yield request('{"value":{"b":["x"]}}', {**topic, "value": encoded(data)}, "lambda", "kafka")
    for pattern in ('{"b":["x"]}', '{"b":[{"exists":false}]}'):
        for service in ("sns", "sns-body"):
            yield request(pattern, data, service, "")
            yield request(pattern, message, service, "")
        yield request(pattern, {"source": "a", "detail": json.loads("{}"), "b": "x"}, "rule", "")
    log_event = '{"id":"1","timestamp":1,"message":"{\\"b\\":\\"x\\"}","c":' + "[" * depth + "]" * depth + "}"
    yield request('{"b":["x"]}', '{"messageType":"DATA_MESSAGE","logEvents":[' + log_event + "]}", "", "")
    yield request(data.replace('"x"', '["x"]'), '{"b":"x"}', "", "")
    yield request('{"b":["x"]}', data + "\n" + data, "", "")


def request(pattern: str, event: object, service: str, source: str) -> dict[str, str]:
    text = event if isinstance(event, str) else json.dumps(event)
    return {"pattern": pattern, "event": text, "service": service, "source": source}


@contextmanager
def recursion_limit(limit: int) -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(limit)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)


def answers(limit: int, bodies: list[str]) -> list[tuple[int, str, str]]:
    """The answers to requests, in a thread with this limit of recursion, and a stack that has room for it."""
    results: list[tuple[int, str, str]] = []
    before = threading.stack_size(256 << 20)
    try:
        with recursion_limit(limit):
            thread = threading.Thread(
                target=lambda: results.extend(worker_answer("/api/evaluate", body) for body in bodies)
            )
            thread.start()
            thread.join()
    finally:
        threading.stack_size(before)
    return results


@pytest.mark.slow
@pytest.mark.parametrize("depth", DEPTHS)
def test_the_verdict_does_not_depend_on_the_stack(depth: int) -> None:
    """A verdict, its reasons and the findings are equal with little and with much room for recursion."""
    bodies = [json.dumps(each) for each in requests_at(depth)]
    shallow, deep = answers(600, bodies), answers(100_000, bodies)
    assert len(shallow) == len(deep) == len(bodies)
    differences = [
        (body[:200], low[:300], high[:300])
        for body, (_, low, _), (_, high, _) in zip(bodies, shallow, deep, strict=True)
        if low != high
    ]
    assert not differences
    assert not [fault for _, _, fault in (*shallow, *deep) if fault]
