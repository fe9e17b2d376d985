"""`pipefilter estimate`: AWS's figures on every form of input, and output in its documented shape."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import socket
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from made_estimates import PATTERNS, made_lines
from patience import PATIENCE
from repository import ROOT, TEST_CASES

import pipefilter
from pipefilter.cli.main import main
from pipefilter.costs.traffic.counting import UnitCounter
from pipefilter.costs.traffic.counts import TrafficCounts
from pipefilter.formats.estimate_csv import COLUMNS
from pipefilter.scanning.events.file_range import Unit

CASES = TEST_CASES / "estimates"
Case = dict[str, Any]


def load() -> list[Any]:
    """The cases of all files, with their names as ids."""
    return [
        pytest.param(case, id=case["name"])
        for path in sorted(CASES.glob("*.json"))
        for case in json.loads(path.read_text("utf-8"))
    ]


def at(document: Case, way: str) -> object:
    """The value at `a.0.b` in JSON."""
    here: Any = document
    for name in way.split("."):
        here = here[int(name)] if isinstance(here, list) else here[name]
    return here


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return tmp_path


def write(kind: str, events: int, matching: int, **more: float) -> None:
    """A pattern and traffic in the working folder."""
    lines = made_lines(kind, events, matching, int(more.get("bytes", 0)), more.get("seconds_between", 1.0))
    Path("traffic.jsonl").write_text("".join(f"{line}\n" for line in lines))
    Path("pattern.json").write_text(json.dumps(PATTERNS[kind]))


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit code, and the output."""
    with pytest.raises(SystemExit) as caught:
        main(["estimate", *arguments])
    printed = capsys.readouterr()
    assert isinstance(caught.value.code, int)
    return caught.value.code, printed.out, printed.err


@pytest.mark.slow
@pytest.mark.parametrize("case", load())
def test_figures(case: Case, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each figure is as expected, to the millionth of a dollar."""
    assert folder.is_dir()
    write(**case["traffic"])
    if "pattern" in case:
        Path("pattern.json").write_text(json.dumps(case["pattern"]))
    code, out, _ = ran(capsys, "pattern.json", "traffic.jsonl", "--json", *case["args"])
    report = json.loads(out)
    assert {way: at(report, way) for way in case["expect"]} == case["expect"]
    assert code == case["exit"]


SHAPE = {
    "sample": {
        "events", "matched", "share", "interval", "malformed", "undecided", "of_events", "first", "last", "seconds",
        "untimed", "mean_bytes", "partial", "unreadable",
    },
    "month": {"events", "basis"},
    "setup": {
        "service", "source", "region", "region_basis", "batch_size", "window_seconds", "enrichment", "target", "free_tier",
    },
    "without_filter": {
        "requests_per_month", "requests_per_month_least", "dollars_per_month", "dollars_per_month_least",
        "dollars_per_year", "lines", "lacks",
    },
    "saved": {"dollars_per_month", "dollars_per_month_most", "dollars_per_year", "share"},
}  # fmt: skip
LINE = {"what", "item", "quantity", "quantity_least", "free", "unit", "price", "dollars", "dollars_least"}
PRICE = {"item", "region", "usd", "per", "unit", "date", "source", "note"}


def test_json_shape(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The object that --json prints has exactly the members that docs/reference/json.md lists."""
    assert folder.is_dir()
    write("dynamodb", 100, 25)
    arguments = ("pattern.json", "traffic.jsonl", "--json", "--suggest", "--reads", "kind")
    code, out, _ = ran(capsys, *arguments)
    assert code == 0
    report = json.loads(out)
    assert set(report) == {
        "sample", "month", "setup", "without_filter", "with_filter", "saved", "bus", "assumed", "unchanged", "candidates",
        "warnings", "suggestions", "reads",
    }  # fmt: skip
    shape = SHAPE | {
        "bus": SHAPE["without_filter"],
        "with_filter": SHAPE["without_filter"] | {"dollars_per_month_interval"},
    }
    assert {name: set(report[name]) for name in shape} == shape
    assert set(report["without_filter"]["lines"][0]) == LINE
    assert set(report["without_filter"]["lines"][0]["price"]) == PRICE
    (candidate,) = report["candidates"]
    assert set(candidate) == {"pattern", "sample", "with_filter", "saved", "filters"}
    assert set(candidate["sample"]) == {"matched", "share", "interval"}
    (filter_,) = candidate["filters"]
    assert set(filter_) == {
        "number", "matched", "share", "decides", "never_matches", "adds_nothing", "members",
    }  # fmt: skip
    assert set(filter_["members"][0]) == {"path", "words", "holds", "removes", "removes_share"}
    assert set(report["unchanged"][0]) == {"what", "quantity_least", "source"}
    assert set(report["reads"]) == {
        "wanted", "needless_share", "removed_share", "dollars_per_month", "dollars_per_month_most",
        "dollars_per_month_at_best", "pattern", "joined", "exact", "residual", "notes",
    }  # fmt: skip
    code, out, _ = ran(capsys, "--traffic", "traffic.jsonl", "--json", "--suggest")
    assert set(json.loads(out)["suggestions"][0]) == {
        "path", "value", "share", "dollars_per_month", "dollars_per_month_most", "add", "pattern", "note",
    }  # fmt: skip


@pytest.mark.slow
def test_forms_of_traffic_give_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines, an array, gzip, a folder, Lambda's wrapper, Windows line ends with a BOM, and standard input."""
    write("sqs", 60, 20)
    lines = Path("traffic.jsonl").read_text().splitlines()
    forms = {
        "array.json": f"[{','.join(lines)}]".encode(),
        "lines.gz": gzip.compress("\n".join(lines).encode()),
        "wrapped.json": f'{{"Records": [{",".join(lines)}]}}'.encode(),
        "two.jsonl": f'{{"Records": [{",".join(lines[:30])}]}}\n{{"Records": [{",".join(lines[30:])}]}}\n'.encode(),
        "windows.jsonl": b"\xef\xbb\xbf" + "\r\n".join(lines).encode(),
        "pretty.json": "\n".join(json.dumps(json.loads(line), indent=2) for line in lines).encode(),
    }
    for name, data in forms.items():
        Path(name).write_bytes(data)
    Path("folder").mkdir()
    Path("folder/a.jsonl").write_text("\n".join(lines[:31]))
    Path("folder/b.jsonl").write_text("\n".join(lines[31:]))
    expected = json.loads(ran(capsys, "pattern.json", "traffic.jsonl", "--json")[1])
    assert expected["sample"]["matched"] == 20
    for name in [*forms, "folder"]:
        assert json.loads(ran(capsys, "pattern.json", name, "--json")[1]) == expected, name
    for data in (forms["array.json"], forms["lines.gz"], Path("traffic.jsonl").read_bytes()):
        command = [sys.executable, "-m", "pipefilter", "estimate", "pattern.json", "-", "--json"]
        done = subprocess.run(command, input=data, capture_output=True, check=True, cwd=folder)
        assert json.loads(done.stdout) == expected


def test_several_patterns_are_compared(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each has the figures that it has alone."""
    assert folder.is_dir()
    write("sqs", 100, 25)
    Path("all.json").write_text('{"eventSource": ["aws:sqs"]}')
    Path("none.json").write_text('{"eventSource": ["aws:sqs"], "body": {"kind": ["never"]}}')
    names = ["pattern.json", "all.json", "none.json"]
    _, out, _ = ran(capsys, "--compare", *names, "--traffic", "traffic.jsonl", "--json")
    report = json.loads(out)
    assert [candidate["pattern"] for candidate in report["candidates"]] == names
    assert [candidate["sample"]["matched"] for candidate in report["candidates"]] == [25, 100, 0]
    for candidate in report["candidates"]:
        alone = json.loads(ran(capsys, candidate["pattern"], "traffic.jsonl", "--json")[1])
        assert alone["candidates"] == [candidate]
        assert alone["with_filter"] == candidate["with_filter"]
    relations = [(each["first"], each["second"], each["relation"]) for each in report["comparisons"]]
    assert relations[-1] == ("all.json", "none.json", "wider")
    assert [(first, second) for first, second, _ in relations] == list(combinations(names, 2))
    _, out, _ = ran(capsys, "--compare", *names, "--traffic", "traffic.jsonl")
    assert all(name in out for name in names)
    assert "  = all.json matches more than none.json\n" in out


def test_csv(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One row for each line of each bill, readable by a CSV reader."""
    assert folder.is_dir()
    write("sqs", 100, 25)
    Path('a "b",c.json').write_text(Path("pattern.json").read_text())
    code, out, _ = ran(capsys, 'a "b",c.json', "traffic.jsonl", "--csv", "--per-month", "10M")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["bill"], row["pattern"], row["quantity"], row["dollars"]) for row in rows] == [
        ("without_filter", "", "10000000", "4.0"),
        ("with_filter", 'a "b",c.json', "2500000", "1.0"),
        ("bus", "", "10000000", "10.0"),
    ]


@pytest.mark.slow
def test_sampling(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The requested number of events, the same for the same seed; the month is that of all events."""
    assert folder.is_dir()
    write("sqs", 2000, 500)
    arguments = ("pattern.json", "traffic.jsonl", "--json", "--sample", "400", "--seed", "7")
    report = json.loads(ran(capsys, *arguments)[1])
    assert report["sample"]["events"] == 400
    assert report["sample"]["of_events"] == 2000
    assert 0.18 < report["sample"]["share"] < 0.32
    assert 2_600_000 < report["month"]["events"] < 2_700_000
    assert json.loads(ran(capsys, *arguments)[1]) == report
    assert json.loads(ran(capsys, *arguments[:-1], "8")[1]) != report
    everything = json.loads(ran(capsys, *arguments[:-3], "5000")[1])
    assert everything["sample"]["of_events"] is None
    assert everything == json.loads(ran(capsys, "pattern.json", "traffic.jsonl", "--json")[1])


def test_undecided_and_malformed_events(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are reported with their places and left out of the shares, and the exit code is 2."""
    assert folder.is_dir()
    write("sqs", 10, 5)
    with Path("traffic.jsonl").open("a") as file:
        file.write("nope\n{}\n[]\n")
    code, out, err = ran(
        capsys, "pattern.json", "traffic.jsonl", "missing.jsonl", "--json", "--per-month", "1M"
    )
    assert code == 2
    assert err == "Error: there is no file missing.jsonl\n"
    code, out, err = ran(capsys, "pattern.json", "traffic.jsonl", "--json", "--per-month", "1M")
    assert code == 2
    report = json.loads(out)["sample"]
    assert (report["events"], report["malformed"], report["matched"]) == (11, 2, 5)
    assert [line.partition("  ")[0] for line in err.splitlines()] == [
        "traffic.jsonl:11:5",
        "traffic.jsonl:13:1",
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "give a PATTERN"),
        (("--compare", "pattern.json"), "give the events with --traffic"),
        (("pattern.json", "all.json", "--traffic", "traffic.jsonl"), "use --compare"),
        (("--compare", "pattern.json", "pattern.json", "--traffic", "traffic.jsonl"), "given twice"),
        (("pattern.json", "traffic.jsonl", "--json", "--csv"), "use one of them"),
        (
            ("pattern.json", "traffic.jsonl", "--sample", "5", "--window", "1s"),
            "--window cannot be combined with --sample",
        ),
        (("pattern.json", "traffic.jsonl", "--per-month", "many"), "not a number of events"),
        (("pattern.json", "traffic.jsonl", "--per-month", "0"), "not a number of events"),
        (("pattern.json", "traffic.jsonl", "--per-month", "1M", "--totals", "1M/1d"), "give only one"),
        (("pattern.json", "traffic.jsonl", "--totals", "missing.json"), "cannot read missing.json"),
        (("pattern.json", "traffic.jsonl", "--totals", "pattern.json"), "contains no sums"),
        (("pattern.json", "traffic.jsonl", "--window", "soon"), "is not a time"),
        (("pattern.json", "traffic.jsonl", "--region", "EU West"), "not a valid Region name"),
        (
            ("pattern.json", "traffic.jsonl", "--region", "us-eat-1"),
            "us-eat-1 is not a Region: did you mean us-east-1?",
        ),
        (("pattern.json", "traffic.jsonl", "--region", "eu-wset-1"), "did you mean eu-west-1?"),
        (
            ("pattern.json", "traffic.jsonl", "--region", "mars"),
            "mars is not a valid Region name, such as eu-west-1",
        ),
        (("pattern.json", "traffic.jsonl", "--memory", "128"), "applies to a function"),
        (
            ("pattern.json", "traffic.jsonl", "--service", "lambda", "--memory", "512MB"),
            "--memory: 512MB is not a number of MB, such as 512",
        ),
        (
            ("pattern.json", "traffic.jsonl", "--service", "lambda", "--memory", "50000"),
            "--memory: 50000 is not a number of MB from 128 to 10,240, such as 512",
        ),
        (
            ("pattern.json", "traffic.jsonl", "--enrichment", "lambda", "--enrichment-memory", "1g"),
            "--enrichment-memory: 1g is not a number of MB, such as 512",
        ),
        (
            ("pattern.json", "traffic.jsonl", "--service", "lambda", "--duration", "80"),
            "--duration: 80 has no unit: write 80ms or 80s",
        ),
        (
            ("pattern.json", "traffic.jsonl", "--service", "lambda", "--per-record", "1.5"),
            "--per-record: 1.5 has no unit: write 1.5ms or 1.5s",
        ),
        (("pattern.json", "traffic.jsonl", "--service", "lambda", "--memory", "128"), "require each other"),
        (
            ("pattern.json", "traffic.jsonl", "--service", "lambda", "--target", "sqs"),
            "event source mapping calls",
        ),
        (("pattern.json", "traffic.jsonl", "--enrichment-memory", "128"), "require --enrichment"),
        (
            ("pattern.json", "traffic.jsonl", "--service", "rule"),
            "these are SQS messages, which filters in a rule never receive",
        ),
        (("pattern.json", "traffic.jsonl", "--prices", "pattern.json"), "pattern.json: "),
        (
            ("pattern.json", "traffic.jsonl", "--reads", "a"),
            "--reads applies only to DynamoDB streams: these are SQS messages",
        ),
        (
            ("pattern.json", "traffic.jsonl", "--html", "no/such/folder.html"),
            "the folder no/such does not exist",
        ),
        (("pattern.json", "untimed.jsonl"), "give --per-month"),
        (("pattern.json", "empty.jsonl"), "no events found"),
        (("pattern.json", "bad.jsonl"), "no event could be evaluated"),
        (("folder", "traffic.jsonl"), "no patterns in the folder folder"),
        (("broken.json", "traffic.jsonl"), "PF112"),
        (("pattern.json", "missing.jsonl"), "there is no file missing.jsonl"),
        (("-", "-"), "- can be used only once"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bad_usage(
    arguments: tuple[str, ...], says: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One clear sentence on standard error, nothing on standard output, and exit code 2."""
    write("sqs", 10, 5)
    (folder / "folder").mkdir()
    for name, text in {
        "all.json": "{}",
        "untimed.jsonl": '{"body": "{}"}\n',
        "empty.jsonl": "",
        "bad.jsonl": "nope\n",
        "broken.json": '{"body": "x"}',
    }.items():
        (folder / name).write_text(text)
    code, out, err = ran(capsys, *arguments)
    assert (code, out) == (2, "")
    assert says in err
    assert "Traceback" not in err


def test_prices_of_a_file_take_precedence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Even for a region without built-in prices."""
    assert folder.is_dir()
    write("sqs", 100, 25)
    price = {
        "item": "pipe-request",
        "region": "eu-west-3",
        "usd": 0.5,
        "per": 1000,
        "date": "2026-11-01",
        "source": "us",
    }
    Path("prices.json").write_text(json.dumps({"prices": [price]}))
    arguments = ("pattern.json", "traffic.jsonl", "--json", "--per-month", "10k", "--region", "eu-west-3")
    report = json.loads(ran(capsys, *arguments, "--prices", "prices.json")[1])
    assert report["with_filter"]["dollars_per_month"] == 1.25
    assert report["with_filter"]["lines"][0]["price"]["source"] == "us"
    assert report["bus"]["dollars_per_month"] is None


def test_patterns_in_templates_determine_where_they_run(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Service and source are those of the resource; a property that the template leaves open is not estimated."""
    assert folder.is_dir()
    write("dynamodb", 100, 25)
    template = """
Resources:
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: arn:aws:dynamodb:us-east-1:111122223333:table/t/stream/2026-01-01T00:00:00.000
      FilterCriteria:
        Filters:
          - Pattern: '{"dynamodb": {"NewImage": {"kind": {"S": ["wanted"]}}}}'
  Open:
    Type: AWS::Pipes::Pipe
    Properties:
      Source: arn:aws:dynamodb:us-east-1:111122223333:table/t/stream/2026-01-01T00:00:00.000
      SourceParameters:
        FilterCriteria:
          Filters:
            - Pattern: !Sub '{"eventName": ["${Kind}"]}'
"""
    Path("template.yaml").write_text(template)
    report = json.loads(ran(capsys, "template.yaml#Mapping", "traffic.jsonl", "--json")[1])
    assert (report["setup"]["service"], report["setup"]["source"]) == ("lambda", "dynamodb")
    assert report["sample"]["matched"] == 25
    code, _, err = ran(capsys, "template.yaml#Open", "traffic.jsonl")
    assert code == 2
    assert "${Kind}" in err


def test_suggestions_say_what_to_add(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The suggested pattern removes exactly the stated share, and can be used as input."""
    assert folder.is_dir()
    write("sqs", 100, 25)
    Path("all.json").write_text('{"eventSource": ["aws:sqs"]}')
    report = json.loads(ran(capsys, "all.json", "traffic.jsonl", "--json", "--suggest", "--per-month", "1M")[1])
    first = report["suggestions"][0]
    assert (first["path"], first["value"], first["share"]) == ("body.kind", "another", 0.75)
    assert first["dollars_per_month"] == 0.3
    Path("next.json").write_text(first["pattern"])
    again = json.loads(ran(capsys, "next.json", "traffic.jsonl", "--json", "--per-month", "1M")[1])
    assert again["sample"]["matched"] == 25


def test_changes_that_the_consumer_does_not_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Records in which no field that is read has changed, and the narrowest pattern without them."""
    assert folder.is_dir()
    records = []
    for number in range(100):
        old = {"status": {"S": "A"}, "touched": {"N": str(number)}}
        new = {"status": {"S": "B" if number < 20 else "A"}, "touched": {"N": str(number + 1)}}
        change = {"ApproximateCreationDateTime": 1_763_800_000 + number, "NewImage": new, "OldImage": old}
        records.append({"eventName": "MODIFY", "eventSource": "aws:dynamodb", "dynamodb": change})
    Path("traffic.jsonl").write_text("\n".join(map(json.dumps, records)))
    report = json.loads(
        ran(capsys, "--traffic", "traffic.jsonl", "--json", "--reads", "status", "--per-month", "1M")[1]
    )
    assert report["reads"]["needless_share"] == 0.8
    assert report["reads"]["removed_share"] == 0.8
    assert report["reads"]["dollars_per_month"] == 0.32
    Path("narrow.json").write_text(report["reads"]["pattern"])
    again = json.loads(ran(capsys, "narrow.json", "traffic.jsonl", "--json")[1])
    assert again["sample"]["matched"] == 20


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_an_interrupted_run_prints_what_was_counted(folder: Path) -> None:
    """Marked partial, with exit code 130, in one process and in two."""
    write("sqs", 3000, 1000)
    for jobs in ("1", "2"):
        command = [sys.executable, "-m", "pipefilter", "estimate", "pattern.json", "-", "--json", "-j", jobs]
        with subprocess.Popen(
            [*command, "--per-month", "1M"],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:
            assert process.stdin is not None
            data = (folder / "traffic.jsonl").read_bytes()
            for _ in range(3):
                process.stdin.write(data)
            process.stdin.flush()  # so all of it has been read, but for what a pipe holds
            os.kill(process.pid, signal.SIGINT)
            out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 130, err
        report = json.loads(out)
        assert report["sample"]["partial"] is True
        assert 0 < report["sample"]["events"] <= 9_000
        assert b"Traceback" not in err
        assert b"the figures cover only the events counted so far" in err


@pytest.mark.slow
def test_a_closed_pipe(folder: Path) -> None:
    """`| head` ends it without a message."""
    write("sqs", 100, 25)
    command = [sys.executable, "-m", "pipefilter", "estimate", "pattern.json", "traffic.jsonl", "--suggest"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    assert process.returncode in {141, 0}


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_report_on_every_terminal(encoding: str, folder: Path) -> None:
    """Even where only ASCII can be printed, the report has no escape sequences."""
    write("sqs", 100, 25)
    command = [
        sys.executable,
        "-m",
        "pipefilter",
        "estimate",
        "pattern.json",
        "traffic.jsonl",
        "--per-month",
        "1M",
    ]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": encoding}
    )
    out = done.stdout.decode(encoding)
    assert "\\u" not in out
    assert "\x1b" not in out
    assert "without filter" in out
    assert "$0.10" in out
    assert all(line == line.rstrip() for line in out.split("\n"))


@pytest.mark.nightly
def test_reads_are_learned_from_every_record(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One record of another type among thousands is not lost by the generated pattern."""
    lines = []
    for number in range(3000):
        old = {"ok": {"BOOL": True}, "n": {"N": str(number)}}
        new = {"ok": {"S": "no"}} if number == 2321 else {"ok": {"BOOL": True}}
        if number == 2321:
            old = {"ok": {"S": "yes"}}
        change = {"ApproximateCreationDateTime": 1_763_800_000 + number, "NewImage": new, "OldImage": old}
        lines.append(json.dumps({"eventName": "MODIFY", "eventSource": "aws:dynamodb", "dynamodb": change}))
    (folder / "traffic.jsonl").write_text("\n".join(lines))
    (folder / "one.jsonl").write_text(lines[2321])
    for jobs in ("1", "2"):
        arguments = ("--traffic", "traffic.jsonl", "--json", "--reads", "ok", "--per-month", "1M", "-j", jobs)
        reads = json.loads(ran(capsys, *arguments)[1])["reads"]
        assert reads["needless_share"] == pytest.approx(2999 / 3000, abs=1e-6)
        (folder / "narrow.json").write_text(reads["pattern"])
        report = json.loads(ran(capsys, "narrow.json", "one.jsonl", "--json", "--per-month", "1M")[1])
        assert report["sample"]["matched"] == 1
    sampled = json.loads(ran(capsys, *arguments, "--sample", "100")[1])["reads"]
    assert sampled["notes"][0].startswith("types and values were learned from only part of the traffic")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="a socket keeps pieces apart")
def test_the_source_is_detected_in_slow_traffic(folder: Path) -> None:
    """By the first event that identifies it, across pieces of a pipe and malformed data."""
    write("bus", 50, 25)
    data = b"\xff nope\n" + (folder / "traffic.jsonl").read_bytes()
    command = [
        sys.executable,
        "-m",
        "pipefilter",
        "estimate",
        "pattern.json",
        "-",
        "--json",
        "--per-month",
        "5M",
    ]
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)  # what is sent apart is read apart
    with (
        ours,
        theirs,
        subprocess.Popen(command, cwd=folder, stdin=theirs.fileno(), stdout=subprocess.PIPE) as process,
    ):
        theirs.close()
        for piece in (data[:3], data[3:100], data[100:]):
            ours.sendall(piece)
        ours.close()
        out, _ = process.communicate(timeout=PATIENCE)
    report = json.loads(out)
    assert (report["setup"]["source"], report["setup"]["service"]) == ("bus", "rule")
    assert (report["sample"]["events"], report["sample"]["malformed"]) == (50, 1)


def test_events_of_an_unknown_source_are_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are evaluated as plain events, and the report says so; events of another source are reported too."""
    (folder / "pattern.json").write_text('{"a": [1]}')
    (folder / "traffic.jsonl").write_text('{"a": 1}\n{"a": 2}\n')
    report = json.loads(ran(capsys, "pattern.json", "traffic.jsonl", "--json", "--per-month", "1M")[1])
    assert any(warning.startswith("the source of the events is not known") for warning in report["warnings"])
    write("sqs", 20, 10)
    with (folder / "traffic.jsonl").open("a") as file:
        file.write('{"a": 1}\n')
    report = json.loads(ran(capsys, "pattern.json", "traffic.jsonl", "--json", "--per-month", "1M")[1])
    assert "1 event does not look like SQS messages: it is evaluated as if it did" in report["warnings"]
    write("bus", 20, 10)
    text = (folder / "traffic.jsonl").read_text().replace('"source":"made"', '"source":"aws.s3"')
    (folder / "traffic.jsonl").write_text(text)
    report = json.loads(ran(capsys, "pattern.json", "traffic.jsonl", "--json", "--per-month", "1M")[1])
    assert any("are from AWS services" in warning for warning in report["warnings"])


def test_interrupted_after_counting(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counts are printed, without suggestions."""
    assert folder.is_dir()
    write("sqs", 100, 25)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("pipefilter.application.estimate_plan.suggestions", interrupt)
    code, out, err = ran(capsys, "pattern.json", "traffic.jsonl", "--json", "--suggest", "--per-month", "1M")
    assert (code, err) == (130, "interrupted: the report has no suggestions on what to filter next\n")
    assert json.loads(out)["sample"]["matched"] == 25


def test_interrupted_while_a_sample_is_evaluated(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The counts so far are printed, and the month is still that of all events."""
    assert folder.is_dir()
    write("sqs", 4000, 1000)
    tallied = UnitCounter.count
    calls = iter(range(100))

    def tally(self: UnitCounter, unit: Unit) -> TrafficCounts:
        if next(calls) == 2:
            raise KeyboardInterrupt
        return tallied(self, unit)

    monkeypatch.setattr("pipefilter.application.traffic_count.UnitCounter.count", tally)
    code, out, _ = ran(capsys, "pattern.json", "traffic.jsonl", "--json", "--sample", "3500")
    report = json.loads(out)
    assert code == 130
    assert (report["sample"]["events"], report["sample"]["of_events"]) == (2000, 4000)
    assert report["sample"]["partial"] is True


def test_requested_parts_are_present_if_nothing_matches(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """They are empty."""
    assert folder.is_dir()
    write("dynamodb", 100, 0)
    arguments = ("pattern.json", "traffic.jsonl", "--json", "--suggest", "--reads", "kind", "--per-month", "1M")
    report = json.loads(ran(capsys, *arguments)[1])
    assert report["suggestions"] == []
    assert report["reads"]["needless_share"] == 0


def test_a_filter_that_costs_more(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """If matching records are larger, fuller batches start more chunks: it is reported, and the exit code is 1."""
    assert folder.is_dir()
    small, large = made_lines("sqs", 3, 0), made_lines("sqs", 100, 100, 40_000)
    # without the filter, three small ones fill up the batches of the large
    Path("traffic.jsonl").write_text("\n".join([*small[:3], *large]))
    Path("pattern.json").write_text(json.dumps(PATTERNS["sqs"]))
    arguments = (
        "pattern.json",
        "traffic.jsonl",
        "--json",
        "--per-month",
        "10M",
        "--batch-size",
        "2",
        "--window",
        "300s",
    )
    code, out, _ = ran(capsys, *arguments)
    report = json.loads(out)
    if report["saved"]["dollars_per_month_most"] < 0:
        assert code == 1
        assert any(warning.startswith("this filter increases the cost") for warning in report["warnings"])
    else:
        assert code == (1 if report["saved"]["dollars_per_month_most"] == 0 else 0)


def test_one_wrong_timestamp_is_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One event of the year 9999 makes the time span useless: the report says so."""
    lines = made_lines("sqs", 1000, 500)
    lines[7] = json.dumps(
        json.loads(made_lines("sqs", 1, 0)[0]) | {"attributes": {"SentTimestamp": "253402300799999"}}
    )
    (folder / "traffic.jsonl").write_text("\n".join(lines))
    (folder / "pattern.json").write_text(json.dumps(PATTERNS["sqs"]))
    report = json.loads(ran(capsys, "pattern.json", "traffic.jsonl", "--json")[1])
    (warning,) = [text for text in report["warnings"] if " in time, as" in text]
    assert warning.startswith("1 of 1000 events is an outlier in time, as the rest are from 2025-11-22")


def test_a_window_without_timestamps(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Batches are then assumed to be full, and the report says so."""
    assert folder.is_dir()
    write("sqs", 100, 50)
    lines = [
        line.replace("SentTimestamp", "NoTimestamp") for line in Path("traffic.jsonl").read_text().splitlines()
    ]
    Path("traffic.jsonl").write_text("\n".join(lines))
    arguments = ("pattern.json", "traffic.jsonl", "--json", "--per-month", "1M", "--batch-size", "10")
    full = json.loads(ran(capsys, *arguments)[1])
    formed = json.loads(ran(capsys, *arguments, "--window", "5s")[1])
    assert formed["with_filter"] == full["with_filter"]
    assert any("batches are assumed to be full" in warning for warning in formed["warnings"])


@pytest.mark.parametrize("name", ["traffic.jsonl", "pattern.json", "prices.json", ".", "no/such/page.html", ""])
def test_an_input_is_not_overwritten_by_the_page(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And an unwritable page is detected at the start."""
    write("sqs", 10, 5)
    (folder / "prices.json").write_text('{"prices": []}')
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    arguments = (
        "pattern.json",
        "traffic.jsonl",
        "--per-month",
        "1M",
        "--prices",
        "prices.json",
        "--html",
        name,
    )
    code, out, err = ran(capsys, *arguments)
    assert (code, out) == (2, "")
    assert "--html" in err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_names_do_not_break_the_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Line feeds and terminal commands in names are escaped."""
    write("sqs", 100, 25)
    name = "a\nb\x1b[31m.json"
    (folder / name).write_text('{"body": {"k\\u001b[8m\\n": ["x"]}}')
    _, out, _ = ran(capsys, name, "traffic.jsonl", "--per-month", "1M")
    assert "a\\u000ab\\u001b[31m.json" in out
    assert "\x1b" not in out
    assert "body.k\\u001b[8m\\u000a" in out


@pytest.mark.parametrize("option", ["--per-month", "--totals", "--prices", "--reads", "--html"])
def test_empty_options(option: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As from an unset variable: an error, not a missing option."""
    assert folder.is_dir()
    write("dynamodb", 10, 5)
    code, out, err = ran(capsys, "pattern.json", "traffic.jsonl", option, "")
    assert (code, out) == (2, "")
    assert err


@pytest.mark.parametrize(
    ("resource", "size"),
    [
        ("sam/template.yaml#Notify.Paid", 100),
        ("terraform/main.tf#aws_pipes_pipe.paid_pipe", 100),
        ("serverless/serverless.yml#Notify.stream", 100),
        ("cloudformation-json/template.json#PaidPipe", 100),
    ],
)
def test_batch_sizes_of_templates(
    resource: str, size: int, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The size is that of the resource, for every tool; the option takes precedence."""
    assert folder.is_dir()
    write("dynamodb", 20, 10)
    named = str(ROOT / "examples" / "stacks" / resource)
    report = json.loads(ran(capsys, named, "traffic.jsonl", "--json", "--per-month", "1M")[1])
    assert report["setup"]["batch_size"] == size
    arguments = (named, "traffic.jsonl", "--json", "--per-month", "1M", "--batch-size", "7")
    assert json.loads(ran(capsys, *arguments)[1])["setup"]["batch_size"] == 7


def test_batch_properties_of_a_template(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A parameterised size is unknown, and a window is not applied: both are reported on standard error."""
    write("sqs", 20, 10)
    (folder / "t.yaml").write_text("""
Resources:
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: arn:aws:sqs:us-east-1:111122223333:orders
      BatchSize: !Ref Size
      MaximumBatchingWindowInSeconds: 20
      FilterCriteria:
        Filters:
          - Pattern: '{"body": {"kind": ["wanted"]}}'
""")
    _, out, err = ran(capsys, "t.yaml#Mapping", "traffic.jsonl", "--json", "--per-month", "1M")
    assert json.loads(out)["setup"]["batch_size"] == 10
    assert err == (
        "the template has no batch size: assuming 10; give --batch-size if it differs\n"
        "batches are assumed to be full; give --window 20s, as in the template, to form them by time\n"
    )


def test_a_scope_that_a_template_leaves_open(tmp_path: Path) -> None:
    """The service that a caller gives decides it."""
    call = {"SubscriptionArn": "t:1", "AttributeName": "FilterPolicy", "AttributeValue": '{"a": ["x"]}'}
    (tmp_path / "set.json").write_text(json.dumps(call))
    policy = str(tmp_path / "set.json")
    messages = [{"TopicArn": "t", "Message": '{"a": "x"}'}]
    with pytest.raises(pipefilter.TemplateGap, match="give the service sns or sns-body"):
        pipefilter.estimate(policy, messages, per_month="1M")
    assert pipefilter.estimate(policy, messages, per_month="1M", service="sns-body").matched == 1
    assert pipefilter.estimate(policy, messages, per_month="1M", service="sns").matched == 0
