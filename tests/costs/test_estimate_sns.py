"""`pipefilter estimate` for subscriptions of SNS: verdicts as everywhere else, and bills with prices of the user's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from made_estimates import PATTERNS, made_lines
from repository import TEST_CASES

import pipefilter
from pipefilter.cli.main import main
from pipefilter.costs.traffic.queries import build_queries
from pipefilter.costs.traffic.record_queries import RecordQueries
from pipefilter.errors import InvalidEventPattern, Undecided
from pipefilter.filtering.record_reader import reader_of_records
from pipefilter.language.filter_criteria import parse_filters
from pipefilter.services import service_named
from pipefilter.sources import source_named

CASES = json.loads((TEST_CASES / "records" / "sns.json").read_text("utf-8"))
ITEMS = ("sqs", "lambda", "http", "email", "firehose")


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_verdicts(case: dict[str, Any]) -> None:
    """A message is counted as matching just where `test` says so, in all its forms."""
    criteria = parse_filters(json.dumps(case["pattern"]))
    service, source = service_named(case["service"]), source_named("sns")
    queries = RecordQueries(build_queries([("", criteria)]), service, source)
    text = case["record"] if isinstance(case["record"], str) else json.dumps(case["record"])
    (message,) = reader_of_records("sns", case["service"]).records(text)
    try:
        verdict = "match" if 0 in queries.signature(message.record, source) else "no_match"
    except Undecided:
        verdict = "undecided"
    assert verdict == case["verdict"]


def test_limits_of_policies() -> None:
    """A policy that only EventBridge rejects, in all forms, by its service or by its source."""
    policy = {"type": [{"wildcard": "*aa*bb*cc"}, {"wildcard": "*ba*bb*cc"}, "paid"]}
    message = {"Message": "m", "MessageAttributes": {"type": {"DataType": "String", "StringValue": "paid"}}}
    for form in (policy, json.dumps(policy)):
        with pytest.raises(InvalidEventPattern, match="Rule is too complex"):
            pipefilter.estimate(form, [message], per_month=1)
        by_service = pipefilter.generate("cloudformation", form, service="sns")
        assert by_service == pipefilter.generate("cloudformation", form, source="sns")
        for options in ({"service": "sns"}, {"source": "sns"}):
            figures = pipefilter.estimate(form, [message], per_month=1, **options)  # type: ignore[arg-type]
            assert figures.matched == 1


def estimate(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any], str]:
    """The exit code, the report, and the messages."""
    with pytest.raises(SystemExit) as caught:
        main(["estimate", "pattern.json", "traffic.jsonl", "--per-month", "10M", *arguments])
    printed = capsys.readouterr()
    assert isinstance(caught.value.code, int)
    return caught.value.code, json.loads(printed.out or "{}"), printed.err


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with traffic, of which a quarter matches, and with prices."""
    monkeypatch.chdir(tmp_path)
    Path("traffic.jsonl").write_text("\n".join(made_lines("sns", 400, 100)))
    Path("pattern.json").write_text(json.dumps(PATTERNS["sns"]))
    amounts = {
        **{f"sns-delivery-{name}": "0" for name in ITEMS},
        "sns-delivery-http": "0.6",
        "sns-body-filtering": "90000",
    }
    prices = [
        {
            "item": item,
            "region": "us-east-1",
            "usd": usd,
            "per": 1_000_000,
            "date": "2026-11-01",
            "source": "our bill",
        }
        for item, usd in amounts.items()
    ]
    Path("prices.json").write_text(json.dumps({"prices": prices}))
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "without", "with_filter"),
    [
        (("--service", "sns", "--target", "http"), 6.0, 1.5),
        (("--service", "sns", "--target", "email"), 0.0, 0.0),
        (("--service", "sns", "--target", "sqs"), 0.8, 0.2),
        (
            ("--service", "sns", "--target", "lambda", "--memory", "1024", "--duration", "1ms"),
            2.166667,
            0.541667,
        ),
        # the policy on the body costs $0.09 a GB, for all messages; without a policy, nothing
        (("--service", "sns-body", "--target", "http"), 6.0, 1.59),
    ],
)
def test_known_prices(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    without: float,
    with_filter: float,
) -> None:
    assert folder.is_dir()
    code, report, _ = estimate(capsys, "--prices", "prices.json", "--json", *arguments)
    bills = (report["without_filter"]["dollars_per_month"], report["with_filter"]["dollars_per_month"])
    assert bills == (without, with_filter)
    assert code == (0 if without > with_filter else 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--service", "sns", "--target", "bus"), "--target: a subscription cannot have bus as a target: choose from lambda, "),
        (("--service", "rule", "--target", "http"), "--target: a rule cannot have http as a target"),
        (("--service", "sns", "--target", "sqs", "--batch-size", "5"), "--batch-size and --window apply to pipe and lambda only"),
        (("--service", "sns", "--enrichment", "lambda"), "--enrichment applies to a pipe only"),
        (("--service", "sns", "--target", "http", "--memory", "128"), "--memory applies to a function"),
    ],
)  # fmt: skip
def test_options_that_do_not_go_together(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    assert folder.is_dir()
    code, _, err = estimate(capsys, *arguments)
    assert code == 2
    assert message in err


def test_the_report_says_what_is_not_known(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert folder.is_dir()
    with pytest.raises(SystemExit):
        main(
            [
                "estimate",
                "pattern.json",
                "traffic.jsonl",
                "--service",
                "sns-body",
                "--suggest",
                "--html",
                "report.html",
            ]
        )
    report = " ".join(capsys.readouterr().out.split())
    assert "the price of a delivery depends on the protocol of the subscription" in report
    assert 'no price is known in us-east-1 for "SNS: payload-based filtering of all messages, by GB"' in report
    assert "not affected by filtering: SNS requests to publish the messages" in report
    assert (folder / "report.html").stat().st_size
