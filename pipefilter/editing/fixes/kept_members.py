"""Whether a text keeps all members of an object that it replaces: each of two operators in an object is a condition."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pipefilter.templates.nodes.node import Mapping, Node, Scalar, Sequence, Text

__all__ = ["keeps_members"]

_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)


def keeps_members(node: Node, text: str) -> bool:
    """Whether an object has one member only, or all its operands are in the text.

    Args:
        text: JSON values, separated by commas.
    """
    objects = [each for each in _inside(node) if isinstance(each, Mapping)]
    if all(len(each.members) < 2 for each in objects):
        return True
    kept = list(_operands(_DECODER.decode(f"[{text}]")))
    for each in _inside(node):
        operand = _text_of(each)
        if operand is not None:
            if operand not in kept:
                return False
            kept.remove(operand)
    return True


def _inside(node: Node) -> Iterator[Node]:
    """A value, and those inside it."""
    yield node
    inner = [value for _, value in node.members] if isinstance(node, Mapping) else []
    for each in node.items if isinstance(node, Sequence) else inner:
        yield from _inside(each)


def _text_of(node: Node) -> str | None:
    if isinstance(node, Text):
        return node.value
    return node.written if isinstance(node, Scalar) else None


def _operands(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _operands(each)
    else:
        yield value if isinstance(value, str) else json.dumps(value)
