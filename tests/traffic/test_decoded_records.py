"""The law of the short way for SQS messages and Kinesis records: its verdicts are those of the evaluator of records."""

from __future__ import annotations

import base64
import itertools
import json
import random
import re
from collections import Counter

import pytest
from rare_events import RARE, rare
from thoroughness import NIGHTLY

from pipefilter.application.filters import Filters
from pipefilter.application.loading import load
from pipefilter.errors import InvalidEvent
from pipefilter.scanning.events.lines import Lines

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
SOURCES = ("sqs", "kinesis")
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


EXTRA = (
    *("extra", "body.state", "data.state", "kinesis", "Body", "body", "Data", "data", "Records", "logEvents"),
    *("messages", "PartitionKey", "partitionKey", "dynamodb", "eventsource", "events", "body.", ""),
)
NAMES = [name for name in RARE if "nested" not in name and "long" not in name and "1,000" not in name]


OF_NAMES = [name for name in RARE if "name" in name and "long" not in name]


def record(chance: random.Random, source: str = "", in_data: str = "") -> str:
    """A record as a poller writes it, or nearly.

    Args:
        source: SQS or Kinesis; "" for either.
        in_data: a key of `RARE`.
    """
    data = content(chance)
    if in_data:
        data = rare(in_data, chance, data).decode("utf-8", "replace")
    if (source or chance.choice(SOURCES)) == "sqs":
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
        event[chance.choice(EXTRA)] = chance.choice(
            ("PAID", {"data": "e30="}, {"state": "PAID"}, [], [{"state": "PAID"}], None, "not base64!", data)
        )
    text = json.dumps(event, ensure_ascii=chance.random() < 0.5)
    return (
        rare(chance.choice(NAMES), chance, text).decode("utf-8", "replace") if chance.random() < 0.1 else text
    )


def records_of_source(chance: random.Random) -> list[str]:
    """Some records of one source; members of two of them may have each other's names, or be there twice and not at all."""
    source = chance.choice(SOURCES)
    texts = [record(chance, source) for _ in range(chance.randint(1, 4))]
    if chance.random() < 0.3:
        texts.append(record(chance, source, chance.choice(OF_NAMES)))
    if chance.random() < 0.2:
        texts[-1] = rare(chance.choice(OF_NAMES), chance, texts[-1]).decode("utf-8", "replace")
    if chance.random() < 0.2:
        known = re.findall(r'\\?"[A-Za-z]+\\?"(?=:)', "".join(texts))
        names = chance.choices([*known, '"a"'], k=2)
        for names_here in (names, names[::-1]):
            at = chance.randrange(len(texts))
            texts[at] = texts[at].replace(f"{names_here[0]}:", f"{names_here[1]}:", 1)
    return texts


def outcome_of(filters: Filters, text: str) -> tuple[str, str]:
    """The verdict on a record, and its source, by the evaluator of records."""
    try:
        (outcome,) = filters.evaluate_all(text)
    except InvalidEvent:
        return "invalid", ""
    return outcome.verdict, outcome.source


@pytest.mark.slow
@pytest.mark.parametrize(
    ("blocks", "seed"), [(2_000, 1), *(pytest.param(60_000, seed, marks=NIGHTLY) for seed in (2, 3))]
)
def test_law_of_blocks(blocks: int, seed: int) -> None:
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    for service in ("pipe", "lambda"):
        prepared = []
        for pattern in PATTERNS:
            filters = load(pattern, service=service)
            short = decoded_records(filters.criteria.filters[0].pattern, filters.placement)
            assert short is not None
            prepared.append((pattern, filters, short))
        for _ in range(blocks):
            texts = records_of_source(chance)
            data = b"".join(text.replace("\n", " ").encode("utf-8", "surrogatepass") + b"\n" for text in texts)
            lines = Lines(data)
            for pattern, filters, short in prepared:
                block = short.of_block(lines)
                counts["decided" if block else "left"] += len(lines)
                if block is None:
                    continue
                verdicts, source = block
                for index, line in enumerate(lines):
                    if index in verdicts.unclear:
                        continue
                    counts[f"{source} {index in verdicts.matched}"] += 1
                    expected = ("match" if index in verdicts.matched else "no_match", source)
                    assert outcome_of(filters, line.decode()) == expected, (pattern, texts)
    assert all(
        counts[f"{source} {verdict}"] > blocks / 20 for source in SOURCES for verdict in (True, False)
    ), counts


def test_what_may_hide_other_data_is_left() -> None:
    filters = load({"body": {"state": ["PAID"]}})
    short = decoded_records(filters.criteria.filters[0].pattern, filters.placement)
    assert short is not None
    plain = r'{"body": "{\"state\": \"NEW\"}", "eventSource": "aws:sqs"}'
    block = short.of_block(Lines(f"{plain}\n{plain}\n".encode()))
    assert block is not None
    assert block[0].unclear == []
    for other in (
        plain.replace('"body"', r'"bod\u0079"'),
        plain.replace("state", r"stat\\u0065"),
        plain.replace("state", r"stat\u0065"),
        plain.replace('{"body', '{"dynamodb": {}, "body'),
        plain.replace('{"body', '{"kinesis": {"data": ""}, "body'),
        plain.replace('{"body', '{"logEvents": [], "body'),
        plain.replace('{"body', '{"Body": "{}", "body'),
        plain.replace('{"body', '{"body.state": "PAID", "body'),
        plain.replace('{"body', '{"body": {}, "body'),
        plain.replace("aws:sqs", "aws:kinesis"),
        plain.replace('}"', '} x"'),
        plain.replace('"{', '" {'),
        f" {plain}",
        "",
    ):
        assert short.of_block(Lines(f"{plain}\n{other}\n".encode())) is None, other


CONTENTS = (
    *('{"state": "NEW"}', '{"state": "PAID"}', '{"state": ["PAID"]}', '{"state": 5}', "{}", '{"a": "state"}'),
    *('{"state": "NEW", "state": "PAID"}', '{"state": "PAID", "state": "NEW"}', '{"a": {"state": "PAID"}}'),
    r'{"stat\u0065": "PAID", "state": "NEW"}',
    r'{"state": "NEW", "stat\u0065": "PAID"}',
)


@pytest.mark.parametrize("source", SOURCES)
def test_data_with_repeated_names_beside_other_data(source: str) -> None:
    key = "body" if source == "sqs" else "data"
    filters = load({key: {"state": ["PAID"]}})
    short = decoded_records(filters.criteria.filters[0].pattern, filters.placement)
    assert short is not None
    expected = {}
    for text in CONTENTS:
        event: dict[str, object]
        if source == "sqs":
            event = {"eventSource": "aws:sqs", "body": text}
        else:
            data = base64.b64encode(text.encode()).decode()
            event = {"eventSource": "aws:kinesis", "kinesis": {"data": data}}
        line = json.dumps(event)
        expected[line] = outcome_of(filters, line)
    decided = 0
    for some in itertools.product(expected, repeat=3):
        block = short.of_block(Lines("".join(f"{line}\n" for line in some).encode()))
        if block is None:
            continue
        for index, line in enumerate(some):
            if index not in block[0].unclear:
                decided += 1
                assert expected[line] == ("match" if index in block[0].matched else "no_match", block[1]), some
    assert decided > len(expected) ** 3


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
