"""The law of the short way for SQS messages and Kinesis records: its verdicts are those of the evaluator of records."""

from __future__ import annotations

import base64
import json
import random
from collections import Counter

import pytest
from rare_events import RARE, rare
from thoroughness import NIGHTLY

from pipefilter.application.loading import load
from pipefilter.errors import InvalidEvent

pytest.importorskip(
    "pipefilter.native_libraries.json_reader", reason="pysimdjson and stringzilla have no wheel here"
)

from pipefilter.application.decoded_records import decoded_records

PATTERNS = (
    {"body": {"state": ["PAID"]}},
    {"body": {"state": ["PAID"], "lines": {"sku": ["a"], "n": [2, {"numeric": [">", 5]}]}}},
    {"body": {"note": [{"exists": False}]}, "attributes": {"ApproximateReceiveCount": ["1"]}},
    {"body": {"state": [{"anything-but": "PAID"}]}, "eventSource": ["aws:sqs"]},
    {"$or": [{"body": {"state": ["PAID"]}}, {"body": {"lines": {"sku": [{"prefix": "b"}]}}}]},
    {"data": {"state": ["PAID"]}},
    {"data": {"lines": {"sku": ["a"], "n": [2]}}, "partitionKey": [{"prefix": "p-1"}]},
    {
        "data": {"state": [{"exists": True}]},
        "eventName": ["aws:kinesis:record"],
        "partitionKey": [{"exists": True}],
    },
    {"data": {"id": [{"numeric": ["<", 50]}]}, "sequenceNumber": [{"exists": False}]},
)
NOT_SHORT = (
    {"body": ["PAID"]},
    {"messageId": ["m-1"]},
    {"$or": [{"body": {"state": ["PAID"]}}, {"messageId": ["m-1"]}]},
    {"data": {"state": ["PAID"]}, "approximateArrivalTimestamp": [{"numeric": [">", 1]}]},
    {"detail": {"state": ["PAID"]}},
)


def content(chance: random.Random) -> str:
    """Mostly a JSON object."""
    if chance.random() < 0.1:
        return chance.choice(
            ("PAID", "", "[1]", '{"state": "PAID"', '"PAID"', "5", " {} ", '{"state": "PAID"} x', "\ufeff{}")
        )
    fields: dict[str, object] = {
        "state": chance.choice(("PAID", "NEW", None, ["NEW", "PAID"], {"state": "PAID"})),
        "id": chance.randint(1, 99),
    }
    fields["lines"] = [
        {"sku": chance.choice("abc"), "n": chance.randint(1, 7)} for _ in range(chance.randint(0, 3))
    ]
    if chance.random() < 0.3:
        fields["note"] = "é" if chance.random() < 0.5 else {"text": "x"}
    text = json.dumps(fields, ensure_ascii=chance.random() < 0.5)
    return (
        rare(chance.choice(NAMES), chance, text).decode("utf-8", "replace") if chance.random() < 0.2 else text
    )


NAMES = [name for name in RARE if "nested" not in name and "long" not in name and "1,000" not in name]


def record(chance: random.Random) -> str:
    """A record as a poller writes it, or nearly."""
    data = content(chance)
    if chance.random() < 0.5:
        event: dict[str, object] = {
            "messageId": "m-1",
            "body": data,
            "attributes": {"ApproximateReceiveCount": str(chance.randint(1, 2))},
            "eventSource": "aws:sqs",
        }
    else:
        inner = {"partitionKey": f"p-{chance.randint(1, 3)}", "data": base64.b64encode(data.encode()).decode()}
        if chance.random() < 0.3:
            inner["sequenceNumber"] = "1"
        event = {"kinesis": inner, "eventSource": "aws:kinesis", "eventName": "aws:kinesis:record"}
    if chance.random() < 0.1:
        event[chance.choice(("extra", "body.state", "kinesis", "Body", "body", "data", "Records"))] = (
            chance.choice(("PAID", {"data": "e30="}, [], None, "not base64!"))
        )
    text = json.dumps(event, ensure_ascii=chance.random() < 0.5)
    return (
        rare(chance.choice(NAMES), chance, text).decode("utf-8", "replace") if chance.random() < 0.1 else text
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("records", "seed"), [(1_500, 1), *(pytest.param(60_000, seed, marks=NIGHTLY) for seed in (2, 3))]
)
def test_law(records: int, seed: int) -> None:
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    for service in ("pipe", "lambda"):
        prepared = []
        for pattern in PATTERNS:
            filters = load(pattern, service=service)
            short = decoded_records(filters.criteria.filters[0].pattern, filters.placement)
            assert short is not None
            prepared.append((pattern, filters, short))
        for _ in range(records):
            text = record(chance)
            for pattern, filters, short in prepared:
                verdict = short.verdict(text.encode("utf-8", "surrogatepass"))
                counts["decided" if verdict else "left"] += 1
                if verdict is None:
                    continue
                try:
                    (outcome,) = filters.evaluate_all(text)
                except InvalidEvent:
                    pytest.fail(f"decided, but invalid: {text}")
                assert (outcome.verdict == "match", outcome.source) == verdict, (pattern, text)
                assert outcome.verdict in ("match", "no_match"), (pattern, text)
    assert counts["decided"] > counts["left"] / 2, counts


@pytest.mark.parametrize("pattern", NOT_SHORT)
def test_patterns_that_are_evaluated_in_full(pattern: dict[str, object]) -> None:
    filters = load(pattern)
    assert decoded_records(filters.criteria.filters[0].pattern, filters.placement) is None
