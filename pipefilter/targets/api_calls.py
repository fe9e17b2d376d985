"""The calls of AWS's API that create or update filters; `aws_cli` and `boto3_calls` print them."""

from __future__ import annotations

from typing import TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.targets.cloudformation_properties import (
    GetAtt,
    Ref,
    Sub,
    Value,
    filter_list,
    mapping_properties,
    pipe_parts,
    snake,
    snake_names,
)
from pipefilter.targets.deployment import DEAD_LETTER_SECONDS, MAX_RECEIVE_COUNT, Deployment

__all__ = ["ApiCall", "Argument", "Calls", "Joined", "Json", "Parameter", "to_api_calls", "update_call"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable, in snake case: a parameter of the program, or the result of a call."""

    name: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A string, followed by a variable."""

    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Json:
    """A value as JSON text."""

    value: Argument


_BUS = Parameter("event_bus_name")

Argument: TypeAlias = "str | int | Parameter | Joined | Json | list[Argument] | dict[str, Argument]"


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call of AWS's API.

    Args:
        service: as botocore calls it.
        operation: in snake case.
        parameters: by name, as the API has them.
        result: the variable for a value of the answer; "" for none.
        path: of that value in the answer, with dots.
        why: the reason to wait after the call; "" for none.
    """

    service: str
    operation: str
    parameters: dict[str, Argument]
    result: str = ""
    path: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Calls:
    """Calls in their order.

    Args:
        parameters: the description of each parameter of the program, by name.
        calls: in the order in which they need each other.
    """

    parameters: dict[str, str]
    calls: list[ApiCall]


def update_call(deployment: Deployment) -> ApiCall:
    """The call that updates the filters of a deployed resource, for any service."""
    service = deployment.service.name
    criteria = _argument(filter_list(deployment))
    if service == "rule":
        names: dict[str, Argument] = {"Name": Parameter("rule_name"), "EventBusName": _BUS}
        return ApiCall("events", "put_rule", {**names, "EventPattern": deployment.pattern.text})
    if service == "lambda":
        return ApiCall(
            "lambda", "update_event_source_mapping", {"UUID": Parameter("uuid"), "FilterCriteria": criteria}
        )
    if service == "v2":
        arn: dict[str, Argument] = {"SubscriberArn": Parameter("subscriber_arn")}
        return ApiCall("eventbridgev2", "update_subscriber", {**arn, "FilterConfiguration": criteria})
    pipe: dict[str, Argument] = {"Name": Parameter("pipe_name"), "RoleArn": Parameter("role_arn")}
    return ApiCall("pipes", "update_pipe", {**pipe, "SourceParameters": {"FilterCriteria": criteria}})


def to_api_calls(deployment: Deployment) -> Calls:
    """The calls that create everything, for any service."""
    create = {"pipe": _pipe, "lambda": _mapping, "rule": _rule, "v2": _subscriber}
    return create[deployment.service.name](deployment)


def _argument(value: Value) -> Argument:  # noqa: PLR0911 - a return for each type of value
    if isinstance(value, dict):
        return {name: _argument(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_argument(element) for element in value]
    if isinstance(value, Ref):
        return Parameter(snake(value.name))
    if isinstance(value, GetAtt):
        if value.name.endswith("Role"):
            return Parameter("role_arn")
        return Parameter("dead_letters_arn" if value.name.endswith("DeadLetters") else "queue_arn")
    if isinstance(value, Sub):
        return Joined("smk://", "bootstrap_server")
    assert isinstance(value, str | int)
    return value


def _queues(deployment: Deployment) -> list[ApiCall]:
    """Calls that create the dead-letter queue, and the queue that receives the events."""
    redrive: dict[str, Argument] = {
        "deadLetterTargetArn": Parameter("dead_letters_arn"),
        "maxReceiveCount": MAX_RECEIVE_COUNT,
    }
    return [
        *_queue(deployment, "dead_letters", {"MessageRetentionPeriod": str(DEAD_LETTER_SECONDS)}),
        *_queue(deployment, "queue", {"RedrivePolicy": Json(redrive)}),
    ]


def _queue(deployment: Deployment, variable: str, attributes: dict[str, Argument]) -> list[ApiCall]:
    name = f"{deployment.name.lower()}-{variable.replace('_', '-')}"
    create: dict[str, Argument] = {"QueueName": name, "Attributes": attributes}
    read: dict[str, Argument] = {"QueueUrl": Parameter(f"{variable}_url"), "AttributeNames": ["QueueArn"]}
    return [
        ApiCall("sqs", "create_queue", create, f"{variable}_url", "QueueUrl"),
        ApiCall("sqs", "get_queue_attributes", read, f"{variable}_arn", "Attributes.QueueArn"),
    ]


def _policy(statements: list[Argument]) -> Json:
    return Json({"Version": "2012-10-17", "Statement": statements})


def _role(deployment: Deployment, principal: str, statements: list[Argument]) -> list[ApiCall]:
    trust: dict[str, Argument] = {
        "Effect": "Allow",
        "Principal": {"Service": principal},
        "Action": "sts:AssumeRole",
    }
    first: list[ApiCall] = []
    if principal.startswith("pipes"):
        first = [ApiCall("sts", "get_caller_identity", {}, "account", "Account")]
        trust["Condition"] = {"StringEquals": {"aws:SourceAccount": Parameter("account")}}
    name = f"{deployment.name.lower()}-role"
    created: dict[str, Argument] = {"RoleName": name, "AssumeRolePolicyDocument": _policy([trust])}
    allowed: dict[str, Argument] = {
        "RoleName": name,
        "PolicyName": "least",
        "PolicyDocument": _policy(statements),
    }
    return [
        *first,
        ApiCall("iam", "create_role", created, "role_arn", "Role.Arn"),
        ApiCall("iam", "put_role_policy", allowed, why="services can use a new role only after a few seconds"),
    ]


def _pipe(deployment: Deployment) -> Calls:
    parts = pipe_parts(deployment)
    statements = [_argument(dict(statement)) for statement in parts.statements]
    members: dict[str, Argument] = {"Name": f"{deployment.name.lower()}-pipe"}
    members |= {name: _argument(value) for name, value in parts.properties.items()}
    return Calls(
        snake_names(parts.parameters),
        [
            *_queues(deployment),
            *_role(deployment, "pipes.amazonaws.com", statements),
            ApiCall("pipes", "create_pipe", members),
        ],
    )


def _mapping(deployment: Deployment) -> Calls:
    parameters, properties = mapping_properties(deployment)
    members = {name: _argument(value) for name, value in properties.items()}
    if "SelfManagedEventSource" in members:  # whose endpoints the API spells differently
        servers: list[Argument] = [Parameter("bootstrap_server")]
        members["SelfManagedEventSource"] = {"Endpoints": {"KAFKA_BOOTSTRAP_SERVERS": servers}}
    return Calls(snake_names(parameters), [ApiCall("lambda", "create_event_source_mapping", members)])


def _rule(deployment: Deployment) -> Calls:
    name = f"{deployment.name.lower()}-rule"
    rule: dict[str, Argument] = {"Name": name, "EventBusName": _BUS, "EventPattern": deployment.pattern.text}
    calls = [*_queues(deployment), ApiCall("events", "put_rule", rule, "rule_arn", "RuleArn")]
    for queue in ("queue", "dead_letters"):
        statement: dict[str, Argument] = {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": Parameter(f"{queue}_arn"),
            "Condition": {"ArnEquals": {"aws:SourceArn": Parameter("rule_arn")}},
        }
        allowed: dict[str, Argument] = {"Policy": _policy([statement])}
        calls.append(
            ApiCall(
                "sqs", "set_queue_attributes", {"QueueUrl": Parameter(f"{queue}_url"), "Attributes": allowed}
            )
        )
    target: dict[str, Argument] = {
        "Id": "queue",
        "Arn": Parameter("queue_arn"),
        "DeadLetterConfig": {"Arn": Parameter("dead_letters_arn")},
    }
    calls.append(ApiCall("events", "put_targets", {"Rule": name, "EventBusName": _BUS, "Targets": [target]}))
    return Calls({"event_bus_name": "Name of the event bus"}, calls)


def _subscriber(deployment: Deployment) -> Calls:
    arns: list[Argument] = [Parameter("queue_arn"), Parameter("dead_letters_arn")]
    statement: dict[str, Argument] = {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": arns}
    members: dict[str, Argument] = {
        "Name": deployment.name,
        "EventBusArn": Parameter("event_bus_arn"),
        "FilterConfiguration": _argument(filter_list(deployment)),
        "InvokeConfiguration": {"TargetArn": Parameter("queue_arn"), "RoleArn": Parameter("role_arn")},
        "OnFailureConfiguration": {"Arn": Parameter("dead_letters_arn")},
    }
    return Calls(
        {"event_bus_arn": "ARN of the event bus"},
        [
            *_queues(deployment),
            *_role(deployment, "events.amazonaws.com", [statement]),
            ApiCall("eventbridgev2", "create_subscriber", members),
        ],
    )
