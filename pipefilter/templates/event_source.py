"""Detects the source that a resource of a template reads from."""

from __future__ import annotations

import re

from pipefilter.analysis.reading.stream_of_table import StreamOfTable
from pipefilter.language.dynamodb_record import IMAGES_BY_VIEW, TYPE_KEYS
from pipefilter.sources.source_setup import SETUPS
from pipefilter.templates.intrinsics import Intrinsics
from pipefilter.templates.nodes.intrinsic_call import as_call
from pipefilter.templates.nodes.node import Choice, Joined, Mapping, Node, Sequence, Text, Unknown

__all__ = ["SourceDetector", "source_of_arn", "source_of_parameters", "stream_of"]

_PIPE_PARAMETERS = {setup.pipe_parameters: setup.source for setup in SETUPS}
_ARN = re.compile(r"^arn:[^:]*:(dynamodb|kinesis|sqs|kafka)(?::|$)")
_IN_ARN = re.compile(r":(dynamodb|kinesis|sqs|kafka):")
_SERVICES = {"dynamodb": "dynamodb", "kinesis": "kinesis", "sqs": "sqs", "kafka": "msk"}
_TYPES = {
    "AWS::DynamoDB::Table": "dynamodb",
    "AWS::DynamoDB::GlobalTable": "dynamodb",
    "AWS::Serverless::SimpleTable": "dynamodb",
    "AWS::Kinesis::Stream": "kinesis",
    "AWS::Kinesis::StreamConsumer": "kinesis",
    "AWS::SQS::Queue": "sqs",
    "AWS::MSK::Cluster": "msk",
    "AWS::MSK::ServerlessCluster": "msk",
    "AWS::DocDB::DBCluster": "documentdb",
}
_BROKERS = {"ACTIVEMQ": "activemq", "RABBITMQ": "rabbitmq"}


def source_of_arn(text: str) -> str:
    """The name of the source of an ARN, or of a part of an ARN; "" if it is not known."""
    match = _ARN.search(text) or _IN_ARN.search(text)
    if match:
        return _SERVICES[match[1]]
    return "kafka" if text.startswith("smk://") else ""


def source_of_parameters(parameters: Mapping) -> str:
    """The name of the source that a pipe's source parameters are for; "" if it is not known."""
    names = (name.value for name, _ in parameters.members)
    return next((_PIPE_PARAMETERS[name] for name in names if name in _PIPE_PARAMETERS), "")


class SourceDetector:
    """Detects sources by their ARNs, and by the resources to which the ARNs refer."""

    def __init__(self, resources: Mapping, intrinsics: Intrinsics) -> None:
        self._resources = resources
        self._intrinsics = intrinsics

    def detect(self, arn: Node | None) -> str:
        """The name of the source of an ARN, which may be a function; "" if it is not known."""
        if arn is None:
            return ""
        call = as_call(arn)
        if call is not None and call.name in {"Ref", "Fn::GetAtt"}:
            return self._of_resource(_name(call.argument))
        value = self._intrinsics.resolved(arn)
        if isinstance(value, Text):
            return source_of_arn(value.value)
        if isinstance(value, Joined):
            text = "".join(part.value for part in value.parts if isinstance(part, Text))
            names = [part.placeholder[2:-1].split(".")[0] for part in value.parts if isinstance(part, Unknown)]
            return source_of_arn(text) or next(filter(None, map(self._of_resource, names)), "")
        if isinstance(value, Choice):
            sources = {self.detect(option) for option in value.options}
            return sources.pop() if len(sources) == 1 else ""
        return ""

    def table(self, arn: Node | None) -> StreamOfTable | None:
        """The table whose stream has this ARN, if the template defines it; None if it does not."""
        resource = self._resource(arn)
        if resource is None or _TYPES.get(resource.text("Type")) != "dynamodb":
            return None
        return _stream(resource.mapping("Properties"))

    def properties(self, arn: Node | None) -> Mapping | None:
        """The properties of the resource with this ARN, if the template defines it; None if it does not."""
        resource = self._resource(arn)
        return None if resource is None or not resource.members else resource.mapping("Properties")

    def _resource(self, arn: Node | None) -> Mapping | None:
        call = None if arn is None else as_call(arn)
        if call is None or call.name not in {"Ref", "Fn::GetAtt"}:
            return None
        return self._resources.mapping(_name(call.argument))

    def detect_for_mapping(self, properties: Mapping) -> str:
        """The source of an event source mapping with these properties; "" if it is not known."""
        if properties.get("SelfManagedEventSource") is not None:
            return "kafka"
        if properties.get("DocumentDBEventSourceConfig") is not None:
            return "documentdb"
        if properties.get("AmazonManagedKafkaEventSourceConfig") is not None:
            return "msk"
        return self.detect(properties.get("EventSourceArn")) or self.detect_broker(properties)

    def detect_broker(self, properties: Mapping) -> str:
        """RabbitMQ if the properties contain a virtual host, which only RabbitMQ has; otherwise ""."""
        access = properties.get("SourceAccessConfigurations")
        items = access.items if isinstance(access, Sequence) else ()
        has_host = any(isinstance(item, Mapping) and item.text("Type") == "VIRTUAL_HOST" for item in items)
        return "rabbitmq" if has_host else ""

    def _of_resource(self, name: str) -> str:
        resource = self._resources.mapping(name)
        kind = resource.text("Type")
        if kind == "AWS::AmazonMQ::Broker":
            return _BROKERS.get(resource.mapping("Properties").text("EngineType").upper(), "")
        return _TYPES.get(kind, "")


def _name(argument: Node) -> str:
    if isinstance(argument, Text):
        return argument.value.split(".")[0]
    if isinstance(argument, Sequence) and argument.items and isinstance(argument.items[0], Text):
        return argument.items[0].value.split(".")[0]
    return ""


def _stream(properties: Mapping) -> StreamOfTable:
    """The stream of a table with these properties, as far as they are in the template."""
    view = properties.mapping("StreamSpecification").text("StreamViewType")
    names = [item.text("AttributeName") for item in _mappings(properties.get("KeySchema"))]
    defined = {
        item.text("AttributeName"): item.text("AttributeType")
        for item in _mappings(properties.get("AttributeDefinitions"))
    }
    return stream_of(view, names, defined)


def stream_of(view: str, keys: list[str], types: dict[str, str]) -> StreamOfTable:
    """The stream of a table, from what a template says; "" for what is not known.

    Args:
        keys: the names of all key attributes.
        types: the types of attributes, by name.
    """
    return StreamOfTable(
        next((known for known in IMAGES_BY_VIEW if known == view), None),
        tuple(keys) if all(keys) else (),
        {name: known for name, type_ in types.items() for known in TYPE_KEYS if name and known == type_},
    )


def _mappings(node: Node | None) -> list[Mapping]:
    """The elements of a list; an element that is not known is an empty object."""
    items = node.items if isinstance(node, Sequence) else ()
    return [item if isinstance(item, Mapping) else Mapping((), item.start, item.end) for item in items]
