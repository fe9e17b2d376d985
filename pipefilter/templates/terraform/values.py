"""Evaluates expressions of Terraform, as far as one file allows."""

from __future__ import annotations

import re

from pipefilter.templates.nodes.budget import Budget
from pipefilter.templates.nodes.hcl_text import joined
from pipefilter.templates.nodes.node import (
    Call,
    Choice,
    Computed,
    Joined,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Text,
    Unknown,
)

__all__ = ["TerraformValues", "reference_steps"]

_STEP = re.compile(r'\s*(?:\.\s*([A-Za-z0-9_-]+)|\[\s*"([^"\\]*)"\s*\]|\[\s*(\d+)\s*\])')
_ROOT = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_MAX_DEPTH = 50
_COPIED_PER_CHARACTER = 4
_MAX_STRINGS = 16
"""The strings that conditions in one string can form."""
_MAX_PLACEHOLDER = 60
_StringPart = Text | Joined | Scalar | Unknown


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


class TerraformValues:
    """Evaluates the expressions of a file.

    Args:
        local: the file's `locals`.
        source: the file.
    """

    def __init__(self, local: Mapping, source: str) -> None:
        self._local = local
        self._source = source
        self._budget = Budget(source)
        self._copy_budget = Budget(source, _COPIED_PER_CHARACTER)
        self._known: dict[tuple[int, int], tuple[Node, Node]] = {}
        """The values of strings with references, by identity and depth, because a string is evaluated several times."""

    def resolved(self, node: Node) -> Node | None:
        """The value of a node, in which the parts of lists and objects are not evaluated."""
        return self._resolved(node, 0)

    def options(self, node: Node | None) -> list[Node]:
        """All values that a node may have; for a dynamic block, the blocks that it generates."""
        if node is None:
            return []
        if isinstance(node, Call) and node.name == "dynamic" and isinstance(node.argument, Mapping):
            return self._generated_blocks(node.argument)
        value = self.resolved(node)
        if isinstance(value, Choice):
            return [inner for option in value.options for inner in self.options(option)]
        return [] if value is None or (isinstance(value, Scalar) and value.value is None) else [value]

    def _resolved(self, node: Node, depth: int) -> Node:
        self._budget.spend(node.start)
        if not isinstance(node, Call) or node.name == "jsonencode":
            return node
        if depth < _MAX_DEPTH:
            if node.name == "conditional" and isinstance(node.argument, Sequence):
                options = tuple(self._resolved(option, depth + 1) for option in node.argument.items[1:])
                return Choice(options, node.start, node.end, self._condition(node.argument.items[0]))
            if node.name == "joined" and isinstance(node.argument, Sequence):
                return self._joined(node, node.argument, depth)
            if not node.name and isinstance(node.argument, Text):
                value = self._look_up(reference_steps(node.argument.value))
                if value is not None:
                    return self._resolved(value, depth + 1)
        return self._unknown(node)

    def _joined(self, node: Call, sequence: Sequence, depth: int) -> Node:
        """A string of parts; a choice if parts are choices, and unknown if directives in it are not known."""
        key = id(node), depth
        if key not in self._known:
            value = self._strings(node, [self._part(part, depth) for part in sequence.items])
            self._known[key] = node, value
        return self._known[key][1]

    def _strings(self, node: Call, parts: list[Node | None], left: int = _MAX_STRINGS) -> Node:
        """The string, or a choice of strings; conditions that are written alike are true together."""
        choice = next((part for part in parts if isinstance(part, Choice)), None)
        if None in parts or left < 1:
            return self._unknown(node)
        if choice is None:
            strings = [part for part in parts if part is not None]
            self._copy_budget.spend(node.start, sum(map(_length, strings)))
            return joined(strings, node.start, node.end)
        options = tuple(
            self._strings(node, [_decided(part, choice, at) for part in parts], left // len(choice.options))
            for at in range(len(choice.options))
        )
        return Choice(options, node.start, node.end, choice.condition)

    def _part(self, node: Node, depth: int) -> Node | None:
        """A part of a string; None for a directive that is not known, which may be any text."""
        if isinstance(node, Call) and node.name == "for text":
            return None
        value = self._resolved(node, depth + 1)
        if isinstance(value, Choice) and all(isinstance(each, _StringPart) for each in value.options):
            return value
        return value if isinstance(value, _StringPart) else self._unknown(node)

    def _condition(self, node: Node) -> str:
        """A condition as it is written, without the white space that does not matter."""
        written = node.written if isinstance(node, Call) else ""
        return " ".join((written or self._source[node.start : node.end]).split())

    def _unknown(self, node: Node) -> Unknown:
        """A value that is not known, with its expression as the placeholder, shortened if it is long."""
        written = node.written if isinstance(node, Call) else ""
        written = written or self._source[node.start : node.end].strip()
        if written.startswith("${"):
            return Unknown(written, node.start, node.end)
        words = " ".join(written.split())
        shown = words if len(words) <= _MAX_PLACEHOLDER else f"{words[:_MAX_PLACEHOLDER]}..."
        placeholder = shown if words.startswith(("<<", '"')) else f"${{{shown}}}"
        return Unknown(placeholder, node.start, node.end, key=written)

    def _look_up(self, steps: list[str]) -> Node | None:
        if len(steps) < 2 or steps[0] != "local":
            return None
        value = self._local.get(steps[1])
        return None if value is None else _inside(value, steps[2:])

    def instances(self, block: Mapping) -> list[tuple[str, Mapping]]:
        """The instances of a resource with `for_each`: the key of each, as its address ends with it, and its body.

        The only instance is the block itself, without a key, if it has no `for_each` or if that is not known.
        """
        each = block.get("for_each")
        elements = None if each is None else self.resolved(each)
        if each is not None and isinstance(each, Call) and each.name == "toset":
            arguments = each.argument.items if isinstance(each.argument, Sequence) else ()
            values = self.resolved(arguments[0]) if arguments else None
            items = values.items if isinstance(values, Sequence) else ()
            pairs: list[tuple[Text, Node]] = [(item, item) for item in items if isinstance(item, Text)]
            if len(pairs) != len(items) or not pairs:
                return [("", block)]
        elif isinstance(elements, Mapping):
            pairs = list(elements.members)
        else:
            return [("", block)]
        # without the map itself: it would be copied for each of its own keys
        others = tuple(member for member in block.members if member[0].value != "for_each")
        block = Mapping(others, block.start, block.end)
        instances = []
        for key, value in pairs:
            known = self.resolved(key.node) if isinstance(key, Computed) and key.node is not None else key
            body = self._bound(block, "each", value, known)
            assert isinstance(body, Mapping)
            name = known.value if isinstance(known, Text) else key.value.strip('"')
            instances.append((f'["{name}"]', body))
        return instances

    def _generated_blocks(self, block: Mapping) -> list[Node]:
        """The blocks that a dynamic block generates; its content if the list is not known."""
        contents = block.get("content")
        body = (
            contents.items[0]
            if isinstance(contents, Sequence) and contents.items
            else contents
            if isinstance(contents, Mapping)
            else Mapping((), block.start, block.end)
        )
        iterator = block.get("iterator")
        named = iterator.argument if isinstance(iterator, Call) else block.get("")
        name = named.value if isinstance(named, Text) else ""
        each = block.get("for_each")
        elements = None if each is None else self.resolved(each)
        if isinstance(elements, Mapping):
            items = [value for _, value in elements.members]
        elif isinstance(elements, Sequence):
            items = list(elements.items)
        elif isinstance(elements, Call) and elements.name == "toset":
            items = []
        else:
            return [body]
        return [self._bound(body, name, item) for item in items]

    def _bound(self, node: Node, name: str, item: Node, key: Node | None = None) -> Node:
        """A node with an element of the list instead of `name.value`, and its key instead of `name.key`."""
        self._budget.spend(node.start)
        if isinstance(node, Mapping):
            members = tuple(
                (self._bound_name(word, name, item, key), self._bound(value, name, item, key))
                for word, value in node.members
            )
            return Mapping(members, node.start, node.end)
        if isinstance(node, Sequence):
            return Sequence(
                tuple(self._bound(inner, name, item, key) for inner in node.items), node.start, node.end
            )
        if isinstance(node, Call):
            if not node.name and isinstance(node.argument, Text):
                steps = reference_steps(node.argument.value)
                if steps[:2] == [name, "value"]:
                    return _inside(item, steps[2:]) or node
                return key if key is not None and steps == [name, "key"] else node
            return Call(node.name, self._bound(node.argument, name, item, key), node.start, node.end)
        return node

    def _bound_name(self, word: Text, name: str, item: Node, key: Node | None) -> Text:
        if isinstance(word, Computed) and word.node is not None:
            return Computed(word.value, word.start, word.end, (), self._bound(word.node, name, item, key))
        return word


def _inside(node: Node, steps: list[str]) -> Node | None:
    for step in steps:
        if isinstance(node, Mapping):
            inner = node.get(step)
        elif isinstance(node, Sequence) and step.isdecimal() and int(step) < len(node.items):
            inner = node.items[int(step)]
        else:
            inner = None
        if inner is None:
            return None
        node = inner
    return node


def _decided(part: Node | None, choice: Choice, number: int) -> Node | None:
    """A part of a string if an option of a choice is taken."""
    if isinstance(part, Choice) and (
        part is choice or (choice.condition and part.condition == choice.condition)
    ):
        return part.options[number]
    return part


def _length(part: Node) -> int:
    """The number of characters of a string."""
    if isinstance(part, Text):
        return len(part.value)
    return sum(map(_length, part.parts)) if isinstance(part, Joined) else 1
