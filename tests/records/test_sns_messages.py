"""What filter policies of SNS see of messages, in each form in which messages are written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from case_files import Case
from repository import TEST_CASES

import pipefilter

CASES = json.loads((TEST_CASES / "records" / "sns.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_messages(case: Case) -> None:
    text = json.dumps(case["record"])
    filters = pipefilter.load(case["pattern"], service=case["service"])
    (evaluation,) = filters.evaluate_all(text)
    assert evaluation.verdict == case["verdict"], str(evaluation)
    assert case.get("says", "") in str(evaluation)
    # the same with the scope in the text, in which the policy is a string
    subscription = {"FilterPolicy": json.dumps(case["pattern"])}
    if case["service"] == "sns-body":
        subscription["FilterPolicyScope"] = "MessageBody"
    for options in ({}, {"service": case["service"]}, {"source": "sns"}):
        again = pipefilter.load(json.dumps(subscription), **options)
        assert str(again.evaluate_all(text)[0]) == str(evaluation)


def test_two_attributes_with_one_name() -> None:
    """SNS does not allow them; it matters only if the policy names them, and they differ."""
    color = '"color": {"DataType": "String", "StringValue": "red"}'
    blue = color.replace("red", "blue")
    filters = pipefilter.load('{"color": ["red"]}', service="sns")
    for others, verdict in ((blue, "undecided"), (color, "match"), (blue.replace("color", "c"), "match")):
        message = f'{{"TopicArn": "t", "Message": "m", "MessageAttributes": {{{color}, {others}}}}}'
        assert [str(each.verdict) for each in filters.evaluate_all(message)] == [verdict]


def test_a_message_that_is_too_large() -> None:
    """A note says so; the verdict is that of the policy."""
    attribute = {"DataType": "String", "StringValue": "red"}
    filters = pipefilter.load('{"color": ["red"]}', service="sns")
    for length, is_noted in ((1_048_576 - 14, False), (1_048_576 - 13, True)):
        text = "é" * (length // 2) + "x" * (length % 2)
        message = {"TopicArn": "t", "Message": text, "MessageAttributes": {"color": attribute}}
        (evaluation,) = filters.evaluate_all(json.dumps(message))
        assert evaluation.verdict == "match"
        assert ("the message has 1,048,577 bytes with its attributes" in str(evaluation)) is is_noted
    body = json.dumps({"color": "red", "order id": {"DataType": "String"}})
    (evaluation,) = pipefilter.load('{"color": ["red"]}', service="sns-body").evaluate_all(body)
    assert str(evaluation).count("note:") == 1, "names in a body are not those of attributes"


def test_a_nested_policy_on_attributes() -> None:
    """SNS rejects it; without a service, it may be for something else, but not for the attributes of a message."""
    attribute = {"DataType": "String", "StringValue": "x"}
    message = {"TopicArn": "t", "Message": "m", "MessageAttributes": {"a.b": attribute}}
    (evaluation,) = pipefilter.load('{"a": {"b": ["x"]}}').evaluate_all(json.dumps(message))
    assert evaluation.verdict == "undecided"
    assert "SNS rejects a nested filter policy on attributes" in evaluation.reason


def test_schemas_of_messages(tmp_path: Path) -> None:
    """Traffic shows the fields of attributes, or of the body, as the scope of a policy requires."""
    attribute = {"DataType": "String", "StringValue": "red"}
    message = {"TopicArn": "t", "Message": '{"state": "paid"}', "MessageAttributes": {"color": attribute}}
    traffic = tmp_path / "messages.jsonl"
    traffic.write_text(json.dumps(message))
    for policy, service, is_known in (
        ('{"color": ["red"]}', "sns", True),
        ('{"colour": ["red"]}', "sns", False),
        ('{"state": ["paid"]}', "sns-body", True),
        ('{"stat": ["paid"]}', "sns-body", False),
    ):
        report = pipefilter.check(policy, service=service, schema_from=traffic)
        assert [problem.code for problem in report.problems] == ([] if is_known else ["PF480"])
