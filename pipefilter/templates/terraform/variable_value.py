"""The value of a variable of Terraform, as `-var` reads it."""

from __future__ import annotations

from pipefilter.templates.nodes.hcl_nodes import hcl_node
from pipefilter.templates.nodes.hcl_text import at_place
from pipefilter.templates.nodes.node import Call, Node, TemplateFault, Text

__all__ = ["variable_value"]


def variable_value(text: str, type_: Node | None, at: Node) -> Node:
    """The value, placed at a reference to the variable.

    It is an expression if the type is not string, and a string if there is no type.
    https://developer.hashicorp.com/terraform/language/values/variables#complex-typed-values

    Args:
        type_: the declared type; None if there is none.
    """
    written = type_.written if isinstance(type_, Call) else type_.value if isinstance(type_, Text) else "string"
    if written.strip() != "string":
        try:
            node = hcl_node(f"x = {text}\n").get("x")
        except TemplateFault:
            node = None
        if node is not None:
            return at_place(node, at.start, at.start)
    return Text(text, at.start, at.start)
