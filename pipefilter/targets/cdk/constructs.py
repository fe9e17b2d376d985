"""The constructs of a CDK stack that runs filters, whatever the language."""

from __future__ import annotations

from pipefilter.targets.cdk.filters import filter_members, override
from pipefilter.targets.cdk.stack import Stack, queues, role_with, statement
from pipefilter.targets.cdk.value import Cdk, Member, New, Static, Struct, Variable, encoded
from pipefilter.targets.cloudformation_resources import mapping, pipe_parts
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.property_names import camel
from pipefilter.targets.source_setup import setup_of
from pipefilter.targets.template_value import GetAtt, Ref, Sub, Value

__all__ = ["stack_of"]

_STRUCTS = {
    "SourceParameters": "pipes.CfnPipe.PipeSourceParametersProperty",
    "FilterCriteria": "pipes.CfnPipe.FilterCriteriaProperty",
    "DeadLetterConfig": "pipes.CfnPipe.DeadLetterConfigProperty",
    "Filters": "pipes.CfnPipe.FilterProperty",
}
_OF_MAPPING = {
    "FilterCriteria": "lambda.CfnEventSourceMapping.FilterCriteriaProperty",
    "Filters": "lambda.CfnEventSourceMapping.FilterProperty",
    "SourceAccessConfigurations": "lambda.CfnEventSourceMapping.SourceAccessConfigurationProperty",
}


def stack_of(deployment: Deployment) -> Stack:
    """The stack that can be deployed.

    Args:
        deployment: for any service.
    """
    return {"pipe": _pipe, "lambda": _mapping, "rule": _rule, "v2": _subscriber}[deployment.service.name](
        deployment
    )


def _pipe(deployment: Deployment) -> Stack:
    parts = pipe_parts(deployment)
    statements: list[Cdk] = []
    for one in parts.statements:
        resources, actions = _code(one["Resource"], ""), _code(one["Action"], "")
        assert isinstance(actions, list)  # noqa: S101 - as pipe_parts makes it
        statements.append(statement(actions, resources if isinstance(resources, list) else [resources]))
    conditions: dict[str, Cdk] = {"StringEquals": {"aws:SourceAccount": Variable("this", "account")}}
    principal = New(
        "iam.ServicePrincipal", arguments=("pipes.amazonaws.com",), members={"conditions": conditions}
    )
    members = {camel(name): _code(value, name) for name, value in parts.properties.items()}
    source = members["sourceParameters"]
    assert isinstance(source, Struct)  # noqa: S101 - as _code makes it
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


def _code(value: Value, name: str, outer: tuple[str, ...] = ()) -> Cdk:  # noqa: PLR0911 - one a kind of value
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
        return [_code(one, name, outer) for one in value]
    if isinstance(value, dict):
        names = tuple(map(camel, value))
        members = {camel(key): _code(inner, key, names) for key, inner in value.items()}
        return Struct(_struct(name, is_kafka="topicName" in outer), members)
    assert value is not None  # noqa: S101 - no property is
    return value


def _struct(name: str, *, is_kafka: bool) -> str:
    """The class of a pipe's property, which Python wants to be named."""
    if name == "Credentials":
        kind = "SelfManagedKafkaAccessConfiguration" if is_kafka else "MQBrokerAccess"
        return f"pipes.CfnPipe.{kind}CredentialsProperty"
    return _STRUCTS.get(name, f"pipes.CfnPipe.PipeSource{name}Property")


def _mapping(deployment: Deployment) -> Stack:
    setup = setup_of(deployment.source.name)
    parameters, properties = mapping(deployment)
    parameters = {"FunctionName": setup.function_name, **parameters}
    name: Cdk = Variable("functionName")
    if deployment.function:
        del parameters["FunctionName"]
        name = deployment.function
    if setup.destination == "Queue":  # which only the construct of the first level takes
        members = {camel(key): _of_mapping(value, key) for key, value in properties.items()}
        criteria: list[Cdk] = [
            Struct("lambda.CfnEventSourceMapping.FilterProperty", {"pattern": encoded(one)})
            for one in deployment.filters
        ]
        members["filterCriteria"] = Struct(_OF_MAPPING["FilterCriteria"], {"filters": criteria})
        construct = New("lambda.CfnEventSourceMapping", "Mapping", members={"functionName": name, **members})
        return Stack(("lambda",), parameters, [("", construct)])
    function = Static("lambda.Function.fromFunctionName", "Function", arguments=(name,))
    return Stack(
        ("lambda",),
        parameters,
        [
            ("target", function),
            ("", New("lambda.EventSourceMapping", "Mapping", members=_mapping_members(deployment))),
        ],
    )


def _mapping_members(deployment: Deployment) -> dict[str, Cdk]:
    setup = setup_of(deployment.source.name)
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
        members["startingPosition"] = Member("lambda.StartingPosition.TRIM_HORIZON")
    return {**members, "batchSize": setup.batch_size, **filter_members(deployment)}


def _of_mapping(value: Value, name: str) -> Cdk:
    if isinstance(value, Ref):
        return Variable(camel(value.name))
    if isinstance(value, list):
        return [_of_mapping(one, name) for one in value]
    if isinstance(value, dict):
        members = {camel(key): _of_mapping(inner, key) for key, inner in value.items()}
        return Struct(_OF_MAPPING[name], members)
    assert isinstance(value, str | int)  # noqa: S101 - as mapping makes it
    return value


def _rule(deployment: Deployment) -> Stack:
    parameters = {"EventBusName": "Name of the bus"}
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
    to = Struct(
        "events.CfnRule.TargetProperty",
        {"id": "queue", "arn": Variable("queue", "queueArn"), "deadLetterConfig": dead},
    )
    text = pattern["eventPattern"] if isinstance(pattern["eventPattern"], str) else ""
    members: dict[str, Cdk] = {
        "eventBusName": Variable("eventBusName"),
        **({} if text else pattern),
        "targets": [to],
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
        {"EventBusArn": "ARN of the bus"},
        [*queues(), ("role", role), ("", New(path, "Subscriber", members=members))],
    )
