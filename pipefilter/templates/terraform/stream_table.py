"""The DynamoDB table in a Terraform module whose stream a resource reads."""

from __future__ import annotations

from pipefilter.analysis.reading.stream_of_table import StreamOfTable
from pipefilter.templates.event_source import stream_of
from pipefilter.templates.nodes.node import Call, Mapping, Node, Sequence, Text
from pipefilter.templates.terraform.values import TerraformValues

__all__ = ["table_of"]

_TABLE = "aws_dynamodb_table"


def table_of(arn: Node | None, values: TerraformValues) -> StreamOfTable | None:
    """The table with the stream of this ARN; None if the module does not define it."""
    if not isinstance(arn, Call) or arn.name or not isinstance(arn.argument, Text):
        return None
    kind, _, rest = arn.argument.value.partition(".")
    table = values.scope.resource(f"{_TABLE}.{rest.partition('.')[0].partition('[')[0]}")
    if kind != _TABLE or table is None:
        return None
    keys = [name for name in ("hash_key", "range_key") if table.get(name) is not None]
    attributes = [each for each in _blocks(table.get("attribute"), values) if isinstance(each, Mapping)]
    return stream_of(
        _text(table, "stream_view_type", values),
        [_text(table, key, values) for key in keys],
        {_text(each, "name", values): _text(each, "type", values) for each in attributes},
    )


def _text(body: Mapping, name: str, values: TerraformValues) -> str:
    node = body.get(name)
    value = None if node is None else values.resolved(node)
    return value.value if isinstance(value, Text) else ""


def _blocks(node: Node | None, values: TerraformValues) -> list[Node]:
    """The blocks of a name, which are a list."""
    options = values.options(node)
    return [
        each for option in options for each in (option.items if isinstance(option, Sequence) else (option,))
    ]
