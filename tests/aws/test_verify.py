"""`pipefilter verify`: a real client of boto3's, and a server here that answers as AWS does.

moto's server is of no use for this: its `TestEventPattern` answers nothing, which a test here shows.
"""

from __future__ import annotations

import json
import re
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from aws_environment import use_test_account
from click.testing import CliRunner
from moto.server import ThreadedMotoServer
from patience import PATIENCE
from pattern_api import PatternServer, engine, served
from repository import ROOT
from virtual_clock import VirtualClock

from pipefilter.aws import connection as aws_connection
from pipefilter.aws.connection import Connection
from pipefilter.aws.events.event_pattern_call import ApiAnswer, Pace, PatternApi
from pipefilter.cli.main import main
from pipefilter.cli.verify.command import command
from pipefilter.errors import UnreadableInput
from pipefilter.verification.recorded_answers import ReplayingBackend
from pipefilter.verification.recorded_line import parse_line

EVENT = {
    "id": "1",
    "detail-type": "Order",
    "source": "shop",
    "account": "123456789012",
    "time": "2026-11-26T12:00:00Z",
    "region": "eu-west-1",
    "resources": [],
    "detail": {"status": "PAID"},
}
PATTERN = '{"detail": {"status": ["PAID"]}}'
COUNTED = "pipefilter and AWS agree on"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def _surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    use_test_account(monkeypatch, "eu-west-1")
    monkeypatch.delenv("AWS_REGION", raising=False)
    monkeypatch.setenv("AWS_ENDPOINT_URL_EVENTBRIDGE", "http://127.0.0.1:1")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pattern.json").write_text(PATTERN)
    (tmp_path / "event.json").write_text(json.dumps(EVENT))


@pytest.fixture
def server() -> Iterator[PatternServer]:
    with served() as instance:
        yield instance


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def verify(*arguments: str, at: PatternServer | None = None) -> tuple[int, str, str]:
        where = ("--endpoint-url", at.url) if at else ()
        with pytest.raises(SystemExit) as ended:
            main(["verify", *arguments, *where])
        out, err = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, out, err

    return verify


def contrary(pattern: str, event: str) -> ApiAnswer:
    """The engine of an AWS that is wrong about everything."""
    answer = engine(pattern, event)
    if answer.result is None:
        return ApiAnswer(None, answer.code, re.sub(r"column: (\d+)", "column: 99", answer.message))
    return ApiAnswer(not answer.result)


def test_one_event(run: Run, server: PatternServer) -> None:
    assert run("pattern.json", "event.json", at=server) == (
        0,
        "same    match  pattern.json, event.json\n",
        f"1 comparison: {COUNTED} 1 and differ on 0\n",
    )
    assert server.requests == [(PATTERN, json.dumps(EVENT))]


def test_a_difference(run: Run, server: PatternServer) -> None:
    server.engine = contrary
    code, out, err = run("pattern.json", "event.json", at=server)
    assert (code, err) == (1, f"1 comparison: {COUNTED} 0 and differ on 1\n")
    assert out.splitlines() == [
        "differ  pattern.json, event.json  (verdict)",
        "  pipefilter: match",
        "  AWS:        no match",
        f"  pattern: {PATTERN}",
        f"  event:   {json.dumps(EVENT)}",
    ]


def test_a_difference_in_column(run: Run, server: PatternServer) -> None:
    Path("pattern.json").write_text('{"a": 1}')
    Path("event.json").write_text('{"a": 1}\n{"a": 2}\n')
    server.engine = contrary
    code, out, _ = run("pattern.json", "event.json", at=server)
    assert code == 1
    assert out.splitlines()[:3] == [
        "differ  pattern.json, event.json:1  (column)",
        '  pipefilter: invalid pattern: "a" must be an object or an array (line 1, column 8)',
        '  AWS:        invalid pattern: "a" must be an object or an array (line 1, column 89)',
    ]
    assert len(server.requests) == 1, "an invalid pattern is asked about once"


def test_saved_differences(run: Run, server: PatternServer) -> None:
    server.engine = contrary
    for number in (1, 2):
        code, out, _ = run("pattern.json", "event.json", "--save", "here/there", at=server)
        assert (code, out.splitlines()[-1]) == (1, f"  saved in here/there/verify-{number}.json")
    saved = json.loads(Path("here/there/verify-1.json").read_text("utf-8"))
    assert saved["pattern"] == PATTERN
    assert saved["sent"] == {"pattern": PATTERN, "event": json.dumps(EVENT)}
    assert (saved["ours"]["verdict"], saved["aws"]["verdict"]) == ("match", "no_match")
    words = shlex.split(saved["command"])
    assert words[:3] == ["aws", "events", "test-event-pattern"]
    assert words[4::2] == [PATTERN, json.dumps(EVENT)]
    Path("file").touch()
    code, _, err = run("pattern.json", "event.json", "--save", "file", at=server)
    assert (code, err) == (2, "Error: a difference cannot be saved in file: File exists\n")


def test_json(run: Run, server: PatternServer) -> None:
    server.engine = contrary
    Path("event.json").write_text('{"a": 1}\n')
    _, out, _ = run("pattern.json", "event.json", "--json", "--save", "kept", at=server)
    document = json.loads(out)
    answers = {name: document.pop(name)["verdict"] for name in ("ours", "aws")}
    assert answers == {"ours": "no_match", "aws": "match"}
    assert document.pop("sent")["pattern"] == f'{{"detail":{PATTERN}}}'
    assert document == {
        "pattern": "pattern.json",
        "filter": None,
        "event": "event.json",
        "line": 1,
        "column": 1,
        "record": None,
        "verdict": "differ",
        "reason": None,
        "differs_in": ["verdict"],
        "saved": str(Path("kept/verify-1.json")),
    }
    _, out, _ = run("pattern.json", "--json", at=server)
    assert json.loads(out)["event"] is None


def test_patterns_alone(run: Run, server: PatternServer) -> None:
    """Without events, AWS is asked whether the pattern is valid."""
    for text, verdict in (
        (PATTERN, "no match"),
        ('{"a": 1}', "invalid pattern"),
        ("{'a': 1}", "invalid pattern"),
    ):
        Path("pattern.json").write_text(text)
        assert run("pattern.json", at=server)[:2] == (
            0,
            f"same    {verdict}  pattern.json, pattern only\n",
        )


def test_unknown_messages(run: Run, server: PatternServer) -> None:
    several = '{"a":["x"]},{"b":["x"]},{"c":["x"]},{"d":["x"]}'
    Path("pattern.json").write_text(
        json.dumps({f"n{n}": {"$or": json.loads(f"[{several}]")} for n in range(6)})
    )
    code, _, err = run("pattern.json", at=server)
    assert code == 0
    assert "that pipefilter does not know yet: Event pattern is not valid. Reason: Too many combinations" in err


def folder_of_patterns() -> Path:
    top = Path("patterns")
    for name, pattern in (("shop/paid", PATTERN), ("shop/broken", '{"a": []}'), ("alone", '{"a": ["x"]}')):
        folder = top / name
        folder.mkdir(parents=True)
        (folder / "pattern.json").write_text(pattern)
        if name != "alone":
            for side in ("match", "no-match"):
                (folder / side).mkdir()
                (folder / side / "one.json").write_text(json.dumps({"detail": {"status": side}}))
    return top


def test_a_collection_recorded_and_replayed(run: Run, server: PatternServer) -> None:
    folder_of_patterns()
    code, out, err = run("patterns", "--record", "kept.jsonl", at=server)
    assert (code, err) == (0, f"4 comparisons: {COUNTED} 4 and differ on 0\n")
    assert out.splitlines() == [
        "same    alone (1 comparison)",
        "same    shop/broken (1 comparison)",
        "same    shop/paid (2 comparisons)",
    ]
    lines = [json.loads(line) for line in Path("kept.jsonl").read_text("utf-8").splitlines()]
    assert [(question["pattern"], question["event"]) for question in lines] == server.requests
    assert {frozenset(question) for question in lines} == {
        frozenset({"date", "region", "endpoint", "sdk", "pattern", "event", member})
        for member in ("result", "error")
    }
    for question in lines:
        assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ", question["date"])
        assert (question["region"], question["endpoint"]) == ("eu-west-1", server.url)
        assert re.fullmatch(r"boto3/[\d.]+ botocore/[\d.]+", question["sdk"])
    count = len(server.requests)
    assert run("patterns", "--replay", "kept.jsonl") == (code, out, err)
    assert len(server.requests) == count
    data = Path("kept.jsonl").read_bytes()
    for other in (
        b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"),
        data.decode().encode("utf-16"),
        data + data[:50],
    ):
        Path("other.jsonl").write_bytes(other)
        assert run("patterns", "--replay", "other.jsonl")[:2] == (code, out)


def test_the_ready_made_patterns(run: Run, server: PatternServer) -> None:
    """All of a kind are verified through the real client, and an empty name at the top is not among them."""
    folder = ROOT / "patterns" / "custom_bus"
    code, _, err = run(str(folder), at=server)
    assert (code, "not compared" in err) == (0, False)


def test_questions_that_are_not_in_the_recording(run: Run, server: PatternServer) -> None:
    run("pattern.json", "event.json", "--record", "kept.jsonl", at=server)
    Path("event.json").write_text(json.dumps(EVENT) + "\n{}\n")
    with Path("kept.jsonl").open("a") as file:
        file.write("no JSON\n")
    code, out, err = run("pattern.json", "event.json", "--replay", "kept.jsonl")
    assert (code, out) == (2, "same    match  pattern.json, event.json:1\n")
    assert err.splitlines() == [
        "kept.jsonl: skipped lines that are not recorded responses: 2",
        "not compared  pattern.json, event.json:2: kept.jsonl contains no response for this comparison",
        f"2 comparisons: {COUNTED} 1 and differ on 0; 1 not compared",
    ]


def test_recordings_grow(run: Run, server: PatternServer) -> None:
    """Existing lines are kept; an incomplete line is completed; the last answer to a question counts."""
    run("pattern.json", "event.json", "--record", "kept.jsonl", at=server)
    before = Path("kept.jsonl").read_bytes()
    Path("kept.jsonl").write_bytes(before + before[:40])
    server.engine = contrary
    run("pattern.json", "event.json", "--record", "kept.jsonl", at=server)
    lines = Path("kept.jsonl").read_bytes().splitlines(keepends=True)
    assert lines[:2] == [before, before[:40] + b"\n"]
    assert len(lines) == 3
    code, _, err = run("pattern.json", "event.json", "--replay", "kept.jsonl")
    assert (code, err.splitlines()[0]) == (1, "kept.jsonl: skipped lines that are not recorded responses: 2")


@pytest.mark.parametrize("text", ["{}", PATTERN, "hello\n", "\udcff", "\ufffe"])
def test_files_that_are_not_recordings(run: Run, server: PatternServer, text: str) -> None:
    data = b"\xff\xfe{\x00" if text == "\ufffe" else text.encode("utf-8", "surrogateescape")
    Path("other.json").write_bytes(data)
    code, out, err = run("pattern.json", "event.json", "--record", "other.json", at=server)
    assert (code, out, Path("other.json").read_bytes()) == (2, "", data)
    assert re.fullmatch(
        r"Error: other.json (contains no recorded responses|does not contain recorded responses|is not UTF-8)[^\n]*\n",
        err,
    )
    code, _, err = run("pattern.json", "event.json", "--replay", "other.json")
    assert (code, err.count("\n")) == (2, 1)
    assert not server.requests


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none.json",), "there is no file none.json"),
        (("pattern.json", "none.json"), "there is no file none.json"),
        (
            ("pattern.json", "event.json", "--replay", "none.jsonl"),
            "cannot read none.jsonl: No such file or directory",
        ),
        (
            ("pattern.json", "--record", "none/kept.jsonl"),
            "responses cannot be recorded in none/kept.jsonl: No such file",
        ),
        (("pattern.json", "--record", "."), "responses cannot be recorded in .: it is not a file"),
        (
            ("pattern.json", "--record", "a", "--replay", "b"),
            "use either --record, which calls AWS, or --replay",
        ),
        (("-", "-"), "- can be used only once: standard input can be read only once"),
        (("folder", "event.json"), "no patterns in the folder folder"),
        (
            ("folder",),
            "folder is not a pattern: give a file, or a folder with pattern.json, match/ and no-match/",
        ),
        (
            (".", "--service", "pipe"),
            "a folder of patterns contains its own events: --source and --service require",
        ),
        (("bytes.json",), "bytes.json is not UTF-8: save it as UTF-8"),
        (("empty.json", "event.json"), "empty.json: no filters found"),
        (
            ("v2.json", "event.json"),
            "v2.json: AWS has no API that tests the filter of a v2 subscriber",
        ),
    ],
)
def test_bad_usage(run: Run, arguments: tuple[str, ...], message: str) -> None:
    Path("folder").mkdir()
    Path("bytes.json").write_bytes(b'{"\xff": [1]}')
    Path("empty.json").write_text('{"FilterCriteria": {"Filters": []}}')
    Path("list.json").write_text('{"FilterCriteria": {"Filters": 1}}')
    Path("without.json").write_text('{"FilterCriteria": {"Filters": [{}]}}')
    Path("v2.json").write_text('{"Filters": [{"Scope": "DATA", "Pattern": "{\\"a\\":[1]}"}]}')
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert f"Error: {message}" in err


def test_records(run: Run, server: PatternServer) -> None:
    """Records are verified as the filter sees them; where the source's table decides, AWS is not asked."""
    record: dict[str, Any] = {"messageId": "1", "eventSource": "aws:sqs", "body": '{"status": "PAID"}'}
    records = [record, {**record, "body": "plain"}, {**record, "body": '{"status": "NEW"}'}]
    Path("event.json").write_text(json.dumps({"Records": records}))
    Path("pattern.json").write_text('{"body": {"status": ["PAID"]}}')
    code, out, err = run("pattern.json", "event.json", "--service", "lambda", at=server)
    assert out.splitlines() == [
        "same    match  pattern.json, event.json /Records/0",
        "same    no match  pattern.json, event.json /Records/2",
    ]
    assert code == 2
    assert (
        "not compared  pattern.json, event.json /Records/1: TestEventPattern cannot be asked, because the pattern alone does not decide: "
        "body is plain text, but the filter expects JSON: the record is dropped (SQS queue)\n"
    ) in err
    pattern, event = server.requests[0]
    assert pattern == '{"detail":{"body": {"status": ["PAID"]}}}'
    assert json.loads(event)["detail"] == {**record, "body": {"status": "PAID"}}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "record", "pattern", "message"),
    [
        ("kafka", {"value": "eyJhIjoxfQ==", "topic": "t"}, '{"value":["x"],"topic":["t"]}', "only the rest of the filter"),
        ("kafka", {"value": "eyJhIjoxfQ==", "topic": "t"}, '{"topic":["t"]}', ""),
        ("kafka", {"value": "eyJhIjoxfQ==", "topic": "t"}, '{"value":{"a":[1]}}', ""),
        ("kinesis", {"data": "eyJhIjoxfQ==", "partitionKey": "1"}, '{"data":["x"]}', "not compared"),
        ("kinesis", {"data": "cGxhaW4=", "partitionKey": "1"}, '{"data":{"a":[1]}}', "the record is dropped"),
        ("kinesis", {"data": "cGxhaW4=", "partitionKey": "1"}, '{"partitionKey":["1"]}', ""),
    ],
)  # fmt: skip
def test_rows_of_tables(  # noqa: PLR0913 - a row
    run: Run, server: PatternServer, source: str, record: dict[str, str], pattern: str, message: str
) -> None:
    Path("event.json").write_text(json.dumps(record))
    Path("pattern.json").write_text(pattern)
    code, _, err = run("pattern.json", "event.json", "--service", "pipe", "--source", source, at=server)
    assert (code, len(server.requests)) == ((2, 0) if message else (0, 1))
    assert message in err


def test_filter_criteria(run: Run, server: PatternServer) -> None:
    """Each filter is verified by itself; an invalid one without records."""
    filters = ['{"body": {"a": [1]}}', '{"body": 1}', '{"messageId": ["1"]}']
    Path("pattern.json").write_text(json.dumps({"Filters": [{"Pattern": filter_} for filter_ in filters]}))
    Path("event.json").write_text('{"messageId": "1", "eventSource": "aws:sqs", "body": "{}"}')
    code, out, _ = run("pattern.json", "event.json", at=server)
    assert code == 0
    assert out.splitlines() == [
        "same    invalid pattern  pattern.json (filter 2), pattern only",
        "same    no match  pattern.json (filter 1), event.json",
        "same    match  pattern.json (filter 3), event.json",
    ]


def test_a_pattern_in_a_template(run: Run, server: PatternServer) -> None:
    Path("template.yaml").write_text(
        "Resources:\n  Orders:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n"
        "        detail:\n          status: [PAID]\n"
        "  Open:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern:\n"
        "        source: [!Ref Stage]\n"
    )
    code, out, _ = run("template.yaml#Orders", "event.json", at=server)
    assert (code, out) == (0, "same    match  template.yaml#Orders, event.json\n")
    code, _, err = run("template.yaml#Open", "event.json", at=server)
    assert (code, "the template does not specify" in err) == (2, True)


def test_too_long_once_wrapped(run: Run, server: PatternServer) -> None:
    Path("pattern.json").write_text('{"a": ["' + "x" * 4080 + '"]}')
    code, _, err = run("pattern.json", at=server)
    assert (code, server.requests) == (2, [])
    assert (
        "not compared  pattern.json, pattern only: the pattern has 4,091 characters, but 4,102 when it is"
        in err
    )


def test_malformed_events(run: Run, server: PatternServer) -> None:
    Path("event.json").write_bytes(b'{"a": \xff}\n{"a": 1]\n{"a": 1}\n')
    code, out, err = run("pattern.json", "event.json", at=server)
    assert code == 2
    assert out.splitlines() == [
        "same    invalid event  pattern.json, event.json:2",
        "same    no match  pattern.json, event.json:3",
    ]
    assert "event.json:1: the event is not valid UTF-8" in err


def test_unreadable_files_in_a_collection(run: Run, server: PatternServer) -> None:
    """The rest is compared all the same."""
    top = folder_of_patterns()
    (top / "alone" / "pattern.json").write_bytes(b'{"\xff": [1]}')
    (top / "shop" / "paid" / "match" / "none.json").touch()
    code, out, err = run("patterns", at=server)
    assert (code, out) == (2, "same    shop/broken (1 comparison)\n")
    assert "pattern.json is not UTF-8" in err
    assert "none.json: no events found" in err
    assert err.splitlines()[-1] == f"5 comparisons: {COUNTED} 3 and differ on 0; 2 not compared"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"Records": [1]}', "event.json /Records/0: the record cannot be read: A record must be an object"),
        ('{"body": ', "event.json: the records cannot be read: Unexpected end-of-input"),
        ("", "event.json: no events found"),
    ],
)
def test_unreadable_records(run: Run, server: PatternServer, text: str, message: str) -> None:
    Path("event.json").write_text(text)
    code, out, err = run("pattern.json", "event.json", "--service", "pipe", at=server)
    assert (code, out, server.requests) == (2, "", [])
    assert f"not compared  pattern.json, {message}" in err


def test_events_that_a_service_does_not_read(run: Run, server: PatternServer) -> None:
    """There is no verdict to compare."""
    code, out, err = run("pattern.json", "event.json", "--service", "pipe", at=server)
    assert (code, out, server.requests) == (2, "", [])
    assert (
        "pipefilter has no verdict: no verdict: these are events from an event bus, which filters in a pipe"
        in err
    )


def test_retries(run: Run, server: PatternServer) -> None:
    """Throttling and faults of AWS are retried."""
    server.before[:] = [
        (400, '{"__type": "ThrottlingException", "message": "Rate exceeded"}'),
        (500, '{"__type": "InternalException", "message": ""}'),
        (503, "<html>"),
    ]
    assert run("pattern.json", "event.json", at=server)[0] == 0
    assert len(server.requests) == 4


def error(code: str, message: str = "Words.") -> tuple[int, str]:
    return 400, json.dumps({"__type": code, "message": message})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (error("ThrottlingException"), "AWS throttles the calls"),
        (error("AccessDeniedException"), "AWS denies access to TestEventPattern: the credentials need the IAM action events:TestEventPattern"),
        (error("UnrecognizedClientException"), "AWS does not recognize these credentials"),
        (error("ExpiredTokenException"), "the AWS credentials have expired"),
        (error("InternalException"), "EventBridge could not answer"),
        ((500, "<html>"), "EventBridge could not answer"),
        ((404, "{}"), "EventBridge cannot test the pattern"),
        (error("UnknownOperationException", "{text} {0}"), "EventBridge cannot test the pattern (An error occurred"),
        ((200, ""), "the response does not have the format of EventBridge's TestEventPattern: check --endpoint-url"),
        ((200, "{}"), "the response does not have the format"),
        ((200, '{"Result": "true"}'), "the response does not have the format"),
        ((200, '{"Result": null}'), "the response does not have the format"),
        ((200, "[1]"), "the response does not have the format"),
        ((200, "<html>"), "the response does not have the format"),
    ],
)  # fmt: skip
def test_faults(
    run: Run, server: PatternServer, monkeypatch: pytest.MonkeyPatch, answer: tuple[int, str], message: str
) -> None:
    monkeypatch.setattr(aws_connection, "_ATTEMPTS", 0)
    Path("event.json").write_text("{}\n{}\n")
    server.before[:] = [(200, '{"Result": false}'), answer]
    code, out, err = run("pattern.json", "event.json", "--record", "kept.jsonl", at=server)
    assert (code, out) == (2, "same    no match  pattern.json, event.json:1\n")
    lines = err.splitlines()
    assert lines[0] == f"1 comparison: {COUNTED} 1 and differ on 0"
    assert lines[1].startswith(f"Error: {message}")
    assert len(lines) == 2
    assert len(Path("kept.jsonl").read_text().splitlines()) == 1, "what is no answer is not kept"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            error("ValidationException", "Parameter Event is not valid."),
            "invalid event: Parameter Event is not valid.",
        ),
        (
            error("InvalidEventPatternException", "Event pattern is not valid. Reason: No"),
            "invalid pattern: No",
        ),
        (error("InvalidEventPatternException", ""), "invalid pattern"),
    ],
)
def test_refusals(run: Run, server: PatternServer, answer: tuple[int, str], message: str) -> None:
    server.before[:] = [answer]
    code, out, _ = run("pattern.json", "event.json", at=server)
    assert (code, out.splitlines()[2]) == (1, f"  AWS:        {message}")


def test_no_verdict(run: Run, server: PatternServer) -> None:
    """A refusal by AWS for a reason other than the pattern or the event is not a difference."""
    server.before[:] = [error("ValidationException", "1 validation error detected\nIt is long.")]
    message = "not compared  pattern.json, event.json: AWS returns no verdict (ValidationException: 1 validation error detected)"
    code, out, err = run("pattern.json", "event.json", at=server)
    assert (code, out, err.splitlines()[0]) == (2, "", message)


@pytest.mark.parametrize(
    ("changed", "arguments", "message"),
    [
        ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, (), "there are no AWS credentials"),
        (
            {"AWS_DEFAULT_REGION": ""},
            (),
            "no AWS Region is configured: use --region, or set AWS_DEFAULT_REGION",
        ),
        ({}, ("--profile", "nobody"), "there is no such AWS profile"),
        ({}, ("--region", "no region"), "the AWS Region is not valid"),
        ({}, (), "EventBridge cannot be reached (Could not connect to the endpoint URL"),
        (
            {},
            ("--endpoint-url", "nowhere"),
            "AWS cannot be called (Invalid endpoint: nowhere): check --endpoint-url",
        ),
    ],
)
def test_configurations(
    run: Run, monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], arguments: tuple[str, ...], message: str
) -> None:
    monkeypatch.setattr(aws_connection, "_ATTEMPTS", 0)
    for name, value in changed.items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name)
    code, out, err = run("pattern.json", "event.json", *arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith(f"Error: {message}")


def test_without_boto3(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("boto3", "botocore", "botocore.exceptions", "botocore.parsers"):
        monkeypatch.setitem(sys.modules, name, None)
    message = "Error: AWS cannot be called without boto3: install it with `pip install 'pipefilter[aws]'`\n"
    assert run("pattern.json", "event.json") == (2, "", message)


def test_moto_has_no_verdict(run: Run) -> None:
    """The emulator moto answers TestEventPattern without a verdict, and that is reported."""
    moto = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    moto.start()
    try:
        host, port = moto.get_host_and_port()
        code, out, err = run("pattern.json", "event.json", "--endpoint-url", f"http://{host}:{port}")
    finally:
        moto.stop()
    assert (code, out) == (2, "")
    assert "the response does not have the format of EventBridge's TestEventPattern" in err


@pytest.mark.parametrize("works", [0.0, 0.001, 0.024, 0.026, 0.7])
def test_pace(works: float) -> None:
    """In no second are there more than 40 calls, not even after a pause; and no call waits longer than necessary."""
    clock = VirtualClock()
    pace = Pace(40, clock.monotonic, clock.sleep)
    calls = []
    for number in range(200):
        pace.wait()
        calls.append(clock.passed)
        clock.passed += works * (50 if number == 100 else 1)
    assert all(later - earlier >= 1 - 1e-6 for earlier, later in zip(calls, calls[40:], strict=False))
    longest = max(later - earlier for earlier, later in pairwise(calls[:100]))
    assert longest == pytest.approx(max(works, 0.025), abs=1e-6)


@pytest.mark.slow
def test_each_attempt_is_paced(server: PatternServer) -> None:
    """Retries count as well."""
    clock = VirtualClock()
    pace = Pace(40, clock.monotonic, clock.sleep)
    server.before[:] = [error("ThrottlingException")]
    with PatternApi(Connection(endpoint_url=server.url), pace) as api:
        assert api.ask(PATTERN, json.dumps(EVENT)) == ApiAnswer(result=True)
        assert api.ask(PATTERN, json.dumps(EVENT)) == ApiAnswer(result=True)
    assert clock.slept == pytest.approx([0.025, 0.025])


@pytest.mark.slow
def test_an_interrupt_keeps_the_answers(server: PatternServer, tmp_path: Path) -> None:
    is_asked, has_ended = threading.Event(), threading.Event()

    def hold() -> None:
        if len(server.requests) == 5:
            is_asked.set()
            has_ended.wait(PATIENCE)

    server.on_ask = hold
    Path("event.json").write_text("{}\n" * 1000)
    arguments = ["verify", "pattern.json", "event.json", "--record", "kept.jsonl", "--endpoint-url", server.url]
    command = [sys.executable, "-m", "pipefilter", *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, text=True
    ) as process:
        assert is_asked.wait(PATIENCE)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=PATIENCE)
    has_ended.set()
    assert process.returncode == 130
    assert err.splitlines()[-1] == "interrupted"
    data = Path("kept.jsonl").read_bytes()
    assert data.endswith(b"\n")
    lines = data.decode().splitlines()
    assert len(lines) == 4
    assert all(parse_line(line) for line in lines)
    assert "agree on 4" in err


@pytest.mark.parametrize(
    "line",
    ["", "[]", "1", "{}", '{"pattern": "", "event": ""}', '{"pattern": 1, "event": "", "result": true}',
     '{"pattern": "", "event": "", "result": 1}', '{"pattern": "", "event": "", "error": {"code": "x"}}',
     '{"pattern": "", "event": "", "error": []}', "[" * 100_000],
)  # fmt: skip
def test_lines_that_are_not_records(line: str) -> None:
    assert parse_line(line) is None
    with pytest.raises(UnreadableInput, match="contains no recorded responses"):
        ReplayingBackend(line.encode(), "kept.jsonl")


@pytest.mark.parametrize("option", ["--record", "--replay", "--save"])
def test_empty_endpoints(option: str, tmp_path: Path) -> None:
    """As from an unset variable: AWS is not asked instead."""
    (tmp_path / "p.json").write_text('{"a": [1]}')
    done = CliRunner().invoke(command, [str(tmp_path / "p.json"), option, ""])
    assert done.exit_code == 2
    assert option in done.stderr
