"""How values that are not known are short, and told apart."""

from __future__ import annotations

from pipefilter.templates.nodes.node import Call, Node, Unknown

__all__ = ["condition_text", "unknown_value"]

_MAX_LENGTH = 60


def condition_text(node: Node, source: str) -> str:
    """A condition as it is written, without the white space that does not matter."""
    return " ".join((_written(node) or source[node.start : node.end]).split())


def unknown_value(node: Node, source: str) -> Unknown:
    """A value that is not known, with its expression as the placeholder, shortened if it is long."""
    written = _written(node) or source[node.start : node.end].strip()
    if written.startswith("${"):
        return Unknown(written, node.start, node.end)
    words = " ".join(written.split())
    short = words if len(words) <= _MAX_LENGTH else f"{words[:_MAX_LENGTH]}..."
    placeholder = short if words.startswith(("<<", '"')) else f"${{{short}}}"
    return Unknown(placeholder, node.start, node.end, key=written or f"{node.start}-{node.end} {id(node)}")


def _written(node: Node) -> str:
    return node.written if isinstance(node, Call) else ""
