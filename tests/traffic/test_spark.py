"""A real Spark on this machine: the verdicts of `pipefilter.matches`, and the numbers of `pipefilter estimate`."""

from __future__ import annotations

import base64
import json
import os
import random
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import pytest
from rare_events import RARE
from real_tools import missing, python_packages
from repository import ROOT, TEST_CASES
from thoroughness import NIGHTLY

import pipefilter
from pipefilter.application.record_scanner import RecordScanning
from pipefilter.costs.billing.setup import Call, Setup, in_agreed_region
from pipefilter.costs.estimation import Estimate, Extent, build_estimate
from pipefilter.costs.prices.file import shipped_prices
from pipefilter.costs.prices.price import Prices
from pipefilter.costs.traffic.counting import MAX_FAULTS, CountJob
from pipefilter.costs.traffic.files import count_files
from pipefilter.costs.traffic.queries import build_queries
from pipefilter.costs.volume.volume import NoVolume, Volume, volume_from_span
from pipefilter.errors import EventTooIntricate, InvalidEvent, InvalidEventPattern
from pipefilter.filtering.placement import resolve_placement
from pipefilter.language.filter_criteria import parse_filters
from pipefilter.services import service_named

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

FAST_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
pytestmark = [
    pytest.mark.tools,
    # of pyspark itself: what it does not support yet, what 3.5 still uses, and sockets that are left to the collector
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:distutils Version classes are deprecated:DeprecationWarning"),
]
PATTERNS = {
    "dynamodb": '{"eventName": ["MODIFY"], "dynamodb": {"NewImage": {"state": {"S": ["PAID", "größer"]}}}}',
    "sqs": '{"body": {"state": ["PAID", "größer"], "total": [{"numeric": [">", 20]}]}}',
    "kinesis": '{"data": {"state": ["PAID", "größer"], "total": [{"numeric": [">", 20]}]}}',
    "bus": '{"source": ["orders"], "detail": {"state": ["PAID", "größer"]}}',
}
OTHERS = {
    "dynamodb": '{"Filters": [{"Pattern": "{\\"eventName\\": [\\"INSERT\\"]}"}, {"Pattern": "{\\"eventName\\": [\\"REMOVE\\"]}"}]}',
    "sqs": '{"body": ["plain text"]}',
    "kinesis": '{"partitionKey": [{"prefix": "k1"}]}',
    "bus": '{"detail-type": [{"exists": true}]}',
}
MALFORMED = ["no event at all", '{"eventName": "MODIFY"', '{"a": 1,}', "[1, 2]", '{"a": "\\x"}']


@dataclass(frozen=True)
class Cluster:
    """Spark, and the modules that can be imported only where Spark is installed."""

    session: SparkSession
    matches: Callable[..., Column]
    estimate: Callable[..., Estimate]
    no_events: type[Exception]

    def frame(self, rows: Sequence[str | bytes | None], partitions: int, kind: str = "string") -> DataFrame:
        """The rows, shuffled."""
        shuffled: list[Any] = list(rows)
        random.Random(partitions).shuffle(shuffled)
        shared = self.session.sparkContext.parallelize([(row,) for row in shuffled], partitions)
        return self.session.createDataFrame(shared, f"value {kind}")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """One Spark for all tests; skipped, or failed, without Spark or Java."""
    python_packages("pyspark", "pandas", "pyarrow")
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        missing("Java")
    from pyspark.sql import SparkSession

    from pipefilter.spark import NoEvents, estimate, matches, partition_counts

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(partition_counts, "_GROUPS", 3)  # each takes a tenth of a second; the job has all of them
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("PYSPARK_DRIVER_PYTHON", sys.executable)
        patch.setenv("PYTHONWARNINGS", "ignore")  # of the workers
        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.shuffle.partitions": "2",
            "spark.driver.memory": "512m",
            "spark.driver.extraJavaOptions": FAST_START,
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.log.level": "ERROR",
        }
        builder = SparkSession.builder.master("local[2]").appName("tests")
        for name, value in settings.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("ERROR")
        yield Cluster(session, matches, estimate, NoEvents)
        session.stop()


def data_of(number: int) -> dict[str, object]:
    """The data of an order."""
    return {
        "state": ("NEW", "PAID", "SHIPPED", "größer")[number % 4],
        "total": number % 50,
        "note": "é\u2028" * (number % 3),
    }


def record_of(source: str, number: int) -> dict[str, Any]:
    """A record or event as the source delivers it."""
    time = 1_700_000_000_000 + number * 137 % 400_000
    data = data_of(number)
    if source == "dynamodb":
        return {
            "eventSource": "aws:dynamodb",
            "eventName": ("INSERT", "MODIFY", "REMOVE")[number % 3],
            "dynamodb": {
                "ApproximateCreationDateTime": time // 1000,
                "Keys": {"pk": {"S": str(number)}},
                "NewImage": {"state": {"S": data["state"]}, "note": {"S": data["note"]}},
            },
        }
    text = "plain text" if number % 7 == 0 else json.dumps(data, ensure_ascii=number % 2 == 0)
    if source == "sqs":
        return {
            "eventSource": "aws:sqs",
            "messageId": str(number),
            "body": text,
            "attributes": {"SentTimestamp": str(time)},
        }
    if source == "kinesis":
        return {
            "eventSource": "aws:kinesis",
            "kinesis": {
                "partitionKey": f"k{number % 20}",
                "data": base64.b64encode(text.encode()).decode(),
                "approximateArrivalTimestamp": time / 1000,
            },
        }
    event: dict[str, Any] = {
        "source": ("orders", "billing")[number % 5 == 0],
        "detail-type": "order",
        "detail": data,
        "resources": [],
    }
    return event | {"time": f"2026-11-{number % 28 + 1:02}T10:{number % 60:02}:00Z"} if number % 9 else event


def rows_of(source: str) -> list[str | None]:
    """Rows of every kind: nulls, malformed rows, duplicates, wrappers, and rows of several lines."""
    records = [record_of(source, number) for number in range(240)]
    rows: list[str | None] = [json.dumps(record, ensure_ascii=False) for record in records[:180]]
    rows += rows[20:40]
    rows += [json.dumps(record, indent=2) for record in records[180:190]]
    if source != "bus":
        rows += [json.dumps({"Records": records[start : start + 5]}) for start in range(190, 220, 5)]
        rows += [json.dumps({"Records": records[220:230]}, indent=1, ensure_ascii=False), '{"Records": []}']
    return [*rows, *MALFORMED, "", "  ", *[json.dumps(record) for record in records[230:]], None, None]


@contextmanager
def opened(name: str) -> Iterator[BinaryIO]:
    with Path(name).open("rb") as file:
        yield file


def single(  # noqa: PLR0913 - as in the estimate
    folder: Path,
    rows: list[str | None],
    patterns: dict[str, str],
    setup: Setup,
    *,
    month: int | None = None,
    prices: Prices | None = None,
) -> Estimate:
    """The estimate on one machine, for the rows in a file."""
    file = folder / "traffic.jsonl"
    file.write_text("".join(f"{row}\n" for row in rows if row is not None), "utf-8")
    probes = build_queries([(name, parse_filters(text)) for name, text in patterns.items()])
    what = CountJob(probes, setup.service.name, setup.source, with_arrivals=setup.window is not None)
    tally = what.nothing()
    for piece in count_files([str(file)], opened, what, 1):
        assert not piece.unreadable
        tally.join(piece.counts, max_faults=MAX_FAULTS)
    volume = (
        Volume(Fraction(month), "per_month")
        if month
        else volume_from_span(tally.events, tally.first, tally.last)
    )
    setup = in_agreed_region(setup, tally.regions)
    return build_estimate(tally, probes, setup, prices or shipped_prices(), volume, Extent())


@pytest.mark.slow
@pytest.mark.parametrize("partitions", [3, *(pytest.param(count, marks=NIGHTLY) for count in (1, 7))])
@pytest.mark.parametrize("source", ["dynamodb", "sqs", "kinesis", "bus"])
def test_estimate(cluster: Cluster, tmp_path: Path, source: str, partitions: int) -> None:
    """The figures equal those of one machine, however the rows are shuffled and partitioned."""
    service = "rule" if source == "bus" else "pipe"
    rows = rows_of(source)
    patterns = {"one": PATTERNS[source], "other": OTHERS[source]}
    frame = cluster.frame(rows, partitions)
    spark_estimate = cluster.estimate(frame, patterns, source=source)
    expected = single(
        tmp_path, rows, patterns, Setup(service_named(service), source, "us-east-1", region_basis="default")
    )
    assert spark_estimate.as_json() == expected.as_json()
    assert spark_estimate.counts.malformed == len(MALFORMED)
    assert 0 < spark_estimate.candidates[0].matched.count < spark_estimate.counts.events > 200


@pytest.mark.parametrize(
    ("source", "partitions"), [("dynamodb", 1), ("dynamodb", 3), ("sqs", 7), ("kinesis", 3), ("kinesis", 7)]
)
def test_estimate_by_time(cluster: Cluster, tmp_path: Path, source: str, partitions: int) -> None:
    """Batches formed by the events' times equal those of one machine, and so do the calls that follow."""
    rows = rows_of(source)
    target, enrichment = (
        Call("lambda", 512, Fraction(80), Fraction(3)),
        Call("step-functions-express", 64, Fraction(120)),
    )
    setup = Setup(
        service_named("pipe"),
        source,
        "eu-west-1",
        20,
        Fraction("2.5"),
        None,
        enrichment,
        target,
        free_tier=True,
    )
    expected = single(tmp_path, rows, {"pattern": PATTERNS[source]}, setup, month=30_000_000)
    spark_estimate = cluster.estimate(
        cluster.frame(rows, partitions),
        PATTERNS[source],
        service="pipe",
        source=source,
        region="eu-west-1",
        per_month=30_000_000,
        batch_size=20,
        window=2.5,
        enrichment=enrichment,
        target=target,
        free_tier=True,
    )
    assert spark_estimate.as_json() == expected.as_json()
    assert spark_estimate.counts.arrivals is not None


@pytest.mark.slow
def test_region_is_that_of_the_events(cluster: Cluster, tmp_path: Path) -> None:
    """Without a region, it is the region of all the events, in any partition; with several regions, the default."""
    rows: list[str | None] = [
        json.dumps(record_of("sqs", number) | {"awsRegion": "eu-west-1"}) for number in range(9)
    ]
    setup = Setup(service_named("pipe"), "sqs", "us-east-1", region_basis="default")
    spark_estimate = cluster.estimate(cluster.frame(rows, 3), PATTERNS["sqs"], per_month=10**6)
    assert (spark_estimate.setup.region, spark_estimate.setup.region_basis) == ("eu-west-1", "records")
    assert (
        spark_estimate.as_json()
        == single(tmp_path, rows, {"pattern": PATTERNS["sqs"]}, setup, month=10**6).as_json()
    )
    rows.append(json.dumps(record_of("sqs", 9) | {"awsRegion": "eu-west-3"}))
    spark_estimate = cluster.estimate(cluster.frame(rows, 3), PATTERNS["sqs"], per_month=10**6)
    assert (spark_estimate.setup.region, spark_estimate.setup.region_basis) == ("us-east-1", "default")


@pytest.mark.nightly
def test_source_is_detected(cluster: Cluster, tmp_path: Path) -> None:
    """Without a source, the first event determines it, and the service follows; batches have AWS's default size."""
    rows: list[str | None] = [
        json.dumps({"Records": [record_of("sqs", number)]}, indent=1) for number in range(9)
    ]
    frame = cluster.session.createDataFrame(
        [(None,), *[(row.encode(),) for row in rows if row]], "event binary"
    )
    spark_estimate = cluster.estimate(
        frame, json.loads(PATTERNS["sqs"]), column="event", service="lambda", per_month=10**6
    )
    function = Call("lambda")  # of which nothing is known: the duration is missing, and said to be
    setup = Setup(service_named("lambda"), "sqs", "us-east-1", 10, function=function, region_basis="default")
    assert spark_estimate.setup == setup
    assert spark_estimate.lacks
    assert (
        spark_estimate.as_json()
        == single(tmp_path, rows, {"pattern": PATTERNS["sqs"]}, setup, month=10**6).as_json()
    )
    events = cluster.frame([json.dumps(record_of("bus", number)) for number in range(20)], 2)
    assert cluster.estimate(events, PATTERNS["bus"]).setup.service.name == "rule"
    unknown = cluster.estimate(cluster.frame(['{"state": "PAID"}'], 1), '{"state": ["PAID"]}', per_month=10)
    assert (unknown.setup.source, unknown.setup.service.name, unknown.candidates[0].matched.count) == (
        "",
        "pipe",
        1,
    )


@pytest.mark.slow
def test_types_of_filters(cluster: Cluster) -> None:
    """Text, bytes, dicts and parsed filters are the same filters; names are kept."""
    frame = cluster.frame([json.dumps(record_of("dynamodb", number)) for number in range(30)], 1).cache()
    text = PATTERNS["dynamodb"]
    pattern = pipefilter.parse(text)

    def taken(patterns: object) -> list[tuple[str, int]]:
        spark_estimate = cluster.estimate(frame, patterns, per_month=10**6)
        return [(candidate.name, candidate.matched.count) for candidate in spark_estimate.candidates]

    names = {"a": text, "b": text.encode(), "c": pattern, "d": parse_filters(text)}
    expected = taken(names)
    assert [name for name, _ in expected] == ["a", "b", "c", "d"]
    assert len({count for _, count in expected}) == 1
    for filters in (json.loads(text), {"Filters": [{"Pattern": text}]}):
        assert taken(filters) == [("pattern", expected[0][1])]


@pytest.mark.slow
def test_errors_of_estimate(cluster: Cluster) -> None:
    """Invalid arguments are reported at once, in one sentence."""
    from pyspark.errors import AnalysisException

    frame = cluster.frame([json.dumps(record_of("dynamodb", 1))], 1)
    pattern = PATTERNS["dynamodb"]
    for wrong in ('{"a": []}', {"a": "b"}, {"a": 1}, {"name": pattern, "other": "{"}, 5, {"a": object()}):
        with pytest.raises(InvalidEventPattern):
            cluster.estimate(frame, wrong)
    wrong_options: dict[str, dict[str, Any]] = {
        "unknown source kinesi": {"source": "kinesi"},
        "unknown service pipes": {"service": "pipes"},
        "does not receive records from": {"service": "rule", "source": "sqs"},
        "not a number of events": {"per_month": 0},
        "not a time of at most 300s": {"window": -1},
        "1 to 10,000 records": {"batch_size": 0},
        "apply to pipe and lambda": {"window": 1, "source": "bus"},
        "not a valid Region name": {"region": "Frankfurt"},
        "did you mean us-east-1": {"region": "us-eat-1"},
        "target applies to": {"service": "lambda", "target": Call("sqs")},
        "enrichment applies to": {"service": "lambda", "enrichment": Call("lambda")},
        "function applies to": {"service": "pipe", "function": Call("lambda")},
    }
    for message, options in wrong_options.items():
        with pytest.raises(ValueError, match=message):
            cluster.estimate(frame, pattern, **options)
    with pytest.raises(ValueError, match="not a number of events"):
        cluster.estimate(frame, pattern, per_month=float("nan"))
    with pytest.raises(AnalysisException, match="nothing"):
        cluster.estimate(frame, pattern, column="nothing")
    with pytest.raises(TypeError, match="to_json"):
        cluster.estimate(cluster.session.range(3), pattern, column="id")
    with pytest.raises(NoVolume, match="same timestamp"):
        cluster.estimate(frame, pattern)
    with pytest.raises(cluster.no_events, match="column value contains no event"):
        cluster.estimate(cluster.frame([None, None, ""], 2), pattern)
    with pytest.raises(cluster.no_events, match="none of the 2 values"):
        cluster.estimate(cluster.frame(["x", "{"], 2), pattern)


def verdict(pattern: str, row: str | bytes | None) -> bool | None:
    """The expected value of `matches` on a column."""
    try:
        return None if row is None else pipefilter.matches(pattern, row)
    except (InvalidEvent, EventTooIntricate):
        return None


EVENTS = [
    '{"detail": {"state": "PAID", "total": 12.50, "tags": ["a", "b"], "at": {"x": "größer"}}, "source": "orders"}',
    '{"source": "orders", "detail": {"state": "NEW", "total": 3e2, "tags": [], "items": [{"sku": "s"}, {"sku": "t"}]}}',
]
RARE_PATTERNS = [
    '{"detail": {"state": ["PAID"]}}',
    '{"detail": {"total": [{"numeric": [">", 10]}], "tags": ["a"]}}',
    '{"source": [{"prefix": "ord"}], "detail": {"at": {"x": [{"exists": false}, "größer"]}}}',
    '{"$or": [{"detail": {"items": {"sku": ["t"]}}}, {"detail": {"total": [12.50]}}]}',
]


def rare_rows() -> list[bytes | None]:
    """Events with rare features, some of which no scanner decides; some are on several lines."""
    chance = random.Random(7)
    rows: list[bytes | None] = [None, b"", b"\n", b"{}", b"{", b"null"]
    for put in RARE.values():
        for event in EVENTS:
            text = put(chance, event)
            rows += [
                text.encode("utf-8", "surrogateescape"),
                put(chance, text).encode("utf-8", "surrogateescape"),
            ]
            lines = put(chance, json.dumps(json.loads(event), indent=chance.choice((0, 2)), ensure_ascii=False))
            rows.append(lines.replace("\n", chance.choice(("\n", "\r\n"))).encode("utf-8", "surrogateescape"))
    return [
        *rows,
        *(event.replace(" ", "\r").encode() for event in EVENTS),
        b'{"detail":\n{"state": "PA\nID"}}',
    ]


@pytest.mark.nightly
def test_matches_on_rare_events(cluster: Cluster) -> None:
    """The verdicts on bytes are the matcher's; null if it has none."""
    rows = rare_rows()
    frame = cluster.frame(rows, 3, "binary")
    columns = [
        cluster.matches("value", pattern).alias(str(number)) for number, pattern in enumerate(RARE_PATTERNS)
    ]
    judged = frame.select("value", *columns).collect()
    assert len(judged) == len(rows)
    verdicts = {verdict for row in judged for verdict in row[1:]}
    assert verdicts == {True, False, None}
    for row in judged:
        value = None if row[0] is None else bytes(row[0])
        assert list(row[1:]) == [verdict(pattern, value) for pattern in RARE_PATTERNS], value


@pytest.mark.slow
def test_row_evaluation() -> None:
    """The same verdicts in this process, whatever other rows there are."""
    python_packages("pyspark", "pandas", "pyarrow")
    from pipefilter.spark.column_verdicts import RowEvaluator

    rows = rare_rows()
    chance = random.Random(8)
    for pattern in RARE_PATTERNS:
        criteria = parse_filters(pattern)
        judge = RowEvaluator(RecordScanning(criteria, resolve_placement(criteria)))
        expected = [verdict(pattern, row) for row in rows]
        assert judge.verdicts(rows) == expected
        order = list(range(len(rows)))
        chance.shuffle(order)
        assert judge.verdicts([rows[number] for number in order]) == [expected[number] for number in order]
        assert judge.verdicts([]) == []


def test_matches_on_records(cluster: Cluster) -> None:
    """Records are decoded; a contradictory one has no verdict, nor do several in one row."""
    paid, sent = (
        json.dumps({"messageId": "1", "body": json.dumps({"type": kind})}) for kind in ("paid", "sent")
    )
    other = json.dumps({"data": "e30=", "partitionKey": "k"})
    rows = [paid, sent, other, json.dumps({"Messages": [{"MessageId": "1", "Body": "{}"}] * 2}), None]
    pattern = '{"body": {"type": ["paid"]}}'
    frame = cluster.frame(rows, 2)
    for options, expected in (
        ({}, [True, False, False, None, None]),
        ({"source": "sqs"}, [True, False, None, None, None]),
    ):
        verdicts = frame.select(
            "value", cluster.matches("value", pattern, **options).alias("verdict")
        ).collect()
        verdict_of = {None if row.value is None else row.value: row.verdict for row in verdicts}
        assert [verdict_of[row] for row in rows] == expected
    with pytest.raises(ValueError, match="a filter of the service rule does not receive records from sqs"):
        cluster.matches("value", pattern, service="rule", source="sqs")


TOO_COMPLEX_FOR_A_RULE = '{"type": [{"wildcard": "*aa*bb*cc"}, {"wildcard": "*ba*bb*cc"}, "paid"]}'


def test_matches_on_messages_of_sns(cluster: Cluster) -> None:
    """By the name of the service, or by the scope of a policy; what has no verdict is null."""
    attributes = {"type": {"DataType": "String", "StringValue": "paid"}}
    message = {"TopicArn": "t", "Message": '{"state": "sent"}'}
    rows = [
        json.dumps({**message, "MessageAttributes": attributes}),
        json.dumps(message),
        json.dumps({"type": "paid"}),
        json.dumps({**message, "Message": '{"state": "paid"}'}),
    ]
    of_body = json.dumps({"FilterPolicy": '{"state": ["paid"]}', "FilterPolicyScope": "MessageBody"})
    frame = cluster.frame(rows, 2)
    for pattern, options, expected in (
        ('{"type": ["paid"]}', {"service": "sns"}, [True, False, None, False]),
        (TOO_COMPLEX_FOR_A_RULE, {"source": "sns"}, [True, False, None, False]),
        ('{"state": ["paid"]}', {"service": "sns-body"}, [False, False, False, True]),
        (of_body, {}, [False, False, False, True]),
    ):
        verdicts = frame.select(
            "value", cluster.matches("value", pattern, **options).alias("verdict")
        ).collect()
        verdict_of = {row.value: row.verdict for row in verdicts}
        assert [verdict_of[row] for row in rows] == expected
    policy = TOO_COMPLEX_FOR_A_RULE
    estimate = cluster.estimate(cluster.frame(rows[:2], 2), policy, service="sns", per_month=1000)
    assert (estimate.candidates[0].matched.count, estimate.counts.events) == (1, 2)


@pytest.mark.parametrize(
    ("service", "policy"),
    [
        ("sns", '{"color": ["red"]}'),
        ("sns", '{"price": [{"numeric": [">", 100]}]}'),
        ("sns-body", '{"color": ["red"]}'),
        ("", '{"FilterPolicy": "{\\"color\\": [\\"red\\"]}", "FilterPolicyScope": "MessageBody"}'),
    ],
)
def test_filter_policies(cluster: Cluster, service: str, policy: str) -> None:
    """Messages of SNS in all their forms, for policies on attributes and on the body."""
    cases = json.loads((TEST_CASES / "records" / "sns.json").read_text("utf-8"))
    rows = list(dict.fromkeys(json.dumps(case["record"]) for case in cases if isinstance(case["record"], dict)))
    options = {"service": service} if service else {}
    filters = pipefilter.load(policy, service=service)
    verdict_in_words = {"match": True, "no_match": False, "undecided": None, "invalid_event": None}
    expected = {row: verdict_in_words[filters.evaluate(row).verdict] for row in rows}
    assert {True, False, None} <= set(expected.values())
    frame = cluster.frame(rows, 2)
    verdicts = frame.select("value", cluster.matches("value", policy, **options).alias("verdict")).collect()
    assert {row.value: row.verdict for row in verdicts} == expected
    if service:
        figures = cluster.estimate(frame, policy, per_month=1000, target=Call("sqs"), **options)
        assert figures.candidates[0].matched.count == list(expected.values()).count(True)
        assert figures.candidates[0].with_filter.lines[0].item == "sns-delivery-sqs"


def test_matches_on_conformance_data(cluster: Cluster) -> None:
    """Verdicts on a slice of AWS's own: on strings, with many patterns in one query."""
    cases = [
        case
        for path in sorted((ROOT / "tests" / "conformance").glob("*.jsonl"))
        for case in map(json.loads, path.read_text("utf-8").splitlines()[::40])
        if case["expect"] in ("match", "no_match", "invalid_event")
        and not any("\ud800" <= letter <= "\udfff" for letter in case["event"])
    ]
    events = list(dict.fromkeys(case["event"] for case in cases))
    assert len(events) > 100
    patterns = [case["pattern"] for case in cases if case["expect"] == "match"][::15][:4]
    columns = [cluster.matches("value", pattern).alias(str(number)) for number, pattern in enumerate(patterns)]
    for row in cluster.frame([*events, None], 2).select("value", *columns).collect():
        assert list(row[1:]) == [verdict(pattern, row[0]) for pattern in patterns], row[0]


@pytest.mark.nightly
def test_matches_in_queries(cluster: Cluster) -> None:
    """It is a column like any other: in conditions, with other columns, on expressions."""
    from pyspark.sql.functions import col, lit, upper

    frame = cluster.session.createDataFrame(
        [(1, '{"a": "x"}'), (2, '{"a": "y"}'), (3, "?"), (4, None)], "n int, e string"
    )
    pattern = pipefilter.parse('{"a": ["x"]}')
    assert [row.n for row in frame.where(cluster.matches("e", pattern)).collect()] == [1]
    assert [row.n for row in frame.where(~cluster.matches(col("e"), {"a": ["x"]})).collect()] == [2]
    assert [row.n for row in frame.where(cluster.matches(upper("e"), b'{"A": ["Y"]}')).collect()] == [2]
    assert frame.select(cluster.matches(lit(None).cast("string"), pattern)).first() == (None,)
    refused: list[Any] = ['{"a": "x"}', {"a": []}, "", b"\xff"]
    for wrong in refused:
        with pytest.raises(InvalidEventPattern):
            cluster.matches("e", wrong)


@pytest.mark.slow
def test_invalid_utf8(cluster: Cluster, tmp_path: Path) -> None:
    """Rows with invalid UTF-8 are malformed, and the others are counted."""
    (tmp_path / "traffic.jsonl").write_bytes(b'{"a": "\xff"}\n{"a": "x"}\n\xc3\n')
    frame = cluster.session.read.text(str(tmp_path))
    spark_estimate = cluster.estimate(frame, '{"a": ["x"]}', per_month=100)
    assert (spark_estimate.counts.events, spark_estimate.counts.malformed) == (1, 2)
    judged = frame.select(cluster.matches("value", '{"a": ["x"]}').alias("verdict")).collect()
    assert [row.verdict for row in judged] == [None, True, None]


def test_counting_in_this_process() -> None:
    """Joined batches equal the whole; long rows span several blocks."""
    python_packages("pyspark", "pandas", "pyarrow")
    import pyarrow as pa  # type: ignore[import-untyped]  # it brings no types

    from pipefilter.costs.traffic.counts_bytes import from_bytes
    from pipefilter.spark.partition_counts import _counting, _joining

    what = CountJob(build_queries([("a", parse_filters('{"a": ["x"]}'))]), "pipe")
    rows = [b'{"a": "x", "b": "' + b"y" * (number * 4000) + b'"}' for number in range(80)] + [b"?", None]
    batches = [
        pa.RecordBatch.from_arrays([pa.array(rows[at : at + 30], pa.binary())], ["e"]) for at in (0, 30, 60)
    ]
    counted = [*_counting(what)(iter(batches)), *_counting(what)(iter(batches[:1])), *_counting(what)(iter([]))]
    joined = list(_joining(what)(iter(counted)))
    tally = from_bytes(joined[0].column(0).to_pylist()[0])
    assert (tally.events, tally.malformed, len(joined)) == (110, 1, 1)
    assert tally.faults[0].line == 81


def test_the_example_of_matching_rows(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It keeps the events that match, and says how many have no verdict."""
    assert cluster.session
    traffic, folder = tmp_path / "traffic.jsonl", tmp_path / "paid"
    paid = '{"detail": {"status": "PAID"}}'
    traffic.write_text(f"{paid}\n{paid.replace('PAID', 'NEW')}\n?\n{paid}", "utf-8")
    example = ROOT / "examples" / "spark" / "matching_rows.py"
    monkeypatch.setattr(sys, "argv", [str(example), traffic.as_uri(), folder.as_uri()])
    runpy.run_path(str(example))
    kept = [line for part in folder.glob("part-*") for line in part.read_text("utf-8").splitlines()]
    assert kept == [paid, paid]
    assert "1 rows have no verdict" in capsys.readouterr().out


@NIGHTLY
@pytest.mark.slow
def test_example_job(cluster: Cluster, tmp_path: Path) -> None:
    """The job in examples/, run by spark-submit, has the figures of the command."""
    import pyspark

    assert cluster.session
    traffic, pattern = tmp_path / "traffic.jsonl", tmp_path / "pattern.json"
    rows = [json.dumps(record_of("kinesis", number), ensure_ascii=False) for number in range(300)]
    traffic.write_text("\n".join([*rows, '{"no": "time"}', "?", json.dumps(json.loads(rows[3]))]), "utf-8")
    pattern.write_text(PATTERNS["kinesis"], "utf-8")
    env = os.environ | {"PYSPARK_PYTHON": sys.executable, "PYTHONWARNINGS": "ignore"}
    submit = Path(pyspark.__file__).parent / "bin" / "spark-submit"
    names = [
        "--JOB_NAME",
        "x",
        "--pattern",
        str(pattern),
        "--traffic",
        traffic.as_uri(),
        "--window",
        "2",
        "--batch_size",
        "5",
    ]
    done = subprocess.run(
        [
            submit,
            "--master",
            "local[2]",
            "--conf",
            "spark.ui.enabled=false",
            "--driver-memory",
            "512m",
            ROOT / "examples" / "spark" / "estimate_job.py",
            *names,
        ],
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr[-3000:]
    report = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
    command = (
        sys.executable,
        "-m",
        "pipefilter",
        "estimate",
        pattern,
        traffic,
        "--json",
        "--window",
        "2s",
        "--batch-size",
        "5",
    )
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    expected = json.loads(process.stdout)
    for document in (report, expected):  # the command names its file
        for candidate in document["candidates"]:
            del candidate["pattern"]
    assert report == {name: expected[name] for name in report}
    assert report["sample"]["malformed"] == 1
    assert report["sample"]["untimed"] == 1
