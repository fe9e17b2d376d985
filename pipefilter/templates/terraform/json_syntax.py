"""Terraform's JSON syntax as nodes like those of HCL: strings are templates, and blocks are objects or lists of them."""

from __future__ import annotations

from pipefilter.templates.nodes.hcl_nodes import hcl_template
from pipefilter.templates.nodes.node import Call, Mapping, Node, Sequence, Text

__all__ = ["merged_blocks", "with_templates"]


def merged_blocks(node: Node | None) -> Mapping:
    """An object, or the objects of a list as one: Terraform's JSON has both for blocks."""
    if isinstance(node, Mapping):
        return node
    members: list[tuple[Text, Node]] = []
    for item in node.items if isinstance(node, Sequence) else ():
        members += item.members if isinstance(item, Mapping) else ()
    return Mapping(tuple(members), 0, 0)


def with_templates(node: Node) -> Node:
    """A node in which `${...}` in strings are expressions."""
    if isinstance(node, Mapping):
        members = [(name, with_templates(value)) for name, value in node.members if name.value != "dynamic"]
        members += _dynamic(node.get("dynamic"))
        return Mapping(tuple(members), node.start, node.end)
    if isinstance(node, Sequence):
        return Sequence(tuple(with_templates(item) for item in node.items), node.start, node.end)
    if isinstance(node, Text) and ("${" in node.value or "%{" in node.value):
        return hcl_template(node)
    return node


def _dynamic(node: Node | None) -> list[tuple[Text, Node]]:
    """Dynamic blocks, each under the name of the blocks that it generates, as in HCL."""
    blocks: list[tuple[Text, Node]] = []
    for name, value in merged_blocks(node).members if node is not None else ():
        body = with_templates(merged_blocks(value))
        if isinstance(body, Mapping):
            label = (Text("", name.start, name.end), name)
            whole = Mapping((label, *body.members), name.start, body.end)
            blocks.append((name, Call("dynamic", whole, name.start, body.end)))
    return blocks
