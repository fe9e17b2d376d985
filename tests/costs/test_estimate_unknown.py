"""What an estimate reports if something is unknown: the duration of calls, the region, or the prices of a region."""

from __future__ import annotations

import csv
import html
import io
import json
from pathlib import Path
from typing import Any

import pytest
from made_estimates import PATTERNS, made_lines

from pipefilter.cli.main import main
from pipefilter.costs.prices.file import shipped_prices
from pipefilter.costs.prices.region_names import REGION_NAMES
from pipefilter.costs.traffic.record_region import region_in_line, region_of_event, region_of_record
from pipefilter.json_text.raw_object import raw_object

Json = dict[str, Any]


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit code, and the output for a million events a month."""
    with pytest.raises(SystemExit) as caught:
        main(["estimate", "pattern.json", "traffic.jsonl", "--per-month", "1M", *arguments])
    printed = capsys.readouterr()
    assert isinstance(caught.value.code, int)
    return caught.value.code, printed.out, printed.err


def write(kind: str, events: list[Json] | None = None) -> None:
    """A pattern, and traffic of which a quarter matches."""
    lines = made_lines(kind, 100, 25) if events is None else [json.dumps(event) for event in events]
    Path("traffic.jsonl").write_text("".join(f"{line}\n" for line in lines))
    Path("pattern.json").write_text(json.dumps(PATTERNS[kind]))


def events(kind: str, **members: object) -> list[Json]:
    """Such events with more members."""
    return [json.loads(line) | members for line in made_lines(kind, 100, 25)]


TYPICAL = ("--memory", "512", "--duration", "100ms")


@pytest.mark.parametrize(
    ("kind", "options", "missing", "durations"),
    [
        ("dynamodb", ("--service", "lambda"), "Lambda: duration", TYPICAL),
        ("sqs", ("--target", "lambda"), "target: Lambda duration", TYPICAL),
        ("bus", ("--target", "lambda"), "target: Lambda duration", TYPICAL),
        (
            "sqs",
            ("--target", "step-functions-express"),
            "target: Express Workflow duration",
            ("--duration", "100ms"),
        ),
        (
            "sqs",
            ("--enrichment", "lambda", "--enrichment-memory", "256"),
            "enrichment: Lambda duration",
            ("--enrichment-duration", "100ms"),
        ),
        (
            "sqs",
            ("--enrichment", "lambda"),
            "enrichment: Lambda duration",
            ("--enrichment-memory", "512", "--enrichment-duration", "100ms"),
        ),
    ],
)
def test_a_missing_duration(
    kind: str,
    options: tuple[str, ...],
    missing: str,
    durations: tuple[str, ...],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is named next to each sum, with the sum under the stated assumptions."""
    write(kind)
    code, out, _ = ran(capsys, *options, "--json")
    document = json.loads(out)
    assert document["without_filter"]["lacks"] == document["with_filter"]["lacks"] == [missing]
    assert any(missing in warning for warning in document["warnings"])
    assumed = document["assumed"]
    assert "100 ms per call" in assumed["what"]
    code_of_all, out, _ = ran(capsys, *options, *durations, "--json")
    complete = json.loads(out)
    assert complete["without_filter"]["lacks"] == []
    assert complete["assumed"] is None
    assert assumed["without_filter"] == complete["without_filter"]
    assert assumed["candidates"][0]["with_filter"] == complete["with_filter"]
    assert assumed["candidates"][0]["saved"] == complete["saved"]
    assert code == code_of_all
    _, report, _ = ran(capsys, *options, "--html", "page.html")
    assert missing in report
    assert assumed["what"] in report
    assert " + ?" in report
    page = Path("page.html").read_text("utf-8")
    assert assumed["what"] in page
    assert "<pre>pipefilter estimate " in page
    assert f"No total includes “{missing}”" in html.unescape(page)
    _, out, _ = ran(capsys, *options, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["bill"] for row in rows if row["what"] == missing and not row["quantity"]} == {
        "without_filter",
        "with_filter",
    }
    assert {row["bill"] for row in rows if row["what"] == missing and row["quantity"]} == {
        "assumed_without_filter",
        "assumed_with_filter",
    }


def test_unknown_prices(capsys: pytest.CaptureFixture[str]) -> None:
    """Quantities are printed, sums are unknown, and the sums of us-east-1 are printed next to them, marked as such."""
    write("dynamodb")
    code, out, _ = ran(capsys, "--region", "ap-southeast-3", "--json")
    document = json.loads(out)
    assert code == 2
    assert document["without_filter"]["dollars_per_month"] is None
    assert document["without_filter"]["requests_per_month"] == 1_000_000
    assert (document["assumed"]["what"], document["assumed"]["region"]) == (
        "at us-east-1 prices",
        "us-east-1",
    )
    _, out, _ = ran(capsys, "--region", "us-east-1", "--json")
    known = json.loads(out)
    assert known["assumed"] is None
    assert document["assumed"]["without_filter"] == known["without_filter"]
    assert document["assumed"]["bus"] == known["bus"]
    code, report, _ = ran(capsys, "--region", "ap-southeast-3")
    assert code == 2
    assert "unknown in ap-southeast-3; in us-east-1 $0.40 per 1,000,000 requests of 64 KB" in report
    assert "at us-east-1 prices" in report


def test_prices_unknown_in_every_region(capsys: pytest.CaptureFixture[str]) -> None:
    """If us-east-1 does not help, its prices are not assumed."""
    write("bus")
    code, out, _ = ran(capsys, "--service", "v2", "--region", "us-east-1", "--json")
    assert code == 2
    assert json.loads(out)["assumed"] is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "members"),
    [
        ("dynamodb", {"awsRegion": "eu-west-1"}),
        ("dynamodb", {"eventSourceARN": "arn:aws:dynamodb:eu-west-1:123456789012:table/a/stream/b"}),
        ("sqs", {"awsRegion": "eu-west-1"}),
        ("sqs", {"eventSourceARN": "arn:aws:sqs:eu-west-1:123456789012:orders"}),
        ("bus", {"region": "eu-west-1"}),
        ("bus", {"region": "eu-west-1", "detail": {"kind": "wanted", "awsRegion": "us-west-2", "region": "x"}}),
    ],
)
@pytest.mark.parametrize("form", ["lines", "wrapped"])
def test_region_of_records(kind: str, members: Json, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Prices are those of the records' region, which is reported; --region overrides it."""
    some = events(kind, **members)
    if form == "wrapped":
        some = [{"Records": some}] if kind != "bus" else some
    write(kind, some)
    _, out, err = ran(capsys, "--json")
    setup = json.loads(out)["setup"]
    assert (setup["region"], setup["region_basis"]) == ("eu-west-1", "records")
    assert "the prices of eu-west-1, because the records are from that Region" in err
    _, out, err = ran(capsys, "--json", "--region", "eu-central-1")
    report = json.loads(out)
    assert (report["setup"]["region"], report["setup"]["region_basis"]) == ("eu-central-1", "given")
    assert any("the records are from eu-west-1" in warning for warning in report["warnings"])
    _, out, _ = ran(capsys)
    assert "eu-west-1 (from the records)" in out


def test_region_of_a_broker(capsys: pytest.CaptureFixture[str]) -> None:
    """The records of a broker do not name it, but their envelope does."""
    value = "eyJraW5kIjogIndhbnRlZCJ9"
    record = {
        "topic": "t",
        "partition": 0,
        "offset": 1,
        "timestamp": 1,
        "key": "eA==",
        "value": value,
        "headers": [],
    }
    wrapper = {
        "eventSource": "aws:kafka",
        "eventSourceArn": "arn:aws:kafka:eu-west-1:123456789012:cluster/c/u",
        "records": {"t-0": [record, record]},
    }
    write("sqs", [wrapper])
    Path("pattern.json").write_text('{"value": {"kind": ["wanted"]}}')
    _, out, _ = ran(capsys, "--json")
    report = json.loads(out)
    assert report["sample"]["events"] == 2
    assert (report["setup"]["region"], report["setup"]["region_basis"]) == ("eu-west-1", "records")


def test_records_of_several_regions(capsys: pytest.CaptureFixture[str]) -> None:
    """The default is used, and that is reported."""
    some = events("dynamodb", awsRegion="eu-west-1")
    write("dynamodb", [*some[:90], *events("dynamodb", awsRegion="eu-west-3")[90:]])
    _, out, err = ran(capsys, "--json")
    report = json.loads(out)
    assert (report["setup"]["region"], report["setup"]["region_basis"]) == ("us-east-1", "default")
    (warning,) = [text for text in report["warnings"] if "Regions" in text]
    assert warning.startswith("the records are from 2 Regions, eu-west-1 (90), eu-west-3 (10): the prices of")
    assert "several Regions" in err


def test_one_record_of_another_region_is_enough(capsys: pytest.CaptureFixture[str]) -> None:
    """All records are checked, not only the first ones."""
    some = events("dynamodb", awsRegion="eu-west-1") * 30
    write("dynamodb", [*some, *events("dynamodb", awsRegion="eu-west-3")[:1]])
    _, out, _ = ran(capsys, "--json")
    assert json.loads(out)["setup"]["region_basis"] == "default"


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ('{"awsRegion": "eu-west-1"}', "eu-west-1"),
        ('{"awsRegion":"us-gov-west-1"}', "us-gov-west-1"),
        ('{"eventSourceARN":"arn:aws-cn:kinesis:cn-north-1:1:stream/a"}', "cn-north-1"),
        ('{"eventSourceArn":"arn:aws:kafka:eu-west-1:1:cluster/a"}', "eu-west-1"),
        ('{"awsRegion": 5}', None),
        ('{"awsRegion": ""}', None),
        ('{"awsRegion": "EU (Ireland)"}', None),
        ('{"awsRegion": "' + "a" * 50 + '-1"}', None),
        ('{"eventSourceARN": "arn:aws:s3:::bucket"}', None),
        ('{"dynamodb": {"awsRegion": {"S": "eu-west-1"}}}', None),
        ('{"body": "{\\"awsRegion\\": \\"eu-west-1\\"}"}', None),
    ],
)
def test_region_of_a_record(text: str, region: str | None) -> None:
    """Read from its line, the same as from the whole record."""
    assert region_of_record(raw_object(text)) == region
    assert region_in_line(text.encode()) == region


def test_region_of_an_event() -> None:
    """The region of the bus, not of what the event is about."""
    assert region_of_event(raw_object('{"region": "eu-west-1", "detail": {"region": "x"}}')) == "eu-west-1"
    assert region_of_event(raw_object('{"detail": {"region": "eu-west-1"}}')) is None


def test_regions_are_those_of_botocore() -> None:
    """None is missing or made up; if this fails, add the new regions of botocore to REGION_NAMES."""
    botocore = pytest.importorskip("botocore")
    partitions = json.loads((Path(botocore.__file__).parent / "data" / "partitions.json").read_text("utf-8"))
    names = {
        name for partition in partitions["partitions"] for name in partition["regions"] if "global" not in name
    }
    assert names == REGION_NAMES
    assert set(shipped_prices().regions) <= REGION_NAMES


@pytest.mark.parametrize(
    ("kind", "service", "has_bus"),
    [("dynamodb", "pipe", True), ("dynamodb", "lambda", False), ("bus", "rule", False), ("bus", "v2", True)],
)
def test_the_bus_is_compared_where_it_is_an_alternative(
    kind: str, service: str, has_bus: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """For a pipe it is printed and explained; a function that reads a stream has no such alternative."""
    write(kind)
    _, out, _ = ran(capsys, "--service", service, "--json")
    assert (json.loads(out)["bus"] is not None) is has_bus
    _, out, _ = ran(capsys, "--service", service, "--html", "page.html")
    assert ("custom event bus" in out) is has_bus
    assert ("a bus bills each event" in " ".join(out.split())) is has_bus
    assert ("custom event bus" in Path("page.html").read_text("utf-8")) is has_bus


def test_a_region_without_a_price_of_a_bus_is_known_for_a_function(capsys: pytest.CaptureFixture[str]) -> None:
    """A bus that is not compared cannot make an estimate uncertain."""
    write("dynamodb")
    code, out, _ = ran(capsys, "--service", "lambda", "--region", "eu-central-1", *TYPICAL, "--json")
    assert code == 0
    assert json.loads(out)["without_filter"]["dollars_per_month"] is not None
