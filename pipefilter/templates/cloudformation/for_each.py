"""What a loop of `Fn::ForEach` repeats: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.templates.nodes.node import Call, Mapping, Node, Sequence, Text, Unknown

__all__ = ["open_at"]


def open_at(node: Node, identifier: str, spend: Callable[[Node], None]) -> Node:
    """A node in which strings with the identifier of a loop are calls of `Fn::Sub`.

    Args:
        spend: counts the nodes that are copied.
    """
    spend(node)
    if isinstance(node, Mapping):
        members = tuple((name, open_at(value, identifier, spend)) for name, value in node.members)
        return Mapping(members, node.start, node.end)
    if isinstance(node, Sequence):
        items = tuple(open_at(item, identifier, spend) for item in node.items)
        return Sequence(items, node.start, node.end)
    if isinstance(node, Call) and node.name != "Fn::Sub":
        return Call(node.name, open_at(node.argument, identifier, spend), node.start, node.end)
    if isinstance(node, Text) and "&{" + identifier + "}" in node.value:
        return Unknown(node.value, node.start, node.end, is_text=True)
    if isinstance(node, Text) and "${" + identifier + "}" in node.value:
        return Call("Fn::Sub", node, node.start, node.end)
    return node
