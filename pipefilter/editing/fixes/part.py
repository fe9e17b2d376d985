"""Finds the values around an offset in a document: in JSON, YAML and HCL, and in JSON inside a string of these."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TypeGuard

from pipefilter.dataclass import dataclass
from pipefilter.editing.document import Document
from pipefilter.templates.nodes.character_places import character_places
from pipefilter.templates.nodes.json_nodes import json_node
from pipefilter.templates.nodes.node import Call, Choice, Mapping, Node, TemplateFault, Text
from pipefilter.templates.nodes.node import Sequence as SequenceNode
from pipefilter.templates.recognition import is_yaml_name

__all__ = ["Part", "parts_at", "parts_in", "roots_of"]


@dataclass(frozen=True, slots=True)
class Part:
    """A value in a document.

    Args:
        start: the offset of its first character in the document.
        end: the offset after its last character that is not white space.
        name: of the member whose value it is; "" for any other value.
        siblings: the spans of all elements of the list that it is in; empty if it is not in a list.
    """

    node: Node
    start: int
    end: int
    name: str = ""
    siblings: tuple[tuple[int, int], ...] = ()


def parts_at(document: Document, offset: int) -> tuple[Part, ...]:
    """The values that contain an offset, the outermost first; none if the document cannot be read.

    At the name of a member, the innermost is the object that has the member.
    """
    text = document.text
    try:
        roots = roots_of(document)
    except (TemplateFault, RecursionError, UnicodeEncodeError):  # half of a surrogate pair
        return ()
    places = range(len(text) + 1)
    is_yaml = not document.name.lower().endswith(".tf") and text.lstrip()[:1] not in {"{", "["}
    root = next((root for root in roots if root.start <= offset < root.end), None)
    return () if root is None else tuple(_within(_Text(text, places, offset, is_yaml), root, ""))


def parts_in(source: str, pattern: str, places: Sequence[int], offset: int) -> tuple[Part, ...]:
    """The values of a pattern in JSON that contain an offset, the outermost first; none if it cannot be read.

    Args:
        source: the document.
        places: the offset in the document of each character of the pattern, and the offset after the last.
    """
    try:
        root = json_node(pattern)
    except (TemplateFault, RecursionError):
        return ()
    text = _Text(source, places, offset)
    return tuple(_within(text, root, "")) if text.contains(root) else ()


def roots_of(document: Document) -> list[Node]:
    """The values of a document that are in no other.

    Raises:
        TemplateFault: it cannot be read.
    """
    name, text = document.name.lower(), document.text
    if name.endswith(".tf"):
        from pipefilter.templates.nodes.hcl_nodes import hcl_node

        return [hcl_node(text)]
    if not is_yaml_name(name) and text.lstrip()[:1] in {"{", "["}:
        return [json_node(text)]
    from pipefilter.templates.nodes.yaml_nodes import yaml_documents

    return yaml_documents(text)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in which values are searched for: the document, or a string in it.

    Args:
        source: the document.
        places: the offset in the document of each character, and the offset after the last.
        offset: in the document, of what is searched for.
        is_yaml: whether it is a document in YAML.
    """

    source: str
    places: Sequence[int]
    offset: int
    is_yaml: bool = False

    def span(self, node: Node) -> tuple[int, int]:
        """The offsets in the document of a value.

        A block in YAML ends with white space and comments, which are not part of it.
        """
        start, end = self.places[node.start], self.places[min(node.end, len(self.places) - 1)]
        if (
            self.is_yaml
            and isinstance(node, Mapping | SequenceNode)
            and self.source[start : start + 1] not in ("{", "[")
        ):
            last = _last_of(node)
            if last is not None:
                return start, max(start, self.span(last)[1])
        return start, start + len(self.source[start:end].rstrip())

    def contains(self, node: Node) -> bool:
        """Whether the offset is in a value."""
        if _is_of_blocks(node):
            return any(map(self.contains, node.items))
        start, end = self.span(node)
        return start <= self.offset < end

    def has_name(self, name: Text) -> bool:
        """Whether the offset is in the name of a member."""
        return self.places[name.start] <= self.offset < self.places[name.end]


def _within(text: _Text, node: Node, name: str, siblings: tuple[tuple[int, int], ...] = ()) -> Iterator[Part]:
    """The value, and those inside it that contain the offset."""
    yield Part(node, *text.span(node), name, siblings)
    if isinstance(node, Text):
        yield from _within_string(text, node)
        return
    if isinstance(node, Mapping) and any(text.has_name(key) for key, _ in node.members):
        return
    is_list = isinstance(node, SequenceNode) and not _is_of_blocks(node)
    spans = tuple(map(text.span, node.items)) if isinstance(node, SequenceNode) and is_list else ()
    inner = next(((key, value) for key, value in _values(node, name) if text.contains(value)), None)
    if inner is not None:
        yield from _within(text, inner[1], inner[0], spans)


def _is_of_blocks(node: Node) -> TypeGuard[SequenceNode]:
    """Whether a list is that of the blocks of HCL with a name, which has the span of the first."""
    return isinstance(node, SequenceNode) and bool(node.items) and node.items[-1].end > node.end


def _last_of(node: Mapping | SequenceNode) -> Node | None:
    """The last value inside another; None if there is none."""
    inside = [value for _, value in node.members] if isinstance(node, Mapping) else list(node.items)
    inside = [each for each in inside if node.start <= each.start < node.end]  # not of another anchor
    return max(inside, key=lambda each: each.end, default=None)


def _values(node: Node, name: str) -> Iterator[tuple[str, Node]]:
    """The values directly inside another, each with its name; those of a function or a choice have the same name."""
    match node:
        case Mapping(members=members):
            # the labels of a block of HCL have no name, and the span of the whole block
            yield from ((key.value, value) for key, value in members if key.start < key.end)
        case SequenceNode(items=items):
            yield from (("", item) for item in items)
        case Call(argument=argument):
            yield name, argument
        case Choice(options=options):
            yield from ((name, option) for option in options)
        case _:
            pass


def _within_string(text: _Text, node: Text) -> Iterator[Part]:
    """The values in a string that is JSON."""
    if node.value.lstrip()[:1] not in {"{", "["}:
        return
    try:
        root = json_node(node.value)
    except (TemplateFault, RecursionError):
        return
    start, end = text.places[node.start], text.places[node.end]
    places = node.places if isinstance(text.places, range) and node.places else ()
    places = places or character_places(text.source, start, end, node.value)
    if bisect_right(places, text.offset):
        yield from _within(_Text(text.source, places, text.offset), root, "")
