"""What `check --emulators` says of moto's filter policies, tried: SNS and SQS of boto3 against moto's server."""

from __future__ import annotations

import importlib.metadata
import json
import random
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError
from moto_state import running_moto
from pattern_problems import pattern_problems

import pipefilter
from pipefilter.errors import InvalidEventPattern
from pipefilter.language.parse import parse
from pipefilter.services import service_named

_INSTALLED = importlib.metadata.version("moto")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        _INSTALLED != "5.2.5", reason=f"the differences are those of moto 5.2.5, and {_INSTALLED} is installed"
    ),
]
SCOPES = {"sns": "MessageAttributes", "sns-body": "MessageBody"}
Message = dict[str, Any]


class Moto:
    """A topic for each scope with one subscription, whose policy is replaced for each try."""

    def __init__(self, endpoint: str) -> None:
        session = boto3.session.Session("testing", "testing", region_name="eu-west-1")
        config = Config(retries={"total_max_attempts": 1})
        self.sns: Any = session.client("sns", endpoint_url=endpoint, config=config)
        self.sqs: Any = session.client("sqs", endpoint_url=endpoint, config=config)
        self._subscriptions = {service: self._subscription(service) for service in SCOPES}

    def _subscription(self, service: str) -> tuple[str, str, str]:
        topic = self.sns.create_topic(Name=service)["TopicArn"]
        url = self.sqs.create_queue(QueueName=service)["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        attributes = {
            "RawMessageDelivery": "true",
            "FilterPolicyScope": SCOPES[service],
            "FilterPolicy": '{"a":[1]}',
        }
        subscription = self.sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=attributes)
        return topic, url, subscription["SubscriptionArn"]

    def delivered(self, service: str, policy: str, messages: list[Message]) -> list[bool | None] | None:
        """Which messages arrive; None for a failure. None for all if moto rejects the policy."""
        topic, url, subscription = self._subscriptions[service]
        try:
            self.sns.set_subscription_attributes(
                SubscriptionArn=subscription, AttributeName="FilterPolicy", AttributeValue=policy
            )
        except (ClientError, ResponseParserError):
            return None
        return [self._arrives(topic, url, message) for message in messages]

    def _arrives(self, topic: str, url: str, message: Message) -> bool | None:
        try:
            self.sns.publish(TopicArn=topic, **message)
        except (ClientError, ResponseParserError):  # an exception of Python, as a page of HTML
            return None
        received = self.sqs.receive_message(QueueUrl=url).get("Messages", [])
        for each in received:
            self.sqs.delete_message(QueueUrl=url, ReceiptHandle=each["ReceiptHandle"])
        return bool(received)


@pytest.fixture(scope="module")
def moto() -> Iterator[Moto]:
    with running_moto() as endpoint:
        server = Moto(endpoint)
        yield server
        server.sns.close()
        server.sqs.close()


def reported(service: str, policy: str) -> list[str]:
    """What is said of moto, or why SNS rejects the policy."""
    problems = pattern_problems(parse(policy), service=service_named(service), emulators=True)
    return [each.message for each in problems if "moto 5.2.5" in each.message or each.severity == "error"]


def verdict(service: str, policy: str, message: Message) -> str:
    """The verdict of pipefilter."""
    record = {"TopicArn": "arn:aws:sns:eu-west-1:123456789012:t", **message}
    return pipefilter.load(policy, service=service).evaluate(json.dumps(record)).verdict


def body(value: object) -> Message:
    return {"Message": json.dumps(value)}


def attribute(kind: str, text: str) -> Message:
    return {"Message": "-", "MessageAttributes": {"k": {"DataType": kind, "StringValue": text}}}


NO_ATTRIBUTES: Message = {"Message": "-"}
BINARY: Message = {
    "Message": "-",
    "MessageAttributes": {
        "k": {"DataType": "Binary.x", "StringValue": "eA=="},
        "other": {"DataType": "String", "StringValue": "x"},
    },
}
CASES: list[tuple[str, str, Message, str]] = [
    ("sns-body", '{"k": [{"cidr": "10.0.0.0/8"}]}', body({"k": "10.1.1.1"}), "it rejects cidr"),
    ("sns", '{"k": [{"wildcard": "a*"}]}', attribute("String", "ab"), "it rejects wildcard"),
    ("sns-body", '{"k": [{"anything-but": {"suffix": "x"}}]}', body({"k": "a"}), "it never matches there"),
    ("sns-body", '{"k": [{"anything-but": {"wildcard": "*x"}}]}', body({"k": "a"}), "it never matches there"),
    ("sns-body", '{"k": [{"anything-but": ["rugby"]}]}', body({"k": ["rugby", "baseball"]}), "an array matches only if"),
    ("sns-body", '{"k": [{"anything-but": ["rugby"]}]}', body({"k": None}), "and null never does"),
    ("sns-body", '{"k": [{"anything-but": 100}]}', body({"k": 1}), "it fails with an exception; a list"),
    ("sns-body", '{"k": [{"exists": false}]}', body({"k": {"a": 1}}), "or an object counts as a value"),
    ("sns-body", '{"k": [{"exists": true}]}', body({"k": {"a": 1}}), "or an object counts as a value"),
    ("sns-body", '{"k": [{"exists": true}]}', body({"k": []}), "an empty array"),
    ("sns-body", '{"a": {"b": [{"exists": false}]}}', body({}), "must not be missing"),
    ("sns-body", '{"k": [null]}', body({"k": None}), "null never matches"),
    ("sns-body", '{"k": [true]}', body({"k": 1}), "true equals 1"),
    ("sns-body", '{"k": [1]}', body({"k": True}), "true equals 1"),
    ("sns-body", '{"k": [{"equals-ignore-case": "Tennis"}]}', body({"k": "TENNIS"}), "without capital letters"),
    ("sns-body", '{"k": [{"equals-ignore-case": "tennis"}]}', body({"k": ["TENNIS"]}), "if the value is not a string"),
    ("sns-body", '{"k": [{"prefix": "a"}]}', body({"k": ["ab"]}), "if the value is not a string"),
    ("sns-body", '{"k": [{"suffix": "a"}]}', body({"k": 5}), "if the value is not a string"),
    ("sns-body", '{"k": [{"prefix": {"equals-ignore-case": "a"}}]}', body({"k": "AB"}), "it never matches there"),
    ("sns-body", '{"k": [{"numeric": [">", 1]}]}', body({"k": "x"}), "if the value is not a number"),
    ("sns-body", '{"k": [{"numeric": [">", 1]}]}', body({"k": [2]}), "if the value is not a number"),
    ("sns-body", '{"a.b": [7]}', body({"a": {"b": 7}}), "a name with a dot is never a path"),
    ("sns-body", '{"$or": [{"k": ["x"]}, {"l": ["y"]}]}', body({"k": "x"}), "an exception on $or"),
    ("sns-body", '{"r": {"a": ["x"], "b": ["y"]}}', body({"r": [{"a": "x"}, {"b": "y"}]}), "in different elements"),
    ("sns-body", '{"r": {"s": {"a": ["x"]}}}', body({"r": [{"s": {"a": "x"}}, {}]}), "every element must have"),
    ("sns-body", '{"k": [7]}', body({"k": ["a", 7]}), "an array in which not all elements are numbers"),
    ("sns-body", '{"k": [1000000000]}', body({"k": 1_000_000_000}), "it rejects numbers"),
    ("sns-body", '{"k": [7, "x"]}', body({"k": "x"}), "because a number or a boolean comes before it"),
    ("sns", '{"k": [{"prefix": "a"}]}', attribute("String.Array", '["ab"]'), "an element of a String.Array"),
    ("sns", '{"k": [{"numeric": [">", 1]}]}', attribute("String.Array", "[2]"), "an element of a String.Array"),
    ("sns", '{"k": [{"anything-but": ["rugby"]}]}', attribute("String.Array", '["rugby"]'), "the characters of a String.Array"),
    ("sns", '{"k": [{"equals-ignore-case": "Tennis"}]}', attribute("String", "TENNIS"), "without capital letters"),
    ("sns", '{"k": [{"exists": false}]}', NO_ATTRIBUTES, "even if the message has no attributes at all"),
    ("sns", '{"k": [{"exists": true}]}', BINARY, "an attribute of type Binary"),
    ("sns", '{"k": [{"anything-but": 100}]}', attribute("Number", "1"), "it fails with an exception; a list"),
    ("sns", '{"k": [{"anything-but": {"prefix": "ab"}}]}', attribute("String.Array", '["ab"]'), "the characters of"),
    ("sns", '{"k": [1000000000]}', attribute("Number", "1000000000"), "it rejects numbers"),
    ("sns", '{"k": [null]}', attribute("String.Array", "[null]"), "null never matches"),
    ("sns", '{"k": [6]}', attribute("String.Array", '[6, "a"]'), "an array in which not all elements are numbers"),
    ("sns", '{"k": [true]}', attribute("String.Array", "[1]"), "true equals 1"),
    ("sns", '{"k": [7, "x"]}', attribute("String", "x"), "because a number or a boolean comes before it"),
    (
        "sns",
        '{"$or": [{"a": ["1"]}, {"k": ["2"]}, {"a": ["3"]}, {"a": ["4"]}, {"a": ["5"]}]}',
        attribute("String", "2"),
        "it rejects the policy as too complex",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("service", "policy", "message", "words"), CASES)
def test_each_difference(moto: Moto, service: str, policy: str, message: Message, words: str) -> None:
    """What the check reports about moto is true: moto differs from AWS, as far as AWS's behavior is known."""
    assert any(words in each for each in reported(service, policy)), reported(service, policy)
    outcomes = moto.delivered(service, policy, [message])
    expected = verdict(service, policy, message)
    assert expected in ("match", "no_match")
    assert outcomes != [expected == "match"]


STRINGS = ("x", "y", "Tennis", "ab", "")
NUMBERS = (0, 1, 7, -3, 2.5, 100)


def scalar(chance: random.Random) -> object:
    return chance.choice((*STRINGS, *NUMBERS, True, False, None))


def alternative(chance: random.Random) -> object:
    """An alternative of any form, mostly a string."""
    text, number = chance.choice(STRINGS), chance.choice(NUMBERS)
    others: tuple[object, ...] = (
        {"prefix": text or "a"},
        {"suffix": text or "a"},
        {"equals-ignore-case": text},
        {"numeric": [">", number]},
        {"anything-but": [text or "x"]},
        {"anything-but": number},
        {"anything-but": {"prefix": "a"}},
        {"exists": chance.random() < 0.5},
        {"wildcard": "a*"},
        {"cidr": "10.0.0.0/8"},
        number,
        scalar(chance),
    )
    return text if chance.random() < 0.8 else chance.choice(others)


def policy_of(chance: random.Random, *, of_body: bool) -> dict[str, object]:
    def alternatives() -> list[object]:
        return [alternative(chance) for _ in range(chance.randint(1, 3))]

    policy: dict[str, object] = {name: alternatives() for name in chance.sample("abc", chance.randint(1, 2))}
    if of_body and chance.random() < 0.4:
        inner: dict[str, object] = {name: alternatives() for name in chance.sample("ab", chance.randint(1, 2))}
        policy["r"] = {"s": inner} if chance.random() < 0.3 else inner
    if chance.random() < 0.2:
        policy["$or"] = [{name: alternatives()} for name in chance.sample("abc", 2)]
    return policy


def near(chance: random.Random, policy: dict[str, object]) -> dict[str, object]:
    """A body in which most fields of the policy have a value, often one of the policy's."""
    content: dict[str, object] = {}
    for name, condition in policy.items():
        if name == "$or" and isinstance(condition, list):
            content |= near(chance, chance.choice(condition))
        elif isinstance(condition, dict):
            inner = near(chance, condition)
            several = [inner, near(chance, condition)] if chance.random() < 0.3 else inner
            content[name] = several
        elif isinstance(condition, list) and chance.random() < 0.85:
            plain = [each for each in condition if not isinstance(each, dict)] or [scalar(chance)]
            value = chance.choice(plain) if chance.random() < 0.6 else scalar(chance)
            content[name] = [value, scalar(chance)] if chance.random() < 0.25 else value
    return content


def as_attribute(value: object) -> dict[str, str] | None:
    """The attribute of a message with a value; None if no attribute can have it."""
    if isinstance(value, list):
        return {"DataType": "String.Array", "StringValue": json.dumps(value)}
    if isinstance(value, bool) or value is None or value == "":
        return None
    if isinstance(value, str):
        return {"DataType": "String", "StringValue": value}
    return {"DataType": "Number", "StringValue": json.dumps(value)}


def message_of(chance: random.Random, policy: dict[str, object], service: str) -> Message:
    content = near(chance, policy)
    if service == "sns-body":
        return body(content)
    attributes = {name: as_attribute(value) for name, value in {**content, "other": "x"}.items()}
    return {"Message": "-", "MessageAttributes": {name: each for name, each in attributes.items() if each}}


@pytest.mark.parametrize("service", SCOPES)
def test_where_nothing_is_told_moto_does_the_same(moto: Moto, service: str) -> None:
    """A few hundred policies, each with several messages."""
    chance = random.Random(28)
    compared: dict[str, int] = {"match": 0, "no_match": 0, "undecided": 0}
    policies = 0
    for _ in range(500):
        tree = policy_of(chance, of_body=service == "sns-body")
        policy = json.dumps(tree)
        messages = [message_of(chance, tree, service) for _ in range(3)]
        try:
            if reported(service, policy):
                continue
        except InvalidEventPattern:
            continue
        policies += 1
        outcomes = moto.delivered(service, policy, messages)
        assert outcomes is not None, policy
        for message, outcome in zip(messages, outcomes, strict=True):
            expected = verdict(service, policy, message)
            compared[expected] += 1
            if expected != "undecided":
                assert outcome is (expected == "match"), (policy, message)
    assert policies > 120
    assert min(compared["match"], compared["no_match"]) > 80
