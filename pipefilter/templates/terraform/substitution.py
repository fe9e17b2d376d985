"""Replaces the names that a loop or a block binds, such as `each.value`, by their values."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

from pipefilter.dataclass import dataclass
from pipefilter.templates.nodes.node import Call, Computed, Mapping, Node, Scalar, Sequence, Text

__all__ = ["Binding", "Bindings", "bound", "element_bindings", "label_of", "reference_steps"]

_STEP = re.compile(r'\s*(?:\.\s*([^\W\d][\w-]*|\d+)|\[\s*"([^"\\]*)"\s*\]|\[\s*(\d+)\s*\])')
_ROOT = re.compile(r"[^\W\d][\w-]*")
_LOOPS = {"for": 2, "for object": 2, "for groups": 2, "for text": 2}
"""Calls that bind names, which are their first parts."""
_MAX_LABEL = 40


@dataclass(frozen=True, slots=True)
class Binding:
    """The value of a name.

    Args:
        label: what is shown instead of the name in placeholders, so that two elements do not look the same; "" for the
            name itself.
    """

    value: Node
    label: str = ""


Bindings = dict[tuple[str, ...], Binding]
"""The values of names, by their steps: `("each", "value")`."""


def reference_steps(text: str) -> list[str]:
    """The steps of a reference, such as `local.patterns["paid"]`; none for any other expression."""
    root = _ROOT.match(text)
    if root is None:
        return []
    steps, at = [root[0]], root.end()
    while at < len(text):
        match = _STEP.match(text, at)
        if match is None:
            return []
        steps.append(match[1] or match[2] or match[3] or "")
        at = match.end()
    return steps


def label_of(name: str, key: Node, value: Node) -> str:
    """How an element of a loop is shown: a string or number itself, anything else as an element of its name."""
    if isinstance(value, Text) and len(value.value) <= _MAX_LABEL:
        return json.dumps(value.value, ensure_ascii=False)
    if isinstance(value, Scalar):
        return value.written
    written = key.value if isinstance(key, Text) else key.written if isinstance(key, Scalar) else "..."
    return f"{name}[{json.dumps(written, ensure_ascii=False)}]"


def element_bindings(name: str, key: Node, value: Node) -> Bindings:
    """The bindings of an element of `for_each`, such as `each.value`."""
    return {
        (name, "value"): Binding(value, label_of(f"{name}.value", key, value)),
        (name, "key"): Binding(key, label_of(f"{name}.key", key, key)),
    }


def bound(node: Node, bindings: Bindings, spend: Callable[[int, int], None]) -> Node:
    """A node with the values of names instead of the names.

    Args:
        spend: counts the work at an offset.
    """
    spend(node.start, 1)
    if isinstance(node, Mapping):
        members = tuple(
            (_name(word, bindings, spend), bound(value, bindings, spend)) for word, value in node.members
        )
        return Mapping(members, node.start, node.end)
    if isinstance(node, Sequence):
        return Sequence(tuple(bound(inner, bindings, spend) for inner in node.items), node.start, node.end)
    if not isinstance(node, Call):
        return node
    if not node.name and isinstance(node.argument, Text):
        return _reference(node, reference_steps(node.argument.value), bindings)
    if node.name in _LOOPS and isinstance(node.argument, Sequence):
        argument: Node = _loop(node.argument, bindings, spend)
    else:
        argument = bound(node.argument, bindings, spend)
    return replace(node, argument=argument, written=_labeled(node.written, bindings, node.start, spend))


def _name(word: Text, bindings: Bindings, spend: Callable[[int, int], None]) -> Text:
    if isinstance(word, Computed) and word.node is not None:
        return Computed(word.value, word.start, word.end, (), bound(word.node, bindings, spend))
    return word


def _reference(node: Call, steps: list[str], bindings: Bindings) -> Node:
    for length in (1, 2):
        binding = bindings.get(tuple(steps[:length])) if len(steps) >= length else None
        if binding is None:
            continue
        rest = steps[length:]
        if not rest:
            return binding.value
        written = node.written
        if binding.label:
            written = binding.label + "".join(f".{step}" for step in rest)
        path = tuple(Text(step, node.start, node.end) for step in rest)
        return Call(".", Sequence((binding.value, *path), node.start, node.end), node.start, node.end, written)
    return node


def _loop(parts: Sequence, bindings: Bindings, spend: Callable[[int, int], None]) -> Sequence:
    """A loop inside: its own names are not replaced, except in the collection."""
    key, value, collection, *rest = parts.items
    own = {(name.value,) for name in (key, value) if isinstance(name, Text)}
    inner = {steps: binding for steps, binding in bindings.items() if steps not in own}
    items = (key, value, bound(collection, bindings, spend), *(bound(part, inner, spend) for part in rest))
    return Sequence(items, parts.start, parts.end)


def _labeled(written: str, bindings: Bindings, at: int, spend: Callable[[int, int], None]) -> str:
    for steps, binding in bindings.items():
        if binding.label and steps[0] in written:
            spend(at, len(written) // 50)
            name = re.escape(".".join(steps))
            written = re.sub(rf"(?<![\w.-]){name}(?![\w-])", binding.label.replace("\\", r"\\"), written)
    return written
