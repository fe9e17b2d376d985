"""Parses YAML into nodes: tags such as `!Sub` are calls, merge keys are merged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from pipefilter.override import override
from pipefilter.templates.nodes.budget import Budget
from pipefilter.templates.nodes.js_yaml import js_value
from pipefilter.templates.nodes.node import Call, Mapping, Node, Scalar, Sequence, TemplateFault, Text
from pipefilter.templates.nodes.yaml_scalars import CORE_TAG, yaml_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["yaml_documents"]

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser if it exists: ten times as fast
_MERGED_PER_CHARACTER = 4
_PROPERTIES = re.compile(r"(?:(?:!\S*|&[^\s,\[\]{}]+)(?:[ \t]+|(?:[ \t]+#[^\n]*)?\r?\n[ \t]*))+")
"""Tags and anchors, and the white space after each."""
_LONG_NAMES = {"Ref": "Ref", "Condition": "Condition"}


def yaml_documents(text: str) -> list[Node]:
    """The documents of a YAML text, without byte order mark, that are not empty.

    Raises:
        TemplateFault: it is not YAML, or an anchor contains itself.
    """
    try:
        documents, is_js = _composed(text)
        reader = _Reader(text, is_js=is_js)
        return [reader.node(document) for document in documents if document is not None]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = " ".join(part for part in (error.context, error.problem) if part)
        raise TemplateFault(f"this is not YAML: {reason}", mark.index if mark else 0) from None
    except yaml.YAMLError as error:  # a character that YAML does not allow
        position = getattr(error, "position", 0)
        raise TemplateFault(
            "this is not YAML: it contains a character that YAML does not allow",
            position if isinstance(position, int) else 0,
        ) from None
    except RecursionError:
        raise TemplateFault("this is nested too deeply for a template") from None


class _Redefining(yaml.SafeLoader):
    """Allows an anchor to be redefined, as YAML and js-yaml do, but PyYAML does not."""

    @override
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if not self.check_event(yaml.AliasEvent):
            self.anchors.pop(self.peek_event().anchor, None)  # type: ignore[no-untyped-call]  # of types-PyYAML
        return super().compose_node(parent, index)


def _composed(text: str) -> tuple[list[yaml.Node], bool]:
    """The documents, and whether they are for the Serverless Framework, which uses a different YAML."""
    try:
        documents = list(yaml.compose_all(text, Loader=_LOADER))
    except yaml.composer.ComposerError as error:
        if "duplicate anchor" not in (error.context or ""):
            raise
        documents = list(yaml.compose_all(text, Loader=_Redefining))
        if not any(map(_is_serverless, documents)):
            raise TemplateFault(
                "an anchor is defined twice, which CloudFormation's tools reject",
                error.problem_mark.index if error.problem_mark else 0,
            ) from None
    return documents, any(map(_is_serverless, documents))


def _is_serverless(document: yaml.Node) -> bool:
    """Whether a document is for the Serverless Framework, which uses a different YAML."""
    if not isinstance(document, yaml.MappingNode):
        return False
    members = {name.value: value for name, value in document.value if isinstance(name, yaml.ScalarNode)}
    if "service" in members and not members.keys().isdisjoint({"provider", "functions", "resources"}):
        return True
    functions = members.get("functions")
    return (
        "Resources" not in members
        and isinstance(functions, yaml.MappingNode)
        and any(
            isinstance(function, yaml.MappingNode)
            and any(
                name.value == "events" and isinstance(events, yaml.SequenceNode)
                for name, events in function.value
            )
            for _, function in functions.value
        )
    )


class _Reader:
    """Converts PyYAML's nodes, each only once, as an alias refers to the same node."""

    def __init__(self, text: str, *, is_js: bool) -> None:
        self._text = text
        self._is_js = is_js
        self._known: dict[int, Node] = {}
        self._open: set[int] = set()
        self._merge_budget = Budget(text, _MERGED_PER_CHARACTER)

    def node(self, node: yaml.Node) -> Node:
        key = id(node)
        if key in self._open:
            raise TemplateFault("an anchor contains itself", node.start_mark.index)
        if key not in self._known:
            self._open.add(key)
            self._known[key] = self._tagged(node)
            self._open.discard(key)
        return self._known[key]

    def _tagged(self, node: yaml.Node) -> Node:
        start, end = node.start_mark.index, node.end_mark.index
        if not node.tag.startswith("!") or node.tag == "!":
            return self._plain(node)
        name = node.tag[1:]
        name = _LONG_NAMES.get(name, f"Fn::{name}")
        if name == "Fn::GetAtt" and isinstance(node, yaml.ScalarNode):
            parts = node.value.split(".", 1)
            argument: Node = Sequence(tuple(Text(part, start, end) for part in parts), start, end)
        else:
            argument = self._plain(node)
        return Call(name, argument, start, end)

    def _plain(self, node: yaml.Node) -> Node:
        start, end = self._start(node), node.end_mark.index
        if isinstance(node, yaml.SequenceNode):
            return Sequence(tuple(self.node(item) for item in node.value), start, end)
        if isinstance(node, yaml.MappingNode):
            return Mapping(tuple(self._members(node)), start, end)
        if isinstance(node, yaml.ScalarNode):
            has_tag = self._text.startswith("!", node.start_mark.index)
            if self._is_js and not node.style and not has_tag:
                return self._js_scalar(node)
            if scalar := yaml_scalar(node):
                return scalar
        return Text(str(node.value), start, end)

    def _start(self, node: yaml.Node) -> int:
        """The offset of the value, after its tag and its anchor."""
        start = int(node.start_mark.index)
        before = _PROPERTIES.match(self._text, start, node.end_mark.index)
        return before.end() if before else start

    def _members(self, node: yaml.MappingNode) -> Iterator[tuple[Text, Node]]:
        """The members, and those of merge keys unless a member has their name.

        The first of several mappings counts, whether in one list or under several merge keys.
        https://yaml.org/type/merge.html
        """
        merges = [value for key, value in node.value if key.tag == f"{CORE_TAG}merge"]
        names = {name.value for name, _ in node.value if isinstance(name, yaml.ScalarNode)} if merges else set()
        for value in merges:
            merged = self.node(value)
            for source in merged.items if isinstance(merged, Sequence) else (merged,):
                if isinstance(source, Mapping):
                    self._merge_budget.spend(value.start_mark.index, len(source.members))
                    yield from (member for member in source.members if member[0].value not in names)
                    names |= {name.value for name, _ in source.members}
        for key, value in node.value:
            if key.tag != f"{CORE_TAG}merge" and isinstance(key, yaml.ScalarNode):
                yield Text(key.value, key.start_mark.index, key.end_mark.index), self.node(value)

    def _js_scalar(self, node: yaml.ScalarNode) -> Node:
        start, end = node.start_mark.index, node.end_mark.index
        value = js_value(node.value)
        return Text(value, start, end) if isinstance(value, str) else Scalar(value, node.value, start, end)
