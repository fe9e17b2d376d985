"""The calls of AWS's API that create or update filters; `aws_cli` and `boto3_calls` print them."""

from __future__ import annotations

from pipefilter.targets.api_call import ApiCall, Argument, Calls, Joined, Parameter
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
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.queue_calls import policy, queue_calls, queue_policy
from pipefilter.targets.subscription_calls import policy_calls, subscription_calls

__all__ = ["to_api_calls", "update_calls"]


_BUS = Parameter("event_bus_name")


def update_calls(deployment: Deployment) -> list[ApiCall]:
    """The calls that update the filters of a deployed resource, for any service."""
    return policy_calls(deployment) if deployment.policy_scope else [_update_call(deployment)]


def _update_call(deployment: Deployment) -> ApiCall:
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
    if deployment.policy_scope:
        return subscription_calls(deployment)
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
    created: dict[str, Argument] = {"RoleName": name, "AssumeRolePolicyDocument": policy([trust])}
    allowed: dict[str, Argument] = {
        "RoleName": name,
        "PolicyName": "least",
        "PolicyDocument": policy(statements),
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
            *queue_calls(deployment),
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
    calls = [*queue_calls(deployment), ApiCall("events", "put_rule", rule, "rule_arn", "RuleArn")]
    calls += [queue_policy(queue, "events.amazonaws.com", "rule_arn") for queue in ("queue", "dead_letters")]
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
            *queue_calls(deployment),
            *_role(deployment, "events.amazonaws.com", [statement]),
            ApiCall("eventbridgev2", "create_subscriber", members),
        ],
    )
