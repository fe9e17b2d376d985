"""Generated AWS CLI and boto3 code: against botocore's models, and against moto's server."""

from __future__ import annotations

import builtins
import functools
import json
import os
import runpy
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import pytest
from botocore import xform_name
from botocore.model import OperationModel, StructureShape
from botocore.validate import ParamValidator
from moto_state import empty, running_moto
from target_deployments import PATTERNS, SINGLE, deployment, deployments, meaning, single_deployments
from thoroughness import every

from pipefilter.targets import target_named
from pipefilter.targets.deployment import Deployment

ACCOUNT, REGION = "123456789012", "us-east-1"
OPTIONS = {"Endpoint": "NotificationEndpoint"}
"""Parameters that the AWS CLI calls otherwise, where we use them."""
OF_BOTOCORE = {"eventsv2": "eventbridgev2"}
"""Services that the AWS CLI calls otherwise."""
CALLS = {
    ("pipe", True): "create_pipe",
    ("pipe", False): "update_pipe",
    ("lambda", True): "create_event_source_mapping",
    ("lambda", False): "update_event_source_mapping",
    ("rule", True): "put_rule",
    ("rule", False): "put_rule",
    ("v2", True): "create_subscriber",
    ("v2", False): "update_subscriber",
    ("sns", True): "subscribe",
    ("sns", False): "set_subscription_attributes",
    ("sns-body", True): "subscribe",
    ("sns-body", False): "set_subscription_attributes",
}
SETTINGS = {
    "TABLE_STREAM_ARN": f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/orders/stream/2026-01-01T00:00:00.000",
    "STREAM_ARN": f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/orders",
    "SOURCE_QUEUE_ARN": f"arn:aws:sqs:{REGION}:{ACCOUNT}:incoming",
    "CLUSTER_ARN": f"arn:aws:kafka:{REGION}:{ACCOUNT}:cluster/orders/0f7f0f7f-0f7f-0f7f-0f7f-0f7f0f7f0f7f-1",
    "BROKER_ARN": f"arn:aws:mq:{REGION}:{ACCOUNT}:broker:orders:b-0f7f0f7f",
    "BOOTSTRAP_SERVER": "kafka.example.com:9092",
    "TOPIC_NAME": "orders",
    "TOPIC_ARN": f"arn:aws:sns:{REGION}:{ACCOUNT}:orders",
    "FUNCTION_ARN": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:Notify",
    "SUBSCRIPTION_ARN": f"arn:aws:sns:{REGION}:{ACCOUNT}:orders:0f7f0f7f-0f7f-0f7f-0f7f-0f7f0f7f0f7f",
    "QUEUE_NAME": "orders",
    "SECRET_ARN": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:orders-AbCdEf",
    "EVENT_BUS_NAME": "orders",
    "EVENT_BUS_ARN": f"arn:aws:events:{REGION}:{ACCOUNT}:event-busv2/orders/abcdefghijklmnopqrstuvwxy",
    "ENRICHMENT_ARN": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:Enrich",
    "FUNCTION_NAME": "Notify",
    "ROLE_ARN": f"arn:aws:iam::{ACCOUNT}:role/of-the-pipe",
    "SUBSCRIBER_ARN": f"arn:aws:events:{REGION}:{ACCOUNT}:subscriber/orders/abcdefghijklmnopqrstuvwxy",
    "RULE_NAME": "orders",
    "PIPE_NAME": "orders",
    "UUID": "0f7f0f7f-0f7f-0f7f-0f7f-0f7f0f7f0f7f",
}
"""What a program is told, whole or not."""
ENVIRONMENT = {
    **SETTINGS,
    "AWS_ACCESS_KEY_ID": "x",
    "AWS_SECRET_ACCESS_KEY": "x",
    "AWS_DEFAULT_REGION": REGION,
}
FAKE = """#!/bin/sh
for one in "$@"; do printf '%s\\0' "$one" >> "$CALLS"; done
printf '\\n\\0' >> "$CALLS"
case "$*" in *--query*) echo "arn:aws:made";; esac
"""


def units(*, whole: bool) -> Iterator[Deployment]:
    """Every service with every source, all patterns in each; for rules and subscriptions one unit a pattern."""
    texts = list(PATTERNS.values())
    for unit in deployments(*texts, whole=whole):
        if unit.service.name not in SINGLE:
            yield unit
    for _, unit in single_deployments(whole=whole):
        yield unit
    yield deployment(PATTERNS["dynamodb"], service="pipe", source="dynamodb", whole=whole, function="Enrich")


@functools.cache
def operation(service: str, name: str) -> OperationModel:
    """The model of a call, by its Python name."""
    model = botocore.session.get_session().get_service_model(OF_BOTOCORE.get(service, service))
    return model.operation_model(next(each for each in model.operation_names if xform_name(each) == name))


def parameters_of(model: OperationModel, arguments: list[str]) -> dict[str, Any]:
    """The parameters of a call, as the AWS CLI makes them of its arguments."""
    shape = model.input_shape
    assert isinstance(shape, StructureShape)
    values: dict[str, Any] = {}
    while arguments:
        option, value, *arguments = arguments
        if option in {"--query", "--output"}:
            continue
        name = next(each for each in shape.members if "--" + xform_name(OPTIONS.get(each, each), "-") == option)
        kind = shape.members[name].type_name
        if kind in {"structure", "map", "list"} and value[:1] in "[{":
            values[name] = json.loads(value)
        elif kind == "list":
            values[name] = [value]
        elif kind == "integer":
            values[name] = int(value)
        else:
            values[name] = value
    return values


def patterns_in_call(parameters: dict[str, Any]) -> list[object]:
    """The meaning of the patterns in a call."""
    if "EventPattern" in parameters:
        return [meaning(parameters["EventPattern"])]
    if "AttributeName" in parameters:
        is_policy = parameters["AttributeName"] == "FilterPolicy"
        return [meaning(parameters["AttributeValue"])] if is_policy else [parameters["AttributeValue"]]
    if "Protocol" in parameters:
        attributes = parameters["Attributes"]
        json.loads(attributes["RedrivePolicy"])
        return [attributes["FilterPolicyScope"], meaning(attributes["FilterPolicy"])]
    holder = parameters.get("SourceParameters", parameters)
    criteria = holder.get("FilterCriteria") or holder["FilterConfiguration"]
    return [meaning(each["Pattern"]) for each in criteria["Filters"]]


def check(calls: list[tuple[str, str, dict[str, Any]]], unit: Deployment) -> None:
    """Assert that all calls are valid to botocore, and one of them has the filters."""
    with_filters = []
    for service, name, parameters in calls:
        model = operation(service, name)
        assert model.input_shape is not None
        report = ParamValidator().validate(parameters, model.input_shape)
        assert not report.has_errors(), (service, name, report.generate_report())
        if name == CALLS[unit.service.name, unit.whole]:
            with_filters.append(patterns_in_call(parameters))
    meanings: list[object] = [meaning(each.text) for each in unit.filters]
    if unit.policy_scope and unit.whole:
        assert with_filters == [[unit.policy_scope, *meanings]]
    elif unit.policy_scope:  # a policy of nested fields needs its scope first
        both = [[unit.policy_scope], meanings]
        assert with_filters == (both if unit.policy_scope == "MessageBody" else both[::-1])
    else:
        assert with_filters == [meanings]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize("whole", [True, False])
def test_aws_cli(tmp_path: Path, *, whole: bool) -> None:
    """A shell passes valid arguments to the AWS CLI."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, text in (("aws", FAKE), ("sleep", "#!/bin/sh\n")):
        (programs / name).write_text(text, "utf-8")
        (programs / name).chmod(0o755)
    path = f"{programs}{os.pathsep}{os.environ['PATH']}"
    for number, unit in enumerate(units(whole=whole)):
        record = tmp_path / f"{number}.calls"
        script = tmp_path / f"{number}.sh"
        script.write_text(target_named("aws-cli").render(unit), "utf-8")
        environment = {**ENVIRONMENT, "PATH": path, "CALLS": str(record), "LC_ALL": "C.UTF-8"}
        subprocess.run(["bash", "-eu", str(script)], env=environment, check=True, capture_output=True)
        calls = []
        for line in record.read_bytes().decode().split("\0\n\0") if record.exists() else []:
            if line:
                service, name, *arguments = line.split("\0")
                name = name.replace("-", "_")
                calls.append((service, name, parameters_of(operation(service, name), arguments)))
        check(calls, unit)


class Names(dict[str, object]):
    """Variables that a snippet leaves to its reader."""

    def __missing__(self, name: str) -> object:
        if hasattr(builtins, name):
            raise KeyError(name)
        return SETTINGS[name.upper()]


class Recorder:
    """boto3 clients that validate and record their calls, and answer themselves."""

    def __init__(self, session: boto3.session.Session) -> None:
        self._session = session
        self.calls: list[tuple[str, str, dict[str, Any]]] = []

    def client(self, service: str, **_: object) -> object:
        """Replaces `boto3.client`."""
        made = self._session.client(service)  # type: ignore[call-overload] # any service

        def record(params: dict[str, Any], model: OperationModel, **_: object) -> None:
            self.calls.append((service, xform_name(model.name), dict(params)))

        def answer(**_: object) -> tuple[object, dict[str, object]]:
            role = {"Arn": "arn:aws:iam::123456789012:role/made"}
            names = ("QueueUrl", "Account", "RuleArn")
            return (
                type("Answer", (), {"status_code": 200})(),
                {
                    "Role": role,
                    "Attributes": {"QueueArn": "arn:aws:sqs:us-east-1:1:made"},
                    **dict.fromkeys(names, "x"),
                },
            )

        made.meta.events.register_first("provide-client-params.*", record)
        made.meta.events.register("before-call.*", answer)
        return made


@pytest.mark.slow
@pytest.mark.parametrize("whole", [True, False])
def test_boto3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, whole: bool) -> None:
    """Every call passes botocore's own validation of parameters."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("time.sleep", lambda _: None)
    session = boto3.session.Session(region_name=REGION)
    for unit in units(whole=whole):
        recorder = Recorder(session)
        monkeypatch.setattr(boto3, "client", recorder.client)
        text = target_named("boto3").render(unit)
        if whole:
            program = tmp_path / "program.py"
            program.write_text(text, "utf-8")
            runpy.run_path(str(program), run_name="__main__")
        else:
            exec(compile(text, "fragment", "exec"), {}, Names())  # noqa: S102 - our own text
        check(recorder.calls, unit)


@pytest.fixture(scope="module")
def moto_server() -> Iterator[str]:
    """The address of moto's server, with the resources that the programs need."""
    with running_moto() as endpoint:
        yield endpoint
        empty(endpoint)


def prepared(endpoint: str) -> dict[str, str]:
    """Create what the programs need; return the settings that moto chose."""
    options: dict[str, Any] = {
        "endpoint_url": endpoint,
        "region_name": REGION,
        "aws_access_key_id": "x",
        "aws_secret_access_key": "x",
    }
    table = boto3.client("dynamodb", **options).create_table(
        TableName="orders",
        BillingMode="PAY_PER_REQUEST",
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
    )
    boto3.client("kinesis", **options).create_stream(StreamName="orders", ShardCount=1)
    boto3.client("sqs", **options).create_queue(QueueName="incoming")
    boto3.client("events", **options).create_event_bus(Name="orders")
    boto3.client("sns", **options).create_topic(Name="orders")
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    role = boto3.client("iam", **options).create_role(
        RoleName="function", AssumeRolePolicyDocument=json.dumps(trust)
    )
    boto3.client("lambda", **options).create_function(
        FunctionName="Notify",
        Runtime="python3.13",
        Role=role["Role"]["Arn"],
        Handler="a.b",
        Code={"ZipFile": b"x"},
    )
    return {"TABLE_STREAM_ARN": table["TableDescription"]["LatestStreamArn"]}


def stored(unit: Deployment, clients: dict[str, Any]) -> list[object]:
    """The patterns that moto has after a program has run."""
    if unit.service.name == "rule":
        name = f"{unit.name.lower()}-rule"
        answer = clients["events"].describe_rule(Name=name, EventBusName="orders")
        return [meaning(answer["EventPattern"])]
    if unit.policy_scope:
        topic = {"TopicArn": SETTINGS["TOPIC_ARN"]}
        (subscription,) = clients["sns"].list_subscriptions_by_topic(**topic)["Subscriptions"]
        answer = clients["sns"].get_subscription_attributes(SubscriptionArn=subscription["SubscriptionArn"])
        assert answer["Attributes"]["FilterPolicyScope"] == unit.policy_scope
        return [meaning(answer["Attributes"]["FilterPolicy"])]
    if unit.service.name == "pipe":
        answer = clients["pipes"].describe_pipe(Name=f"{unit.name.lower()}-pipe")["SourceParameters"]
    else:
        (answer,) = clients["lambda"].list_event_source_mappings(FunctionName="Notify")["EventSourceMappings"]
    return [meaning(each["Pattern"]) for each in answer["FilterCriteria"]["Filters"]]


@pytest.mark.slow
@every(4)
def test_boto3_against_moto(
    step: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moto_server: str
) -> None:
    """A program's resources exist on the server afterwards, with the expected filters."""
    empty(moto_server)
    settings = {**ENVIRONMENT, **prepared(moto_server), "AWS_ENDPOINT_URL": moto_server}
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("time.sleep", lambda _: None)
    clients = {name: boto3.client(name) for name in ("events", "lambda", "pipes", "sqs", "iam", "sns")}
    texts = list(PATTERNS.values())
    samples = [
        deployment(*texts[at : at + 5], service=service, source=source, whole=True)
        for at in range(0, len(texts), 5)
        for service, source in (("pipe", "dynamodb"), ("lambda", "dynamodb"), ("lambda", "sqs"))
    ]
    samples += [deployment(text, service="rule", source="bus", whole=True) for text in texts]
    samples += [  # moto rejects some that AWS accepts, such as $or
        deployment(PATTERNS[name], service=service, source="sns", whole=True, function=function)
        for service, name in (("sns", "attributes"), ("sns-body", "words"), ("sns-body", "quotes"))
        for function in ("", "Notify")
    ]
    samples += [
        unit
        for unit in deployments(PATTERNS["quotes"], whole=True)
        if unit.service.name == "pipe" or unit.source.name == "kinesis"
    ]
    for unit in samples[::step]:
        program = tmp_path / "program.py"
        program.write_text(target_named("boto3").render(unit), "utf-8")
        runpy.run_path(str(program), run_name="__main__")
        assert stored(unit, clients) == [meaning(each.text) for each in unit.filters]
        away(clients)


def away(clients: dict[str, Any]) -> None:
    """Remove what a program created."""
    for mapping in clients["lambda"].list_event_source_mappings()["EventSourceMappings"]:
        clients["lambda"].delete_event_source_mapping(UUID=mapping["UUID"])
    for subscription in clients["sns"].list_subscriptions()["Subscriptions"]:
        clients["sns"].unsubscribe(SubscriptionArn=subscription["SubscriptionArn"])
    for pipe in clients["pipes"].list_pipes()["Pipes"]:
        clients["pipes"].delete_pipe(Name=pipe["Name"])
    for role in clients["iam"].list_roles()["Roles"]:
        if role["RoleName"] != "function":
            for name in clients["iam"].list_role_policies(RoleName=role["RoleName"])["PolicyNames"]:
                clients["iam"].delete_role_policy(RoleName=role["RoleName"], PolicyName=name)
            clients["iam"].delete_role(RoleName=role["RoleName"])
    for url in clients["sqs"].list_queues().get("QueueUrls", []):
        if not url.endswith("/incoming"):
            clients["sqs"].delete_queue(QueueUrl=url)
