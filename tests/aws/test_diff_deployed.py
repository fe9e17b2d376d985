"""`pipefilter diff --deployed`: real clients of boto3's against moto's server, with a stack of CloudFormation in it.

moto's CloudFormation creates no pipes and ignores the filters of event source mappings: those are made by their own APIs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import boto3
import pytest
from aws_environment import use_test_account
from deployed_account import ACCOUNT, Account, served
from moto_state import put_function, running_moto

from pipefilter.cli.main import main

pytestmark = pytest.mark.slow

REGION = "eu-west-1"
QUEUE = f"arn:aws:sqs:{REGION}:{ACCOUNT}:orders"


def template(*resources: str) -> str:
    return "Parameters:\n  Stage: {Type: String}\nResources:\n" + "".join(resources)


def rule(logical_id: str, pattern: str, properties: str = "") -> str:
    """A rule, whose name CloudFormation makes up."""
    return (
        f"  {logical_id}:\n    Type: AWS::Events::Rule\n    Properties:\n"
        f"      EventPattern: {pattern}\n{properties and f'      {properties}'}\n"
    )


def pipe(name: str, pattern: str) -> str:
    """A pipe with its name."""
    return (
        f"  Pipe{name}:\n    Type: AWS::Pipes::Pipe\n    Properties:\n      Name: {name}\n      Source: {QUEUE}\n"
        f"      SourceParameters: {{FilterCriteria: {{Filters: [{{Pattern: '{pattern}'}}]}}}}\n"
    )


def mapping(logical_id: str, criteria: str) -> str:
    """An event source mapping."""
    return (
        f"  {logical_id}:\n    Type: AWS::Lambda::EventSourceMapping\n    Properties:\n      FunctionName: ship\n"
        f"      EventSourceArn: {QUEUE}\n{criteria and f'      FilterCriteria: {criteria}'}\n"
    )


DEPLOYED = template(
    rule("Paid", "{source: [!Sub 'orders.${Stage}'], detail: {status: [PAID, SENT]}}"),
    rule("Old", "{source: [old]}"),
)


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    """The address of moto's server, with a stack, two pipes and an event source mapping."""
    with running_moto() as endpoint, ExitStack() as stack:
        session = boto3.session.Session("testing", "testing", region_name=REGION)

        def client(service: str) -> Any:  # noqa: ANN401 - a client of any service
            return stack.enter_context(closing(session.client(service, endpoint_url=endpoint)))  # type: ignore[call-overload]  # a name

        parameters = [{"ParameterKey": "Stage", "ParameterValue": "prod"}]
        client("cloudformation").create_stack(StackName="orders", TemplateBody=DEPLOYED, Parameters=parameters)
        client("events").put_rule(Name="named", EventPattern='{"source": ["a"]}')
        role = client("iam").create_role(RoleName="all", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        client("sqs").create_queue(QueueName="orders")
        for name, status in (("paid", "PAID"), ("sent", "SENT")):
            criteria = {"Filters": [{"Pattern": json.dumps({"body": {"status": [status]}})}]}
            client("pipes").create_pipe(
                Name=name,
                RoleArn=role,
                Source=QUEUE,
                Target=QUEUE,
                SourceParameters={"FilterCriteria": criteria},
            )
        criteria = {"Filters": [{"Pattern": '{"body": {"kind": ["parcel"]}}'}]}
        put_function(client("lambda"), role, QUEUE, criteria)
        yield endpoint


@pytest.fixture(autouse=True)
def working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder, and credentials for the server."""
    monkeypatch.chdir(tmp_path)
    use_test_account(monkeypatch, REGION)


def diff(
    capsys: pytest.CaptureFixture[str], endpoint: str, text: str, *options: str
) -> tuple[int | str | None, list[str], str]:
    """The exit code, the lines that are printed, and the messages, for a template."""
    Path("t.yaml").write_text(text, "utf-8")
    with pytest.raises(SystemExit) as caught:
        main(["diff", "--deployed", "t.yaml", *options, "--endpoint-url", endpoint])
    printed = capsys.readouterr()
    return caught.value.code, printed.out.splitlines(), printed.err


def test_a_stack(moto: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Resources are found by their logical IDs, with the values of the stack's parameters; others are removed or new."""
    text = template(
        rule("Paid", "{source: [!Sub 'orders.${Stage}'], detail: {status: [PAID]}}"),
        rule("New", "{source: [new]}"),
    )
    code, lines, message = diff(capsys, moto, text, "--stack", "orders")
    assert code == 1
    assert lines[0] == "t.yaml#Paid  stops matching some events"
    assert lines[1].startswith("  deployed as rule default/orders-Paid-")
    assert lines[2:4] == [
        '  stops matching   {"source":"orders.prod","detail":{"status":"SENT"}}',
        "t.yaml#New  is new",
    ]
    assert lines[4].startswith("rule default/orders-Old-")
    assert lines[4].endswith("  is removed")
    assert message == "the stack orders -> t.yaml: 1 narrower, 1 removed, 1 added\n"
    assert diff(capsys, moto, DEPLOYED, "--stack", "orders")[::2] == (
        0,
        "the stack orders -> t.yaml: 2 unchanged\n",
    )
    code, lines, _ = diff(capsys, moto, text, "--stack", "orders", "--parameter", "Stage=dev")
    assert lines[0] == "t.yaml#Paid  matches none of the events that it matched before, but others"


def test_names(moto: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a stack, by physical names: of rules, of pipes, and of the function and the source of a mapping."""
    text = template(
        rule("A", "{source: [a, b]}", "Name: named"),
        rule("B", "{source: [a]}", "Name: not-there"),
        pipe("paid", '{"body": {"status": ["PAID"]}}'),
        mapping("Ship", '{Filters: [{Pattern: \'{"body": {"kind": ["letter", "parcel"]}}\'}]}'),
    )
    code, lines, message = diff(capsys, moto, text)
    assert code == 1
    uuid = lines[-2].rpartition("(")[2].rstrip(")")
    assert lines == [
        "t.yaml#A  starts matching more events",
        "  deployed as rule default/named",
        '  starts matching  {"source":"b"}',
        "t.yaml#B  is new",
        "t.yaml#Ship  starts matching more records",
        f"  deployed as mapping ship <- orders ({uuid})",
        '  starts matching  {"body":{"kind":"letter"}}',
    ]
    assert message == "the account -> t.yaml: 2 wider, 1 added, 1 unchanged\n"
    assert diff(capsys, moto, text, "--allow", "wider")[0] == 0


def test_contents(moto: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A resource without a name is found by equal filters; otherwise it is not known which one it is."""
    text = template(
        rule("A", "{detail: {status: [SENT, PAID]}, source: [orders.prod]}"), rule("B", "{source: [nothing]}")
    )
    code, lines, _ = diff(capsys, moto, text)
    assert code == 2
    assert lines[0] == "t.yaml#A  is written differently, and matches the same events"
    assert lines[1].startswith("  deployed as rule default/orders-Paid-")
    assert lines[2:] == [
        "t.yaml#B  not proven",
        "  not proven: it is not known which deployed resource this is: its name is not in the template, and no deployed filter is equal",
    ]


def test_unknown_values(moto: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What is deployed has values; those of the template must be given."""
    text = template(rule("A", "{source: [!Ref Stage]}", "Name: !Sub '${Stage}med'"))
    assert diff(capsys, moto, text)[0] == 2
    code, lines, _ = diff(capsys, moto, text, "--parameter", "Stage=na")
    assert (code, lines[:2]) == (
        1,
        [
            "t.yaml#A  matches none of the events that it matched before, but others",
            "  deployed as rule default/named",
        ],
    )


def test_a_stack_that_is_not_there(moto: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The message says so."""
    code, lines, message = diff(capsys, moto, DEPLOYED, "--stack", "nothing")
    assert (code, lines) == (2, [])
    assert message.startswith("Error: the stack nothing cannot be read: ")


def test_what_cannot_be_read(capsys: pytest.CaptureFixture[str]) -> None:
    """A denied call is reported, and the rest is compared."""
    account = Account(buses=[{"Name": "default"}], denied={"ListPipes"})
    account.rules["default"] = [{"Name": "named", "EventPattern": '{"source": ["a"]}'}]
    text = template(rule("A", "{source: [b]}", "Name: named"), pipe("paid", '{"body": {"status": ["PAID"]}}'))
    with served(account) as endpoint:
        code, lines, message = diff(capsys, endpoint, text)
    assert code == 2
    assert lines[0] == "t.yaml#A  matches none of the events that it matched before, but others"
    assert "the pipes: the credentials need the IAM action pipes:ListPipes" in message
    assert "ListEventSourceMappings" not in "".join(account.requests)
