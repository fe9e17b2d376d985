"""A message of SNS has the same verdict in each form in which it is written, and in every wrapper."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sns_messages import attribute_policies, body_policies, messages

import pipefilter
from pipefilter.filtering.attribute_values import attribute_values
from pipefilter.filtering.record_evaluator import RecordEvaluator
from pipefilter.json_text.raw_object import raw_object
from pipefilter.language.operators.exists import Exists


def forms(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The input of `Publish`, a notification by HTTP, and messages in a queue, enveloped and raw."""
    attributes = message.get("MessageAttributes", {})
    values = {
        name: {"Type": each["DataType"], "Value": each.get("StringValue", each.get("BinaryValue"))}
        for name, each in attributes.items()
    }
    notification = {"Type": "Notification", "MessageId": "1", "TopicArn": "t", "Message": message["Message"]}
    notification |= {"Timestamp": "2026-01-01T00:00:00.000Z", "SigningCertURL": "u", "UnsubscribeURL": "u"}
    if values:
        notification["MessageAttributes"] = values
    yield message
    yield notification
    yield {"messageId": "1", "body": json.dumps(notification), "eventSource": "aws:sqs"}
    yield {"MessageId": "1", "ReceiptHandle": "r", "Body": json.dumps(notification)}
    of_queue = {
        name: {part[0].lower() + part[1:]: value for part, value in each.items()}
        for name, each in attributes.items()
    }
    yield {
        "messageId": "1",
        "body": message["Message"],
        "messageAttributes": of_queue,
        "eventSource": "aws:sqs",
    }
    yield {"MessageId": "1", "ReceiptHandle": "r", "Body": message["Message"], "MessageAttributes": attributes}


POLICIES = st.one_of(
    st.tuples(st.just("sns"), attribute_policies()), st.tuples(st.just("sns-body"), body_policies())
)


@given(messages(), POLICIES)
def test_forms(message: dict[str, Any], choice: tuple[str, str]) -> None:
    service, policy = choice
    filters = pipefilter.load(policy, service=service)
    records = list(forms(message))
    verdicts = {filters.evaluate(json.dumps(record)).verdict for record in records}
    assert len(verdicts) == 1
    listed = filters.evaluate_all(json.dumps({"Records": records[2:3] * 2}))
    assert {each.verdict for each in listed} == verdicts


@given(st.lists(messages(), min_size=1, max_size=2), POLICIES)
def test_scanned(several: list[dict[str, Any]], choice: tuple[str, str]) -> None:
    """Where no notes are read, and attributes have occurred before, verdicts and reasons are the same."""
    service, policy = choice
    filters = pipefilter.load(policy, service=service)
    evaluator = RecordEvaluator(filters.criteria, filters.placement, with_notes=False)
    for message in several:
        for record in (*forms(message), *forms(message)):
            (outcome,) = evaluator.evaluate(json.dumps(record))
            expected = filters.evaluate(json.dumps(record))
            assert (outcome.word, outcome.undecided) == (expected.verdict, expected.reason)


@given(messages(), st.booleans())
def test_attributes_without_conditions(message: dict[str, Any], lost: bool) -> None:
    """They are seen as with a condition: without one, there is only the usual value."""
    for name, attribute in message.get("MessageAttributes", {}).items():
        read = raw_object(json.dumps(attribute))
        (usual,) = attribute_values(name, read, (), is_from_function=lost)
        values = attribute_values(name, read, (Exists(present=True),), is_from_function=lost)
        assert usual == values[0]


@given(messages(), attribute_policies())
def test_what_a_function_receives_is_never_contradicted(message: dict[str, Any], policy: str) -> None:
    """It has lost the types: there is the same verdict, or none."""
    attributes = {
        name: {
            "Type": "String" if "StringValue" in each else "Binary",
            "Value": each.get("StringValue", "eA=="),
        }
        for name, each in message.get("MessageAttributes", {}).items()
    }
    received = {
        "EventSource": "aws:sns",
        "Sns": {"TopicArn": "t", "Message": "m", "MessageAttributes": attributes},
    }
    filters = pipefilter.load(policy, service="sns")
    published = filters.evaluate(json.dumps(message)).verdict
    (delivered,) = filters.evaluate_all(json.dumps({"Records": [received]}))
    if published != "undecided":  # because of a type that a function does not receive
        assert delivered.verdict in (published, "undecided")


@pytest.mark.parametrize("service", ["sns", "sns-body"])
def test_examples_are_evaluated(service: str) -> None:
    """Each is the input of `Publish`, with the types that its values need."""
    policy = '{"k": ["x", {"exists": false}], "n": [10, {"numeric": ["<", 0]}], "l": [true, null]}'
    filters = pipefilter.load(policy, service=service)
    examples = pipefilter.examples(filters)
    assert len(examples.matching) >= 4
    assert examples.near_misses
    for example in examples:
        assert set(example.event) <= {"TopicArn", "Message", "MessageAttributes"}
        assert filters.evaluate(example.text).matched is example.matches
