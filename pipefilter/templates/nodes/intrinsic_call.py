"""Calls of CloudFormation's intrinsic functions, in their short and long forms."""

from __future__ import annotations

from pipefilter.templates.nodes.node import Call, Mapping, Node

__all__ = ["as_call"]


def as_call(node: Node) -> Call | None:
    """The function that a node calls, in its short or long form; None if it does not call one."""
    if isinstance(node, Call):
        return node
    if isinstance(node, Mapping) and len(node.members) == 1:
        name, argument = node.members[0]
        if name.value == "Ref" or name.value.startswith("Fn::"):
            return Call(name.value, argument, node.start, node.end)
    return None
