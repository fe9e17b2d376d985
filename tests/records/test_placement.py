"""The service, the source and the kind of record are resolved in one place: every command has the same answer."""

from __future__ import annotations

import json
import pickle
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sns_messages import messages
from source_records import (
    FORMS,
    kafka_records,
    kafka_wrapper,
    kinesis_records,
    patterns_for,
    queue_records,
    record_of,
)

import pipefilter
from pipefilter.application.plain_lines import PlainLines
from pipefilter.application.record_scanner import RecordScanning
from pipefilter.application.rule_scanning import RuleScanning
from pipefilter.cli.main import main
from pipefilter.errors import InvalidEvent, Undecided
from pipefilter.filtering.envelopes import records_in
from pipefilter.filtering.lookup import Contradiction
from pipefilter.filtering.placement import Placement, resolve_placement
from pipefilter.filtering.record_evaluator import RecordEvaluator, RecordOutcome
from pipefilter.json_text.raw_object import raw_object
from pipefilter.language.filter_criteria import FilterCriteria, parse_filters
from pipefilter.scanning.block_scan import BlockScanner
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scan_result import ScanOptions, ScanResult
from pipefilter.services import SERVICES
from pipefilter.serving.evaluate_api import evaluate
from pipefilter.sources import SOURCES, source_named

ALL = ScanOptions(events=True, misses=10_000, faults=10_000)
PATTERNS = {
    "sqs": '{"body": {"type": ["paid"]}}',
    "kinesis": '{"data": {"type": ["paid"]}}',
    "dynamodb": '{"dynamodb": {"NewImage": {"type": {"S": ["paid"]}}}}',
    "msk": '{"value": {"type": ["paid"]}}',
    "kafka": '{"value": {"type": ["paid"]}}',
    "rabbitmq": '{"data": {"type": ["paid"]}}',
    "activemq": '{"data": {"type": ["paid"]}}',
    "bus": '{"detail": {"type": ["paid"]}}',
    "sns": '{"type": ["paid"]}',
}


def values_of(source: str) -> list[object]:
    types = ("sent", "paid", "open")
    return [{"type": {"S": each} if source == "dynamodb" else each} for each in types]


def json_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    with pytest.raises(SystemExit):
        main([*arguments, "--json"])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(("source", "form"), FORMS)
def test_every_command_has_the_same_answer(
    source: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One of three records matches, without options for the source."""
    monkeypatch.chdir(tmp_path)
    Path("rules").mkdir()
    Path("rules/paid.json").write_text(PATTERNS[source])
    text = FORMS[source, form](values_of(source))
    Path("events.json").write_text(text)
    lines = json_of(capsys, "test", "rules/paid.json", "events.json")
    assert [line["verdict"] for line in lines] == ["no_match", "match", "no_match"]
    assert {line["source"] for line in lines} == {source}
    *kept, summary = json_of(capsys, "filter", "rules/paid.json", "events.json")
    counts = {"read": 3, "matched": 1, "not_matched": 2, "malformed": 0, "undecided": 0}
    assert counts.items() <= summary["summary"].items()
    assert len(kept) == 1
    (summary,) = json_of(capsys, "filter", "--rules", "rules", "events.json", "--count")
    assert counts.items() <= summary["summary"].items()
    assert summary["summary"]["rules"] == {"paid": 1}
    (estimate,) = json_of(capsys, "estimate", "rules/paid.json", "events.json", "--per-month", "3")
    assert (estimate["sample"]["events"], estimate["sample"]["matched"]) == (3, 1)
    answer = evaluate({"pattern": PATTERNS[source], "event": text})["evaluation"]
    assert isinstance(answer, dict)
    assert (answer["verdict"], answer["source"]) == ("no_match", source)


@pytest.mark.parametrize(("source", "form"), FORMS)
def test_every_command_sees_a_contradiction(
    source: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Records that are certainly from another source, or that the service does not read, get no verdict."""
    monkeypatch.chdir(tmp_path)
    Path("p.json").write_text(PATTERNS[source])
    Path("events.json").write_text(FORMS[source, form](values_of(source)))
    other = "kinesis" if source != "kinesis" else "sqs"
    service = "rule" if source != "bus" else "pipe"
    for options in (["--source", other], ["--service", service]):
        # an event from an event bus is never a wrapper, so an object with records is evaluated as it is
        if options == ["--service", "rule"] and form in ("function", "printed"):
            continue
        lines = json_of(capsys, "test", "p.json", "events.json", *options)
        assert {line["verdict"] for line in lines} <= {"undecided", "invalid_pattern"}
        *_, summary = json_of(capsys, "filter", "p.json", "events.json", *options)
        if "summary" in summary:
            assert summary["summary"]["undecided"] == summary["summary"]["read"] > 0


def outcomes(evaluator: RecordEvaluator, line: bytes) -> list[RecordOutcome] | None:
    try:
        return evaluator.evaluate(line)
    except InvalidEvent:
        return None


def judged(data: bytes, scanner: Any) -> ScanResult:  # noqa: ANN401 - any that a command makes
    return BlockScanner(scanner, ALL).scan(Block(data, 1, len(data)))


@contextmanager
def no_native_readers() -> Iterator[None]:
    """As on platforms for which they have no wheel."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "pipefilter.scanning.fast.rule_scanner", None)
        patch.setitem(sys.modules, "pipefilter.scanning.fast.line_scanner", None)
        yield


ODD = st.sampled_from(
    (
        '{"Records": [{"a": 1}]}',
        '{"type": "batch", "messages": [{"messageId": "1", "body": "x"}]}',
        '{"events": []}',
        '{"dynamodb": "{}"}',
        '{"dynamodb" : {"NewImage": {"a": {"S": "x"}}, "ApproximateCreationDateTime": "2026-01-01T00:00:00Z"}}',
        '{"dynamodb": {}, "dynamodb": 5}',
        '{"\\u0064ynamodb": {"NewImage": {}}, "a": 1}',
        '{"eventSource": "aws\\u003asqs", "body": "{\\"a\\": 1}"}',
        '{"eventSource": "aws:s3", "body": "{\\"a\\": 1}"}',
        '{"body": {"a": 1}}',
        '{"a": 1}',
        '{"userIdentity": {"PrincipalId": "p"}, "dynamodb": {"Keys": {}}}',
        '{"detail": {"data": "x", "partitionKey": "k"}}',
        "nonsense",
        '{"detail-type": "t", "source": "s", "messages": [{"a": 1}], "body": "{\\"a\\": 1}"}',
    )
)
RECORDS = (
    kinesis_records()
    | queue_records()
    | kafka_records()
    | st.sampled_from([record_of(source.name, {"a": {"S": "x"}}) for source in SOURCES])
    | messages()
)
TEXTS = st.one_of(
    RECORDS.map(json.dumps),
    st.lists(queue_records(), max_size=3).map(lambda records: json.dumps({"Records": records})),
    st.lists(kafka_records(), max_size=3).map(lambda records: json.dumps(kafka_wrapper(records))),
    ODD,
)
PATTERN_TEXTS = st.sampled_from(
    (
        *patterns_for("body"),
        *patterns_for("data"),
        *patterns_for("value"),
        '{"detail": {"a": ["x", {"exists": true}]}}',
        '{"dynamodb": {"NewImage": {"a": {"S": ["x"]}}}}',
        '{"dynamodb": {"ApproximateCreationDateTime": [{"numeric": [">", 0]}]}}',
        '{"dynamodb": [{"exists": true}]}',
        '{"userIdentity": {"principalId": ["p"]}}',
        '{"a": [1]}',
        '{"k": ["x"]}',
        '{"n": [{"anything-but": [10]}], "other": [{"exists": false}]}',
        '{"Records": {"a": [1]}}',
        '{"type": ["batch"]}',
        '{"eventSource": [{"prefix": "aws:"}]}',
    )
)


@st.composite
def criteria(draw: st.DrawFn) -> FilterCriteria:
    if draw(st.booleans()):
        return parse_filters(draw(PATTERN_TEXTS))
    texts = draw(st.lists(PATTERN_TEXTS, max_size=3))
    scopes = draw(st.sampled_from(({}, {}, {"Scope": "DATA"})))
    return parse_filters(json.dumps({"Filters": [{"Pattern": text, **scopes} for text in texts]}))


@st.composite
def placements(draw: st.DrawFn, filters: FilterCriteria) -> Placement:
    names = st.sampled_from(("", "", *(source.name for source in SOURCES)))
    services = st.sampled_from(("", "", *(service.name for service in SERVICES)))
    try:
        return resolve_placement(filters, service=draw(services), source=draw(names))
    except Contradiction:
        return resolve_placement(filters)


@given(st.data(), criteria(), st.lists(TEXTS, max_size=6))
def test_scanned_records_are_evaluated_records(
    data: st.DataObject, filters: FilterCriteria, texts: list[str]
) -> None:
    """What the scanner decides by the bytes, the evaluator of records decides in the same way."""
    placement = data.draw(placements(filters))
    evaluator = RecordEvaluator(filters, placement)
    lines = [text.encode() for text in texts]
    expected = [outcomes(evaluator, line) for line in lines]
    records = [outcome for each in expected if each is not None for outcome in each]
    counts = {
        "matched": sum(outcome.matches is True for outcome in records),
        "not_matched": sum(outcome.matches is False for outcome in records),
        "undecided": sum(outcome.matches is None for outcome in records),
        "malformed": sum(each is None for each in expected),
    }
    block = b"".join(line + b"\n" for line in lines)
    scanning = RecordScanning(filters, placement)
    result = judged(block, scanning.scanner())
    assert {name: getattr(result, name) for name in counts} == counts
    kept = [json.loads(event.text) for event in result.kept_events]
    assert kept == [json.loads(outcome.record.record.text) for outcome in records if outcome.matches]
    with no_native_readers():
        assert judged(block, scanning.scanner()) == result
    if counts["undecided"]:
        return
    by_rules = judged(block, RuleScanning((scanning, scanning)).scanner())
    assert (by_rules.matched, by_rules.not_matched) == (result.matched, result.not_matched)
    assert by_rules.by_rule[0] == by_rules.by_rule[1] == result.matched


@pytest.mark.slow
def test_records_in_several_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same records are kept, and the same have no verdict."""
    monkeypatch.chdir(tmp_path)
    Path("p.json").write_text('{"body": {"type": ["paid"]}}')
    lines = [json.dumps(record_of("sqs", {"type": kind})) for kind in ("paid", "sent")]
    lines.append(json.dumps({"Messages": [record_of("sqs", {"type": "paid"}, is_printed=True)] * 2}))
    lines += [
        json.dumps(record_of("kinesis", {"type": "paid"})),
        json.dumps(record_of("bus", {"type": "paid"})),
    ]
    Path("e.jsonl").write_text("\n".join(lines * 1000))
    in_one = json_of(capsys, "filter", "p.json", "e.jsonl", "--source", "sqs", "-j", "1")
    assert json_of(capsys, "filter", "p.json", "e.jsonl", "--source", "sqs", "-j", "2") == in_one
    counts = {"read": 6_000, "matched": 3_000, "not_matched": 1_000, "undecided": 2_000}
    assert counts.items() <= in_one[-1]["summary"].items()


@given(RECORDS, st.integers(0, 1))
def test_a_detected_record_has_a_marker(record: dict[str, Any], indent: int) -> None:
    """Therefore a line without a marker is not a record."""
    text = json.dumps(record, indent=indent or None)
    for source in SOURCES:
        if source.recognises(raw_object(text)):
            assert any(marker in text.encode() for marker in source.markers)


def test_events_without_a_marker_are_plain() -> None:
    """Most events from an event bus and most changes of a table are scanned, and data in them may have any names."""
    texts = (
        record_of("bus", {"body": "x", "data": [1], "value": 5, "recordsOf": [], "key": "aws"}),
        record_of("dynamodb", {"body": {"S": "x"}, "messages": {"L": []}}),
        {"a": "text of records: []"},
    )
    lines = Lines(b"".join(json.dumps(text).encode() + b"\n" for text in texts))
    patterns = [each.pattern for each in parse_filters('{"detail": {"a": [1]}}').filters]
    assert PlainLines(Placement(), patterns).others(lines) == set()
    queue = Placement(source=source_named("sqs"), is_explicit=True)
    assert PlainLines(queue, patterns).others(lines) == {0, 1, 2}


@pytest.mark.parametrize(
    ("pattern", "text", "count"),
    [
        ('{"type": ["batch"]}', '{"type": "batch", "messages": [{"messageId": "1", "body": "x"}]}', 0),
        ('{"Records": {"body": ["x"]}}', '{"Records": [{"messageId": "1", "body": "x"}]}', 0),
        ('{"body": ["x"]}', '{"Records": [{"messageId": "1", "body": "x"}, {"a": 1}]}', 0),
        ('{"body": ["x"]}', '{"Records": [{"messageId": "1", "body": "x"}]}', 1),
        ('{"body": ["x"]}', '{"eventSource": "aws:sqs", "Records": [{"messageId": "1", "body": "x"}]}', 1),
        ('{"a": [1]}', '{"events": [{"a": 1}]}', 0),
        ('{"a": [1]}', '{"a": 1, "messages": ["hi"]}', 0),
        ('{"a": [1]}', '{"a": 1, "records": {"x": [1, 2]}}', 0),
        ('{"a": [1]}', '{"b": 1, "events": []}', 0),
        ('{"eventName": ["x"]}', '{"Records": [{"eventSource": "aws:s3", "eventName": "x"}]}', 1),
        ('{"Records": {"eventName": ["x"]}}', '{"Records": [{"eventSource": "aws:s3", "eventName": "x"}]}', 0),
    ],
)
def test_wrappers(pattern: str, text: str, count: int) -> None:
    """An object that certainly contains records and that the filter is not about."""
    filters = parse_filters(pattern)
    wrapped = RecordEvaluator(filters, resolve_placement(filters)).records(text)
    assert sum(bool(record.pointer) for record in wrapped) == count


@pytest.mark.parametrize(
    "text", ['{"a": 1, "messages": []}', '{"a": 1, "records": {}}', '{"a": 1, "messages": [{"x": 1}]}']
)
def test_an_event_with_a_list_is_not_lost(text: str) -> None:
    """Also where filters certainly see records: they match on the object itself, or the list is empty."""
    filters = parse_filters('{"Filters": [{"Pattern": "{\\"a\\": [1]}"}]}')
    for placement in (resolve_placement(filters), resolve_placement(filters, service="pipe")):
        (outcome,) = RecordEvaluator(filters, placement).evaluate(text)
        assert outcome.matches is True
    assert RecordEvaluator(filters, resolve_placement(filters)).evaluate('{"Records": []}') == []


def test_an_object_named_like_a_source_is_not_its_record() -> None:
    """Only if it has the members of the source's records."""
    filters = parse_filters('{"kinesis": {"stream": ["x"]}}')
    (outcome,) = RecordEvaluator(filters, resolve_placement(filters)).evaluate('{"kinesis": {"stream": "x"}}')
    assert outcome.matches is True


def test_rules_that_read_an_event_in_different_ways() -> None:
    """No rule changes the verdict of another: there is no verdict."""
    rules = tuple(map(parse_filters, ('{"messages": {"messageID": ["1"]}}', '{"data": {"k": [1]}}')))
    placement = resolve_placement(rules[0])
    messages = json.dumps({"eventSource": "aws:mq", "messages": [record_of("activemq", {"k": 1})]})
    scannings = tuple(RecordScanning(rule, placement) for rule in rules)
    result = judged(messages.encode() + b"\n", RuleScanning(scannings).scanner())
    assert (result.matched, result.not_matched, result.undecided) == (0, 0, 1)
    alone = judged(messages.encode() + b"\n", RuleScanning(scannings[1:]).scanner())
    assert (alone.matched, alone.undecided) == (1, 0)


@pytest.mark.parametrize(("service", "source"), [("", ""), ("lambda", "sqs"), ("", "bus")])
def test_another_process_has_the_same_services_and_sources(service: str, source: str) -> None:
    """However the process was started, they are the same objects."""
    filters = parse_filters('{"body": ["x"]}')
    placement = resolve_placement(filters, service=service, source=source)
    scanning = pickle.loads(pickle.dumps(RecordScanning(filters, placement)))  # noqa: S301 - its own
    assert scanning.placement == placement
    assert scanning.placement.source is placement.source
    assert all(
        mine is theirs for mine, theirs in zip(scanning.placement.services, placement.services, strict=True)
    )


def test_no_verdict_has_a_reason() -> None:
    """The reason is a sentence that names no options of a command, as programs show it, too."""
    (record,) = records_in(json.dumps(record_of("sqs", 1)))
    filters = parse_filters('{"body": [1]}')
    with pytest.raises(
        Undecided,
        match=r"these are SQS messages \(source sqs\), but the filter reads Kinesis records \(source kinesis\)",
    ):
        resolve_placement(filters, source="kinesis").of(record)
    with pytest.raises(Undecided, match="a rule never receive; filters of the service pipe or lambda do"):
        resolve_placement(filters, service="rule").of(record)
    (event,) = records_in(json.dumps(record_of("bus", 1)))
    (other,) = records_in('{"eventSource": "aws:s3", "body": "{}"}')
    with pytest.raises(Undecided, match="this is a record from aws:s3; expected SQS messages"):
        resolve_placement(filters, source="sqs").of(other)
    with pytest.raises(Contradiction, match="unknown source s3: use one of dynamodb, "):
        resolve_placement(filters, source="s3")
    listed = parse_filters('{"Filters": [{"Pattern": "{\\"a\\": [1]}"}]}')
    with pytest.raises(Undecided, match="pass a single pattern, not filter criteria"):
        resolve_placement(listed).of(event)


KAFKA_RECORD = {
    "topic": "t",
    "partition": 0,
    "offset": 1,
    "timestamp": 1,
    "value": "eyJhIjogMX0=",
    "headers": [],
}


@pytest.mark.parametrize("source", ["kafka", "msk"])
def test_a_record_of_a_topic_is_of_either_kind(source: str) -> None:
    """The record itself does not show on whose brokers its topic is; its envelope does."""
    filters = pipefilter.load({"value": {"a": [1]}}, source=source)
    for records in (KAFKA_RECORD, {"records": {"t-0": [KAFKA_RECORD]}}):
        (evaluation,) = filters.evaluate_all(records)
        assert evaluation.matched
        assert evaluation.source == source
    of_other = {"kafka": "aws:kafka", "msk": "SelfManagedKafka"}[source]
    (evaluation,) = filters.evaluate_all({"eventSource": of_other, "records": {"t-0": [KAFKA_RECORD]}})
    assert evaluation.verdict == "undecided"
    assert "but the filter reads" in evaluation.reason
