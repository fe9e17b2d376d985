"""Which source a resource reads from, as far as the template tells."""

from __future__ import annotations

import re

from pipefilter.templates.intrinsics import Intrinsics, called
from pipefilter.templates.nodes.node import Choice, Joined, Mapping, Node, Sequence, Text, Unknown

__all__ = ["PARAMETER_BLOCKS", "EventSource", "source_of_arn"]

PARAMETER_BLOCKS = {
    "DynamoDBStreamParameters": "dynamodb",
    "KinesisStreamParameters": "kinesis",
    "SqsQueueParameters": "sqs",
    "ManagedStreamingKafkaParameters": "msk",
    "SelfManagedKafkaParameters": "kafka",
    "ActiveMQBrokerParameters": "activemq",
    "RabbitMQBrokerParameters": "rabbitmq",
}
"""The parts of a pipe's source parameters, each for one source."""

_ARN = re.compile(r"^arn:[^:]*:(dynamodb|kinesis|sqs|kafka)(?::|$)")
_IN_ARN = re.compile(r":(dynamodb|kinesis|sqs|kafka):")
_OF_ARN = {"dynamodb": "dynamodb", "kinesis": "kinesis", "sqs": "sqs", "kafka": "msk"}
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
    """The name of the source that an ARN is of; "" if it does not tell.

    Args:
        text: an ARN, or a part of it.
    """
    found = _ARN.search(text) or _IN_ARN.search(text)
    if found:
        return _OF_ARN[found[1]]
    return "kafka" if text.startswith("smk://") else ""


class EventSource:
    """Tells sources by ARNs, and by the resources that they are taken from.

    Args:
        resources: of the template.
        intrinsics: of the template.
    """

    def __init__(self, resources: Mapping, intrinsics: Intrinsics) -> None:
        self._resources = resources
        self._intrinsics = intrinsics

    def of(self, arn: Node | None) -> str:
        """The name of the source that an ARN is of; "" if that is not known.

        Args:
            arn: maybe a function.
        """
        if arn is None:
            return ""
        call = called(arn)
        if call is not None and call.name in {"Ref", "Fn::GetAtt"}:
            return self._of_resource(_name(call.argument))
        value = self._intrinsics.resolved(arn)
        if isinstance(value, Text):
            return source_of_arn(value.value)
        if isinstance(value, Joined):
            text = "".join(part.value for part in value.parts if isinstance(part, Text))
            names = [part.shown[2:-1].split(".")[0] for part in value.parts if isinstance(part, Unknown)]
            return source_of_arn(text) or next(filter(None, map(self._of_resource, names)), "")
        if isinstance(value, Choice):
            found = {self.of(option) for option in value.options}
            return found.pop() if len(found) == 1 else ""
        return ""

    def of_mapping(self, properties: Mapping) -> str:
        """The source of an event source mapping.

        Args:
            properties: of the mapping.
        """
        if properties.get("SelfManagedEventSource") is not None:
            return "kafka"
        if properties.get("DocumentDBEventSourceConfig") is not None:
            return "documentdb"
        if properties.get("AmazonManagedKafkaEventSourceConfig") is not None:
            return "msk"
        return self.of(properties.get("EventSourceArn")) or self.of_broker(properties)

    def of_broker(self, properties: Mapping) -> str:
        """RabbitMQ where a virtual host is named, which only that has."""
        listed = properties.get("SourceAccessConfigurations")
        items = listed.items if isinstance(listed, Sequence) else ()
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
