"""Properties of CloudFormation: values with references in them, and what a pipe and an event source mapping need.

Each tool writes them in its own way; `camel` and `snake` spell their names as the CDK and the AWS provider do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.sources.source_setup import SourceSetup, source_setup
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.filter_text import FilterText, Plain

__all__ = [
    "GetAtt",
    "PipeParts",
    "Ref",
    "Sub",
    "Value",
    "allow",
    "camel",
    "filter_list",
    "mapping_properties",
    "pattern_value",
    "pipe_parts",
    "policy_properties",
    "snake",
    "snake_names",
    "to_value",
]

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z]|[0-9]|\b|_)|[A-Z]?[a-z]+|[0-9]+")


@dataclass(frozen=True, slots=True)
class Ref:
    """`Ref`: the value of a parameter, or the identifier of a resource."""

    name: str


@dataclass(frozen=True, slots=True)
class GetAtt:
    """`Fn::GetAtt`: an attribute of a resource."""

    name: str
    attribute: str


@dataclass(frozen=True, slots=True)
class Sub:
    """`Fn::Sub`: a string with `${...}` in it."""

    text: str


Value: TypeAlias = "str | int | float | bool | Ref | GetAtt | Sub | list[Value] | dict[str, Value] | None"


@dataclass(frozen=True, slots=True)
class PipeParts:
    """The parts of a pipe.

    Args:
        parameters: the description of each, by name.
        statements: of its role's policy; the resources of each are a value or a list.
    """

    parameters: dict[str, str]
    properties: dict[str, Value]
    statements: list[dict[str, Value]]


def camel(name: str) -> str:
    """A property's name as the CDK has it in TypeScript: `DynamoDBStreamParameters` as `dynamoDbStreamParameters`."""
    first, *rest = _WORD.findall(name)
    return "".join([first.lower(), *(word.capitalize() for word in rest)])


def snake(name: str) -> str:
    """A property's name as the CDK has it in Python: `dynamo_db_stream_parameters`."""
    return "_".join(word.lower() for word in _WORD.findall(name))


def snake_names(descriptions: dict[str, str]) -> dict[str, str]:
    """The descriptions of parameters, by their names in snake case."""
    return {snake(name): description for name, description in descriptions.items()}


def filter_list(deployment: Deployment) -> dict[str, Value]:
    """The filters in the form of the APIs: `{"Filters": [{"Pattern": "..."}]}`."""
    filters: list[Value] = [
        {"Scope": pattern.scope or "DATA", "Pattern": pattern.text}
        if deployment.service.name == "v2"
        else {"Pattern": pattern.text}
        for pattern in deployment.filters
    ]
    return {"Filters": filters}


def pattern_value(pattern: FilterText) -> Value:
    """The pattern of a rule or a subscription: an object, or a string if an object cannot express it."""
    return pattern.text if pattern.value is None or pattern.has_variables else to_value(pattern.value)


def policy_properties(deployment: Deployment) -> dict[str, Value]:
    """The filter policy of a subscription to a topic, and its scope."""
    return {"FilterPolicyScope": deployment.policy_scope, "FilterPolicy": pattern_value(deployment.pattern)}


def mapping_properties(deployment: Deployment) -> tuple[dict[str, str], dict[str, Value]]:
    """The parameters and properties of an event source mapping."""
    setup = source_setup(deployment.source.name)
    parameters = dict(setup.parameters)
    if not deployment.function:
        parameters = {"FunctionName": setup.function_name, **parameters}
    properties: dict[str, Value] = {"FunctionName": deployment.function or Ref("FunctionName")}
    if setup.arn:
        properties["EventSourceArn"] = Ref(setup.arn)
    else:
        servers: list[Value] = [Ref("BootstrapServer")]
        properties["SelfManagedEventSource"] = {"Endpoints": {"KafkaBootstrapServers": servers}}
    if setup.has_starting_position:
        properties["StartingPosition"] = deployment.starting_position
    properties["BatchSize"] = deployment.batch_size or setup.batch_size
    properties |= deployment.batch_window_property
    if setup.destination:
        properties[f"{setup.destination}s"] = [Ref(f"{setup.destination}Name")]
    if setup.has_secret:
        properties["SourceAccessConfigurations"] = [{"Type": "BASIC_AUTH", "URI": Ref("SecretArn")}]
    properties["FilterCriteria"] = filter_list(deployment)
    return parameters, properties


def pipe_parts(deployment: Deployment) -> PipeParts:
    """The parts of a pipe. Its name is the prefix of its queues and its role: `OrdersQueue`, `OrdersRole`."""
    setup, name = source_setup(deployment.source.name), deployment.name
    parameters = dict(setup.parameters)
    read: dict[str, Value] = {}
    if setup.destination:
        read[f"{setup.destination}Name"] = Ref(f"{setup.destination}Name")
    if setup.has_secret:
        read["Credentials"] = {"BasicAuth": Ref("SecretArn")}
    if setup.has_starting_position:
        read["StartingPosition"] = deployment.starting_position
    read["BatchSize"] = deployment.batch_size or setup.batch_size
    read |= deployment.batch_window_property
    if setup.has_dead_letters:
        read["MaximumRetryAttempts"] = 3
        read["DeadLetterConfig"] = {"Arn": GetAtt(f"{name}DeadLetters", "Arn")}
    properties: dict[str, Value] = {
        "RoleArn": GetAtt(f"{name}Role", "Arn"),
        "Source": Ref(setup.arn) if setup.arn else Sub("smk://${BootstrapServer}"),
        "SourceParameters": {"FilterCriteria": filter_list(deployment), setup.pipe_parameters: read},
    }
    if deployment.function:
        parameters["EnrichmentArn"] = deployment.enrichment_description
        properties["Enrichment"] = Ref("EnrichmentArn")
    properties["Target"] = GetAtt(f"{name}Queue", "Arn")
    return PipeParts(parameters, properties, _pipe_statements(deployment, setup))


def _pipe_statements(deployment: Deployment, setup: SourceSetup) -> list[dict[str, Value]]:
    statements: list[dict[str, Value]] = []
    if setup.actions:
        statements.append(allow(setup.actions, Ref(setup.arn)))
    if setup.has_secret:
        statements.append(allow(["secretsmanager:GetSecretValue"], Ref("SecretArn")))
    if setup.anywhere:
        statements.append(allow(setup.anywhere, "*"))
    if deployment.function:
        statements.append(allow(["lambda:InvokeFunction"], Ref("EnrichmentArn")))
    name = deployment.name
    queues: list[Value] = [GetAtt(f"{name}Queue", "Arn")]
    queues += [GetAtt(f"{name}DeadLetters", "Arn")] if setup.has_dead_letters else []
    statements.append(allow(["sqs:SendMessage"], queues))
    return statements


def allow(actions: Iterable[str], resource: Value) -> dict[str, Value]:
    """A statement of a policy that allows actions on a resource, or on a list of them."""
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}


def to_value(plain: Plain) -> Value:
    """A plain value as a value of a template."""
    if isinstance(plain, dict):
        return {name: to_value(value) for name, value in plain.items()}
    if isinstance(plain, list):
        return [to_value(value) for value in plain]
    return plain
