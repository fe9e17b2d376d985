"""Finds the filters in the template of a StackSet, which is a string inside another template."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from pipefilter.analysis.template.template_values import TemplateValue
from pipefilter.templates.located_filters import LocatedFilter, LocatedFilters
from pipefilter.templates.nodes.character_places import character_places
from pipefilter.templates.nodes.json_nodes import json_node
from pipefilter.templates.nodes.node import Call, Joined, Mapping, Node, TemplateFault, Text, Unknown
from pipefilter.templates.nodes.yaml_nodes import yaml_documents
from pipefilter.templates.pattern_source import PatternSource
from pipefilter.templates.pattern_writer import Hole
from pipefilter.templates.variants import Variant

__all__ = ["StackSetBody", "stack_set_body", "with_unknown_variables"]


class StackSetBody:
    """A template that is a string.

    Args:
        text: the string, with the place of each character in the file, unless it is computed yet.
        is_substituted: whether `Fn::Sub` replaces `${...}` in it.
    """

    def __init__(self, text: Text, source: str, *, is_substituted: bool) -> None:
        self.text = text.value
        self.is_substituted = is_substituted
        self._places = text.places or character_places(source, text.start, text.end, text.value)

    def root(self) -> Mapping | None:
        """The template; None if it cannot be read."""
        try:
            if self.text.lstrip()[:1] == "{":
                root = json_node(self.text)
            else:
                documents = yaml_documents(self.text)
                root = documents[0] if len(documents) == 1 else Text("", 0, 0)
        except TemplateFault:
            return None
        return root if isinstance(root, Mapping) else None

    def in_file(self, located: LocatedFilters, name: str) -> LocatedFilters:
        """Filters with places in the file instead of the string.

        Args:
            name: of the StackSet.
        """
        filters = tuple(map(self._filter, located.filters))
        return replace(
            located, name=f"{name}.{located.name}", start=self._place(located.start), filters=filters
        )

    def _filter(self, located: LocatedFilter) -> LocatedFilter:
        return replace(
            located,
            start=self._place(located.start),
            source=None if located.source is None else self._source(located.source),
            variants=tuple(Variant(each.decisions, self._source(each.value)) for each in located.variants),
            shapes=tuple(
                replace(each, start=self._place(each.start), end=self._place(each.end))
                for each in located.shapes
            ),
        )

    def _source(self, source: PatternSource) -> PatternSource:
        pieces = tuple(
            replace(piece, place=self._place(piece.place), end=self._place(piece.end))
            if isinstance(piece, Hole)
            else (piece[0], tuple(map(self._place, piece[1])))
            for piece in source.pieces
        )
        words = tuple(
            TemplateValue(word.written, word.read, self._place(word.start), self._place(word.end))
            for word in source.words
        )
        return replace(source, pieces=pieces, words=words, end=self._place(source.end))

    def _place(self, offset: int) -> int:
        return self._places[min(offset, len(self._places) - 1)]


def stack_set_body(body: Node | None, source: str) -> StackSetBody | None:
    """The template in a property; None if it is not a string that is known."""
    if isinstance(body, Call) and body.name == "Fn::Sub" and isinstance(body.argument, Text):
        return StackSetBody(body.argument, source, is_substituted=True)
    return StackSetBody(body, source, is_substituted=False) if isinstance(body, Text) else None


def with_unknown_variables(resolved: Callable[[Node], Node | None]) -> Callable[[Node], Node | None]:
    """A function that evaluates nodes, for which a string with `${...}` is not known."""

    def evaluated(node: Node) -> Node | None:
        value = resolved(node)
        parts = value.parts if isinstance(value, Joined) else (value,)
        texts = [part.value for part in parts if isinstance(part, Text)]
        if value is not None and any("${" in text for text in texts):
            variable = "${" + "".join(texts).partition("${")[2].partition("}")[0] + "}"
            key = f"{value.start}-{value.end}"
            return Unknown(variable, value.start, value.end, is_text=True, key=key)
        return value

    return evaluated
