"""`pipefilter deployed`: real clients of boto3's against moto's server, and against one here for what moto lacks.

moto has no customer keys for filter criteria, denies nothing, knows no EventBridge v2 and answers all in one page;
`deployed_account.py` has these, in the form of the APIs.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import boto3
import pytest
from aws_environment import use_test_account
from click.testing import CliRunner
from deployed_account import ACCOUNT, HERE, Account, served
from moto_state import put_function, running_moto

from pipefilter.application.deployed_check import deployed_sources
from pipefilter.aws.connection import Connection
from pipefilter.aws.deployed.answers import ApiOperation
from pipefilter.aws.deployed.filter import DeployedFilter, Kind, NotRead
from pipefilter.aws.deployed.filters import deployed_filters
from pipefilter.cli.deployed.command import command
from pipefilter.cli.deployed.filter_files import save_filters
from pipefilter.cli.inputs.files import InputError
from pipefilter.language.filter_criteria import parse_filters

REGION = "eu-west-1"
QUEUE = f"arn:aws:sqs:{REGION}:{ACCOUNT}:orders"
STREAM = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/Users/stream/2026-01-01T00:00:00.000"
PAID = '{"source": ["my.shop"], "detail": {"status": ["PAID"]}}'
EVENT = {"source": "my.shop", "detail-type": "order", "detail": {"status": "PAID"}}
MESSAGE = {"eventSource": "aws:sqs", "messageId": "1", "body": '{"kind": "parcel"}', "eventSourceARN": QUEUE}


def criteria(*patterns: str) -> dict[str, Any]:
    return {"Filters": [{"Pattern": pattern} for pattern in patterns]}


@pytest.fixture(autouse=True)
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    use_test_account(monkeypatch, REGION)


def run(endpoint: str, *arguments: str, text: str | None = None) -> tuple[int, str, str]:
    """The exit code, and the output."""
    command_line = [*arguments, "--endpoint-url", endpoint]
    done = CliRunner().invoke(command, command_line, input=text, standalone_mode=False)
    if isinstance(done.exception, InputError):
        return 2, done.stdout, f"{done.stderr}Error: {done.exception.message}\n"
    if done.exception is not None:
        raise done.exception
    return done.return_value, done.stdout, done.stderr


# moto


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    """The address of moto's server, with rules on two buses, pipes and event source mappings."""
    with running_moto() as endpoint:
        session = boto3.session.Session("testing", "testing", region_name=REGION)
        clients = []

        def client(service: str) -> Any:  # noqa: ANN401 - a client of any service
            clients.append(session.client(service, endpoint_url=endpoint))  # type: ignore[call-overload]  # a name
            return clients[-1]

        events = client("events")
        events.create_event_bus(Name="orders-bus")
        events.put_rule(Name="nightly", ScheduleExpression="rate(1 day)")
        events.put_rule(
            Name="both", ScheduleExpression="rate(1 day)", EventPattern='{"detail-type": ["order"]}'
        )
        events.put_rule(Name="paid", EventBusName="orders-bus", EventPattern=PAID)
        events.put_rule(
            Name="Paid",
            EventBusName="orders-bus",
            EventPattern='{"detail": {"a": [{"prefix": ""}]}}',
            State="DISABLED",
        )
        role = client("iam").create_role(RoleName="all", AssumeRolePolicyDocument="{}")["Role"]["Arn"]
        client("sqs").create_queue(QueueName="orders")
        pipes = client("pipes")
        patterns = criteria('{"eventName": ["MODIFY"]}', '{"dynamodb": {"NewImage": {"n": {"N": [1]}}}}')
        parameters = {"DynamoDBStreamParameters": {"StartingPosition": "LATEST"}, "FilterCriteria": patterns}
        pipes.create_pipe(Name="notify", RoleArn=role, Source=STREAM, Target=QUEUE, SourceParameters=parameters)
        pipes.create_pipe(Name="everything", RoleArn=role, Source=QUEUE, Target=QUEUE)
        put_function(client("lambda"), role, QUEUE, criteria('{"body": {"kind": ["parcel"]}}'))
        yield endpoint
        for boto_client in clients:
            boto_client.close()


@pytest.mark.slow
def test_filters_in_moto(moto: str) -> None:
    code, out, err = run(moto)
    assert code == 1
    lines = [line for line in out.splitlines() if line.startswith(("rule ", "pipe ", "mapping "))]
    uuid = lines[-1].rpartition(" (")[0].rpartition("(")[2].split(")")[0]
    assert lines == [
        "rule default/nightly: no pattern: it runs on the schedule rate(1 day)  (ENABLED)",
        "rule default/both: valid  (ENABLED, also runs on the schedule rate(1 day))",
        "rule orders-bus/paid: valid  (ENABLED)",
        "rule orders-bus/Paid:1:19  PF422  An empty prefix matches every string, but no other value",
        "rule orders-bus/Paid: valid, with 1 note  (DISABLED)",
        "pipe everything: no filter: every record matches  (RUNNING)",
        "pipe notify (filter 2):1:40  PF402  The number 1 never matches a DynamoDB number: the value of N is a string",
        "pipe notify: 1 error in 2 filters  (RUNNING)",
        f"mapping ship <- orders ({uuid}): valid  (Enabled)",
    ]
    assert err == (
        "note: subscribers of EventBridge v2 are skipped: the service is not available in this Region\n"
        "5 filters checked; 1 pipe has no filter and receives every record; 1 other resource has no readable filter\n"
    )


@pytest.mark.slow
def test_double_rules(moto: str) -> None:
    """Enabled rules of one bus with a common target, of which one matches everything that the other matches."""
    session = boto3.session.Session("testing", "testing", region_name=REGION)
    events: Any = session.client("events", endpoint_url=moto)
    events.create_event_bus(Name="twins")
    rules = {
        "a": (PAID, "ENABLED", QUEUE),
        "b": ('{"source": ["my.shop"]}', "ENABLED", QUEUE),
        "c": (PAID, "ENABLED", f"{QUEUE}-other"),
        "d": (PAID, "DISABLED", QUEUE),
        "e": ('{"source": [{"prefix": "my.shop"}, "my.shop"]}', "ENABLED", f"{QUEUE}-other"),
        "f": ('{"source": ["my.shop", "my.shop"]}', "ENABLED", QUEUE),
        "g": ('{"source": ["my.shop"]}', "ENABLED", QUEUE),
    }
    for name, (pattern, state, target) in rules.items():
        events.put_rule(Name=name, EventBusName="twins", EventPattern=pattern, State=state)
        shaped = {"InputPath": "$.detail"} if name == "g" else {}
        events.put_targets(Rule=name, EventBusName="twins", Targets=[{"Id": "1", "Arn": target, **shaped}])
    _, out, _ = run(moto, "--only", "rules")
    lines = [line for line in out.splitlines() if line.startswith("note: ")]
    _, as_json, _ = run(moto, "--only", "rules", "--json")
    double = {each["name"]: each["double"] for each in map(json.loads, as_json.splitlines()) if each["double"]}
    for name in rules:
        events.remove_targets(Rule=name, EventBusName="twins", Ids=["1"])
        events.delete_rule(Name=name, EventBusName="twins")
    events.delete_event_bus(Name="twins")
    events.close()
    twice = f"and both send them to {QUEUE}: it receives them twice"
    assert lines == [
        f"note: rule twins/a matches only events that rule twins/b matches, too, {twice}",
        f"note: rule twins/a matches only events that rule twins/f matches, too, {twice}",
        f"note: rule twins/c matches only events that rule twins/e matches, too, and both send them to {QUEUE}-other: it "
        "receives them twice",
        f"note: rule twins/f matches the same events as rule twins/b, {twice}",
    ]
    assert double["rule twins/f"] == [{"name": "rule twins/b", "equal": True, "targets": [QUEUE]}]


@pytest.mark.slow
def test_targets_that_cannot_be_listed() -> None:
    """The exit code and the other results do not depend on the targets."""
    rules = [{"Name": name, "EventPattern": PAID, "State": "ENABLED"} for name in ("a", "b")]
    account = Account(buses=[{"Name": "default"}], rules={"default": rules}, denied={"ListTargetsByRule"})
    with served(account) as endpoint:
        code, out, err = run(endpoint, "--only", "rules")
    assert (code, out) == (0, "rule default/a: valid  (ENABLED)\nrule default/b: valid  (ENABLED)\n")
    assert "note: it is not known whether rules are double: AWS denies access to the targets of the rule" in err
    assert "events:ListTargetsByRule" in err


def test_kinds_and_json(moto: str) -> None:
    code, out, err = run(moto, "--only", "pipes, rules", "--json")
    objects = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert [entry["name"] for entry in objects][-2:] == ["pipe everything", "pipe notify"]
    assert (objects[-1]["service"], objects[-1]["source"], objects[-1]["reads"]) == ("pipe", "dynamodb", STREAM)
    assert (objects[-1]["filters"], objects[-1]["valid"], objects[-1]["advice"][0]["filter"]) == (2, True, 2)
    assert (objects[-2]["valid"], objects[-2]["no_filter"][:9]) == (None, "no filter")
    assert "v2" not in err
    assert run(moto, "--only", "mappings")[0] == 0


def test_a_missing_service_that_is_requested_by_name_is_a_fault(moto: str) -> None:
    code, out, err = run(moto, "--only", "subscribers")
    assert (code, out) == (2, "")
    assert err.startswith("Error: subscribers of EventBridge v2 are skipped")


@pytest.mark.slow
def test_saved(moto: str, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    _, _, err = run(moto, "--save", str(folder))
    assert err.endswith(f"5 filters saved in {folder}\n")
    files = sorted(folder.iterdir())
    names = [path.name for path in files]
    assert names[0].startswith("mapping+ship+")
    assert names[1:3] == ["pipe+notify.json", "rule+default+both.json"]
    assert len({name.casefold() for name in names}) == len(names) == 5
    for path in files:
        parse_filters(path.read_bytes())
    assert (folder / "rule+default+both.json").read_text() == '{"detail-type": ["order"]}\n'
    assert run(moto, "--save", str(folder))[2].endswith("0 filters saved in "
        f"{folder}; 5 files unchanged\n")  # fmt: skip
    files[1].write_text("mine")
    files[2].unlink()
    code, _, err = run(moto, "--save", str(folder))
    assert code == 2
    assert f"Error: {files[1]} exists with different content: use --force" in err
    assert not files[2].exists(), "nothing is written then"
    run(moto, "--save", str(folder), "--force")
    assert files[2].exists()
    assert "MODIFY" in files[1].read_text()


@pytest.mark.slow
def test_filters_that_match_an_event(moto: str, tmp_path: Path) -> None:
    path = tmp_path / "event.json"
    path.write_text(json.dumps(EVENT))
    code, out, err = run(moto, "--test", str(path))
    assert code == 0
    assert out.splitlines() == [
        "match      rule default/both  (ENABLED, also runs on the schedule rate(1 day))",
        "match      rule orders-bus/paid  (ENABLED)",
        "no match   rule orders-bus/Paid  (DISABLED)",
    ]
    assert f"{path}: a record from bus; 3 of 5 filters can receive it: 2 matched, 1 did not\n" in err
    path.write_text(json.dumps({**EVENT, "detail-type": "x", "source": "other"}))
    assert run(moto, "--test", str(path))[0] == 1


@pytest.mark.slow
def test_filters_that_match_a_record(moto: str) -> None:
    records = {"Records": [MESSAGE, {**MESSAGE, "body": '{"kind": "letter"}'}]}
    code, out, _ = run(moto, "--test", "-", "--json", text=json.dumps(records))
    lines = [json.loads(line) for line in out.splitlines()]
    verdicts = [(line["event"], line["name"][:9], line["verdict"]) for line in lines if line["name"]]
    assert [verdict for verdict in verdicts if verdict[2] != "skipped"] == [
        ("<stdin> /Records/0", "pipe ever", "match"),
        ("<stdin> /Records/0", "mapping s", "match"),
        ("<stdin> /Records/1", "pipe ever", "match"),
        ("<stdin> /Records/1", "mapping s", "no_match"),
    ]
    assert code == 0
    other = {**MESSAGE, "eventSourceARN": f"{QUEUE}-of-another"}
    code, out, err = run(moto, "--test", "-", text=json.dumps(other))
    assert (code, out) == (1, "")
    assert "hint: the deployed filters read from other ARNs" in err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "cannot read <stdin>: no events found"),
        ("{", "<stdin>"),
        ('{"a": 1}', "<stdin>: the source of the record cannot be detected: use --source"),
        ('{"Records": []}', "<stdin>: no records found"),
        ('{"Records": [1]}', "<stdin>: the source of the record cannot be detected: use --source"),
    ],
)
def test_invalid_records(text: str, message: str) -> None:
    code, out, err = run(f"http://{HERE}:1", "--test", "-", text=text)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


# the server here


@pytest.mark.slow
def test_pages() -> None:
    account = Account(
        buses=[{"Name": "default"}, {"Name": "empty"}, {"Name": "aws.partner/a/b"}],
        rules={
            "default": [{"Name": f"r{n}", "State": "ENABLED", "EventPattern": PAID} for n in range(3)],
            "aws.partner/a/b": [{"Name": "m", "EventPattern": PAID, "ManagedBy": "an.aws.service"}],
        },
        pipes=[{"Name": f"p{n}", "Source": QUEUE, "CurrentState": "STOPPED"} for n in range(3)],
        mappings=[{"UUID": f"u{n}", "FunctionArn": "f", "EventSourceArn": QUEUE} for n in range(3)],
        v2_buses=[{"Name": "custom", "EventBusArn": "arn:custom"}],
        subscribers={"arn:custom": [subscriber("s0", None), subscriber("s1", PAID)]},
    )
    with served(account) as endpoint:
        code, out, err = run(endpoint)
    assert code == 0, err
    assert out.splitlines() == [
        "rule default/r0: valid  (ENABLED)",
        "rule default/r1: valid  (ENABLED)",
        "rule default/r2: valid  (ENABLED)",
        "rule aws.partner/a/b/m: valid  (managed by an.aws.service)",
        *(f"pipe p{n}: no filter: every record matches  (STOPPED)" for n in range(3)),
        *(f"mapping f <- orders (u{n}): no filter: every record matches" for n in range(3)),
        "subscriber custom/s0: no filter: every event matches  (RUNNING)",
        "subscriber custom/s1: valid  (RUNNING, revoked)",
    ]
    assert account.requests.count("ListEventBuses") == 4, "three pages, and those of v2"


def subscriber(name: str, pattern: str | None) -> dict[str, Any]:
    filters = {"Language": "EVENT_BRIDGE_PATTERN", "Filters": [{"Scope": "DATA", "Pattern": pattern}]}
    return {
        "Name": name,
        "SubscriberArn": f"arn:custom:{name}",
        "State": "RUNNING",
        **({"FilterConfiguration": filters, "Revoked": True} if pattern else {}),
    }


def uuid(name: str) -> str:
    return f"{name:->36}"


@pytest.mark.slow
def test_encrypted() -> None:
    """Filters that a customer's key encrypts are read where that is allowed, and never mistaken for no filter."""
    key = {"KMSKeyArn": "arn:aws:kms:k"}
    known = {"FunctionArn": "f", "EventSourceArn": QUEUE, "State": "Enabled"}
    fault = {"ErrorCode": "KMSAccessDeniedException", "Message": "Not {yours}."}
    account = Account(
        mappings=[
            {"UUID": uuid("readable"), **known, **key, "FilterCriteria": None},
            {"UUID": uuid("kept"), **known, **key},
            {"UUID": uuid("told"), **known, "FilterCriteriaError": fault},
            {"UUID": uuid("denied"), **known, **key},
            {"UUID": uuid("gone"), **known, **key},
            {"UUID": uuid("plain"), **known},
        ],
        decrypted={
            uuid("readable"): {"FilterCriteria": criteria('{"body": {"a": [1]}}'), **key},
            uuid("kept"): {"FilterCriteriaError": fault},
        },
        denied={f"GetEventSourceMapping {uuid('denied')}"},
        gone={f"GetEventSourceMapping {uuid('gone')}", "DescribePipe gone"},
        pipes=[
            {"Name": "encrypted", "Source": QUEUE, "KmsKeyIdentifier": "arn:aws:kms:p"},
            {"Name": "gone", "Source": QUEUE},
        ],
        buses=[{"Name": "default"}],
        rules={"default": [{"Name": "encrypted", "State": "ENABLED"}]},
    )
    with served(account) as endpoint:
        code, out, err = run(endpoint)
        tested = run(endpoint, "--only", "mappings", "--test", "-", text=json.dumps(MESSAGE))
    assert code == 2
    need = "the credentials may need kms:Decrypt for it"
    assert out.splitlines() == [
        "rule default/encrypted: not readable: AWS returns neither a pattern nor a schedule: "
        "the credentials may need kms:Decrypt for the key of its bus  (ENABLED)",
        f"pipe encrypted: not readable: AWS returned no filter; if there is one, it is encrypted with the key arn:aws:kms:p: {need}",
        f"mapping f <- orders ({uuid('readable')}): valid  (Enabled)",
        f"mapping f <- orders ({uuid('kept')}): not readable: AWS returned no filter; if there is one, it is encrypted "
        f"with the key arn:aws:kms:k (KMSAccessDeniedException Not {{yours}}.): {need}  (Enabled)",
        f"mapping f <- orders ({uuid('told')}): not readable: AWS returned no filter; if there is one, it is encrypted "
        f"with a customer managed key (KMSAccessDeniedException Not {{yours}}.): {need}  (Enabled)",
        f"mapping f <- orders ({uuid('denied')}): not readable: AWS denies access to the encrypted filter of the event "
        f"source mapping {uuid('denied')}: the credentials need the IAM action lambda:GetEventSourceMapping  (Enabled)",
        f"mapping f <- orders ({uuid('plain')}): no filter: every record matches  (Enabled)",
    ]
    assert "Error" not in err, "each is told with its filter"
    assert tested[0] == 2
    assert tested[1].splitlines()[0] == f"no match   mapping f <- orders ({uuid('readable')})  (Enabled)"
    assert [line[:9] for line in tested[1].splitlines()[1:]] == ["undecided"] * 3 + ["match    "]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("operation", "message", "missing"),
    [
        ("ListRules default", "AWS denies access to the rules of the event bus default: the credentials need the IAM action events:ListRules", "rule default/r"),
        ("ListPipes", "AWS denies access to the pipes: the credentials need the IAM action pipes:ListPipes", "pipe p"),
        ("DescribePipe p", "AWS denies access to the pipe p: the credentials need the IAM action pipes:DescribePipe", ""),
        ("ListEventSourceMappings", "AWS denies access to the event source mappings: the credentials need the IAM action lambda:ListEventSourceMappings", "mapping f <- orders (u)"),
        ("ListSubscribers", "AWS denies access to the subscribers of the event bus custom: the credentials need the IAM action events:ListSubscribers", "subscriber custom/s"),
        ("DescribeSubscriber", "AWS denies access to the subscriber s of the event bus custom: the credentials need the IAM action events:DescribeSubscriber", ""),
    ],
)  # fmt: skip
def test_denied_kinds_do_not_stop_the_rest(operation: str, message: str, missing: str) -> None:
    account = small_account()
    account.denied.add(operation)
    with served(account) as endpoint:
        code, out, err = run(endpoint, "--json")
    assert code == 2
    assert (f"Error: {message}\n" in err) is bool(missing), "one that is known is told in its own line"
    lines = [json.loads(line) for line in out.splitlines()]
    names = [line["name"] for line in lines if line["name"]]
    everything = ["rule default/r", "rule other/r", "pipe p", "mapping f <- orders (u)", "subscriber custom/s"]
    assert names == [name for name in everything if name != missing]
    assert message in [line["unreadable"] for line in lines]


def small_account() -> Account:
    return Account(
        buses=[{"Name": "default"}, {"Name": "other"}],
        rules={name: [{"Name": "r", "EventPattern": PAID}] for name in ("default", "other")},
        pipes=[
            {"Name": "p", "Source": QUEUE, "SourceParameters": {"FilterCriteria": criteria('{"body": [1]}')}}
        ],
        mappings=[{"UUID": "u", "FunctionArn": "f", "EventSourceArn": QUEUE}],
        v2_buses=[{"Name": "custom", "EventBusArn": "arn:custom"}],
        subscribers={"arn:custom": [subscriber("s", PAID)]},
    )


def test_denied_buses() -> None:
    account = small_account()
    account.denied.add("ListEventBuses")
    with served(account) as endpoint:
        code, out, err = run(endpoint)
    assert code == 2
    assert [line.split()[0] for line in out.splitlines()] == ["pipe", "mapping"]
    assert err.count("the credentials need the IAM action events:ListEventBuses") == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"1", b'"a"', b"<html>", b'{"Pipes": 1}', b'{"Pipes": [1]}', b'{"Pipes": [null]}',
     b'{"Pipes": [], "NextToken": "again"}', b'{"Pipes": [], "NextToken": 1}', b"[" * 100_000, b"\xff"],
)  # fmt: skip
def test_answers_in_another_format(body: bytes) -> None:
    account = small_account()
    account.bodies["ListPipes"] = body
    message = "the response about the pipes does not have the format of AWS's API: check --endpoint-url, and any proxy "
    with served(account) as endpoint:
        outcomes = list(deployed_filters(Connection(endpoint_url=endpoint), ["pipe"]))
    assert outcomes == [NotRead("pipe", f"{message}between this machine and AWS")]


def test_unusual_patterns() -> None:
    """Whatever AWS has accepted is printed: a pattern that looks like filter criteria, or an invalid one."""
    account = small_account()
    account.rules = {
        "default": [
            {"Name": "criteria", "EventPattern": json.dumps(criteria("x"))},
            {"Name": "\x1b[2J", "EventPattern": "{"},
        ]
    }
    account.pipes = [
        {"Name": "p", "Source": QUEUE, "SourceParameters": {"FilterCriteria": {"Filters": [{"Pattern": "{"}, {"Pattern": '{"body": [1]}'}, {}]}}}
    ]  # fmt: skip
    with served(account) as endpoint:
        code, out, _ = run(endpoint, "--only", "rules,pipes")
        lines = [json.loads(line) for line in run(endpoint, "--only", "rules,pipes", "--json")[1].splitlines()]
        tested = run(endpoint, "--only", "pipes", "--test", "-", text=json.dumps(MESSAGE))
    assert code == 1
    assert "\x1b" not in out
    assert "rule default/criteria: not valid" in out, "a pattern's values are no objects in a list"
    assert "rule default/\\u001b[2J: not valid" in out
    assert "pipe p: not valid, 3 filters" in out
    assert [(line["valid"], line["filters"]) for line in lines] == [(False, 1), (False, 1), (False, 3)]
    assert tested[:2] == (2, "undecided  pipe p: one of its filters is not valid\n")


def test_without_boto3(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("boto3", "botocore", "botocore.exceptions"):
        monkeypatch.setitem(sys.modules, name, None)
    code, out, err = run(f"http://{HERE}:1")
    assert (code, out) == (2, "")
    assert err == (
        "Error: deployed filters cannot be read without boto3: install it with `pip install 'pipefilter[aws]'`\n"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""}, "there are no AWS credentials"),
        ({"AWS_DEFAULT_REGION": ""}, "no AWS Region is configured: use --region"),
        ({"AWS_PROFILE": "nobody"}, "there is no such AWS profile"),
    ],
)
def test_configurations(monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], message: str) -> None:
    """An error that concerns all kinds is reported once, and nothing else is printed."""
    for name, value in changed.items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name)
    for options in ((), ("--test", '{"body": "x"}', "--source", "sqs")):
        code, out, err = run(f"http://{HERE}:1", *options)
        assert (code, out) == (2, "")
        assert err.startswith(f"Error: {message}")
        assert err.count("\n") == 1


def test_an_older_botocore(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boto3.session.Session, "get_available_services", lambda _self: ["events"])
    with served(small_account()) as endpoint:
        code, out, err = run(endpoint)
    assert code == 0, out
    assert err.startswith("note: subscribers of EventBridge v2 are skipped: the installed version of botocore")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--only", "queues"],
            "queues is not a kind: choose from rules, pipes, mappings, subscribers, subscriptions",
        ),
        (["--only", ","], "'' is not a kind"),
        (["--save", "x", "--test", "y"], "use either --save or --test"),
        (["--force"], "--force requires --save"),
        (["--source", "sqs"], "--source requires --test"),
    ],
)
def test_usage(arguments: list[str], message: str) -> None:
    done = CliRunner().invoke(command, arguments)
    assert done.exit_code == 2
    assert message in done.stderr


# pieces


@pytest.mark.parametrize(
    ("kind", "reads", "answer", "names"),
    [
        ("rule", "", {}, ["bus"]),
        ("pipe", STREAM, {}, ["dynamodb"]),
        ("pipe", "smk://broker:9092", {}, ["kafka"]),
        ("pipe", "arn:aws:mq:r:1:broker:b:1", {"SourceParameters": {"RabbitMQBrokerParameters": {}}}, ["rabbitmq"]),
        ("pipe", "arn:aws:mq:r:1:broker:b:1", {}, ["activemq", "rabbitmq"]),
        ("pipe", "arn:aws:kinesis:r:1:stream/s", {"SourceParameters": {"FilterCriteria": {}}}, ["kinesis"]),
        ("mapping", "", {"SelfManagedEventSource": {"Endpoints": {}}}, ["kafka"]),
        ("mapping", "arn:aws:rds:r:1:cluster:c", {"DocumentDBEventSourceConfig": {}}, ["documentdb"]),
        ("mapping", "arn:aws:mq:r:1:b", {"SourceAccessConfigurations": [{"Type": "VIRTUAL_HOST"}]}, ["rabbitmq"]),
        ("mapping", "arn:aws:kafka:r:1:cluster/c/1", {}, ["msk"]),
        ("mapping", "arn:aws:new:r:1:x", {}, []),
        ("mapping", "arn:aws:new:r:1:x", {"SourceAccessConfigurations": {"a": [None]}}, []),
    ],
)  # fmt: skip
def test_sources(kind: Kind, reads: str, answer: dict[str, Any], names: list[str]) -> None:
    deployed = DeployedFilter(kind, ("a", "b", "c"), "", "", reads, {"EventSourceArn": reads, **answer})
    assert [source.name for source in deployed_sources(deployed)] == names


def test_names_of_files(tmp_path: Path) -> None:
    """No name leads out of the folder, and no two are equal on case-insensitive file systems."""
    names = [
        "..",
        "../x",
        "a/../../b",
        "CON",
        "",
        "é",
        "e\u0301",
        "a:b",
        "a\\b",
        "\0",
        "%2F",
        "/",
        "x" * 300,
        "X" * 300,
        "+",
        "A",
        "a",
        "\ud800",
    ]
    filters = [DeployedFilter("pipe", (name,), "", "", "", {}, "{}") for name in names]
    filters += [DeployedFilter("rule", ("a", "b/c"), "", "", "", {}, "{}"), DeployedFilter("rule", ("a/b", "c"), "", "", "", {}, "{}")]  # fmt: skip
    folder = tmp_path / "folder"
    save_filters(str(folder), filters, force=False)
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
    files = [path.name for path in folder.rglob("*")]
    assert len({name.casefold() for name in files}) == len(filters) == len(files)
    assert all(name.isascii() and len(name) < 200 and not set(name) & set('/\\:*?"<>|') for name in files)


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("mine")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "pipe+p.json").symlink_to(outside)
    filters = [DeployedFilter("pipe", ("p",), "", "", "", {}, "{}")]
    with pytest.raises(InputError, match="exists with different content"):
        save_filters(str(folder), filters, force=False)
    save_filters(str(folder), filters, force=True)
    assert outside.read_text() == "mine"
    assert (folder / "pipe+p.json").read_text() == "{}\n"
    with pytest.raises(InputError, match=r"cannot write to .*outside: "):
        save_filters(str(outside), filters, force=True)


def test_the_kinds_are_read_one_by_one() -> None:
    with served(small_account()) as endpoint:
        filters = list(deployed_filters(Connection(endpoint_url=endpoint), ["pipe"]))
    assert [type(filter_) for filter_ in filters] == [DeployedFilter]


def test_a_client_whose_answer_is_not_an_object() -> None:
    with pytest.raises(Exception, match=r"^the response about things does not have the format of AWS's API"):
        ApiOperation("things", "a:B").answer(list)


class _Refusing(BaseHTTPRequestHandler):
    """Answers JSON to CBOR requests, like emulators that do not know an API."""

    def do_POST(self) -> None:
        """Refuse."""
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        body = b'{"__type":"InternalFailure","message":"API for service not yet implemented"}'
        self.send_response(501)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.mark.slow
def test_an_emulator_that_answers_json_for_cbor() -> None:
    """The message says that the service is missing, not that memory is short."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Refusing) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            code, out, err = run(f"http://127.0.0.1:{server.server_port}", "--only", "subscribers")
        finally:
            server.shutdown()
    assert (code, out) == (2, "")
    assert err.startswith("Error: subscribers of EventBridge v2 are skipped: the service is not available")
