"""The Python API of `pipefilter estimate`: its value equals the output of the command, and nothing is printed."""

from __future__ import annotations

import gzip
import inspect
import json
import math
import pickle
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from made_estimates import PATTERNS, made_lines
from repository import TEST_CASES
from source_records import FORMS
from thoroughness import mostly_nightly

import pipefilter
from pipefilter.application.estimate_options import EstimateOptions
from pipefilter.application.estimate_setup import CallOptions
from pipefilter.application.estimation import estimate
from pipefilter.application.option_text import InvalidOption
from pipefilter.application.option_values import call_milliseconds, event_count, window_seconds
from pipefilter.cli.estimate.command import command
from pipefilter.cli.main import main
from pipefilter.costs.prices.file import InvalidPrices
from pipefilter.costs.prices.price import Prices
from pipefilter.costs.volume.cloudwatch import InvalidTotals
from pipefilter.errors import InvalidEvent, InvalidEventPattern, PipefilterError, TemplateGap, UnreadableInput
from pipefilter.filtering.lookup import Contradiction
from pipefilter.filtering.record_evaluator import RecordEvaluator

CASES = TEST_CASES / "estimates"
Json = dict[str, Any]
DATA_MEMBERS = {
    "sqs": "body", "kinesis": "data", "dynamodb": "dynamodb", "msk": "value", "kafka": "value", "rabbitmq": "data",
    "activemq": "data", "bus": "detail",
}  # fmt: skip
NUMBERS = ("batch_size", "memory", "enrichment_memory", "sample", "seed", "jobs")
COMMAND_ONLY = {"arguments", "compare", "traffic", "format", "as_json", "as_csv", "html", "parameters"}
"""Parameters of the command that are arguments of the function, or say what to print."""
PER_MONTH: Json = {"per_month": 1_000_000}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.fixture
def printed(capfd: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """The captured output; whatever is printed after the last read of it must be empty."""
    yield capfd
    assert capfd.readouterr() == ("", "")


def load() -> list[Any]:
    return [
        pytest.param(case, id=case["name"])
        for path in sorted(CASES.glob("*.json"))
        for case in json.loads(path.read_text("utf-8"))
    ]


def write(kind: str, events: int = 40, matching: int = 10, **more: float) -> list[str]:
    """A pattern and traffic in the working folder; returns the traffic's lines."""
    lines = made_lines(kind, events, matching, int(more.get("bytes", 0)))
    Path("traffic.jsonl").write_text("".join(f"{line}\n" for line in lines))
    Path("pattern.json").write_text(json.dumps(PATTERNS[kind]))
    return lines


def output_of_command(capfd: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Json]:
    """The exit code, and the output of `--json`."""
    with pytest.raises(SystemExit) as caught:
        main(["estimate", "--json", *arguments])
    assert isinstance(caught.value.code, int)
    return caught.value.code, json.loads(capfd.readouterr().out)


def options_of(arguments: list[str]) -> Json:
    """The keywords that correspond to some options of the command."""
    options: Json = {}
    rest = iter(arguments)
    for name in rest:
        keyword = {"--arch": "architecture"}.get(name, name[2:].replace("-", "_"))
        if keyword in ("free_tier", "suggest"):
            options[keyword] = True
            continue
        value: object = next(rest)
        if keyword in NUMBERS:
            value = int(str(value))
        elif keyword == "reads":
            value = str(value).split(",")
        options[keyword] = value
    return options


def code_of(cost_estimate: pipefilter.CostEstimate) -> int:
    return 2 if not cost_estimate.is_certain else int(not cost_estimate.saves)


@pytest.mark.slow
@pytest.mark.parametrize("case", mostly_nightly(load(), 2))
def test_the_value_equals_the_command_output(case: Json, printed: pytest.CaptureFixture[str]) -> None:
    """Each of its members, and the exit code; from the file, and from the events one by one."""
    lines = write(**case["traffic"])
    if "pattern" in case:
        Path("pattern.json").write_text(json.dumps(case["pattern"]))
    code, expected = output_of_command(printed, "pattern.json", "traffic.jsonl", *case["args"])
    filters = pipefilter.load("pattern.json")
    options = options_of(case["args"])
    for traffic in ("traffic.jsonl", map(json.loads, lines)):
        cost_estimate = pipefilter.estimate(filters, traffic, **options)
        assert cost_estimate.as_json() == expected
        assert code_of(cost_estimate) == code
    bill = expected["with_filter"]
    assert cost_estimate.with_filter.dollars_per_month == bill["dollars_per_month"]
    assert cost_estimate.with_filter.dollars_per_year == bill["dollars_per_year"]
    assert cost_estimate.with_filter.requests_per_month == bill["requests_per_month"]
    assert [line.as_json() for line in cost_estimate.with_filter.lines] == bill["lines"]
    assert (
        cost_estimate.without_filter.dollars_per_month_least
        == expected["without_filter"]["dollars_per_month_least"]
    )
    assert cost_estimate.saved.as_json() == expected["saved"]
    assert (cost_estimate.records, cost_estimate.matched) == (
        expected["sample"]["events"],
        expected["sample"]["matched"],
    )
    assert (cost_estimate.service, cost_estimate.source or None, cost_estimate.region) == tuple(
        expected["setup"][name] for name in ("service", "source", "region")
    )
    assert cost_estimate.is_complete is (code != 2 and not bill["lacks"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("sqs", ["--sample", "25", "--seed", "7"]),
        ("sqs", ["--suggest", "--per-month", "1M"]),
        ("dynamodb", ["--reads", "kind,other", "--per-month", "1M"]),
        ("bus", ["--source", "bus", "--jobs", "2"]),
        ("sqs", ["--prices", "prices.json", "--region", "eu-west-3", "--per-month", "1.5k"]),
        ("sqs", ["--totals", "totals.json"]),
    ],
)
def test_other_options(kind: str, arguments: list[str], printed: pytest.CaptureFixture[str]) -> None:
    """Sampling, suggestions, reads and prices are the same too."""
    write(kind, 100, 20)
    price = {"item": "pipe-request", "region": "eu-west-3", "usd": 0.5, "per": 1000, "date": "2026-11-01"}
    Path("prices.json").write_text(json.dumps({"prices": [price | {"source": "us"}]}))
    points = [{"Timestamp": f"2026-11-01T0{hour}:00:00Z", "Sum": 5.0 + hour} for hour in range(5)]
    Path("totals.json").write_text(json.dumps({"Datapoints": points}))
    _, expected = output_of_command(printed, "pattern.json", "traffic.jsonl", *arguments)
    cost_estimate = pipefilter.estimate(
        pipefilter.load("pattern.json"), "traffic.jsonl", **options_of(arguments)
    )
    assert cost_estimate.as_json() == expected
    assert ("suggestions" in expected, "reads" in expected) == (
        "--suggest" in arguments,
        "--reads" in arguments,
    )


def test_attributes_that_no_record_has_save_nothing(printed: pytest.CaptureFixture[str]) -> None:
    write("dynamodb", 100, 20)
    arguments = ["estimate", "pattern.json", "traffic.jsonl", "--per-month", "1M", "--reads", "nosuch"]
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    out, err = printed.readouterr()
    assert "note: --reads: no record of the sample has nosuch; the records have " in err
    assert "Records that the consumer does not need" not in out


def test_every_option_of_the_command_is_a_keyword() -> None:
    """The function, its options and the command accept the same, except for output options."""
    keywords = set(inspect.signature(estimate).parameters) - {"filters", "traffic", "progress"}
    parameters = {parameter.name for parameter in command.params} - COMMAND_ONLY
    assert keywords == {"architecture" if name == "arch" else name for name in parameters}
    own = {*EstimateOptions.__dataclass_fields__, *CallOptions.__dataclass_fields__} - {"calls"}
    assert own | {"jobs"} == keywords


def test_python_times_and_numbers(printed: pytest.CaptureFixture[str]) -> None:
    """They equal the command's strings."""
    write("sqs")
    filters = pipefilter.load("pattern.json", service="lambda")
    arguments = ("--service", "lambda", "--memory", "512", "--duration", "120ms", "--per-record", "0.5ms")
    _, expected = output_of_command(
        printed, "pattern.json", "traffic.jsonl", *arguments, "--per-month", "20M", "--window", "1.5s"
    )
    milliseconds = timedelta(milliseconds=1)
    for per_month in (20_000_000, 2e7, Decimal("2E7"), Fraction(20_000_000), "20M"):
        for window in (1.5, "1.5s", timedelta(seconds=1.5), Decimal("1.5")):
            cost_estimate = pipefilter.estimate(
                filters,
                Path("traffic.jsonl"),
                per_month=per_month,
                window=window,
                memory=512,
                duration=120 * milliseconds,
                per_record=milliseconds / 2,
            )
            assert cost_estimate.as_json() == expected


def test_totals_from_boto3() -> None:
    """With datetimes, and the same from a file of the AWS CLI."""
    write("sqs")
    filters = pipefilter.load("pattern.json")
    points = [{"Timestamp": datetime(2026, 11, 1, hour, tzinfo=UTC), "Sum": 5.0 + hour} for hour in range(5)]
    cost_estimate = pipefilter.estimate(filters, "traffic.jsonl", totals={"Datapoints": points})
    assert cost_estimate.records_per_month == (5 + 6 + 7 + 8 + 9) / 5 * 730
    printed_points = [point | {"Timestamp": f"{point['Timestamp']:%Y-%m-%dT%H:%M:%SZ}"} for point in points]
    Path("totals.json").write_text(json.dumps({"Datapoints": printed_points}))
    for totals in ("totals.json", Path("totals.json")):
        of_file = pipefilter.estimate(filters, "traffic.jsonl", totals=totals)
        assert of_file.as_json() == cost_estimate.as_json()


@pytest.mark.slow
def test_traffic_in_any_form() -> None:
    """Paths, folders and globs; an open file; events as dicts, strings or bytes, and containers of several."""
    lines = write("sqs", 60, 20)
    data = Path("traffic.jsonl").read_bytes()
    Path("folder").mkdir()
    Path("folder/a.jsonl").write_text("\n".join(lines[:31]))
    Path("folder/b.json.gz").write_bytes(gzip.compress("\n".join(lines[31:]).encode()))
    records = [json.loads(line) for line in lines]
    pretty = json.dumps(records, indent=2)
    filters = pipefilter.load("pattern.json")
    expected = pipefilter.estimate(filters, "traffic.jsonl", **PER_MONTH).as_json()
    assert expected["sample"]["matched"] == 20  # type: ignore[index]  # it is an object
    with Path("traffic.jsonl").open("rb") as plain, gzip.open("folder/b.json.gz") as packed:
        forms: list[Any] = [
            Path("traffic.jsonl"), ["traffic.jsonl"], "folder", "folder/*", ["folder/a.jsonl", Path("folder/b.json.gz")],
            records, iter(records), lines, [line.encode() for line in lines], {"Records": records}, pretty, pretty.encode(),
            [json.dumps(record, indent=2) for record in records], data, gzip.compress(data), data.decode(), plain,
            [("\ufeff" + line).encode("utf-16-le") for line in lines], [b"\xef\xbb\xbf" + line.encode() for line in lines],
            [{"Records": records[:30]}, json.dumps({"Records": records[30:]})], [records],
            (each for each in [*lines[:31], *packed.read().splitlines()]),
        ]  # fmt: skip
        for number, form in enumerate(forms):
            assert pipefilter.estimate(filters, form, **PER_MONTH).as_json() == expected, number
        assert not plain.closed
    assert filters.evaluate(lines[0]).source == "sqs"


@pytest.mark.parametrize(("source", "form"), FORMS)
def test_counts_equal_the_matches_of_the_filters(source: str, form: str) -> None:
    """The same as `evaluate_all` for the same records, in each form of delivery: as strings and as objects."""
    kind: Json = {"type": ["paid"]}
    inner: Json = {"NewImage": kind} if source == "dynamodb" else kind
    is_policy = source == "sns"  # of the body itself
    Path("p.json").write_text(json.dumps(kind if is_policy else {DATA_MEMBERS[source]: inner}))
    filters = pipefilter.load("p.json", source=source, service="sns-body" if is_policy else "")
    text = FORMS[source, form]([{"type": "paid"}, {"type": "sent"}, {"type": "paid"}])
    items = [json.loads(line) for line in text.splitlines()] if form == "lines" else [json.loads(text)]
    verdicts = [
        each.matched for item in items for record in (item if isinstance(item, list) else [item])
        for each in filters.evaluate_all(record)
    ]  # fmt: skip
    assert verdicts == [True, False, True]
    for traffic in (text, text.encode(), items, [json.dumps(item, indent=1) for item in items]):
        cost_estimate = pipefilter.estimate(filters, traffic, **PER_MONTH)
        assert (cost_estimate.records, cost_estimate.matched, cost_estimate.malformed) == (3, 2, 0)


@pytest.mark.slow
def test_events_are_consumed_as_they_are_counted() -> None:
    """An iterator of any length takes no more memory than a short one: no event is kept."""
    lines = write("sqs", 20, 5)
    alive, most = 0, 0

    class Event(dict[str, object]):
        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    def events() -> Iterator[Event]:
        nonlocal alive, most
        for number in range(5_000):
            alive += 1
            most = max(most, alive)
            yield Event(json.loads(lines[number % 20]))

    cost_estimate = pipefilter.estimate(pipefilter.load("pattern.json"), events(), **PER_MONTH)
    assert (cost_estimate.records, cost_estimate.matched, alive) == (5_000, 1_250, 0)
    assert most < 10


def test_filters_are_compared() -> None:
    """Each under its name, with the figures that it has alone; the first has those of the whole."""
    write("sqs", 100, 25)
    Path("all.json").write_text('{"eventSource": ["aws:sqs"]}')
    listed = [pipefilter.load(name) for name in ("pattern.json", "all.json")]
    cost_estimate = pipefilter.estimate(listed, "traffic.jsonl", **PER_MONTH)
    assert [each.name for each in cost_estimate.compared] == ["pattern.json", "all.json"]
    assert [(each.matched, each.share) for each in cost_estimate.compared] == [(25, 0.25), (100, 1.0)]
    assert cost_estimate.compared[0].interval[0] < 0.25 < cost_estimate.compared[0].interval[1]
    assert (cost_estimate.matched, cost_estimate.saved) == (25, cost_estimate.compared[0].saved)
    for filters, each in zip(listed, cost_estimate.compared, strict=True):
        alone = pipefilter.estimate(filters, "traffic.jsonl", **PER_MONTH)
        assert alone.as_json()["candidates"] == [each.details.as_json(cost_estimate.without_filter)]
        assert (alone.with_filter, alone.saved) == (each.with_filter, each.saved)
    none = pipefilter.estimate(None, "traffic.jsonl", **PER_MONTH)
    assert (none.matched, none.compared[0].name, none.saved.dollars_per_month) == (100, "", 0)


def test_filters_may_be_whatever_load_accepts() -> None:
    """The name of a file, JSON text, or a dict."""
    write("sqs", 100, 25)
    filters = pipefilter.load("pattern.json")
    expected = pipefilter.estimate(filters, "traffic.jsonl", **PER_MONTH)
    for given_filters in ("pattern.json", Path("pattern.json"), json.dumps(PATTERNS["sqs"]), PATTERNS["sqs"]):
        cost_estimate = pipefilter.estimate(given_filters, "[t]raffic.*", **PER_MONTH)  # type: ignore[arg-type]  # a dict
        assert cost_estimate.with_filter == expected.with_filter
    several = pipefilter.estimate(["pattern.json", filters], "traffic.jsonl", **PER_MONTH)
    assert [each.name for each in several.compared] == ["pattern.json", "pattern.json"]


def test_filters_without_a_name() -> None:
    """They get one, to distinguish them from no filter at all."""
    write("sqs", 100, 25)
    loaded = pipefilter.load("pattern.json")
    unnamed = pipefilter.Filters(loaded.criteria, loaded.placement)
    cost_estimate = pipefilter.estimate(unnamed, "traffic.jsonl", **PER_MONTH)
    assert [each.name for each in cost_estimate.compared] == ["filters"]
    cost_estimate = pipefilter.estimate(iter([unnamed, loaded, unnamed]), "traffic.jsonl", **PER_MONTH)
    assert [each.name for each in cost_estimate.compared] == ["filters 1", "pattern.json", "filters 3"]


def stack(batch: str) -> str:
    return f"""Resources:
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: arn:aws:sqs:us-east-1:111122223333:orders
      BatchSize: {batch}
      MaximumBatchingWindowInSeconds: 20
      FilterCriteria:
        Filters:
          - Pattern: '{{"body": {{"kind": ["wanted"]}}}}'
          - Pattern: !Sub '{{"body": {{"kind": ["${{Kind}}"]}}}}'
"""


def test_templates_determine_where_filters_run(printed: pytest.CaptureFixture[str]) -> None:
    """Service, source and batch size; properties that are not used are reported, as the command does."""
    write("sqs")
    Path("t.yaml").write_text(stack("50"))
    _, expected = output_of_command(printed, "t.yaml#Mapping/1", "traffic.jsonl", "--per-month", "1M")
    cost_estimate = pipefilter.estimate(pipefilter.load("t.yaml#Mapping/1"), "traffic.jsonl", per_month="1M")
    assert cost_estimate.as_json() == expected
    assert (cost_estimate.service, cost_estimate.details.setup.batch_size) == ("lambda", 50)
    assert cost_estimate.notes == (
        "batches are assumed to be full; give window 20s, as in the template, to form them by time",
    )
    assert cost_estimate.notes[0] in cost_estimate.caveats
    Path("t.yaml").write_text(stack("!Ref Size"))
    filters = pipefilter.load("t.yaml#Mapping/1")
    notes = pipefilter.estimate(filters, "traffic.jsonl", per_month="1M", window="20s").notes
    assert notes == ("the template has no batch size: assuming 10; give batch_size if it differs",)
    assert pipefilter.estimate(filters, "traffic.jsonl", per_month=1, window=20, batch_size=5).notes == ()
    with pytest.raises(TemplateGap, match=r"the savings depend on \$\{Kind\}"):
        pipefilter.estimate(pipefilter.load("t.yaml#Mapping"), "traffic.jsonl", per_month="1M")


def test_uncounted_events() -> None:
    """They are in the value, with their places, and the estimate is not complete."""
    lines = write("sqs", 10, 5)
    filters = pipefilter.load("pattern.json")
    change = json.loads(made_lines("dynamodb", 1, 1)[0])
    cost_estimate = pipefilter.estimate(filters, [*lines, "{nope", b"\xff", change], **PER_MONTH)
    assert (cost_estimate.records, cost_estimate.matched, cost_estimate.malformed, cost_estimate.undecided) == (
        10,
        5,
        2,
        1,
    )
    assert (cost_estimate.is_certain, cost_estimate.is_complete) == (False, False)
    places = [fault.partition("  ")[0].split(":")[:2] for fault in cost_estimate.faults]
    assert places == [["<events>", "11"], ["<events>", "12"], ["<events>", "13"]]
    Path("cut.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode())[:-4])
    cost_estimate = pipefilter.estimate(filters, ["traffic.jsonl", "cut.jsonl.gz"], **PER_MONTH)
    assert not cost_estimate.is_certain
    assert cost_estimate.faults[-1].startswith("cut.jsonl.gz: ")


def test_unknown_figures_are_among_the_caveats() -> None:
    """Durations that no sum includes, missing prices of the region, and the region whose prices were used."""
    events = [json.loads(line) | {"awsRegion": "eu-west-1"} for line in write("sqs", 100, 25)]
    filters = pipefilter.load("pattern.json")
    cost_estimate = pipefilter.estimate(filters, events, **PER_MONTH)
    assert cost_estimate.notes == (
        "using the prices of eu-west-1, because the records are from that Region; give region to use those of another "
        "Region",
    )
    assert cost_estimate.caveats[-2:] == (
        'no price is known in eu-west-1 for "pipe: requests after filtering"',
        'no price is known in eu-west-1 for "bus: custom events sent"',
    )
    assert (cost_estimate.with_filter.dollars_per_month, cost_estimate.saved.dollars_per_month) == (None, None)
    assert (cost_estimate.is_certain, cost_estimate.saves) == (False, False)
    assert repr(cost_estimate) == "<CostEstimate: 25 of 100 records match, unknown a month instead of unknown>"
    missing = pipefilter.estimate(filters, "traffic.jsonl", service="lambda", **PER_MONTH)
    assert (missing.is_certain, missing.is_complete) == (True, False)
    assert any(caveat.startswith("Lambda: duration is not included in any total") for caveat in missing.caveats)
    assert repr(missing.with_filter) == "<Bill: $0.02 a month plus unknown costs>"


def test_the_value_in_a_session() -> None:
    """Its `repr` fits on a line and has the main figures; the sums are available by name."""
    write("sqs", 100, 25)
    cost_estimate = pipefilter.estimate(pipefilter.load("pattern.json"), "traffic.jsonl", per_month=10_000_000)
    assert repr(cost_estimate) == "<CostEstimate: 25 of 100 records match, $1.00 a month instead of $4.00>"
    assert repr(cost_estimate.compared) == "(<FiltersEstimate: pattern.json, $1.00 a month>,)"
    assert repr(cost_estimate.with_filter) == "<Bill: $1.00 a month>"
    assert (
        cost_estimate.saved.dollars_per_month,
        cost_estimate.saved.dollars_per_year,
        cost_estimate.saved.share,
    ) == (3, 36, 0.75)
    assert cost_estimate.bus is not None
    assert cost_estimate.bus.dollars_per_month == 10
    assert cost_estimate.span == timedelta(seconds=99)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"per_month": 0}, "per_month: 0 is not a number of events, such as 20M"),
        ({"per_month": -1}, "per_month: -1 is not a number"),
        ({"per_month": float("nan")}, "per_month: nan is not a number"),
        ({"per_month": math.inf}, "per_month: inf is not a number"),
        ({"per_month": Decimal("1E+999999999")}, "is not a number of events"),
        ({"per_month": Decimal("1E-999999999")}, "is not a number of events"),
        ({"per_month": 10**4000}, "is not a number of events"),
        ({"per_month": True}, "per_month: True is not a number"),
        ({"per_month": "many"}, "per_month: many is not a number"),
        ({"per_month": 1, "totals": "1M/1d"}, "per_month and totals exclude each other: give only one"),
        ({"sample": 0}, "sample: 0 is not a number of events"),
        ({"sample": 5, "window": 1}, "window cannot be combined with sample"),
        ({"jobs": 0}, "jobs: 0 is not a number of processes"),
        ({"window": -1}, "window: -1 is not a time of at most 300s"),
        ({"window": timedelta(seconds=301)}, "window: 301s is not a time of at most 300s"),
        ({"window": "soon"}, "window: soon is not a time"),
        ({"window": Decimal("sNaN")}, "window: sNaN is not a time"),
        ({"batch_size": 0}, "batch_size: 0 is not a valid batch size"),
        ({"batch_size": 10_001}, "a batch has 1 to 10,000 records"),
        (
            {"service": "lambda", "memory": 512, "duration": 120},
            "duration: 120 has no unit: write 120ms or 120s",
        ),
        (
            {"service": "lambda", "memory": 512, "duration": timedelta(seconds=-1)},
            "duration: -1s is not a time",
        ),
        ({"service": "lambda", "memory": 512, "duration": timedelta(hours=1)}, "3600s is too long"),
        (
            {"service": "lambda", "memory": 127, "duration": "1s"},
            "memory: 127 is not a number of MB from 128 to 10,240",
        ),
        (
            {"service": "lambda", "memory": 10_241, "duration": "1s"},
            "memory: 10241 is not a number of MB from 128",
        ),
        (
            {"target": "step-functions-express", "memory": 63, "duration": "1s"},
            "63 is not a number of MB from 64 to 32,768",
        ),
        (
            {"enrichment": "lambda", "enrichment_memory": 64},
            "enrichment_memory: 64 is not a number of MB from 128",
        ),
        ({"service": "lambda", "memory": 128}, "memory and duration require each other"),
        ({"memory": 128}, "memory applies to a function: give service lambda or target lambda"),
        ({"service": "lambda", "target": "sqs"}, "target applies to a pipe or rule only"),
        ({"target": "sns"}, "target: sns is not one of lambda, sqs,"),
        ({"architecture": "ppc"}, "architecture: ppc is not one of x86, arm"),
        ({"service": "lambda", "enrichment": "lambda"}, "enrichment applies to a pipe only"),
        ({"enrichment": "sqs"}, "enrichment: sqs is not one of lambda, step-functions-express"),
        ({"enrichment_duration": "1s"}, "enrichment_memory and enrichment_duration require enrichment"),
        ({"region": "us-eat-1"}, "region: us-eat-1 is not a Region: did you mean us-east-1?"),
        ({"reads": ["a"]}, "reads applies only to DynamoDB streams: these are SQS messages"),
        ({"source": "dynamodb", "reads": "status"}, "reads must be a list of attributes"),
        ({"source": "dynamodb", "reads": ["a..b"]}, "reads: "),
    ],
)
def test_invalid_options(options: Json, message: str) -> None:
    """A `ValueError` says which and why; it can be pickled."""
    lines = write("sqs")
    if options.get("source") == "dynamodb":
        lines = write("dynamodb")
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - its message is looked at
        pipefilter.estimate(pipefilter.load("pattern.json"), lines, **options)
    assert message in str(caught.value)
    assert isinstance(caught.value, PipefilterError)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert (type(again), str(again)) == (type(caught.value), str(caught.value))


def test_errors() -> None:
    """Each argument error is one sentence in an exception of pipefilter, or a `TypeError`."""
    lines = write("sqs", 10, 5)
    filters = pipefilter.load("pattern.json")
    Path("bad.json").write_text("[]")
    Path("cut.gz").write_bytes(gzip.compress("\n".join(lines).encode())[:15])
    Path("v2.json").write_text(
        '{"Filters": [{"Pattern": "{\\"a\\": [{\\"wildcard\\": \\"x*\\"}]}", "Scope": "DATA"}]}'
    )
    wrong: list[tuple[type[Exception], str, Any, Any, Json]] = [
        (UnreadableInput, "there is no file missing.jsonl", filters, "missing.jsonl", {}),
        (UnreadableInput, "there is no file ''", filters, "", {}),
        (UnreadableInput, "cannot read cut.gz: ", filters, "cut.gz", {}),
        (UnreadableInput, "cannot read none.json: ", filters, lines, {"prices": "none.json"}),
        (UnreadableInput, "cannot read none.json: ", filters, lines, {"totals": "none.json"}),
        (InvalidPrices, "bad.json: ", filters, lines, {"prices": Path("bad.json")}),
        (InvalidTotals, "bad.json: ", filters, lines, {"totals": "bad.json"}),
        (InvalidTotals, "the response contains no sums", filters, lines, {"totals": {"Datapoints": []}}),
        (pipefilter.NoEvents, "no events found", filters, [], {}),
        (pipefilter.NoEvents, "no events found", filters, b"", {}),
        (pipefilter.NoEvents, "no event could be evaluated: <events>:1:", filters, ["{"], {}),
        (pipefilter.NoEvents, "no event could be evaluated: <events>:1:", filters, made_lines("dynamodb", 1, 1), {"source": "sqs"}),
        (pipefilter.NoVolume, "all its events have the same timestamp): give per_month, such as 20_000_000", filters, lines[0], {}),
        (Contradiction, "unknown service foo", filters, lines, {"service": "foo"}),
        (Contradiction, "does not receive records from sqs", filters, lines, {"service": "rule", "source": "sqs"}),
        (InvalidEventPattern, "", "v2.json", made_lines("bus", 9, 3), {}),
        (InvalidEvent, "", filters, [{"a": object()}], {}),
        (UnreadableInput, "cannot read none.json: ", "none.json", lines, {}),
        (InvalidEventPattern, "", {"a": object()}, lines, {}),
        (InvalidEventPattern, "Empty objects are not allowed", b"{}", lines, {}),
        (TypeError, "a list is not a pattern", [[]], lines, {}),
        (TypeError, "an int is not a pattern", 5, lines, {}),
        (UnreadableInput, "no file matches [a-z]*.none", filters, "[a-z]*.none", {}),
        (TypeError, "traffic must be paths or events, not int", filters, 5, {}),
        (TypeError, "dict among paths", filters, ["traffic.jsonl", {}], {}),
        (TypeError, "traffic.jsonl is a path among events", filters, [{}, Path("traffic.jsonl")], {}),
    ]  # fmt: skip
    for kind, message, given_filters, traffic, options in wrong:
        with pytest.raises(kind) as caught:
            pipefilter.estimate(given_filters, traffic, **options)
        assert message in str(caught.value), (kind, str(caught.value))


def test_contradictory_filters() -> None:
    """Of several services, sources or batch sizes: an option decides."""
    write("sqs", 10, 5)
    pipe, function = (
        pipefilter.load("pattern.json", service=name, source="sqs") for name in ("pipe", "lambda")
    )
    with pytest.raises(InvalidOption, match=r"more than one service \(pipe and lambda\): give service"):
        pipefilter.estimate([pipe, function], "traffic.jsonl", **PER_MONTH)
    assert (
        pipefilter.estimate([pipe, function], "traffic.jsonl", service="lambda", **PER_MONTH).service
        == "lambda"
    )
    other = pipefilter.load("pattern.json", service="pipe", source="kinesis")
    with pytest.raises(InvalidOption, match=r"more than one source \(sqs and kinesis\): give source"):
        pipefilter.estimate([pipe, other], "traffic.jsonl", **PER_MONTH)
    templates = []
    for size in ("10", "20"):
        Path(f"{size}.yaml").write_text(stack(size))
        templates.append(pipefilter.load(f"{size}.yaml#Mapping/1"))
    with pytest.raises(
        InvalidOption, match=r"more than one batch size \(10 and 20\), .* once for each, with batch_size"
    ):
        pipefilter.estimate(templates, "traffic.jsonl", **PER_MONTH)
    assert (
        pipefilter.estimate(templates, "traffic.jsonl", batch_size=7, **PER_MONTH).details.setup.batch_size == 7
    )


def test_progress_and_interrupts() -> None:
    """Each step is reported; Ctrl-C raises as usual in Python, and there is no partial value."""
    lines = write("sqs", 60, 20)
    steps: list[tuple[str, int, int]] = []
    filters = pipefilter.load("pattern.json")
    pipefilter.estimate(filters, "traffic.jsonl", progress=lambda *step: steps.append(step), **PER_MONTH)
    assert {name for name, _, _ in steps} == {"traffic.jsonl"}
    assert sum(events for _, _, events in steps) == 60
    assert max(read for _, read, _ in steps) == Path("traffic.jsonl").stat().st_size

    def events() -> Iterator[str]:
        yield from lines
        raise KeyboardInterrupt

    interrupted: list[Json] = [{}, {"sample": 5}]
    for options in interrupted:
        with pytest.raises(KeyboardInterrupt):
            pipefilter.estimate(filters, events(), source="sqs", **options, **PER_MONTH)


def test_nothing_is_printed(printed: pytest.CaptureFixture[str]) -> None:
    """Not even where the command prints much: about faults, commas, regions and batches."""
    lines = write("sqs", 60, 20)
    Path("t.yaml").write_text(stack("!Ref Size"))
    text = ",\n".join(line.replace("{", '{"awsRegion": "eu-west-1",', 1) for line in lines)
    filters = pipefilter.load("t.yaml#Mapping/1")
    cost_estimate = pipefilter.estimate(filters, f"{text}\nnope", suggest=True, jobs=2, **PER_MONTH)
    assert cost_estimate.malformed
    assert cost_estimate.details.counts.commas
    assert len(cost_estimate.notes) == 3
    with pytest.raises(pipefilter.NoEvents):
        pipefilter.estimate(filters, b"nope", **PER_MONTH)
    assert printed.readouterr() == ("", "")


NUMBERS_OF_ANY_SIZE = st.one_of(st.integers(), st.floats(), st.decimals(), st.fractions())


@given(NUMBERS_OF_ANY_SIZE)
@example(-1e-137)
@example(Decimal("-1E-999999999"))
@example(Decimal("1E+999999999"))
def test_numbers_of_any_size(value: float | Decimal | Fraction) -> None:
    """Each is exact or refused; none takes long, or more memory than it has itself."""
    try:
        size = float(value)
    except (OverflowError, ValueError):  # beyond all floats, or a signalling NaN
        size = math.nan
    written = str(value) if isinstance(value, float) else value
    for read, limit in ((partial(event_count, "per_month"), 1e29), (window_seconds, 300)):
        if 1e-29 < size < limit:
            assert read(value) == Fraction(written)
        elif not 0 <= size < 1e31 or value < 0:
            with pytest.raises(InvalidOption):
                read(value)


@given(st.timedeltas(timedelta(0), timedelta(minutes=15)))
def test_times_are_exact(value: timedelta) -> None:
    """A `timedelta` and its text are equal, to the microsecond."""
    microseconds = value // timedelta(microseconds=1)
    text = f"{microseconds // 1000}.{microseconds % 1000:03}ms"
    assert (
        call_milliseconds("duration", value)
        == call_milliseconds("duration", text)
        == Fraction(microseconds, 1000)
    )


@given(st.lists(st.sampled_from(["wanted", "other", "{", "é", "\ud800"]), max_size=12), st.data())
def test_events_one_by_one_equal_the_file(kinds: list[str], data: st.DataObject) -> None:
    """In any form: as dicts, strings, bytes, or mixed; malformed ones are counted too."""
    Path("pattern.json").write_text(json.dumps(PATTERNS["sqs"]))
    filters = pipefilter.load("pattern.json", source="sqs")
    events: list[Any] = []
    for kind in kinds:
        record = json.loads(made_lines("sqs", 1, 0)[0]) | {"body": json.dumps({"kind": kind})}
        text = json.dumps(record, ensure_ascii=data.draw(st.booleans()) or kind == "\ud800")
        form = data.draw(st.sampled_from(["dict", "text", "bytes", "pretty"])) if kind != "{" else "malformed"
        events.append(
            {
                "dict": record,
                "text": text,
                "bytes": text.encode("utf-8", "surrogatepass"),
                "pretty": json.dumps(record, indent=1),
                "malformed": "{\n",
            }[form]
        )
    valid = [kind for kind in kinds if kind != "{"]
    if not valid:
        with pytest.raises(pipefilter.NoEvents):
            pipefilter.estimate(filters, events, **PER_MONTH)
        return
    cost_estimate = pipefilter.estimate(filters, events, **PER_MONTH)
    assert (cost_estimate.records, cost_estimate.malformed) == (len(valid), len(kinds) - len(valid))
    assert cost_estimate.matched == valid.count("wanted")
    evaluator = RecordEvaluator(filters.criteria, filters.placement)
    matches = [
        outcome.matches
        for event in events
        if event != "{\n"
        for outcome in evaluator.evaluate(event if isinstance(event, str | bytes) else json.dumps(event))
    ]
    assert cost_estimate.matched == sum(map(bool, matches))


def test_parsed_prices() -> None:
    """They are used like those of a file."""
    write("sqs", 100, 25)
    filters = pipefilter.load("pattern.json")
    assert pipefilter.estimate(filters, "traffic.jsonl", prices=Prices(), **PER_MONTH).as_json() == (
        pipefilter.estimate(filters, "traffic.jsonl", **PER_MONTH).as_json()
    )


@pytest.mark.parametrize("traffic", [[], [[]], iter(())])
def test_no_records_at_all(traffic: Any) -> None:  # noqa: ANN401 - any kind of traffic
    with pytest.raises(pipefilter.NoEvents, match="no events found"):
        pipefilter.estimate('{"a": [1]}', traffic, per_month="1M")


MESSAGE = {"messageId": "1", "eventSource": "aws:sqs", "body": '{"a": 1}'}


def test_a_filter_that_can_never_match(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its savings are lost events: Python, JSON, HTML, CSV and the text report start with that."""
    pattern, events, page = (tmp_path / name for name in ("p.json", "e.json", "e.html"))
    pattern.write_text('{"data": {"a": [1]}}')
    events.write_text(json.dumps(MESSAGE))
    sentence = "PF405 Filters see no top-level"
    cost_estimate = pipefilter.estimate(pipefilter.load(pattern), events, per_month="1M")
    assert f'{sentence} "data" in SQS messages; no record passes' in cost_estimate.caveats[0]
    assert sentence in json.dumps(cost_estimate.as_json()["warnings"])
    outputs = []
    for arguments in (("--html", str(page)), ("--csv",)):
        with pytest.raises(SystemExit):
            main(["estimate", str(pattern), str(events), "--per-month", "1M", *arguments])
        outputs.append(" ".join(capsys.readouterr().out.split()))
    assert outputs[0].index(sentence) < outputs[0].index("Notes")
    assert f'mistake,,"{pattern}: {sentence}' in outputs[1]
    assert sentence in page.read_text()


def test_a_filter_of_which_one_part_can_never_match() -> None:
    """It is reported; but records match, so the saving counts."""
    criteria = {"Filters": [{"Pattern": '{"data": {"a": [1]}}'}, {"Pattern": '{"body": {"a": [1]}}'}]}
    cost_estimate = pipefilter.estimate(json.dumps(criteria), [MESSAGE], per_month="1M")
    assert cost_estimate.caveats[0].endswith(
        '(filter 1): PF405 Filters see no top-level "data" in SQS messages'
    )


def test_an_unknown_price_names_what_helps() -> None:
    cost_estimate = pipefilter.estimate(None, [MESSAGE], per_month="1M", region="us-gov-east-1")
    assert any(
        "use live=True to get them from AWS, or prices to give them" in each for each in cost_estimate.caveats
    )


def test_the_lower_bound_is_below_the_sum() -> None:
    """A bill lies between two bounds if the batch sizes do."""
    bill = pipefilter.estimate(None, [MESSAGE], per_month="1M").with_filter
    assert bill.dollars_per_month is not None
    assert bill.dollars_per_month_least is not None
    assert bill.dollars_per_month_least <= bill.dollars_per_month
