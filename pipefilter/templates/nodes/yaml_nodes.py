"""YAML as nodes; tags such as `!Sub` become calls, merge keys are filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from pipefilter.templates.nodes.budget import Effort
from pipefilter.templates.nodes.js_yaml import js_value
from pipefilter.templates.nodes.node import Call, Mapping, Node, Scalar, Sequence, TemplateFault, Text
from pipefilter.templates.nodes.yaml_scalars import CORE_TAG, yaml_scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["yaml_documents"]

_LOADER: type = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # the one in C where there is one: ten times as fast
_MERGED_OF_EACH_CHARACTER = 4
_PROPERTIES = re.compile(r"(?:(?:!\S*|&[^\s,\[\]{}]+)(?:[ \t]+|(?:[ \t]+#[^\n]*)?\r?\n[ \t]*))+")
"""Tags and anchors, and the blanks after each."""
_LONG_NAMES = {"Ref": "Ref", "Condition": "Condition"}


def yaml_documents(text: str) -> list[Node]:
    """The documents of a YAML text; an empty one is left out.

    Args:
        text: without byte order mark.

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
    except yaml.YAMLError as error:  # a character that YAML forbids
        position = getattr(error, "position", 0)
        raise TemplateFault(
            "this is not YAML: it has a character that YAML forbids",
            position if isinstance(position, int) else 0,
        ) from None
    except RecursionError:
        raise TemplateFault("this is nested too deep to be a template") from None


class _Redefining(yaml.SafeLoader):
    """Takes an anchor that is defined again, as YAML says and js-yaml does; PyYAML itself refuses it."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if not self.check_event(yaml.AliasEvent):
            self.anchors.pop(self.peek_event().anchor, None)  # type: ignore[no-untyped-call]  # of types-PyYAML
        return super().compose_node(parent, index)


def _composed(text: str) -> tuple[list[yaml.Node], bool]:
    """The documents, and whether the Serverless Framework reads them, whose YAML is another."""
    try:
        documents = list(yaml.compose_all(text, Loader=_LOADER))
    except yaml.composer.ComposerError as error:
        if "duplicate anchor" not in (error.context or ""):
            raise
        documents = list(yaml.compose_all(text, Loader=_Redefining))
        if not any(map(_is_serverless, documents)):
            raise TemplateFault(
                "an anchor is defined twice, which the tools of CloudFormation refuse",
                error.problem_mark.index if error.problem_mark else 0,
            ) from None
    return documents, any(map(_is_serverless, documents))


def _is_serverless(document: yaml.Node) -> bool:
    """Whether the Serverless Framework reads it, whose YAML is another."""
    if not isinstance(document, yaml.MappingNode):
        return False
    names = {name.value for name, _ in document.value if isinstance(name, yaml.ScalarNode)}
    return "service" in names and not names.isdisjoint({"provider", "functions", "resources"})


class _Reader:
    """Makes nodes of PyYAML's; each once, as an alias stands for the same one."""

    def __init__(self, text: str, *, is_js: bool) -> None:
        self._text = text
        self._is_js = is_js
        self._known: dict[int, Node] = {}
        self._open: set[int] = set()
        self._merged = Effort(text, _MERGED_OF_EACH_CHARACTER)

    def node(self, found: yaml.Node) -> Node:
        key = id(found)
        if key in self._open:
            raise TemplateFault("an anchor contains itself", found.start_mark.index)
        if key not in self._known:
            self._open.add(key)
            self._known[key] = self._tagged(found)
            self._open.discard(key)
        return self._known[key]

    def _tagged(self, found: yaml.Node) -> Node:
        start, end = found.start_mark.index, found.end_mark.index
        if not found.tag.startswith("!") or found.tag == "!":
            return self._plain(found)
        name = found.tag[1:]
        name = _LONG_NAMES.get(name, f"Fn::{name}")
        if name == "Fn::GetAtt" and isinstance(found, yaml.ScalarNode):
            parts = found.value.split(".", 1)
            argument: Node = Sequence(tuple(Text(part, start, end) for part in parts), start, end)
        else:
            argument = self._plain(found)
        return Call(name, argument, start, end)

    def _plain(self, found: yaml.Node) -> Node:
        start, end = self._start(found), found.end_mark.index
        if isinstance(found, yaml.SequenceNode):
            return Sequence(tuple(self.node(item) for item in found.value), start, end)
        if isinstance(found, yaml.MappingNode):
            return Mapping(tuple(self._members(found)), start, end)
        if isinstance(found, yaml.ScalarNode):
            has_tag = self._text.startswith("!", found.start_mark.index)
            if self._is_js and not found.style and not has_tag:
                return self._js_scalar(found)
            if scalar := yaml_scalar(found):
                return scalar
        return Text(str(found.value), start, end)

    def _start(self, found: yaml.Node) -> int:
        """Where the value begins, behind its tag and its anchor."""
        start = int(found.start_mark.index)
        before = _PROPERTIES.match(self._text, start, found.end_mark.index)
        return before.end() if before else start

    def _members(self, found: yaml.MappingNode) -> Iterator[tuple[Text, Node]]:
        """The members, with those of merge keys where no own member has their name.

        Of several mappings the first counts, whether in one list or under several merge keys.
        https://yaml.org/type/merge.html
        """
        merges = [value for key, value in found.value if key.tag == f"{CORE_TAG}merge"]
        names = (
            {name.value for name, _ in found.value if isinstance(name, yaml.ScalarNode)} if merges else set()
        )
        for value in merges:
            merged = self.node(value)
            for source in merged.items if isinstance(merged, Sequence) else (merged,):
                if isinstance(source, Mapping):
                    self._merged.spend(value.start_mark.index, len(source.members))
                    yield from (member for member in source.members if member[0].value not in names)
                    names |= {name.value for name, _ in source.members}
        for key, value in found.value:
            if key.tag != f"{CORE_TAG}merge" and isinstance(key, yaml.ScalarNode):
                yield Text(key.value, key.start_mark.index, key.end_mark.index), self.node(value)

    def _js_scalar(self, found: yaml.ScalarNode) -> Node:
        start, end = found.start_mark.index, found.end_mark.index
        value = js_value(found.value)
        return Text(value, start, end) if isinstance(value, str) else Scalar(value, found.value, start, end)
