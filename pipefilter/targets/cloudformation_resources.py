"""The resources of a template, as trees of plain values with references in them; tools differ in how they write them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipefilter.targets.deployment import Deployment
from pipefilter.targets.filter_text import FilterText, Plain
from pipefilter.targets.source_setup import SourceSetup, setup_of
from pipefilter.targets.template_value import GetAtt, Ref, Sub, Value

__all__ = [
    "PipeParts",
    "Template",
    "filters_of",
    "mapping",
    "pattern_of",
    "pipe_parts",
    "template_of",
]


@dataclass(frozen=True, slots=True)
class Template:
    """A template's parts.

    Args:
        description: of the whole.
        parameters: by name, what each is, in words.
        resources: by logical ID.
    """

    description: str
    parameters: dict[str, str]
    resources: dict[str, Value]


@dataclass(frozen=True, slots=True)
class PipeParts:
    """What a pipe is made of.

    Args:
        parameters: by name, what each is, in words.
        properties: of the pipe.
        statements: of its role's policy; the resources of each are one value or a list.
    """

    parameters: dict[str, str]
    properties: dict[str, Value]
    statements: list[dict[str, Value]]


def filters_of(deployment: Deployment) -> dict[str, Value]:
    """The filters as an API takes them: `{"Filters": [{"Pattern": "..."}]}`."""
    listed: list[Value] = [
        {"Scope": one.scope or "DATA", "Pattern": one.text}
        if deployment.service.name == "v2"
        else {"Pattern": one.text}
        for one in deployment.filters
    ]
    return {"Filters": listed}


def pattern_of(one: FilterText) -> Value:
    """A rule's pattern: an object, or text where only that says the same."""
    return one.text if one.value is None or one.has_variables else _value(one.value)


def template_of(deployment: Deployment) -> Template:
    """The unit that can be deployed.

    Args:
        deployment: for any service.
    """
    return {"pipe": _pipe, "lambda": _mapping, "rule": _rule, "v2": _subscriber}[deployment.service.name](
        deployment
    )


def mapping(deployment: Deployment) -> tuple[dict[str, str], dict[str, Value]]:
    """The parameters and properties of an event source mapping, but for its function."""
    setup = setup_of(deployment.source.name)
    parameters: dict[str, str] = {}
    properties: dict[str, Value] = {}
    if setup.arn:
        parameters[setup.arn] = setup.what
        properties["EventSourceArn"] = Ref(setup.arn)
    else:
        parameters["BootstrapServer"] = setup.what
        servers: list[Value] = [Ref("BootstrapServer")]
        properties["SelfManagedEventSource"] = {"Endpoints": {"KafkaBootstrapServers": servers}}
    if setup.has_starting_position:
        properties["StartingPosition"] = "TRIM_HORIZON"
    properties["BatchSize"] = setup.batch_size
    if setup.destination:
        parameters[f"{setup.destination}Name"] = f"Name of the {setup.destination.lower()}"
        properties[f"{setup.destination}s"] = [Ref(f"{setup.destination}Name")]
    if setup.has_secret:
        parameters["SecretArn"] = "ARN of the secret with user and password"
        properties["SourceAccessConfigurations"] = [{"Type": "BASIC_AUTH", "URI": Ref("SecretArn")}]
    properties["FilterCriteria"] = filters_of(deployment)
    return parameters, properties


def _mapping(deployment: Deployment) -> Template:
    parameters, properties = mapping(deployment)
    function = deployment.function or "FunctionName"
    setup = setup_of(deployment.source.name)
    shown = {"FunctionName": setup.function_name, **parameters}
    resources: dict[str, Value] = {
        f"{deployment.name}Mapping": {
            "Type": "AWS::Lambda::EventSourceMapping",
            "Properties": {"FunctionName": deployment.function or Ref(function), **properties},
        }
    }
    if deployment.function:
        del shown["FunctionName"]
    return Template(f"{deployment.source.title} to a function, filtered", shown, resources)


def pipe_parts(deployment: Deployment) -> PipeParts:
    """What a pipe is made of.

    Args:
        deployment: of a pipe. Its queue is called after it, as in `OrdersQueue`, and so are `OrdersDeadLetters` and
            `OrdersRole`.
    """
    setup, name = setup_of(deployment.source.name), deployment.name
    parameters = {setup.arn or "BootstrapServer": setup.what}
    read: dict[str, Value] = {}
    if setup.destination:
        parameters[f"{setup.destination}Name"] = f"Name of the {setup.destination.lower()}"
        read[f"{setup.destination}Name"] = Ref(f"{setup.destination}Name")
    if setup.has_secret:
        parameters["SecretArn"] = "ARN of the secret with user and password"
        read["Credentials"] = {"BasicAuth": Ref("SecretArn")}
    if setup.has_starting_position:
        read["StartingPosition"] = "TRIM_HORIZON"
    read["BatchSize"] = setup.batch_size
    if setup.has_dead_letters:
        read["MaximumRetryAttempts"] = 3
        read["DeadLetterConfig"] = {"Arn": GetAtt(f"{name}DeadLetters", "Arn")}
    properties: dict[str, Value] = {
        "RoleArn": GetAtt(f"{name}Role", "Arn"),
        "Source": Ref(setup.arn) if setup.arn else Sub("smk://${BootstrapServer}"),
        "SourceParameters": {"FilterCriteria": filters_of(deployment), setup.pipe_parameters: read},
    }
    if deployment.function:
        parameters["EnrichmentArn"] = (
            f"ARN of the function {deployment.function}, which gets the records that match"
        )
        properties["Enrichment"] = Ref("EnrichmentArn")
    properties["Target"] = GetAtt(f"{name}Queue", "Arn")
    return PipeParts(parameters, properties, _pipe_statements(deployment, setup))


def _pipe(deployment: Deployment) -> Template:
    parts, name = pipe_parts(deployment), deployment.name
    dead, queue = f"{name}DeadLetters", f"{name}Queue"
    account: Value = {"StringEquals": {"aws:SourceAccount": Ref("AWS::AccountId")}}
    resources: dict[str, Value] = {
        dead: _dead_letters(),
        queue: _queue(dead),
        f"{name}Role": _role("pipes.amazonaws.com", list(parts.statements), account),
        f"{name}Pipe": {"Type": "AWS::Pipes::Pipe", "Properties": parts.properties},
    }
    return Template(f"{deployment.source.title} to a queue, filtered", parts.parameters, resources)


def _pipe_statements(deployment: Deployment, setup: SourceSetup) -> list[dict[str, Value]]:
    statements: list[dict[str, Value]] = []
    if setup.actions:
        statements.append(_allow(setup.actions, Ref(setup.arn)))
    if setup.has_secret:
        statements.append(_allow(["secretsmanager:GetSecretValue"], Ref("SecretArn")))
    if setup.anywhere:
        statements.append(_allow(setup.anywhere, "*"))
    if deployment.function:
        statements.append(_allow(["lambda:InvokeFunction"], Ref("EnrichmentArn")))
    name = deployment.name
    to: list[Value] = [GetAtt(f"{name}Queue", "Arn")]
    to += [GetAtt(f"{name}DeadLetters", "Arn")] if setup.has_dead_letters else []
    statements.append(_allow(["sqs:SendMessage"], to))
    return statements


def _role(principal: str, statements: list[Value], condition: Value = None) -> Value:
    trust: dict[str, Value] = {
        "Effect": "Allow",
        "Principal": {"Service": principal},
        "Action": "sts:AssumeRole",
    }
    if condition:
        trust["Condition"] = condition
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
            "Policies": [
                {
                    "PolicyName": "least",
                    "PolicyDocument": {"Version": "2012-10-17", "Statement": statements},
                }
            ],
        },
    }


def _rule(deployment: Deployment) -> Template:
    name = deployment.name
    dead, queue, rule = f"{name}DeadLetters", f"{name}Queue", f"{name}Rule"
    target: Value = {
        "Id": "queue",
        "Arn": GetAtt(queue, "Arn"),
        "DeadLetterConfig": {"Arn": GetAtt(dead, "Arn")},
    }
    statement: Value = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": "*",
        "Condition": {"ArnEquals": {"aws:SourceArn": GetAtt(rule, "Arn")}},
    }
    resources: dict[str, Value] = {
        dead: _dead_letters(),
        queue: _queue(dead),
        f"{name}QueuePolicy": {
            "Type": "AWS::SQS::QueuePolicy",
            "Properties": {
                "Queues": [Ref(queue), Ref(dead)],
                "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]},
            },
        },
        rule: {
            "Type": "AWS::Events::Rule",
            "Properties": {
                "EventBusName": Ref("EventBusName"),
                "EventPattern": pattern_of(deployment.pattern),
                "Targets": [target],
            },
        },
    }
    return Template("Events of a bus to a queue, filtered", {"EventBusName": "Name of the bus"}, resources)


def _subscriber(deployment: Deployment) -> Template:
    name = deployment.name
    dead, queue, role = f"{name}DeadLetters", f"{name}Queue", f"{name}Role"
    send: list[Value] = [_allow(["sqs:SendMessage"], [GetAtt(queue, "Arn"), GetAtt(dead, "Arn")])]
    resources: dict[str, Value] = {
        dead: _dead_letters(),
        queue: _queue(dead),
        role: _role("events.amazonaws.com", send),
        f"{name}Subscriber": {
            "Type": "AWS::EventsV2::Subscriber",
            "Properties": {
                "Name": deployment.name,
                "EventBusArn": Ref("EventBusArn"),
                "FilterConfiguration": filters_of(deployment),
                "InvokeConfiguration": {"TargetArn": GetAtt(queue, "Arn"), "RoleArn": GetAtt(role, "Arn")},
                "OnFailureConfiguration": {"Arn": GetAtt(dead, "Arn")},
            },
        },
    }
    return Template("Events of a bus to a queue, filtered", {"EventBusArn": "ARN of the bus"}, resources)


def _dead_letters() -> Value:
    return {"Type": "AWS::SQS::Queue", "Properties": {"MessageRetentionPeriod": 1209600}}


def _queue(dead: str) -> Value:
    return {
        "Type": "AWS::SQS::Queue",
        "Properties": {"RedrivePolicy": {"deadLetterTargetArn": GetAtt(dead, "Arn"), "maxReceiveCount": 3}},
    }


def _allow(actions: Iterable[str], resource: Value) -> dict[str, Value]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


def _value(plain: Plain) -> Value:
    """Plain values are values."""
    if isinstance(plain, dict):
        return {name: _value(value) for name, value in plain.items()}
    if isinstance(plain, list):
        return [_value(value) for value in plain]
    return plain
