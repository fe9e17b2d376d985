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
        for service, source in (("sns", ""), ("", "sns")):
            figures = pipefilter.estimate(form, [message], per_month=1, service=service, source=source)
            assert figures.matched == 1


def test_what_is_not_a_notification() -> None:
    """A notification in a queue is one; a message with raw delivery may be, and a body alone is not."""
    notification = {"Type": "Notification", "TopicArn": "t", "Message": '{"type": "paid"}'}
    in_queue = {"messageId": "1", "eventSource": "aws:sqs", "body": json.dumps(notification)}
    raw = {**in_queue, "body": '{"type": "paid"}'}
    policy = {"type": ["paid"]}

    def unlike(*messages: dict[str, str]) -> list[str]:
        figures = pipefilter.estimate(policy, messages, per_month=1, service="sns-body")
        assert figures.matched == len(messages)
        return [warning.partition(": ")[0] for warning in figures.caveats if "notification" in warning]

    assert unlike(notification, in_queue) == []
    assert unlike(in_queue, raw) == ["1 event is not a notification of SNS"]
    assert unlike(in_queue, raw, {"type": "paid"}) == ["2 events are not notifications of SNS"]


def estimate(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any], str]:
    """The exit code, the report, and the messages."""
    with pytest.raises(SystemExit) as caught:
        main(["estimate", "pattern.json", "traffic.jsonl", "--per-month", "10M", *arguments])
    output = capsys.readouterr()
    assert isinstance(caught.value.code, int)
    return caught.value.code, json.loads(output.out or "{}"), output.err


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with prices, and with traffic; a quarter of the traffic matches."""
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


STACK = """
Resources:
  Queue: {Type: AWS::SQS::Queue}
  Fifo: {Type: AWS::SQS::Queue, Properties: {FifoQueue: true}}
  Strange: {Type: AWS::SQS::Queue, Properties: {FifoQueue: !Ref Any}}
  S: {Type: AWS::SNS::Subscription, Properties: {TopicArn: t, FilterPolicy: {k: [x]}, %s}}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        E: {Type: SNS, Properties: {Topic: t, FilterPolicy: {k: [x]}, %s}}
Parameters:
  Any: {Type: String}
  Kind: {Type: String, Default: http}
"""
POLICY = '{"k": ["x"]}'
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:q"
TERRAFORM = (
    'resource "aws_sns_topic_subscription" "s" {{\n filter_policy = jsonencode({{ k = ["x"] }})\n {}\n}}\n'
)
SERVERLESS = (
    "service: s\nprovider: {name: aws}\nfunctions:\n  f:\n    events:\n      - sns: {filterPolicy: {k: [x]}}\n"
)


@pytest.mark.parametrize(
    ("name", "text", "target", "is_assumed"),
    [
        ("t.yaml#S", STACK % ("Protocol: https, Endpoint: 'https://a.example'", ""), "http", False),
        ("t.yaml#S", STACK % ("Protocol: email-json", ""), "email", False),
        ("t.yaml#S", STACK % ("Protocol: lambda, Endpoint: !Ref Any", ""), "lambda", False),
        ("t.yaml#S", STACK % (f"Protocol: sqs, Endpoint: '{QUEUE}'", ""), "sqs", False),
        ("t.yaml#S", STACK % (f"Protocol: sqs, Endpoint: '{QUEUE}.fifo'", ""), "sqs-fifo", False),
        ("t.yaml#S", STACK % ("Protocol: sqs, Endpoint: !GetAtt Queue.Arn", ""), "sqs", False),
        ("t.yaml#S", STACK % ("Protocol: sqs, Endpoint: !GetAtt Fifo.Arn", ""), "sqs-fifo", False),
        ("t.yaml#S", STACK % ("Protocol: sqs, Endpoint: !GetAtt Strange.Arn", ""), "sqs", True),
        ("t.yaml#S", STACK % ("Protocol: sqs, Endpoint: !Ref Any", ""), "sqs", True),
        ("t.yaml#S", STACK % ("Protocol: !Ref Any", ""), None, False),
        ("t.yaml#S", STACK % ("Endpoint: !Ref Any", ""), None, False),
        ("t.yaml#F.E", STACK % ("", "SqsSubscription: false"), "lambda", False),
        ("t.yaml#F.E", STACK % ("", "SqsSubscription: true"), "sqs", False),
        ("t.yaml#F.E", STACK % ("", f"SqsSubscription: {{QueueArn: '{QUEUE}.fifo'}}"), "sqs-fifo", False),
        ("t.yaml#F.E", STACK % ("", "SqsSubscription: {QueueArn: !GetAtt Queue.Arn}"), "sqs", True),
        ("t.yaml#F.E", STACK % ("", "SqsSubscription: !Ref Any"), None, False),
        ("t.tf#s", TERRAFORM.format('protocol = "firehose"'), "firehose", False),
        ("t.tf#s", TERRAFORM.format("protocol = var.p"), None, False),
        ("serverless.yml#f.sns", SERVERLESS, "lambda", False),
        ("a.json", json.dumps({"FilterPolicy": POLICY, "Protocol": "sqs", "Endpoint": QUEUE}), "sqs", False),
        ("a.json", json.dumps({"FilterPolicy": POLICY}), None, False),
        (
            "a.json#t",
            json.dumps({"TopicArn": "t", "Protocol": "sms", "Attributes": {"FilterPolicy": POLICY}}),
            "sms",
            False,
        ),
    ],
)
def test_endpoints_of_templates(  # noqa: PLR0913 - the parts of a case
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    text: str,
    target: str | None,
    is_assumed: bool,
) -> None:
    """What a subscription delivers to, as far as its template shows it; `target` has precedence."""
    monkeypatch.chdir(tmp_path)
    Path(name.partition("#")[0]).write_text(text)
    message = {"Message": "m", "MessageAttributes": {"k": {"DataType": "String", "StringValue": "x"}}}
    figures = pipefilter.estimate(name, [message], per_month=1)
    setup = figures.details.setup
    assert (setup.target and setup.target.kind) == target
    assert any("assuming a standard queue" in note for note in figures.notes) == is_assumed
    assert not any("batch" in note for note in figures.notes)
    setup = pipefilter.estimate(name, [message], per_month=1, target="http").details.setup
    assert setup.target is not None
    assert setup.target.kind == "http"


def test_endpoints_that_differ(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("t.yaml").write_text(STACK % ("Protocol: http", ""))
    message = {"Message": "m", "MessageAttributes": {"k": {"DataType": "String", "StringValue": "x"}}}
    compared = pipefilter.estimate(["t.yaml#S", "t.yaml#F.E"], [message], per_month=1)
    assert compared.details.setup.target is None
    assert any("(http and lambda): give target to include deliveries" in note for note in compared.notes)
