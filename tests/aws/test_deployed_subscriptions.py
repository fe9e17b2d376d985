"""`pipefilter deployed` and `diff --deployed` on subscriptions of SNS: boto3's real client against moto's server.

moto denies nothing, and confirms all subscriptions at once; `deployed_account.py` answers as SNS does there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from aws_environment import use_test_account
from click.testing import CliRunner
from deployed_account import ACCOUNT, Account, served
from moto_state import running_moto

import pipefilter
from pipefilter.cli.check.command import command as check_command
from pipefilter.cli.deployed.command import command
from pipefilter.cli.main import main

pytestmark = pytest.mark.slow

REGION = "eu-west-1"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:orders"
QUEUE = f"arn:aws:sqs:{REGION}:{ACCOUNT}:paid"
ON_BODY = {"FilterPolicy": '{"order": {"state": ["PAID"]}}', "FilterPolicyScope": "MessageBody"}


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    use_test_account(monkeypatch, REGION)


def run(endpoint: str, *arguments: str, text: str | None = None) -> tuple[int, list[str], str]:
    """The exit code, the lines of results, and the messages; subscriptions only."""
    command_line = ["--only", "subscriptions", *arguments, "--endpoint-url", endpoint]
    done = CliRunner().invoke(command, command_line, input=text, standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.return_value, done.stdout.splitlines(), done.stderr


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    """The address of moto's server, with a topic and its subscriptions."""
    with running_moto() as endpoint:
        client = boto3.session.Session("testing", "testing", region_name=REGION).client(
            "sns", endpoint_url=endpoint
        )
        client.create_topic(Name="orders")
        subscriptions: tuple[tuple[str, str, dict[str, str]], ...] = (
            ("sqs", QUEUE, ON_BODY),
            ("sqs", f"{QUEUE}-raw", {"FilterPolicy": '{"state": ["PAID"]}', "RawMessageDelivery": "true"}),
            ("lambda", f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:ship", {"FilterPolicy": '{"a.b": [1, 1]}'}),
            ("https", "https://example.com/orders?a=1", {}),
        )
        for protocol, target, attributes in subscriptions:
            client.subscribe(TopicArn=TOPIC, Protocol=protocol, Endpoint=target, Attributes=attributes)
        yield endpoint
        client.close()


def without_ids(lines: list[str]) -> list[str]:
    """The lines without the generated part of the ARN."""
    return [f"{line[: line.index(' (')]}{line[line.index(')') + 1 :]}" for line in lines if " (" in line]


def test_subscriptions(moto: str) -> None:
    code, lines, err = run(moto)
    assert code == 0, lines
    assert without_ids([line for line in lines if line.startswith("subscription ") and ": valid" in line]) == [
        "subscription orders -> sqs paid: valid",
        "subscription orders -> sqs paid-raw: valid  (raw message delivery)",
        "subscription orders -> lambda ship: valid, with 1 note",
    ]
    assert without_ids(lines[-1:]) == [
        "subscription orders -> https https://example.com/orders?a=1: no filter policy: every message is delivered"
    ]
    assert err == "3 filters checked; 1 subscription has no filter policy and receives every message\n"


def test_json(moto: str) -> None:
    _, lines, _ = run(moto, "--json")
    objects = [json.loads(line) for line in lines]
    assert [entry["service"] for entry in objects] == ["sns-body", "sns", "sns", "sns"]
    assert {(entry["kind"], entry["source"], entry["reads"]) for entry in objects} == {
        ("subscription", "sns", TOPIC)
    }
    assert json.loads(objects[0]["text"]) == {**ON_BODY, "Protocol": "sqs", "Endpoint": QUEUE}
    assert [entry["filters"] for entry in objects] == [1, 1, 1, None]


def test_saved(moto: str, tmp_path: Path) -> None:
    """The files have the scope, so that `check` and `test` know where the policy runs."""
    run(moto, "--save", str(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "subscription+orders+lambda+ship.json",
        "subscription+orders+sqs+paid-raw.json",
        "subscription+orders+sqs+paid.json",
    ]
    text = (tmp_path / "subscription+orders+sqs+paid.json").read_text()
    assert json.loads(text) == {**ON_BODY, "Protocol": "sqs", "Endpoint": QUEUE}
    policy = pipefilter.load(text)
    assert policy.endpoint is not None
    assert policy.endpoint.kind == "sqs"
    assert policy.evaluate({"TopicArn": TOPIC, "Message": '{"order": {"state": "PAID"}}'}).verdict == "match"
    checked = CliRunner().invoke(check_command, [str(tmp_path)], standalone_mode=False)
    assert (checked.return_value, checked.stdout.count(": valid")) == (0, 3)


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"Message": '{"order": {"state": "PAID"}}'}, ["match", "no match", "no match", "match"]),
        (
            {"Message": "-", "MessageAttributes": {"state": {"DataType": "String", "StringValue": "PAID"}}},
            ["no match", "match", "no match", "match"],
        ),
        (
            {"Message": "-", "MessageAttributes": {"a.b": {"DataType": "Number", "StringValue": "1"}}},
            ["no match", "no match", "match", "match"],
        ),
    ],
)
def test_messages(moto: str, message: dict[str, Any], words: list[str]) -> None:
    record = {"TopicArn": TOPIC, **message}
    code, lines, err = run(moto, "--test", "-", text=json.dumps(record))
    assert [line[:9].strip() for line in lines] == words
    assert (code, "a record from sns; 3 of 3 filters can receive it: 1 matched, 2 did not" in err) == (0, True)
    assert "; 1 resource without a filter receives it, too" in err
    code, lines, err = run(moto, "--test", "-", text=json.dumps({**record, "TopicArn": f"{TOPIC}-other"}))
    assert (code, lines) == (1, [])
    assert "hint: the deployed subscriptions are to other topics; replace the TopicArn" in err


def test_a_message_in_a_queue(moto: str) -> None:
    """With the source, a message of SQS is read as the message of SNS that it carries."""
    body = json.dumps({"Type": "Notification", "TopicArn": TOPIC, "Message": '{"order": {"state": "PAID"}}'})
    record = {"messageId": "1", "eventSource": "aws:sqs", "eventSourceARN": QUEUE, "body": body}
    text = json.dumps({"Records": [record]})
    assert [line[:9].strip() for line in run(moto, "--test", "-", "--source", "sns", text=text)[1]] == [
        "match",
        "no match",
        "no match",
        "match",
    ]
    assert run(moto, "--test", "-", text=text)[:2] == (1, []), "no subscription reads from a queue"


def listed(name: str, arn: str = "") -> dict[str, str]:
    return {
        "SubscriptionArn": arn or f"{TOPIC}:{name}",
        "Owner": ACCOUNT,
        "Protocol": "email",
        "Endpoint": f"{name}@example.com",
        "TopicArn": TOPIC,
    }


def test_what_moto_does_not_have() -> None:
    """Pages, subscriptions that are not confirmed, deleted or denied, and what a newer AWS might return."""
    policy = '{"state": ["PAID"]}'
    account = Account(
        subscriptions=[
            listed("pending", "PendingConfirmation"),
            listed("deleted", "Deleted"),
            listed("gone"),
            listed("denied"),
            listed("fine"),
            listed("new"),
            listed("waiting"),
            listed("emptied"),
        ],
        attributes={
            f"{TOPIC}:fine": {"FilterPolicy": policy, "FilterPolicyScope": "MessageAttributes"},
            f"{TOPIC}:new": {"FilterPolicy": policy, "FilterPolicyScope": "MessageHeaders"},
            f"{TOPIC}:waiting": {"FilterPolicy": policy, "PendingConfirmation": "true"},
            f"{TOPIC}:emptied": {"FilterPolicy": "{ }", "FilterPolicyScope": "MessageBody"},
        },
        gone={f"GetSubscriptionAttributes {TOPIC}:gone"},
        denied={f"GetSubscriptionAttributes {TOPIC}:denied"},
    )
    with served(account) as endpoint:
        code, lines, err = run(endpoint)
        record = {"TopicArn": TOPIC, "Message": "-"}
        _, evaluations, _ = run(endpoint, "--test", "-", "--json", text=json.dumps(record))
    assert code == 2
    assert err == (
        "2 filters checked; 1 subscription has no filter policy and receives every message; "
        "3 other resources have no readable filter\n"
    )
    assert lines == [
        "subscription orders -> email pending@example.com: not confirmed yet, so it receives no messages; AWS does not "
        "return its filter policy  (PendingConfirmation)",
        f"subscription orders -> email denied@example.com (denied): not readable: AWS denies access to the subscription "
        f"{TOPIC}:denied: the credentials need the IAM action sns:GetSubscriptionAttributes",
        "subscription orders -> email fine@example.com (fine): valid",
        "subscription orders -> email new@example.com (new): not readable: the scope MessageHeaders of its filter policy "
        "is not known",
        "subscription orders -> email waiting@example.com (waiting): valid  (PendingConfirmation)",
        "subscription orders -> email emptied@example.com (emptied): no filter policy: every message is delivered",
    ]
    verdicts = [json.loads(line) for line in evaluations]
    assert [each["verdict"] for each in verdicts] == [
        "skipped",
        "undecided",
        "no_match",
        "undecided",
        "skipped",
        "match",
    ]
    assert account.requests.count("ListSubscriptions") == 16


def test_the_list_is_denied() -> None:
    with served(Account(denied={"ListSubscriptions"})) as endpoint:
        code, lines, err = run(endpoint)
    assert (code, lines) == (2, [])
    assert err == (
        "Error: AWS denies access to the subscriptions: the credentials need the IAM action sns:ListSubscriptions\n"
    )


def test_an_invalid_policy() -> None:
    """What AWS has accepted, and pipefilter does not, is reported with its place in the policy."""
    account = Account(
        subscriptions=[listed("a")], attributes={f"{TOPIC}:a": {"FilterPolicy": '{"a": [{"b": 1}]}'}}
    )
    with served(account) as endpoint:
        code, lines, _ = run(endpoint)
    assert code == 1
    assert lines[0].startswith("subscription orders -> email a@example.com (a):1:")
    assert lines[-1] == "subscription orders -> email a@example.com (a): not valid"


@pytest.fixture
def working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def template(properties: str) -> str:
    return f"Resources:\n  Paid:\n    Type: AWS::SNS::Subscription\n    Properties: {{Protocol: sqs, {properties}}}\n"


@pytest.mark.parametrize(
    ("properties", "lines"),
    [
        ("FilterPolicyScope: MessageBody, FilterPolicy: {order: {state: [PAID]}}", []),
        (
            "FilterPolicyScope: MessageBody, FilterPolicy: {order: {state: [PAID, SENT]}}",
            ["t.yaml#Paid  starts matching more records"],
        ),
        (
            "FilterPolicy: {state: [PAID]}",
            [
                "t.yaml#Paid  not proven",
                "  not proven: one filter policy is on message attributes, the other on the message body",
            ],
        ),
    ],
)
def test_diff(
    moto: str, working_directory: Path, capsys: pytest.CaptureFixture[str], properties: str, lines: list[str]
) -> None:
    """A subscription is identified by its topic and its endpoint."""
    (working_directory / "t.yaml").write_text(
        template(f"TopicArn: '{TOPIC}', Endpoint: '{QUEUE}', {properties}")
    )
    with pytest.raises(SystemExit):
        main(["diff", "--deployed", "t.yaml", "--endpoint-url", moto])
    lines_of_output = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line not in lines_of_output] == []
    assert bool(lines_of_output) is bool(lines)


def test_what_a_policy_means_is_not_certain() -> None:
    """AWS accepted it, so `$or` may be the name that AWS's page on SNS says it is; others have no policy at all."""
    attributes: dict[str, dict[str, str]] = {f"{TOPIC}:{name}": {} for name in ("first", "second")}
    attributes[f"{TOPIC}:or"] = {"FilterPolicy": '{"$or": ["x"]}', "FilterPolicyScope": "MessageBody"}
    subscriptions = [listed(name) for name in ("first", "or", "second")]
    with served(Account(subscriptions=subscriptions, attributes=attributes)) as endpoint:
        code, lines, err = run(endpoint)
        _, in_json, _ = run(endpoint, "--json")
        record = {"TopicArn": TOPIC, "Message": '{"$or": "x"}'}
        _, evaluations, _ = run(endpoint, "--test", "-", "--json", text=json.dumps(record))
    assert code == 2
    assert "It is not certain that SNS rejects this" in lines[1]
    assert [line.rpartition(": ")[2] for line in lines if ": could not tell" in line] == ["could not tell"]
    assert err == "1 filter checked; 2 subscriptions have no filter policy and receive every message\n"
    assert [json.loads(line)["valid"] for line in in_json] == [None, None, None]
    assert [json.loads(line)["verdict"] for line in evaluations] == ["match", "undecided", "match"]
