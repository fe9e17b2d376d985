"""The resources of the AWS provider that deploy filters, for Terraform and for Pulumi."""

from __future__ import annotations

from pipefilter.sources.source_setup import source_setup
from pipefilter.targets.cloudformation_properties import (
    GetAtt,
    Ref,
    Sub,
    Value,
    mapping_properties,
    pipe_parts,
    snake,
    snake_names,
)
from pipefilter.targets.deployment import DEAD_LETTER_SECONDS, MAX_RECEIVE_COUNT, TOPIC, Deployment
from pipefilter.targets.provider_unit import (
    Attribute,
    Block,
    Blocks,
    Document,
    Pattern,
    Provided,
    Resource,
    Unit,
    Variable,
)

__all__ = ["filter_member", "filter_members", "to_unit"]


def filter_member(deployment: Deployment) -> tuple[str, Provided]:
    """The attribute or block with the filters of a rule, a pipe, an event source mapping or a subscription."""
    if deployment.policy_scope:
        return "filter_policy", Pattern(deployment.pattern)
    if deployment.service.name == "rule":
        return "event_pattern", Pattern(deployment.pattern)
    filters = [Block({"pattern": Pattern(pattern)}) for pattern in deployment.filters]
    return "filter_criteria", Block({"filter": Blocks(filters)})


def filter_members(deployment: Deployment) -> dict[str, Provided]:
    """The attribute or block with the filters, after the scope of a filter policy."""
    name, value = filter_member(deployment)
    scope: dict[str, Provided] = (
        {"filter_policy_scope": deployment.policy_scope} if deployment.policy_scope else {}
    )
    return {**scope, name: value}


def to_unit(deployment: Deployment) -> Unit:
    """The resources that deploy the filters of a rule, a pipe, an event source mapping or a subscription."""
    if deployment.policy_scope:
        return _subscription(deployment)
    return {"rule": _rule, "pipe": _pipe, "lambda": _mapping}[deployment.service.name](deployment)


def _queues() -> list[Resource]:
    dead: dict[str, Provided] = {
        "deadLetterTargetArn": Attribute("dead_letters", "arn"),
        "maxReceiveCount": MAX_RECEIVE_COUNT,
    }
    return [
        Resource("aws_sqs_queue", "dead_letters", {"message_retention_seconds": DEAD_LETTER_SECONDS}),
        Resource("aws_sqs_queue", "queue", {"redrive_policy": Document(dead)}),
    ]


def _policy(statements: list[Provided]) -> Document:
    return Document({"Version": "2012-10-17", "Statement": statements})


def _rule(deployment: Deployment) -> Unit:
    name, pattern = filter_member(deployment)
    bus = Variable("event_bus_name")
    statement: dict[str, Provided] = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": [Attribute("queue", "arn"), Attribute("dead_letters", "arn")],
        "Condition": {"ArnEquals": {"aws:SourceArn": Attribute("rule", "arn")}},
    }
    policies = [_queue_policy(queue, statement) for queue in ("queue", "dead_letters")]
    target: dict[str, Provided] = {
        "event_bus_name": bus,
        "rule": Attribute("rule", "name"),
        "arn": Attribute("queue", "arn"),
        "dead_letter_config": Block({"arn": Attribute("dead_letters", "arn")}),
    }
    return Unit(
        {"event_bus_name": "Name of the event bus"},
        [
            *_queues(),
            Resource("aws_cloudwatch_event_rule", "rule", {"event_bus_name": bus, name: pattern}),
            *policies,
            Resource("aws_cloudwatch_event_target", "queue", target),
        ],
    )


def _queue_policy(queue: str, statement: dict[str, Provided]) -> Resource:
    own: dict[str, Provided] = {**statement, "Resource": Attribute(queue, "arn")}
    members: dict[str, Provided] = {"queue_url": Attribute(queue, "url"), "policy": _policy([own])}
    return Resource("aws_sqs_queue_policy", queue, members)


def _subscription(deployment: Deployment) -> Unit:
    topic = Variable("topic_arn")
    variables = {"topic_arn": TOPIC}
    statement: dict[str, Provided] = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Condition": {"ArnEquals": {"aws:SourceArn": topic}},
    }
    dead, queue = _queues()
    resources, endpoint = [dead, queue], Attribute("queue", "arn")
    after = ["aws_sqs_queue_policy.queue", "aws_sqs_queue_policy.dead_letters"]
    receiver: dict[str, Provided] = {"protocol": "sqs", "endpoint": endpoint}
    if deployment.function:
        function = Variable("function_arn")
        variables["function_arn"] = deployment.receiver_description
        permission: dict[str, Provided] = {
            "action": "lambda:InvokeFunction",
            "function_name": function,
            "principal": "sns.amazonaws.com",
            "source_arn": topic,
        }
        resources = [dead, Resource("aws_lambda_permission", "permission", permission)]
        after = ["aws_lambda_permission.permission", "aws_sqs_queue_policy.dead_letters"]
        receiver = {"protocol": "lambda", "endpoint": function}
    else:
        resources.append(_queue_policy("queue", statement))
    resources.append(_queue_policy("dead_letters", statement))
    redrive: dict[str, Provided] = {"deadLetterTargetArn": Attribute("dead_letters", "arn")}
    members: dict[str, Provided] = {
        "topic_arn": topic,
        **receiver,
        **filter_members(deployment),
        "redrive_policy": Document(redrive),
    }
    resources.append(Resource("aws_sns_topic_subscription", "subscription", members, after=tuple(after)))
    return Unit(variables, resources)


def _pipe(deployment: Deployment) -> Unit:
    parts = pipe_parts(deployment)
    trust: dict[str, Provided] = {
        "Effect": "Allow",
        "Principal": {"Service": "pipes.amazonaws.com"},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": Variable("account")}},
    }
    policy: dict[str, Provided] = {
        "role": Attribute("pipe", "id"),
        "policy": _policy([_json(statement) for statement in parts.statements]),
    }
    members: dict[str, Provided] = {}
    for name, value in parts.properties.items():
        members[snake(name)] = _source(value, deployment) if name == "SourceParameters" else _member(value)
    return Unit(
        snake_names(parts.parameters),
        [
            *_queues(),
            Resource("aws_iam_role", "pipe", {"assume_role_policy": _policy([trust])}),
            Resource("aws_iam_role_policy", "pipe", policy),
            Resource("aws_pipes_pipe", "pipe", members, after=("aws_iam_role_policy.pipe",)),
        ],
    )


def _source(value: Value, deployment: Deployment) -> Block:
    assert isinstance(value, dict)
    name, criteria = filter_member(deployment)
    members: dict[str, Provided] = {name: criteria}
    setup = source_setup(deployment.source.name)
    members |= {
        setup.terraform_parameters if key == setup.pipe_parameters else snake(key): _member(member)
        for key, member in value.items()
        if key != "FilterCriteria"
    }
    return Block(members)


def _member(value: Value) -> Provided:
    if isinstance(value, dict):
        return Block({snake(name): _member(member) for name, member in value.items()})
    return _json(value)


def _json(value: Value) -> Provided:  # noqa: PLR0911 - a return for each type of value
    """A value with its names as they are."""
    if isinstance(value, dict):
        return {name: _json(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_json(element) for element in value]
    if isinstance(value, Ref):
        return Variable(snake(value.name))
    if isinstance(value, GetAtt):
        if value.name.endswith("Role"):
            return Attribute("pipe", "arn")
        return Attribute("dead_letters" if value.name.endswith("DeadLetters") else "queue", "arn")
    if isinstance(value, Sub):
        return Variable("bootstrap_server", "smk://")
    assert isinstance(value, str | int)
    return value


def _mapping(deployment: Deployment) -> Unit:
    parameters, properties = mapping_properties(deployment)
    members: dict[str, Provided] = {}
    for name, value in properties.items():
        if name == "FilterCriteria":
            criteria, filters = filter_member(deployment)
            members[criteria] = filters
        elif name == "SelfManagedEventSource":
            endpoints: dict[str, Provided] = {"KAFKA_BOOTSTRAP_SERVERS": Variable("bootstrap_server")}
            members["self_managed_event_source"] = Block({"endpoints": endpoints})
        elif name == "SourceAccessConfigurations":
            access = Block({"type": "BASIC_AUTH", "uri": Variable("secret_arn")})
            members["source_access_configuration"] = Blocks([access])
        else:
            members[snake(name)] = _json(value)
    return Unit(snake_names(parameters), [Resource("aws_lambda_event_source_mapping", "mapping", members)])
