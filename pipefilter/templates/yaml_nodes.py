"""YAML as nodes; tags such as `!Sub` become calls, merge keys are filled in."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import yaml

from pipefilter.json_text.number import Number
from pipefilter.templates.js_yaml import js_value
from pipefilter.templates.node import Call, Mapping, Node, Scalar, Sequence, TemplateFault, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["yaml_documents"]

_LOADER: type = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # the one in C where there is one: ten times as fast
_JSON_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_PROPERTIES = re.compile(r"(?:(?:!\S*|&[^\s,\[\]{}]+)(?:[ \t]+|(?:[ \t]+#[^\n]*)?\r?\n[ \t]*))+")
"""Tags and anchors, and the blanks after each."""
_TAG = "tag:yaml.org,2002:"
_LONG_NAMES = {"Ref": "Ref", "Condition": "Condition"}


def yaml_documents(text: str) -> list[Node]:
    """The documents of a YAML text; an empty one is left out.

    Args:
        text: without byte order mark.

    Raises:
        TemplateFault: it is not YAML, or an anchor contains itself.
    """
    try:
        documents = list(yaml.compose_all(text, Loader=_LOADER))
        is_js = any(map(_is_serverless, documents))
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


def _is_serverless(document: yaml.Node | None) -> bool:
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
        self._values = yaml.SafeLoader("")

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
            if scalar := self._scalar(found):
                return scalar
        return Text(str(found.value), start, end)

    def _start(self, found: yaml.Node) -> int:
        """Where the value begins, behind its tag and its anchor."""
        start = int(found.start_mark.index)
        before = _PROPERTIES.match(self._text, start, found.end_mark.index)
        return before.end() if before else start

    def _members(self, found: yaml.MappingNode) -> Iterator[tuple[Text, Node]]:
        own = {name.value for name, _ in found.value if isinstance(name, yaml.ScalarNode)}
        for key, value in found.value:
            if key.tag == f"{_TAG}merge":
                merged = self.node(value)
                for one in merged.items if isinstance(merged, Sequence) else (merged,):
                    if isinstance(one, Mapping):
                        yield from (member for member in one.members if member[0].value not in own)
                        own |= {name.value for name, _ in one.members}  # of several the first counts
            elif isinstance(key, yaml.ScalarNode):
                yield Text(key.value, key.start_mark.index, key.end_mark.index), self.node(value)

    def _scalar(self, found: yaml.ScalarNode) -> Scalar | None:
        """What YAML 1.1 makes of a word without quotes; None for a text, and for a date, which CloudFormation leaves one."""
        kind = found.tag.removeprefix(_TAG)
        start, end = found.start_mark.index, found.end_mark.index
        if kind == "null":
            return Scalar(None, found.value, start, end)
        if kind not in {"bool", "int", "float"}:
            return None
        try:
            value = self._values.construct_object(found)
        except (ValueError, KeyError, yaml.YAMLError):  # `!!int x`
            return None
        if isinstance(value, bool):
            return Scalar(value, found.value, start, end)
        if isinstance(value, float) and not math.isfinite(value):
            return None
        written = found.value if _JSON_NUMBER.fullmatch(found.value) else repr(value)
        return Scalar(Number(written), found.value, start, end)

    def _js_scalar(self, found: yaml.ScalarNode) -> Node:
        start, end = found.start_mark.index, found.end_mark.index
        value = js_value(found.value)
        return Text(value, start, end) if isinstance(value, str) else Scalar(value, found.value, start, end)
