"""A message without data, such as a Kafka tombstone: AWS does not document how a filter on the data treats it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from source_records import encoded

import pipefilter
from pipefilter.application.filter import UnevaluatedRecords
from pipefilter.application.no_events import NoEvents

TOPIC = '{"topic": ["t"]}'
ON_VALUE = (
    '{"value": {"a": [1]}}',
    '{"value": {"a": [{"exists": false}]}}',
    '{"value": [{"prefix": "x"}]}',
    '{"value": [null]}',
    '{"value": [{"exists": false}], "topic": ["t"]}',
    '{"value": {"a": [1]}, "topic": ["t"]}',
    '{"$or": [{"topic": ["u"]}, {"value": {"a": [1]}}]}',
)
ABSENT: tuple[dict[str, object], ...] = ({"value": None}, {})
RECORD: dict[str, object] = {"topic": "t", "partition": 0, "offset": 1}
PLACES = [(service, source) for service in ("pipe", "lambda") for source in ("msk", "kafka")]


@pytest.mark.parametrize("place", PLACES, ids="-".join)
@pytest.mark.parametrize("absent", ABSENT, ids=("null", "missing"))
def test_a_tombstone_has_no_verdict(place: tuple[str, str], absent: dict[str, object]) -> None:
    service, source = place
    record = RECORD | absent
    for pattern in ON_VALUE:
        evaluation = pipefilter.load(pattern, service=service, source=source).evaluate(record)
        assert evaluation.verdict == "undecided", pattern
        state = "null" if absent else "missing"
        assert evaluation.reason.startswith(f"no verdict: value is {state}, and AWS does not document")
    assert pipefilter.load(TOPIC, service=service, source=source).evaluate(record).matched


@pytest.mark.parametrize("absent", ABSENT, ids=("null", "missing"))
def test_the_rest_of_the_filter_may_decide(absent: dict[str, object]) -> None:
    """Whatever happens to the data, another topic does not match."""
    other = pipefilter.load('{"value": {"a": [1]}, "topic": ["u"]}', source="msk")
    assert not other.evaluate(RECORD | absent).matched
    either = pipefilter.load(
        '{"Filters": [{"Pattern": "{\\"topic\\": [\\"t\\"]}"}, {"Pattern": "{\\"value\\": [1]}"}]}'
    )
    assert either.evaluate({"eventSource": "aws:kafka", "records": {"t-0": [RECORD | absent]}}).matched


@pytest.mark.parametrize("text", ["", "x"])
def test_an_empty_value_is_plain_text(text: str) -> None:
    record = RECORD | {"value": encoded(text.encode())}
    assert pipefilter.load('{"value": {"a": [1]}}', source="msk").evaluate(record).matched


def test_a_key_is_only_decoded_in_a_pipe() -> None:
    record = RECORD | {"value": encoded(b"x")}
    for service, verdict in (("pipe", "undecided"), ("lambda", "no_match")):
        filters = pipefilter.load('{"key": ["k"]}', service=service, source="msk")
        assert filters.evaluate(record).verdict == verdict


def test_files_have_the_same_verdicts(tmp_path: Path) -> None:
    file = tmp_path / "msk.jsonl"
    file.write_text("".join(f"{json.dumps(RECORD | absent)}\n" for absent in ABSENT))
    filters = pipefilter.load('{"value": {"a": [1]}}', source="msk", service="pipe")
    with pytest.raises(UnevaluatedRecords, match="2 records have no verdict"):
        list(pipefilter.filter(filters, file))
    with pytest.raises(
        NoEvents, match=r"no event could be evaluated: .* value is null, and AWS does not document"
    ):
        pipefilter.estimate(filters, file, per_month=1_000_000)
