"""The constructs of a CDK stack that deploys filters, in no particular language."""

from __future__ import annotations

from pipefilter.sources.source_setup import source_setup
from pipefilter.targets.cdk.filters import filter_members, override
from pipefilter.targets.cdk.stack import Stack, queues, role_with, statement
from pipefilter.targets.cdk.subscription import subscription_stack
from pipefilter.targets.cdk.value import Cdk, Member, New, Static, Struct, Variable, encoded
from pipefilter.targets.cloudformation_properties import (
    GetAtt,
    Ref,
    Sub,
    Value,
    camel,
    mapping_properties,
    pipe_parts,
)
from pipefilter.targets.deployment import Deployment

__all__ = ["to_stack"]

_STRUCTS = {
    "SourceParameters": "pipes.CfnPipe.PipeSourceParametersProperty",
    "FilterCriteria": "pipes.CfnPipe.FilterCriteriaProperty",
    "DeadLetterConfig": "pipes.CfnPipe.DeadLetterConfigProperty",
    "Filters": "pipes.CfnPipe.FilterProperty",
}
_MAPPING_STRUCTS = {
    "FilterCriteria": "lambda.CfnEventSourceMapping.FilterCriteriaProperty",
    "Filters": "lambda.CfnEventSourceMapping.FilterProperty",
    "SourceAccessConfigurations": "lambda.CfnEventSourceMapping.SourceAccessConfigurationProperty",
}


def to_stack(deployment: Deployment) -> Stack:
    """The stack that deploys the filters, for any service."""
    if deployment.policy_scope:
        return subscription_stack(deployment)
    return {"pipe": _pipe, "lambda": _mapping, "rule": _rule, "v2": _subscriber}[deployment.service.name](
        deployment
    )


def _pipe(deployment: Deployment) -> Stack:
    parts = pipe_parts(deployment)
    statements: list[Cdk] = []
    for allowed in parts.statements:
        resources, actions = _code(allowed["Resource"], ""), _code(allowed["Action"], "")
        assert isinstance(actions, list)
        statements.append(statement(actions, resources if isinstance(resources, list) else [resources]))
    conditions: dict[str, Cdk] = {"StringEquals": {"aws:SourceAccount": Variable("this", "account")}}
    principal = New(
        "iam.ServicePrincipal", arguments=("pipes.amazonaws.com",), members={"conditions": conditions}
    )
    members = {camel(name): _code(value, name) for name, value in parts.properties.items()}
    source = members["sourceParameters"]
    assert isinstance(source, Struct)
    members["sourceParameters"] = Struct(source.path, {**source.members, **filter_members(deployment)})
    return Stack(
        ("iam", "pipes", "sqs"),
        parts.parameters,
        [
            *queues(),
            ("role", role_with(principal, statements)),
            ("", New("pipes.CfnPipe", "Pipe", members=members)),
        ],
    )


def _code(value: Value, name: str, outer: tuple[str, ...] = ()) -> Cdk:  # noqa: PLR0911 - a return for each type of value
    """A value of a template; objects are structs of a pipe."""
    if isinstance(value, Ref):
        return Variable(camel(value.name))
    if isinstance(value, GetAtt):
        if value.name.endswith("Role"):
            return Variable("role", "roleArn")
        return Variable("deadLetters" if value.name.endswith("DeadLetters") else "queue", "queueArn")
    if isinstance(value, Sub):
        return Variable(value.text)
    if isinstance(value, list):
        return [_code(element, name, outer) for element in value]
    if isinstance(value, dict):
        names = tuple(map(camel, value))
        members = {camel(key): _code(inner, key, names) for key, inner in value.items()}
        return Struct(_struct(name, is_kafka="topicName" in outer), members)
    assert value is not None
    return value


def _struct(name: str, *, is_kafka: bool) -> str:
    """The class of a pipe's property, which Python has to name."""
    if name == "Credentials":
        kind = "SelfManagedKafkaAccessConfiguration" if is_kafka else "MQBrokerAccess"
        return f"pipes.CfnPipe.{kind}CredentialsProperty"
    return _STRUCTS.get(name, f"pipes.CfnPipe.PipeSource{name}Property")


def _mapping(deployment: Deployment) -> Stack:
    setup = source_setup(deployment.source.name)
    parameters, properties = mapping_properties(deployment)
    if setup.destination == "Queue":  # which only the L1 construct accepts
        members = {camel(key): _mapping_code(value, key) for key, value in properties.items()}
        criteria: list[Cdk] = [
            Struct("lambda.CfnEventSourceMapping.FilterProperty", {"pattern": encoded(pattern)})
            for pattern in deployment.filters
        ]
        members["filterCriteria"] = Struct(_MAPPING_STRUCTS["FilterCriteria"], {"filters": criteria})
        construct = New("lambda.CfnEventSourceMapping", "Mapping", members=members)
        return Stack(("lambda",), parameters, [("", construct)])
    function = Static(
        "lambda.Function.fromFunctionName",
        "Function",
        arguments=(_mapping_code(properties["FunctionName"], ""),),
    )
    return Stack(
        ("lambda",),
        parameters,
        [
            ("target", function),
            ("", New("lambda.EventSourceMapping", "Mapping", members=_mapping_members(deployment))),
        ],
    )


def _mapping_members(deployment: Deployment) -> dict[str, Cdk]:
    setup = source_setup(deployment.source.name)
    members: dict[str, Cdk] = {"target": Variable("target")}
    if setup.arn:
        members["eventSourceArn"] = Variable(camel(setup.arn))
    else:
        members["kafkaBootstrapServers"] = [Variable("bootstrapServer")]
    if setup.destination:
        members["kafkaTopic"] = Variable("topicName")
    if setup.has_secret:
        access: dict[str, Cdk] = {
            "type": Member("lambda.SourceAccessConfigurationType.BASIC_AUTH"),
            "uri": Variable("secretArn"),
        }
        members["sourceAccessConfigurations"] = [Struct("lambda.SourceAccessConfiguration", access)]
    if setup.has_starting_position:
        members["startingPosition"] = Member(f"lambda.StartingPosition.{deployment.starting_position}")
    members["batchSize"] = deployment.batch_size or setup.batch_size
    if deployment.batch_window:
        members["maxBatchingWindow"] = Static("cdk.Duration.seconds", arguments=(deployment.batch_window,))
    return {**members, **filter_members(deployment)}


def _mapping_code(value: Value, name: str) -> Cdk:
    if isinstance(value, Ref):
        return Variable(camel(value.name))
    if isinstance(value, list):
        return [_mapping_code(element, name) for element in value]
    if isinstance(value, dict):
        members = {camel(key): _mapping_code(inner, key) for key, inner in value.items()}
        return Struct(_MAPPING_STRUCTS[name], members)
    assert isinstance(value, str | int)
    return value


def _rule(deployment: Deployment) -> Stack:
    parameters = {"EventBusName": "Name of the event bus"}
    pattern = filter_members(deployment)
    is_l2 = isinstance(pattern["eventPattern"], Struct)
    if is_l2:
        bus = Static("events.EventBus.fromEventBusName", "Bus", arguments=(Variable("eventBusName"),))
        target = New(
            "targets.SqsQueue",
            arguments=(Variable("queue"),),
            members={"deadLetterQueue": Variable("deadLetters")},
        )
        rule: list[tuple[str, Cdk]] = [
            ("eventBus", bus),
            (
                "",
                New(
                    "events.Rule",
                    "Rule",
                    members={"eventBus": Variable("eventBus"), **pattern, "targets": [target]},
                ),
            ),
        ]
        return Stack(("events", "sqs", "targets"), parameters, [*queues(), *rule])
    dead = Struct("events.CfnRule.DeadLetterConfigProperty", {"arn": Variable("deadLetters", "queueArn")})
    queue_target = Struct(
        "events.CfnRule.TargetProperty",
        {"id": "queue", "arn": Variable("queue", "queueArn"), "deadLetterConfig": dead},
    )
    text = pattern["eventPattern"] if isinstance(pattern["eventPattern"], str) else ""
    members: dict[str, Cdk] = {
        "eventBusName": Variable("eventBusName"),
        **({} if text else pattern),
        "targets": [queue_target],
    }
    send = New(
        "iam.PolicyStatement",
        members={
            "actions": ["sqs:SendMessage"],
            "principals": [New("iam.ServicePrincipal", arguments=("events.amazonaws.com",))],
            "resources": ["*"],
            "conditions": {"ArnEquals": {"aws:SourceArn": Variable("rule", "attrArn")}},
        },
    )
    document = New("iam.PolicyDocument", members={"statements": [send]})
    both: list[Cdk] = [Variable("queue", "queueUrl"), Variable("deadLetters", "queueUrl")]
    policy = New("sqs.CfnQueuePolicy", "QueuePolicy", members={"queues": both, "policyDocument": document})
    return Stack(
        ("events", "iam", "sqs"),
        parameters,
        [
            *queues(),
            ("rule", New("events.CfnRule", "Rule", members=members)),
            *([("", override(text))] if text else []),
            ("", policy),
        ],
    )


def _subscriber(deployment: Deployment) -> Stack:
    arns: list[Cdk] = [Variable("queue", "queueArn"), Variable("deadLetters", "queueArn")]
    role = role_with(
        New("iam.ServicePrincipal", arguments=("events.amazonaws.com",)),
        [statement(["sqs:SendMessage"], arns)],
    )
    path = "eventsv2.CfnSubscriber"
    invoke = Struct(
        f"{path}.InvokeConfigurationProperty",
        {"targetArn": Variable("queue", "queueArn"), "roleArn": Variable("role", "roleArn")},
    )
    failure = Struct(f"{path}.OnFailureConfigurationProperty", {"arn": Variable("deadLetters", "queueArn")})
    members: dict[str, Cdk] = {
        "name": deployment.name,
        "eventBusArn": Variable("eventBusArn"),
        **filter_members(deployment),
        "invokeConfiguration": invoke,
        "onFailureConfiguration": failure,
    }
    return Stack(
        ("eventsv2", "iam", "sqs"),
        {"EventBusArn": "ARN of the event bus"},
        [*queues(), ("role", role), ("", New(path, "Subscriber", members=members))],
    )
