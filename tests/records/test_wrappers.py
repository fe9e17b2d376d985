"""One place decides which objects are wrappers of records: every command reads an object alike, in any file."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_tools import python_packages
from source_records import FORMS, record_of
from traffic_counts import counts_of, in_memory, tallied

from pipefilter.application.filters import Filters
from pipefilter.application.record_scanner import RecordScanning
from pipefilter.application.rule_scanning import RuleScanning
from pipefilter.cli.filter import report as filter_report
from pipefilter.cli.main import main
from pipefilter.costs.traffic.queries import build_queries
from pipefilter.errors import InvalidEvent
from pipefilter.filtering import damaged_wrapper, record_reader
from pipefilter.filtering import envelopes as wrapped_records
from pipefilter.filtering.lookup import Contradiction
from pipefilter.filtering.placement import Placement, resolve_placement
from pipefilter.filtering.record_evaluator import RecordEvaluator
from pipefilter.filtering.shared_reader import SharedReader
from pipefilter.filtering.wrapper_files import SharedWrapperFiles, WrapperFiles
from pipefilter.json_text.place import LineCounter
from pipefilter.language.filter_criteria import FilterCriteria, parse_filters
from pipefilter.scanning.events import aws_wrappers
from pipefilter.scanning.events.event_texts import event_texts
from pipefilter.scanning.events.scan_result import ScanOptions, ScanResult
from pipefilter.scanning.events.scanner import ScannerSource
from pipefilter.scanning.scan_files import scan_files
from pipefilter.scanning.scan_job import ScanJob
from pipefilter.sources import source_named

LISTS = ("Records", "messages", "Messages", "events", "logEvents", "PublishBatchRequestEntries")
OBJECTS = ("records", "rmqMessagesByQueue")
QUEUE_RECORDS = [
    record_of("sqs", {"a": number}, is_printed=printed) for number in (1, 2) for printed in (False, True)
]
ENTRY = {
    "Id": "1",
    "Message": '{"a": 1}',
    "MessageAttributes": {"a": {"DataType": "Number", "StringValue": "1"}},
}
ELEMENTS = st.sampled_from(
    [
        *QUEUE_RECORDS,
        *QUEUE_RECORDS,
        {"eventSource": "aws:s3", "a": 1},
        {"eventSource": "aws:s3", "messages": QUEUE_RECORDS[:1]},
        {"a": 1},
        ENTRY,
        {"timestamp": 1, "message": '{"a": 1}'},
        {"timestamp": 1, "message": '{"TopicArn": "t", "Message": "{}"}'},
        {"timestamp": 1, "message": json.dumps({"Records": QUEUE_RECORDS[:2]})},
        {"timestamp": 1, "message": "START RequestId: 1"},
        {"timestamp": 1, "message": '{"a": "\ud800"}'},
        {"timestamp": 1, "message": " \n"},
        {"message": '{"a": 1}'},
        {},
        "hi",
        1,
        [],
    ]
)
MESSAGES: list[dict[str, Any]] = [
    {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:t", "Message": '{"a": 1}'},
    {"Type": "Notification", "TopicArn": "t", "Message": '{"a": 2}', "MessageAttributes": {}},
]
MESSAGES += [
    {"EventSource": "aws:sns", "Sns": MESSAGES[0]},
    {"MessageId": "1", "Body": json.dumps(MESSAGES[1])},
    {"messageId": "1", "body": json.dumps(MESSAGES[0]), "messageAttributes": {}, "eventSource": "aws:sqs"},
    {"Id": "1", "Message": '{"a": 1}'},
]
OF_AWS = [record for record in QUEUE_RECORDS if "eventSource" in record]
OF_AWS += [{"eventSource": "aws:s3", "a": 1}, {"eventSource": "aws:s3", "messages": QUEUE_RECORDS[:1]}]
ELEMENT_LISTS = st.one_of(
    st.lists(ELEMENTS, max_size=4),
    *(
        st.lists(st.sampled_from(some), min_size=1, max_size=4)
        for some in (QUEUE_RECORDS, OF_AWS, [ENTRY], MESSAGES)
    ),
)
VALUES: dict[str, st.SearchStrategy[object]] = {
    **dict.fromkeys(LISTS, ELEMENT_LISTS | st.sampled_from(({"a": 1}, "x", None))),
    **dict.fromkeys(
        OBJECTS, st.dictionaries(st.sampled_from(("q", "t-0")), ELEMENT_LISTS, max_size=2) | ELEMENT_LISTS
    ),
    "a": st.sampled_from((1, 2)),
    "detail": st.just({"a": 1}),
    "source": st.just("s"),
    "detail-type": st.just("t"),
    "body": st.sampled_from(('{"a": 1}', {"a": 1})),
    "eventSource": st.sampled_from(("aws:sqs", "aws:rmq", "aws:s3")),
    "NextShardIterator": st.just("x"),
    "nextToken": st.just("x"),
    "TopicArn": st.just("arn:aws:sns:eu-west-1:123456789012:t"),
    "Message": st.sampled_from(('{"a": 1}', "hi")),
    "messageType": st.sampled_from(("DATA_MESSAGE", "CONTROL_MESSAGE")),
}
SELDOM = ("detail", "source", "detail-type", "body", "eventSource", "NextShardIterator")
LIST_NAMES = st.lists(st.sampled_from(("Records", *LISTS, *OBJECTS)), min_size=1, max_size=2)
OTHER_NAMES = st.lists(
    st.sampled_from(("a", "nextToken", "messageType", "TopicArn", "Message", *SELDOM)), max_size=2, unique=True
)


@st.composite
def wrappers(draw: st.DrawFn) -> str:
    """Objects with lists that may contain records, among other members; names may be repeated."""
    names = draw(st.permutations([*draw(LIST_NAMES), *draw(OTHER_NAMES)]))
    members = (f"{json.dumps(name)}: {json.dumps(draw(VALUES[name]))}" for name in names)
    return f"{{{', '.join(members)}}}"


PATTERNS = (
    '{"a": [1]}',
    '{"a": [{"exists": false}]}',
    '{"body": {"a": [1]}}',
    '{"Records": {"a": [1]}}',
    '{"messages": {"body": [{"exists": true}]}}',
    '{"events": {"message": [{"exists": true}]}}',
    '{"nextToken": ["x"], "a": [{"exists": false}]}',
    '{"detail": {"a": [1]}}',
    '{"logEvents": {"message": [{"exists": true}]}}',
    '{"eventSource": [{"prefix": "aws:"}]}',
    '{"TopicArn": [{"exists": true}]}',
)
CRITERIA = st.one_of(
    st.sampled_from(PATTERNS).map(parse_filters),
    st.lists(st.sampled_from(PATTERNS), max_size=2).map(
        lambda texts: parse_filters(json.dumps({"Filters": [{"Pattern": text} for text in texts]}))
    ),
)
PLACES = st.sampled_from(
    (
        ("", ""),
        ("", ""),
        ("", "sqs"),
        ("pipe", ""),
        ("rule", ""),
        ("", "bus"),
        ("lambda", "sqs"),
        ("sns", ""),
        ("sns-body", ""),
    )
)
PLAIN = '{"a": 1}'
FILES: dict[str, Callable[[str], bytes]] = {
    "line": lambda text: text.encode(),
    "lines": lambda text: f"{text}\n{PLAIN}\n{text}\n".encode(),
    "lines after an event": lambda text: f"{PLAIN}\n{text}\r\n{text}".encode(),
    "array": lambda text: f"[{text},\n{PLAIN}, {text}]".encode(),
    "pretty": lambda text: (json.dumps(json.loads(text), indent=2) + "\n").encode(),
    "concatenated": lambda text: (text + PLAIN + text).encode(),
    "gzip": lambda text: gzip.compress(f"{text}\n{text}\n".encode()),
}


def placed(filters: FilterCriteria, place: tuple[str, str]) -> Placement:
    """The placement, or one with nothing certain where the filters cannot run there."""
    try:
        return resolve_placement(filters, service=place[0], source=place[1])
    except Contradiction:
        return resolve_placement(filters)


def judged(data: bytes, scanning: ScannerSource) -> ScanResult:
    """As `pipefilter filter` evaluates it."""
    job = ScanJob(scanning, ScanOptions(events=True, faults=99))
    pieces = list(scan_files(["-"], lambda _: in_memory(data), job, 1))
    assert not any(piece.unreadable for piece in pieces)
    return ScanResult.joined(piece.result for piece in pieces)


def truth(data: bytes, filters: FilterCriteria, placement: Placement) -> tuple[Counter[str], list[object]]:
    """As `pipefilter test` evaluates it; and the records that match."""
    words: Counter[str] = Counter()
    kept = []
    evaluator = RecordEvaluator(filters, placement)
    for event in event_texts(io.BytesIO(data)):
        try:
            outcomes = evaluator.evaluate(event.text)
        except InvalidEvent:
            words["invalid_event"] += 1
            continue
        words.update(outcome.word for outcome in outcomes)
        kept += [json.loads(outcome.record.record.text) for outcome in outcomes if outcome.matches]
    return words, kept


@given(st.data(), wrappers(), CRITERIA, PLACES)
def test_every_command_reads_an_object_alike(
    data: st.DataObject, text: str, filters: FilterCriteria, place: tuple[str, str]
) -> None:
    """Be it a wrapper or an event itself, in files of any form."""
    placement = placed(filters, place)
    file = data.draw(st.sampled_from(sorted(FILES)))
    content = FILES[file](text)
    plain = gzip.decompress(content) if file == "gzip" else content
    words, kept = truth(plain, filters, placement)
    scanning = RecordScanning(filters, placement)
    result = judged(content, scanning)
    assert counts_of(result) == words
    assert [json.loads(event.text) for event in result.kept_events] == kept
    by_rules = judged(content, RuleScanning((scanning, scanning)))
    assert counts_of(by_rules) == words
    assert by_rules.by_rule == +Counter({0: words["match"], 1: words["match"]})
    tally = tallied(content, filters, placement)
    is_of_sns = "TopicArn" in text or "PublishBatchRequestEntries" in text
    is_of_sns = is_of_sns and placement.source is not source_named("sns")
    if "aws:rmq" in text or is_of_sns or ("detail-type" in text and '"source"' in text):
        return  # an estimate has one source and one service: records of another have no verdict
    candidate = build_queries([("p", filters)]).candidates[0]
    needs_all = placement.usual_service.combination == "all"
    matched = sum(
        count
        for kind, count in tally.by_signature().items()
        if candidate.matches(set(kind), needs_all=needs_all)
    )
    assert (matched, tally.events - matched) == (words["match"], words["no_match"])
    assert (tally.malformed, tally.undecided) == (words["invalid_event"], words["undecided"])


@given(wrappers(), CRITERIA, PLACES, st.sampled_from((1, 60, 200)), st.integers(0, 2))
def test_a_long_object_is_read_alike_or_rejected(
    text: str, filters: FilterCriteria, place: tuple[str, str], limit: int, rules: int
) -> None:
    """It is read in parts: a late sign that it is not a wrapper ends the reading, and is not ignored."""
    placement = placed(filters, place)
    scanning: Any = RecordScanning(filters, placement)
    if rules:
        scanning = RuleScanning((scanning,) * rules)
    job = ScanJob(scanning, ScanOptions(events=True, faults=99))
    data = f"{text}\n{PLAIN}\n".encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(aws_wrappers, "MAX_WHOLE", limit)
        pieces = list(scan_files(["-"], lambda _: in_memory(data), job, 1))
    if any(piece.unreadable for piece in pieces):
        return
    words, kept = truth(data, filters, placement)
    result = ScanResult.joined(piece.result for piece in pieces)
    assert counts_of(result) == words
    assert [json.loads(event.text) for event in result.kept_events] == kept


QUEUE = json.dumps(record_of("sqs", {"a": 1}))
LONG_CASES = [
    ('{"body": {"a": [1]}}', '{"Records": [%s, %s]}', [2, 0], ""),
    ('{"body": {"a": [1]}}', '{"x": 1, "Records": [%s, %s], "y": 2}', [2, 0], ""),
    ('{"Records": {"body": [{"exists": true}]}}', '{"Records": [%s, %s]}', [1, 0], ""),
    ('{"y": [2]}', '{"y": 2, "Records": [%s, %s]}', [1, 0], ""),
    ('{"y": [2]}', '{"Records": [%s, %s], "y": 2}', [0, 2], "y follows its Records"),
    ('{"a": [1]}', '{"Records": [%s, %s], "body": 2}', [0, 2], "body follows its Records"),
    ('{"a": [1]}', '{"Records": [%s, %s], "Records": []}', [0, 2], "Records follows its Records"),
    ('{"a": [1]}', '{"Records": [%s, %s, {"b": 1}]}', [0, 2], "one element of its Records differs from"),
    ('{"a": [1]}', '{"Records": [{"b": 1}, %s, %s]}', [0, 1], ""),
    (
        '{"a": [1]}',
        '{"messageType": "DATA_MESSAGE", "logEvents": [{"message": "{}"}], "x": [%s, %s]}',
        [0, 1],
        "",
    ),
]


@pytest.mark.parametrize(("pattern", "form", "counts", "fault"), LONG_CASES)
def test_a_long_object(
    pattern: str, form: str, counts: list[int], fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its records are read one by one where the beginning shows that it is a wrapper."""
    monkeypatch.setattr(aws_wrappers, "MAX_WHOLE", 20)
    filters = parse_filters(pattern)
    scanning = RecordScanning(filters, resolve_placement(filters))
    data = (form % (QUEUE, QUEUE)).encode()
    job = ScanJob(scanning, ScanOptions())
    pieces = list(scan_files(["-"], lambda _: in_memory(data), job, 1))
    result = ScanResult.joined(piece.result for piece in pieces)
    assert [result.matched, result.not_matched] == counts
    message = " ".join(piece.unreadable for piece in pieces).strip()
    assert (fault in message) if fault else not message


@pytest.mark.nightly
def test_memory_stays_flat(monkeypatch: pytest.MonkeyPatch) -> None:
    """For a wrapper of any length."""
    monkeypatch.setattr(aws_wrappers, "MAX_WHOLE", 1 << 20)
    record = json.dumps({**record_of("sqs", {"a": 1}), "x": "x" * 12_000}).encode()
    filters = parse_filters('{"body": {"a": [1]}}')
    job = ScanJob(RecordScanning(filters, resolve_placement(filters)), ScanOptions())
    data = gzip.compress(b'{"Records": [' + b",".join([record] * 2000) + b"]}")
    tracemalloc.start()
    pieces = scan_files(["-"], lambda _: in_memory(data), job, 1)
    matched = sum(piece.result.matched for piece in pieces)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert matched == 2000
    assert peak < 12_000_000


def lines_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    with pytest.raises(SystemExit):
        main([*arguments, "--json"])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


OBJECT_CASES = [
    ('{"a": [1]}', {"a": 1, "messages": ["hi"]}, "match"),
    ('{"a": [1]}', {"a": 1, "Records": [record_of("sqs", {"a": 1})]}, "match"),
    ('{"detail": {"a": [1]}}', {"detail": {"a": 1}, "Records": [record_of("sqs", {"a": 1})]}, "match"),
    ('{"Records": {"body": [{"exists": true}]}}', {"Records": [record_of("sqs", {"a": 1})]}, "match"),
    ('{"a": [1]}', {"Records": [{"a": 1}, {"a": 1}]}, "no_match"),
    ('{"b": [1]}', {"events": [{"message": "hi"}], "b": 1}, "match"),
    ('{"c": [{"exists": false}]}', {"events": [{"message": "hi"}], "b": 1}, "match"),
    ('{"body": {"a": [1]}}', {"Records": [record_of("sqs", {"a": 1})]}, "match"),
    ('{"a": [1]}', {"messageType": "DATA_MESSAGE", "logEvents": [{"message": '{"a": 1}'}]}, "match"),
    ('{"a": [1]}', {"events": [{"timestamp": 1, "message": '{"a": 1}'}], "nextToken": "x"}, "match"),
]


@pytest.mark.slow
@pytest.mark.parametrize("file", sorted(FILES))
@pytest.mark.parametrize(("pattern", "wrapper", "word"), OBJECT_CASES)
def test_commands_read_an_object_alike(  # noqa: PLR0913 - a case, a file, and where it is tried
    pattern: str,
    wrapper: dict[str, object],
    word: str,
    file: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each command separately, and the Python API."""
    monkeypatch.chdir(tmp_path)
    Path("rules").mkdir()
    Path("rules/p.json").write_text(pattern)
    content = FILES[file](json.dumps(wrapper))
    Path("e.json").write_bytes(content)
    Path("plain.json").write_bytes(gzip.decompress(content) if file == "gzip" else content)
    tested = Counter(line["verdict"] for line in lines_of(capsys, "test", "rules/p.json", "plain.json"))
    assert tested[word] >= 1
    *_, filtered = lines_of(capsys, "filter", "rules/p.json", "e.json")
    *_, by_rules = lines_of(capsys, "filter", "--rules", "rules", "e.json")
    (estimated,) = lines_of(capsys, "estimate", "rules/p.json", "e.json", "--per-month", "9")
    sample = estimated["sample"]
    counts = [
        [filtered["summary"][name] for name in ("read", "matched", "undecided", "malformed")],
        [by_rules["summary"][name] for name in ("read", "matched", "undecided", "malformed")],
        [sample["events"], sample["matched"], sample["undecided"], sample["malformed"]],
    ]
    assert counts == [[sum(tested.values()), tested["match"], 0, 0]] * 3
    filters = parse_filters(pattern)
    evaluated = Filters(filters, resolve_placement(filters)).evaluate_all(wrapper)
    assert {each.verdict for each in evaluated} == {word}


def test_candidates_that_read_an_object_differently(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is no common traffic to estimate, as there is no common verdict of rules."""
    monkeypatch.chdir(tmp_path)
    Path("a.json").write_text('{"Records": {"body": [{"exists": true}]}}')
    Path("b.json").write_text('{"body": {"a": [1]}}')
    Path("e.json").write_text(f'{{"Records": [{QUEUE}]}}\n{QUEUE}')
    arguments = ("--compare", "a.json", "b.json", "--traffic", "e.json", "--per-month", "9")
    with pytest.raises(SystemExit) as caught:
        main(["estimate", *arguments, "--json"])
    printed = capsys.readouterr()
    assert caught.value.code == 2
    assert "some filters apply to this object itself, others to the records in it" in printed.err
    sample = json.loads(printed.out)["sample"]
    assert (sample["events"], sample["undecided"]) == (1, 1)


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    monkeypatch.chdir(tmp_path)
    Path("rules").mkdir()

    def write(**patterns: str) -> None:
        for name, text in patterns.items():
            Path(f"rules/{name}.json").write_text(text)

    return write


def test_each_rule_has_its_own_verdict(rules: Callable[..., None], capsys: pytest.CaptureFixture[str]) -> None:
    """A rule without a verdict does not change the others, and is not reported as never matching."""
    listed = json.dumps({"Filters": [{"Pattern": '{"detail": {"a": [1]}}'}]})
    rules(event='{"detail": {"a": [1]}}', listed=listed, other='{"detail": {"a": [2]}}')
    event = json.dumps(record_of("bus", {"a": 1}))
    Path("e.json").write_text(f"{event}\n{event}\n")
    *lines, last = lines_of(capsys, "filter", "--rules", "rules", "e.json")
    summary = last["summary"]
    assert (summary["read"], summary["matched"], summary["undecided"]) == (2, 0, 2)
    assert summary["rules"] == {"event": 2, "listed": 0, "other": 0}
    assert summary["never"] == ["other"]
    assert [line["rules"] for line in lines if "rules" in line] == [["event"], ["event"]]
    reasons = [line["reason"] for line in lines if line.get("verdict") == "undecided"]
    assert len(reasons) == 2
    assert all(
        reason.startswith("listed: no verdict: these are events from an event bus") for reason in reasons
    )
    for name in ("event", "listed"):
        (tested, *_) = lines_of(capsys, "test", f"rules/{name}.json", "e.json")
        assert tested["verdict"] == {"event": "match", "listed": "undecided"}[name]
    with pytest.raises(SystemExit) as caught:
        main(["filter", "--rules", "rules", "e.json"])
    assert caught.value.code == 2
    printed = capsys.readouterr().out.splitlines()
    assert [line.split()[-1] for line in printed] == ["100.00%", "?", "other"]


def test_rules_that_are_rejected_for_a_record(
    rules: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """A plain body and a filter for both JSON and plain text: only that filter has no verdict."""
    rules(json='{"body": {"a": [1]}}', text='{"body": ["x"]}', id='{"messageId": ["1"]}')
    record = json.dumps({"messageId": "1", "body": "x", "attributes": {}, "eventSource": "aws:sqs"})
    Path("e.json").write_text(f'{{"Records": [{record}, {QUEUE}]}}')
    tested = {
        name: Counter(line["verdict"] for line in lines_of(capsys, "test", f"rules/{name}.json", "e.json"))
        for name in ("json", "text", "id")
    }
    *_, last = lines_of(capsys, "filter", "--rules", "rules", "e.json")
    assert last["summary"]["rules"] == {name: counts["match"] for name, counts in tested.items()}
    assert last["summary"]["undecided"] == max(counts["undecided"] for counts in tested.values())


def test_filter_criteria_among_rules_contradict_an_option(
    rules: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    """As in `pipefilter test`, and the report names the rule."""
    rules(event='{"detail": {"a": [1]}}', listed=json.dumps({"Filters": [{"Pattern": '{"a": [1]}'}]}))
    with pytest.raises(SystemExit) as caught:
        main(["filter", "--rules", "rules", "-", "--source", "bus"])
    assert caught.value.code == 2
    assert (
        "rule listed: a filter of the service pipe or lambda does not receive records from bus"
        in capsys.readouterr().err
    )


def test_one_evaluator_explains_all_misses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its matchers are compiled once, however many events do not match."""
    made = []

    class Counted(RecordEvaluator):
        """Counts its instances."""

        def __init__(self, *arguments: Any) -> None:  # noqa: ANN401 - those of the evaluator
            made.append(arguments)
            super().__init__(*arguments)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(filter_report, "RecordEvaluator", Counted)
    Path("p.json").write_text('{"a": [1]}')
    Path("e.json").write_text('{"a": 2}\n' * 5)
    with pytest.raises(SystemExit):
        main(["filter", "p.json", "e.json", "--explain-misses", "5"])
    assert capsys.readouterr().err.count("no match") == 5
    assert len(made) == 1


@pytest.mark.parametrize(
    ("pattern", "options", "record", "reason"),
    [
        (
            '{"a": [1]}',
            {"source": "bus"},
            "sqs",
            "these are SQS messages (source sqs), but the filter reads events from an event bus (source bus)",
        ),
        (
            '{"a": [1]}',
            {"source": "sqs", "service": "pipe"},
            "bus",
            "these are events from an event bus (source bus), but the filter reads SQS messages (source sqs)",
        ),
        (
            '{"Filters": [{"Pattern": "{\\"a\\": [1]}"}]}',
            {"source": "sqs"},
            "kinesis",
            "these are Kinesis records (source kinesis), but the filter reads SQS messages (source sqs)",
        ),
    ],
)
def test_the_reason_names_both_sources(pattern: str, options: dict[str, str], record: str, reason: str) -> None:
    """A template may state the source, and a program may show the reason, so it advises no option of a command."""
    filters = parse_filters(pattern)
    evaluator = RecordEvaluator(filters, resolve_placement(filters, **options))
    (outcome,) = evaluator.evaluate(json.dumps(record_of(record, {"a": 1})))
    assert outcome.undecided == f"no verdict: {reason}"


@pytest.mark.parametrize(
    ("source", "form"), [name for name in FORMS if b'"Records"' in FORMS[name]([]).encode()]
)
def test_records_of_aws_are_opened_quickly(source: str, form: str) -> None:
    """A list of records is opened in the file, so that each is scanned and has its own position."""
    text = FORMS[source, form]([{"a": {"S": "x"}}] * 3).encode()
    filters = parse_filters('{"eventName": ["x"]}')
    reader = RecordScanning(filters, resolve_placement(filters)).reader()
    assert WrapperFiles(reader).opens("Records", text) is True
    assert SharedWrapperFiles(SharedReader([reader, reader])).opens("Records", text) is True


@pytest.mark.tools
@given(st.lists(wrappers(), max_size=4), CRITERIA, PLACES)
def test_rows_of_spark_are_read_alike(
    texts: list[str], filters: FilterCriteria, place: tuple[str, str]
) -> None:
    """A row with one record has its verdict; a row with several, or without a verdict, has none."""
    python_packages("pyspark", "pandas")
    from pipefilter.spark.column_verdicts import RowEvaluator

    placement = placed(filters, place)
    expected: list[bool | None] = []
    for text in texts:
        try:
            outcomes = RecordEvaluator(filters, placement).evaluate(text)
        except InvalidEvent:
            outcomes = []
        expected.append(outcomes[0].matches if len(outcomes) == 1 else None)
    assert (
        RowEvaluator(RecordScanning(filters, placement)).verdicts([text.encode() for text in texts]) == expected
    )


@pytest.mark.parametrize(
    "text",
    [
        f'{{"Records": [{QUEUE}{", 1" * 500}]}}',
        f'{{"Records": [{QUEUE}{", {,}" * 500}',
        json.dumps({"messageType": "DATA_MESSAGE", "logEvents": [{"message": "START"}] * 500}),
    ],
)
def test_a_wrapper_is_traversed_once_for_positions(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many of its elements are not records; and only the first have excerpts."""
    made = []
    for module in (wrapped_records, damaged_wrapper, record_reader):

        class Counted(LineCounter):
            """Counts its instances."""

            def __init__(self, text: str) -> None:
                made.append(len(text))
                super().__init__(text)

        monkeypatch.setattr(module, "LineCounter", Counted)
    filters = parse_filters('{"body": {"a": [1]}}')
    outcomes = RecordEvaluator(filters, resolve_placement(filters)).evaluate(text)
    problems = [outcome.problem for outcome in outcomes if outcome.problem is not None]
    assert len(problems) >= 500
    assert len({problem.start.column for problem in problems}) >= 100
    assert len([length for length in made if length > 1000]) <= 4
