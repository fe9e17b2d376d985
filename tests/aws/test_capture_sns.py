"""`pipefilter capture sns`: messages that moto's SNS delivers to a subscribed queue of moto's SQS."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import boto3
import pytest
from aws_environment import use_test_account
from moto_state import running_moto
from virtual_clock import virtual_clock

from pipefilter.aws.capture import sqs as sqs_peek
from pipefilter.cli.main import main

pytestmark = pytest.mark.slow

REGION = "eu-west-1"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials, and few requests."""
    virtual_clock(monkeypatch)
    use_test_account(monkeypatch, REGION)
    monkeypatch.setattr(sqs_peek, "_LONG_POLL", 0)
    monkeypatch.setattr(sqs_peek, "_NOTHING_NEW", 1)


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    """The address of moto's server, with two topics, and a queue for each: `wrapped`, and `raw`."""
    session = boto3.session.Session("testing", "testing", region_name=REGION)

    def client(service: str) -> Any:  # noqa: ANN401 - a client of any service
        return closing(session.client(service, endpoint_url=endpoint))  # type: ignore[call-overload]  # a name

    with running_moto() as endpoint, client("sns") as sns, client("sqs") as sqs:
        for name, attributes in (("wrapped", {}), ("raw", {"RawMessageDelivery": "true"})):
            topic = sns.create_topic(Name="orders" if name == "wrapped" else "others")["TopicArn"]
            url = sqs.create_queue(QueueName=name)["QueueUrl"]
            arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
            sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=attributes)
            # raw, moto cannot deliver bytes
            blob = {} if attributes else {"blob": {"DataType": "Binary", "BinaryValue": b"\x01"}}
            for number, state in enumerate(("PAID", "SENT"), 1):
                sns.publish(
                    TopicArn=topic,
                    Message=json.dumps({"order": {"state": state}}, indent=1),
                    MessageAttributes={
                        "state": {"DataType": "String", "StringValue": state},
                        "amount": {"DataType": "Number", "StringValue": f"{number}30.5"},
                        **blob,
                    },
                )
        yield endpoint


def run(*arguments: str, stdin: str = "") -> tuple[int, list[str], str]:
    """The exit code, the lines of results, and the messages."""
    before = sys.stdin, sys.stdout, sys.stderr
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in "oe")
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(stdin.encode())), out, err
    try:
        with pytest.raises(SystemExit) as caught:
            main(list(arguments))
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
    assert isinstance(caught.value.code, int)
    out.flush()
    err.flush()
    return caught.value.code, out.buffer.getvalue().decode().splitlines(), err.buffer.getvalue().decode()


@pytest.mark.parametrize("queue", ["wrapped", "raw"])
@pytest.mark.parametrize("redact", [(), ("--redact", "--keep", "state,order.state,messageAttributes.state")])
def test_messages_are_evaluated(moto: str, tmp_path: Path, queue: str, redact: tuple[str, ...]) -> None:
    """What is captured is what `test` and `filter` read, for policies on attributes and on the body."""
    code, lines, messages = run("capture", "sns", queue, *redact, "--endpoint-url", moto)
    assert (code, len(lines)) == (0, 2)
    assert ("a message has no notification of SNS in its body" in messages) is (queue == "raw")
    policies = {
        "sns": {"state": ["PAID"], "amount": [{"exists": True}]},
        "sns-body": {"order": {"state": ["PAID"]}},
    }
    for service, policy in policies.items():
        path = tmp_path / f"{service}.json"
        path.write_text(json.dumps(policy))
        code, kept, messages = run("filter", "--service", service, str(path), "-", stdin="\n".join(lines))
        assert (code, len(kept)) == (0, 1), messages
        assert "PAID" in kept[0]


def test_notifications(moto: str) -> None:
    """The notification as SNS delivers it, on one line; nothing of the SQS message around it."""
    _, lines, _ = run("capture", "sns", "wrapped", "--json", "--endpoint-url", moto)
    *records, summary = map(json.loads, lines)
    assert (summary["summary"]["source"], summary["summary"]["records"]) == ("sns", 2)
    notification = records[0]["record"]
    assert notification["Type"] == "Notification"
    assert notification["MessageAttributes"]["amount"] == {"Type": "Number", "Value": "130.5"}
    assert "receiptHandle" not in notification


def test_the_queue_is_unchanged(moto: str) -> None:
    """The messages are there again, and what happens to them meanwhile is said first."""
    for _ in range(2):
        _, lines, messages = run("capture", "sns", "wrapped", "-n", "1", "--endpoint-url", moto)
        assert len(lines) == 1
        assert messages.startswith("note: no message of wrapped is deleted")
    code, _, messages = run("capture", "sns", "nobody", "--endpoint-url", moto)
    assert (code, "there is no queue nobody" in messages) == (2, True)


def test_masks(moto: str) -> None:
    """Types, names and forms stay; a number stays a number."""
    _, plain, _ = run("capture", "sns", "wrapped", "--endpoint-url", moto)
    _, lines, _ = run("capture", "sns", "wrapped", "--redact", "--endpoint-url", moto)
    before, after = json.loads(plain[1]), json.loads(lines[1])
    assert before["TopicArn"].rpartition(":")[2] == after["TopicArn"].rpartition(":")[2] == "orders"
    assert [before[name] == after[name] for name in ("Type", "MessageId", "Timestamp", "Message")] == [
        True,
        True,
        True,
        False,
    ]
    assert list(json.loads(after["Message"])["order"]) == ["state"]
    assert {name: each["Type"] for name, each in after["MessageAttributes"].items()} == {
        "state": "String",
        "amount": "Number",
        "blob": "Binary",
    }
    assert 100 <= float(after["MessageAttributes"]["amount"]["Value"]) < 1000
