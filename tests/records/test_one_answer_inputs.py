"""In every form of input the command line, Python and the page read the same events and report the same errors."""

from __future__ import annotations

import io
import json
import re
import sys
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from case_files import Case, load, text_of
from command_cases import load as load_commands
from command_cases import put_files
from hypothesis import assume, given
from hypothesis import strategies as st
from narrowing_cases import record_of
from one_answer import Question, assert_one_answer
from repository import TEST_CASES
from thoroughness import mostly_nightly
from traffic_counts import counts_of, tallied

import pipefilter
from pipefilter.application.event_input import events_in
from pipefilter.application.event_outcomes import event_outcomes
from pipefilter.application.input_files import is_inline
from pipefilter.application.record_scanner import RecordScanning
from pipefilter.application.rule_scanning import RuleScanning
from pipefilter.cli.inputs.names import all_files
from pipefilter.cli.inputs.parameters import PARAMETERS
from pipefilter.cli.main import main
from pipefilter.cli.test.command import command
from pipefilter.errors import InvalidEvent, InvalidEventPattern, TemplateGap, UnreadableInput
from pipefilter.filtering.lookup import Contradiction
from pipefilter.filtering.record_evaluator import RecordEvaluator
from pipefilter.formats.evaluation_json import evaluation_json
from pipefilter.language.filter_criteria import InvalidFilter
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.event_texts import event_texts
from pipefilter.scanning.events.scan_result import ScanOptions, ScanResult
from pipefilter.scanning.events.scanner import ScannerSource
from pipefilter.scanning.scan_job import ScanJob, UnitScanner
from pipefilter.serving.evaluate_api import evaluate

_PLACE = ("event", "line", "column")
Line = dict[str, Any]


def printed(*arguments: str) -> list[Line]:
    """The lines that `pipefilter test --json` prints."""
    output = io.StringIO()
    with redirect_stdout(output), redirect_stderr(io.StringIO()), pytest.raises(SystemExit):
        main(["test", "--json", *arguments])
    return [json.loads(line) for line in output.getvalue().splitlines()]


def by_python(filters: pipefilter.Filters, event: str | bytes) -> list[Line]:
    """The same for the content of one file."""
    try:
        return [evaluation_json(each.outcome) for each in filters.evaluate_all(event)]
    except InvalidEvent as error:
        return [{"verdict": "invalid_event", "problem": error.problem.as_json()}]


def without_places(lines: list[Line]) -> list[Line]:
    """The printed lines without the positions of events in files."""
    return [{key: line[key] for key in line if key not in _PLACE} for line in lines]


def refusal_of(error: InvalidEventPattern) -> Line:
    """The line that is printed for an invalid pattern, or for a filter policy of which it is not certain that SNS rejects it."""
    is_certain = any(each.severity != "note" for each in error.problems)
    verdict = "invalid_pattern" if is_certain else "undecided"
    line: Line = {"verdict": verdict, "problems": [each.as_json() for each in error.problems]}
    number = error.number if isinstance(error, InvalidFilter) else 0
    return {**line, "filter": number} if number else line


def without_name(line: Line) -> Line:
    return {key: line[key] for key in line if key != "pattern"}


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*PF411:UserWarning")  # the command reports it on standard error
@pytest.mark.parametrize("case", mostly_nightly([*load("errors"), *load("advice")], 3))
def test_invalid_patterns(case: Case, tmp_path: Path) -> None:
    """The command and Python reject a pattern for the same problems, be it by the engine or by the service."""
    if "template" in case:
        pytest.skip("it is checked, not evaluated")
    pattern, event = tmp_path / "p.json", tmp_path / "e.json"
    pattern.write_text(text_of(case["pattern"]), "utf-8", errors="surrogatepass")
    event.write_text("{}", "utf-8")
    service, source = case.get("service", ""), case.get("source", "")
    options = Question("", (), service, source).options
    lines = printed(str(pattern), str(event), *options)
    try:
        filters = pipefilter.load(pattern, service=service, source=source)
    except InvalidEventPattern as error:
        assert without_name(lines[0]) == refusal_of(error)  # noqa: PT017 - it is refused in the command, too
        return
    assert without_places(lines) == by_python(filters, "{}")


def test_a_filter_that_the_service_rejects() -> None:
    """It has no verdict: AWS rejects it, however the service was determined."""
    text = '{"a": [{"wildcard": "x*"}, {"wildcard": "y*"}]}'
    scoped = {"Filters": [{"Pattern": '{"a": ["x"]}'}, {"Scope": "DATA", "Pattern": text}]}
    for pattern, service, number in ((text, "v2", 0), (json.dumps(scoped), "", 2)):
        with pytest.raises(InvalidFilter) as caught:
            pipefilter.load(pattern, service=service)
        assert caught.value.code == "PF447"
        assert caught.value.number == number
    assert pipefilter.load(text).evaluate({"a": "xy"}).matched


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*PF411:UserWarning")  # likewise
@pytest.mark.parametrize("case", [case for case in load_commands() if case.values[0]["args"][0] == "test"])
def test_cases_of_the_command(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python and the page give the same answer for the files of each case of `pipefilter test`."""
    monkeypatch.chdir(tmp_path)
    put_files(case)
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            context = command.make_context("test", case["args"][1:])
            names = all_files(context.params["events"])
    except BaseException as error:  # noqa: BLE001 - click's own ways to end
        pytest.skip(f"it ends before anything is read: {type(error).__name__}")
    if not names or "-" in (context.params["pattern"], *names):
        pytest.skip("of folders and of standard input there is no Python value")
    pattern = context.params["pattern"]
    if not is_inline(pattern) and ("*" in pattern or Path(pattern.partition("#")[0]).is_dir()):
        pytest.skip("the command alone looks for files")
    if context.find_root().meta.get(PARAMETERS):
        pytest.skip("values of parameters are not among the compared options")
    where: dict[str, Any] = {name: context.params[name] or "" for name in ("service", "source")}
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    options = Question("", (), where["service"], where["source"]).options
    lines = printed(*options, "--", pattern, *names)
    try:
        filters = pipefilter.load(pattern, **where)
    except InvalidEventPattern as error:
        assert without_name(lines[0]) == refusal_of(error)  # noqa: PT017 - it is refused in the command, too
        return
    except (UnreadableInput, TemplateGap, Contradiction):
        assert lines == []
        return
    for name in dict.fromkeys(names):
        text = name if is_inline(name) else Path(name).read_bytes()
        own = [line for line in lines if line["event"] in (name, "<argument>")][:: names.count(name)]
        if any(line["verdict"] == "unreadable" for line in own):
            assert is_not_read_to_its_end(filters, text)
            continue
        assert without_places(own) == by_python(filters, text)
        page = by_page(pattern, text, where)
        assert page in (None, {key: own[0][key] for key in own[0] if key not in _PLACE})


def by_page(pattern: str, event: str | bytes, where: dict[str, str]) -> Line | None:
    """The page's answer for the first event; None if the input is not text that can be pasted there."""
    if not is_inline(pattern) and not pattern.endswith(".json"):
        return None
    try:
        texts = [
            text.decode() if isinstance(text, bytes) else text
            for text in (pattern if is_inline(pattern) else Path(pattern).read_bytes(), event)
        ]
    except UnicodeDecodeError:
        return None
    answer = evaluate({"pattern": texts[0], "event": texts[1], **where})["evaluation"]
    assert isinstance(answer, dict | None)
    return answer


def is_not_read_to_its_end(filters: pipefilter.Filters, text: str | bytes) -> bool:
    try:
        evaluations = filters.evaluate_all(text)
    except InvalidEvent:
        return True
    return (
        not evaluations or evaluations[-1].verdict == "invalid_event"
    )  # a wrapper without records, or truncated


@pytest.mark.parametrize(
    "line", (TEST_CASES / "scanner" / "traps.jsonl").read_text("utf-8").splitlines(), ids=lambda _: ""
)
def test_traps_of_scanners(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = json.loads(line)
    assert_one_answer(Question(json.dumps(case["pattern"]), (case["event"],)), tmp_path, capsys)


@pytest.mark.slow
@pytest.mark.parametrize("case", json.loads((TEST_CASES / "narrowing" / "conditions.json").read_text("utf-8")))
def test_narrowed_patterns(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The patterns that `build` writes, on the records of its cases."""
    records = tuple(json.dumps(record_of(row)) for row in case["records"])
    for pattern in case["patterns"]:
        assert_one_answer(Question(pattern, records), tmp_path, capsys)


VALUES = st.sampled_from(["1", "2", '"?"', '"é𝄞\\n"', '{"b": [1]}', "[1, {}]"])
EVENTS = VALUES.map(lambda value: f'{{"a": {value}}}')
OTHERS = st.sampled_from(["3", '"x"', "null", '{"a": }', '{"a": 1,}', "[{}]", "{'a': 1}", "}"])
SEPARATORS = {"lines": "\n", "empty lines": "\n\r\n ", "one after the other": " ", "list": ",\n"}


def joined(events: list[str], form: str) -> str:
    text = SEPARATORS[form].join(events)
    return f"[ {text}\n]" if form == "list" else text


@given(st.lists(EVENTS, min_size=1, max_size=6), st.sampled_from(sorted(SEPARATORS)), st.booleans())
def test_all_events_of_a_text_are_evaluated(events: list[str], form: str, is_bytes: bool) -> None:
    """No event is lost: each has the verdict that it has alone, whether the input is str or bytes."""
    filters = pipefilter.load('{"a": [1, "é𝄞\\n", {"prefix": "?"}]}')
    text = joined(events, form)
    evaluations = filters.evaluate_all(text.encode() if is_bytes else text)
    assert [each.matched for each in evaluations] == [filters.evaluate(event).matched for event in events]


@given(st.lists(EVENTS | OTHERS, min_size=1, max_size=5), st.sampled_from(sorted(SEPARATORS)))
def test_faults_have_the_positions_that_the_command_prints(events: list[str], form: str) -> None:
    """The faults in Python are those that are printed, with their positions in the whole input."""
    filters = pipefilter.load('{"a": [1]}')
    text = joined(events, form)
    lines = printed('{"a": [1]}', text) if text.startswith("{") else []
    if lines and all(line["verdict"] != "unreadable" for line in lines):
        assert without_places(lines) == by_python(filters, text)


@pytest.mark.parametrize("text", ["", " \n", "[]", "[ ]\n", b"", b"[]"])
def test_a_text_without_events(text: str | bytes) -> None:
    """This is an error, not an empty answer."""
    with pytest.raises(InvalidEvent):
        pipefilter.load('{"a": [1]}').evaluate_all(text)


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ('{"a": "\ud800"}\n{"a": "?"}', ['{"a": "\ud800"}', '{"a": "?"}']),
        ('[{"\udfff": "𝄞"}, {"a": "é\ud800?"}]', ['{"\udfff": "𝄞"}', '{"a": "é\ud800?"}']),
        ('[{"a": "\ud800"}', ['{"a": "\ud800"}', '[{"a": "\ud800"}']),
        ('\ufeff{"a": "\ud800"}', ['{"a": "\ud800"}']),
    ],
)
def test_halves_of_surrogate_pairs(text: str, texts: list[str]) -> None:
    """No file can contain one, but a string in Python and on the page can; the events are the same."""
    assert [event.text for event in events_in(text)] == texts


@pytest.mark.parametrize("source", ["sqs", "kinesis", "kafka", "activemq", "rabbitmq", "dynamodb"])
@pytest.mark.parametrize("text", ["\ud800", "a\udcff", '"\ud800"'])
def test_text_with_half_of_a_surrogate_pair_is_no_record(source: str, text: str) -> None:
    filters = pipefilter.load('{"a": [1]}', source=source)
    with pytest.raises(InvalidEvent):
        filters.evaluate(text)


def test_one_record_is_not_the_first_of_several() -> None:
    filters = pipefilter.load('{"a": [1]}')
    with pytest.raises(ValueError, match="found 2"):
        filters.evaluate('{"a": 1}\n{"a": 2}')
    with pytest.raises(InvalidEvent) as caught:
        filters.evaluate('{"a": 1} x')
    assert caught.value.problem.start.column == 10


RECORD = '{"eventSource": "aws:sqs", "messageId": "1", "body": "{\\"a\\": %d}"}'
DEEP = '{"b": ' * 998 + "1" + "}" * 998
NOT_RECORDS = (
    "1",
    '"x"',
    "null",
    "[]",
    "[{}]",
    '{"a": }',
    '{"a": 1,}',
    '{"a": "\\ud800"}',
    "tru",
    "{",
    '"',
    DEEP,
    "",
)
ELEMENTS = st.lists(st.sampled_from([RECORD % 1, RECORD % 2, '{"a": 1}', *NOT_RECORDS]), max_size=4)
LINES = (
    "[INFO] started",
    "[1] started",
    '["x", y',
    "[1, 2",
    "START",
    '{"a": 1}',
)
TIMED = (
    '2026-11-29T00:00:00.000Z {"a": 1}',
    "2026-11-29T00:00:00Z START",
    '2026-11-29T00:00:00Z {"a":',
    "1}",
    "",
)
ENDS = ("]}", ",]}", "]", "", "]} x", ']}{"a": 1}', '], "x": }')
FORMS = ("Records", "messages", "records", "logEvents", "line")


@st.composite
def odd_texts(draw: st.DrawFn, *, forms: tuple[str, ...] = FORMS) -> str:
    """Lists and wrappers with some elements that are not records, truncated or not; and lines of text."""
    elements = draw(ELEMENTS)
    match draw(st.sampled_from(forms)):
        case "list":
            return f"[{', '.join(elements)}{draw(st.sampled_from((']', '', ',]', '] x')))}"
        case "records":
            return f'{{"eventSource": "aws:kafka", "records": {{"t-0": [{", ".join(elements)}]}}}}'
        case "logEvents":
            events = ", ".join(json.dumps({"id": "1", "timestamp": 1, "message": each}) for each in elements)
            return f'{{"messageType": "DATA_MESSAGE", "logEvents": [{events}]}}'
        case "line":
            return draw(st.sampled_from(LINES))
        case name:
            separator = draw(st.sampled_from((", ", ",\n")))
            return f'{{"{name}": [{separator.join(elements)}{draw(st.sampled_from(ENDS))}'


def by_filter(data: bytes, scanning: ScannerSource, size: int) -> tuple[Counter[str], list[object]]:
    """As `pipefilter filter` reads a file, in blocks of this size; and the records that match."""
    job = ScanJob(scanning, ScanOptions(events=True, faults=99))
    judge_unit = UnitScanner(job).scan
    parts: list[ScanResult] = []
    unreadable = 0
    try:
        parts.extend(map(judge_unit, blocks(io.BytesIO(data), size=size, rule=job.rule)))
    except UnreadableInput:
        unreadable = 1
    judged = ScanResult.joined(parts)
    words = counts_of(judged) + Counter(unreadable=unreadable)
    return words, [json.loads(event.text) for event in judged.kept_events]


def by_test(data: bytes, filters: pipefilter.Filters) -> tuple[Counter[str], list[object]]:
    """As `pipefilter test` reads it."""
    evaluator = RecordEvaluator(filters.criteria, filters.placement)
    words: Counter[str] = Counter()
    kept: list[object] = []
    try:
        for event in event_texts(io.BytesIO(data)):
            for outcome in event_outcomes(evaluator, event):
                words[outcome.word] += 1
                if outcome.matches:
                    kept.append(json.loads(outcome.record.record.text))
    except UnreadableInput:
        words["unreadable"] += 1
    return words, kept


CUT_OFF = '{"Records": [{"eventSource": "aws:s3", "a": 2},'
"""The beginning of a wrapper; objects on lines of their own are events again, even if they could be in the list."""


@pytest.mark.parametrize(
    "data",
    [
        f'{CUT_OFF}\n{{"a": 1}}\n'.encode(),
        f'{CUT_OFF}\n\n{{"a": 1}}\n'.encode(),
        f'\n{CUT_OFF}\n{{"a": 1}}\n\n'.encode(),
        f'{CUT_OFF}\n{{"a": 1}} {{"a": 1}}\n'.encode(),
        f'{CUT_OFF}\n{{"a": 1}}\nEND\n'.encode(),
        f'{CUT_OFF}\n{{\n"a": 1\n}}\n'.encode(),
        f'{CUT_OFF}{{"eventSource": "aws:s3",\n{{"a": 1}}\n'.encode(),
        b'{"messageType":"DATA_MESSAGE","logEvents":[{"timestamp":1,"message":"x",\n{"a":1}\n',
        b'{"Records":[{"a":1\n,{"a":1}]}\n',
        b'[{"a":1},{"b":"\xff"},{"a":1}]',
        b'{"Records":[{"a":1,"eventSource":"aws:sqs"},{"b":"\xff"}]}',
        b'{"b":"\xff"}',
        b'{"b":"\xff"}\n{"a":1}',
        b'{"b":\n"\xff"}{"a":1}',
    ],
)
@pytest.mark.parametrize("size", [1, 7, 1 << 18])
def test_no_event_beside_damaged_input_is_lost(data: bytes, size: int) -> None:
    """A truncated list, or bytes that are not UTF-8, cause no command to lose other events."""
    filters = pipefilter.load('{"a": [1]}')
    words, kept = by_test(data, filters)
    assert words["match"] == len(kept) == data.count(b'"a": 1') + data.count(b'"a":1') - data.count(b'"a":1\n')
    assert by_filter(data, RecordScanning(filters.criteria, filters.placement), size) == (words, kept)
    by_python = Counter(each.verdict for each in filters.evaluate_all(data))
    assert by_python == words


@pytest.mark.parametrize("before", ["", '{"a":2}\n', "["])
@pytest.mark.parametrize("message", ['{"a":2}\n{"a":1}', '{"a":1}{"a":1}', '{"a":1} END', "START", " "])
def test_a_message_is_read_as_a_file_is(message: str, before: str) -> None:
    """Several JSON values in a message of CloudWatch Logs are several events, wherever the object is."""
    log = json.dumps(
        {"messageType": "DATA_MESSAGE", "logEvents": [{"id": "1", "timestamp": 1, "message": message}]}
    )
    data = f"{before}{log}{']' if before == '[' else ''}".encode()
    filters = pipefilter.load('{"a": [1]}')
    words, kept = by_test(data, filters)
    assert by_filter(data, RecordScanning(filters.criteria, filters.placement), 1 << 18) == (words, kept)
    assert words["match"] == message.count('"a":1')


OPEN_STRING = re.compile(r'[\[ ]",?\n')
"""After a string that contains a line break, where the next event starts is anyone's guess."""


def comparable(words: Counter[str], text: str) -> Counter[str]:
    """The counts that all commands share.

    If a wrapper on several lines is cut off, they agree on its records, and that something is malformed; each splits
    the rest in its own way.
    """
    if ",\n" not in text:
        return +words
    malformed = min(1, words["invalid_event"] + words["unreadable"])
    return +Counter({**words, "invalid_event": malformed, "unreadable": 0})


@given(
    st.lists(odd_texts(), min_size=1, max_size=3)
    | st.lists(odd_texts(forms=("list",)), min_size=1, max_size=1)
    | st.lists(st.sampled_from(TIMED), max_size=5).map(lambda lines: [TIMED[0], *lines]),
    st.sampled_from(("\n", "\r\n", " ")),
    st.sampled_from(('{"a": [1]}', '{"body": {"a": [1]}}', '{"Records": {"body": [{"exists": true}]}}')),
    st.sampled_from(("", "sqs")),
    st.sampled_from((1, 61, 1 << 18)),
)
def test_the_same_bytes_have_one_answer(
    texts: list[str], separator: str, pattern: str, source: str, size: int
) -> None:
    """Whatever is malformed among them, in every command, and with any block size."""
    filters = pipefilter.load(pattern, source=source)
    text = separator.join(texts)
    assume(not OPEN_STRING.search(text))
    data = text.encode()
    words, kept = by_test(data, filters)
    scanning = RecordScanning(filters.criteria, filters.placement)
    for scanner in (scanning, RuleScanning((scanning, scanning))):
        counts, events = by_filter(data, scanner, size)
        assert events == kept
        assert comparable(counts, text) == comparable(words, text)
    if not words:
        return
    if source or "kafka" not in text:  # an estimate has one source
        counted = tallied(data, filters.criteria, filters.placement, may_be_unreadable=True)
        assert counted.events == words["match"] + words["no_match"]
        counts = Counter(invalid_event=counted.malformed, undecided=counted.undecided)
        expected = Counter(invalid_event=words["invalid_event"], undecided=words["undecided"])
        assert comparable(counts, text) == comparable(expected, text)
    try:
        by_python = Counter(each.verdict for each in filters.evaluate_all(data))
    except InvalidEvent:
        by_python = Counter()
    words["invalid_event"] += words.pop("unreadable", 0)  # the input as a whole
    if by_python or words.total() > 1:
        assert by_python == +words
        assert (
            evaluate({"pattern": pattern, "event": text, "service": "", "source": source})["verdicts"] == +words
        )


@pytest.mark.parametrize(
    "text",
    [
        '{"b": 1} x {"a": 1}',
        '{"b": 1} [1] {"a": 1}',
        '{"b": 1}[1] st {"a": 1}',
        '{"b": 1}{"b": 1} x {"a": 1}',
        '{"b": 1}{"b": 1}x{"a": 1}',
        '{"b":\n1} x {"a": 1}\nINFO {"a": 1}',
        '{"b":\n1} {"b": 1}\nINFO {"a": 1}\n{"a": 1}',
        '{"Records": [{"b": 1}, tru]} x {"a": 1}',
        '{"b": 1}\n{"b": 1} x {"a": 1}',
    ],
)
@pytest.mark.parametrize("size", [1, 7, 1 << 18])
def test_text_between_events(text: str, size: int) -> None:
    """After an event, text is malformed up to the next brace, so that no event after it is lost.

    A line that starts with text is malformed as a whole, as the lines of a log are.
    """
    filters = pipefilter.load('{"a": [1]}')
    data = text.encode()
    words, events = by_test(data, filters)
    assert words["match"] == 1
    assert words["invalid_event"] >= 1
    assert by_filter(data, RecordScanning(filters.criteria, filters.placement), size) == (words, events)
