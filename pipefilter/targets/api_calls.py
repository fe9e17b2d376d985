"""Calls of AWS's API that put filters in place, before they are printed for a shell or for Python."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from pipefilter.targets.cloudformation_resources import filters_of, mapping, pipe_parts
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.property_names import snake
from pipefilter.targets.source_setup import setup_of
from pipefilter.targets.template_value import GetAtt, Ref, Sub, Value

__all__ = ["ApiCall", "Argument", "Calls", "Given", "Joined", "Json", "calls_of", "update_call"]


@dataclass(frozen=True, slots=True)
class Given:
    """A variable: given to the program, or the result of a call; snake case."""

    name: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A text, and a variable after it."""

    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Json:
    """A value as JSON text."""

    value: Argument


Argument: TypeAlias = "str | int | Given | Joined | Json | list[Argument] | dict[str, Argument]"


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call.

    Args:
        service: as botocore calls it.
        operation: in snake case.
        parameters: by name, as the API has them.
        result: the variable for what is wanted of the answer; "" for nothing.
        path: of that in the answer, with dots.
        why: what a reader should know; "" for nothing.
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
        given: the variables that are given to the program, each in words.
        calls: them.
    """

    given: dict[str, str]
    calls: list[ApiCall]


def update_call(deployment: Deployment) -> ApiCall:
    """The call that puts filters onto what is there.

    Args:
        deployment: for any service.
    """
    service = deployment.service.name
    criteria = _argument(filters_of(deployment))
    if service == "rule":
        names: dict[str, Argument] = {"Name": Given("rule_name"), "EventBusName": Given("event_bus_name")}
        return ApiCall("events", "put_rule", {**names, "EventPattern": deployment.pattern.text})
    if service == "lambda":
        return ApiCall(
            "lambda", "update_event_source_mapping", {"UUID": Given("uuid"), "FilterCriteria": criteria}
        )
    if service == "v2":
        arn: dict[str, Argument] = {"SubscriberArn": Given("subscriber_arn")}
        return ApiCall("eventbridgev2", "update_subscriber", {**arn, "FilterConfiguration": criteria})
    pipe: dict[str, Argument] = {"Name": Given("pipe_name"), "RoleArn": Given("role_arn")}
    return ApiCall("pipes", "update_pipe", {**pipe, "SourceParameters": {"FilterCriteria": criteria}})


def calls_of(deployment: Deployment) -> Calls:
    """The calls that create all of it.

    Args:
        deployment: for any service.
    """
    return {"pipe": _pipe, "lambda": _mapping, "rule": _rule, "v2": _subscriber}[deployment.service.name](
        deployment
    )


def _argument(value: Value) -> Argument:  # noqa: PLR0911 - one a kind of value
    if isinstance(value, dict):
        return {name: _argument(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_argument(one) for one in value]
    if isinstance(value, Ref):
        return Given(snake(value.name))
    if isinstance(value, GetAtt):
        if value.name.endswith("Role"):
            return Given("role_arn")
        return Given("dead_letters_arn" if value.name.endswith("DeadLetters") else "queue_arn")
    if isinstance(value, Sub):
        return Joined("smk://", "bootstrap_server")
    assert isinstance(value, str | int)  # noqa: S101 - as the resources make it
    return value


def _queues(deployment: Deployment) -> list[ApiCall]:
    name = deployment.name.lower()
    retention: dict[str, Argument] = {"MessageRetentionPeriod": "1209600"}
    redrive: dict[str, Argument] = {"deadLetterTargetArn": Given("dead_letters_arn"), "maxReceiveCount": 3}
    return [
        ApiCall(
            "sqs",
            "create_queue",
            {"QueueName": f"{name}-dead-letters", "Attributes": retention},
            "dead_letters_url",
            "QueueUrl",
        ),
        _arn_of("dead_letters"),
        ApiCall(
            "sqs",
            "create_queue",
            {"QueueName": f"{name}-queue", "Attributes": {"RedrivePolicy": Json(redrive)}},
            "queue_url",
            "QueueUrl",
        ),
        _arn_of("queue"),
    ]


def _arn_of(queue: str) -> ApiCall:
    wanted: dict[str, Argument] = {"QueueUrl": Given(f"{queue}_url"), "AttributeNames": ["QueueArn"]}
    return ApiCall("sqs", "get_queue_attributes", wanted, f"{queue}_arn", "Attributes.QueueArn")


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
        trust["Condition"] = {"StringEquals": {"aws:SourceAccount": Given("account")}}
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
        ApiCall(
            "iam", "put_role_policy", allowed, why="a new role takes some seconds until services can use it"
        ),
    ]


def _pipe(deployment: Deployment) -> Calls:
    parts = pipe_parts(deployment)
    statements = [_argument(dict(one)) for one in parts.statements]
    members: dict[str, Argument] = {"Name": f"{deployment.name.lower()}-pipe"}
    members |= {name: _argument(value) for name, value in parts.properties.items()}
    return Calls(
        {snake(name): what for name, what in parts.parameters.items()},
        [
            *_queues(deployment),
            *_role(deployment, "pipes.amazonaws.com", statements),
            ApiCall("pipes", "create_pipe", members),
        ],
    )


def _mapping(deployment: Deployment) -> Calls:
    setup = setup_of(deployment.source.name)
    parameters, properties = mapping(deployment)
    given = {snake(name): what for name, what in parameters.items()}
    function: Argument = deployment.function or Given("function_name")
    if not deployment.function:
        given = {"function_name": setup.function_name, **given}
    members: dict[str, Argument] = {"FunctionName": function}
    members |= {name: _argument(value) for name, value in properties.items()}
    if not setup.arn:
        servers: list[Argument] = [Given("bootstrap_server")]
        members["SelfManagedEventSource"] = {"Endpoints": {"KAFKA_BOOTSTRAP_SERVERS": servers}}
    return Calls(given, [ApiCall("lambda", "create_event_source_mapping", members)])


def _rule(deployment: Deployment) -> Calls:
    name = f"{deployment.name.lower()}-rule"
    bus = Given("event_bus_name")
    rule: dict[str, Argument] = {"Name": name, "EventBusName": bus, "EventPattern": deployment.pattern.text}
    calls = [*_queues(deployment), ApiCall("events", "put_rule", rule, "rule_arn", "RuleArn")]
    for queue in ("queue", "dead_letters"):
        statement: dict[str, Argument] = {
            "Effect": "Allow",
            "Principal": {"Service": "events.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": Given(f"{queue}_arn"),
            "Condition": {"ArnEquals": {"aws:SourceArn": Given("rule_arn")}},
        }
        allowed: dict[str, Argument] = {"Policy": _policy([statement])}
        calls.append(
            ApiCall("sqs", "set_queue_attributes", {"QueueUrl": Given(f"{queue}_url"), "Attributes": allowed})
        )
    target: dict[str, Argument] = {
        "Id": "queue",
        "Arn": Given("queue_arn"),
        "DeadLetterConfig": {"Arn": Given("dead_letters_arn")},
    }
    calls.append(ApiCall("events", "put_targets", {"Rule": name, "EventBusName": bus, "Targets": [target]}))
    return Calls({"event_bus_name": "Name of the bus"}, calls)


def _subscriber(deployment: Deployment) -> Calls:
    arns: list[Argument] = [Given("queue_arn"), Given("dead_letters_arn")]
    statement: dict[str, Argument] = {"Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": arns}
    members: dict[str, Argument] = {
        "Name": deployment.name,
        "EventBusArn": Given("event_bus_arn"),
        "FilterConfiguration": _argument(filters_of(deployment)),
        "InvokeConfiguration": {"TargetArn": Given("queue_arn"), "RoleArn": Given("role_arn")},
        "OnFailureConfiguration": {"Arn": Given("dead_letters_arn")},
    }
    return Calls(
        {"event_bus_arn": "ARN of the bus"},
        [
            *_queues(deployment),
            *_role(deployment, "events.amazonaws.com", [statement]),
            ApiCall("eventbridgev2", "create_subscriber", members),
        ],
    )
