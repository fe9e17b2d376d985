"""Detects the source that a resource of Terraform reads from, by the ARN in it."""

from __future__ import annotations

from pipefilter.templates.event_source import source_of_arn
from pipefilter.templates.nodes.node import Call, Joined, Node, Text, Unknown
from pipefilter.templates.terraform.values import TerraformValues

__all__ = ["source_of"]

_TYPES = {
    "aws_dynamodb_table": "dynamodb",
    "aws_kinesis_stream": "kinesis",
    "aws_kinesis_stream_consumer": "kinesis",
    "aws_sqs_queue": "sqs",
    "aws_msk_cluster": "msk",
    "aws_msk_serverless_cluster": "msk",
    "aws_docdb_cluster": "documentdb",
}


def source_of(arn: Node | None, values: TerraformValues) -> str:
    """The name of the source of an ARN, or of the resource that it refers to; "" if it is not known."""
    if arn is None:
        return ""
    value = values.resolved(arn)
    if isinstance(value, Text | Joined):
        parts = value.parts if isinstance(value, Joined) else (value,)
        return source_of_arn("".join(part.value for part in parts if isinstance(part, Text)))
    if not isinstance(value, Unknown):
        return ""
    written = value.placeholder
    written = written[2:-1] if written.startswith("${") else written
    if isinstance(arn, Call) and not arn.name and isinstance(arn.argument, Text):
        written = arn.argument.value
    steps = written.removeprefix("data.").split(".")
    if steps[0] == "aws_mq_broker" and len(steps) > 1:
        broker = values.scope.resource(f"aws_mq_broker.{steps[1].split('[')[0]}")
        engine = broker.text("engine_type").lower() if broker else ""
        return engine if engine in {"activemq", "rabbitmq"} else ""
    return _TYPES.get(steps[0], "")
