"""Reads filters from a template's nodes: lists of them, and bare patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipefilter.templates.located_filters import LocatedFilter, LocatedFilters
from pipefilter.templates.nodes.budget import Budget
from pipefilter.templates.nodes.node import Call, Choice, Joined, Mapping, Node, Sequence, Text, Unknown
from pipefilter.templates.pattern_source import PatternSource, pattern_source
from pipefilter.templates.pattern_writer import ENCODERS
from pipefilter.templates.variants import TooManyVariants, Variant, variants

__all__ = ["FilterLists"]

_WRITTEN = 250_000
_WRITTEN_PER_CHARACTER = 4
"""In characters: aliases and references repeat a pattern in many filters, each with the place of every character."""
_VARIANTS, _VARIANTS_PER_CHARACTER = 80_000, 8
"""In characters: patterns are written once more for each combination of the conditions inside them."""


class FilterLists:
    """Reads filters from nodes.

    Args:
        source: the file.
        resolved: evaluates a function of the template's language; None for no value.
        options: returns all values that a node may have.
    """

    def __init__(
        self,
        source: str,
        resolved: Callable[[Node], Node | None],
        options: Callable[[Node | None], list[Node]],
    ) -> None:
        self._source = source
        self._resolved = resolved
        self._options = options
        self._written = Budget(source, _WRITTEN_PER_CHARACTER, _WRITTEN)
        self._left_for_variants = _VARIANTS + _VARIANTS_PER_CHARACTER * len(source)

    def bare_pattern(
        self, name: Text, kind: str, service: str, source: str, pattern: Node | None
    ) -> Iterator[LocatedFilters]:
        """The pattern of a rule; more than one if the template has a choice."""
        filters = [self._filter(number, node, "") for number, node in enumerate(self._patterns(pattern), 1)]
        if filters:
            is_bare_pattern = len(filters) == 1
            is_choice = self._is_choice(pattern)
            yield LocatedFilters(
                name.value, kind, service, source, tuple(filters), is_bare_pattern, name.start, is_choice
            )

    def criteria(  # noqa: PLR0913 - the facts about a resource
        self,
        name: Text,
        kind: str,
        service: str,
        source: str,
        criteria: Node | None,
        names: tuple[str, ...] = ("Filters", "filters"),
        *,
        is_choice: bool = False,
    ) -> Iterator[LocatedFilters]:
        """The filters in filter criteria: `{"Filters": [{"Pattern": "..."}]}`.

        Args:
            names: the names that the list may have.
            is_choice: whether they depend on a condition.
        """
        items: list[Node] = []
        is_choice |= self._is_choice(criteria)
        for option in self._options(criteria):
            if isinstance(option, Mapping):
                is_choice |= self._is_choice(option.get(*names))
                for filters in self._options(option.get(*names)):
                    items += filters.items if isinstance(filters, Sequence) else [filters]
            else:
                items.append(option)
        yield from self.filter_list(name, kind, service, source, items, is_choice=is_choice)

    def filter_list(  # noqa: PLR0913 - the facts about a resource
        self, name: Text, kind: str, service: str, source: str, items: list[Node], *, is_choice: bool = False
    ) -> Iterator[LocatedFilters]:
        """The filters in a list of `{"Pattern": "..."}`."""
        filters: list[LocatedFilter] = []
        for item in items:
            is_choice |= self._is_choice(item)
            for option in self._options(item):
                inner = option.get("Pattern", "pattern") if isinstance(option, Mapping) else option
                is_choice |= self._is_choice(inner)
                patterns = self._patterns(inner) if isinstance(option, Mapping) else [option]
                scope = option.text("Scope", "scope") if isinstance(option, Mapping) else ""
                filters += [
                    self._filter(len(filters) + at, pattern, scope) for at, pattern in enumerate(patterns, 1)
                ]
        yield from self._located(name, kind, service, source, filters, is_choice=is_choice)

    def pattern_list(
        self, name: Text, kind: str, service: str, source: str, items: list[Node]
    ) -> Iterator[LocatedFilters]:
        """The filters in a list of patterns without `Pattern` around each."""
        patterns = [option for item in items for option in self._options(item)]
        is_choice = any(map(self._is_choice, items))
        filters = [self._filter(number, pattern, "") for number, pattern in enumerate(patterns, 1)]
        yield from self._located(name, kind, service, source, filters, is_choice=is_choice)

    @staticmethod
    def _located(  # noqa: PLR0913 - the facts about a resource
        name: Text, kind: str, service: str, source: str, filters: list[LocatedFilter], *, is_choice: bool
    ) -> Iterator[LocatedFilters]:
        if filters:
            yield LocatedFilters(
                name.value,
                kind,
                service,
                source,
                tuple(filters),
                is_bare_pattern=False,
                start=name.start,
                is_choice=is_choice,
            )

    def _placeholder(self, pattern: Node) -> str:
        """A placeholder for a pattern that is completely unknown."""
        value = self._resolved(pattern)
        if isinstance(value, Call):
            value = self._resolved(value.argument)
        if isinstance(value, Joined):
            return " ".join(part.placeholder for part in value.parts if isinstance(part, Unknown))
        return value.placeholder if isinstance(value, Unknown) else ""

    def _is_choice(self, node: Node | None) -> bool:
        """Whether the value of a node depends on a condition."""
        value = None if node is None else self._resolved(node)
        return isinstance(value, Choice) or len(self._in_encoder(value)) > 1

    def _patterns(self, node: Node | None) -> list[Node]:
        """All values that a pattern may have; a condition inside `jsonencode` counts like one around it."""
        return [pattern for value in self._options(node) for pattern in self._in_encoder(value)]

    def _in_encoder(self, value: Node | None) -> list[Node]:
        if value is None:
            return []
        if not isinstance(value, Call) or value.name not in ENCODERS:
            return [value]
        inner = self._resolved(value.argument)
        if not isinstance(inner, Choice):
            return [value]
        return [Call(value.name, option, option.start, option.end) for option in self._options(value.argument)]

    def _filter(self, number: int, pattern: Node, scope: str) -> LocatedFilter:
        source = pattern_source(pattern, self._source, self._resolved)
        if source is None:
            return LocatedFilter(number, None, pattern.start, self._placeholder(pattern), scope)
        self._written.spend(pattern.start, source.length)
        if not source.has_conditions:
            return LocatedFilter(number, source, pattern.start, "", scope)
        several = self._variants(pattern)
        return LocatedFilter(
            number, source, pattern.start, "", scope, several or (), has_too_many_variants=several is None
        )

    def _variants(self, pattern: Node) -> tuple[Variant[PatternSource], ...] | None:
        """The pattern for each combination of the conditions inside it; None if there are too many."""

        def read(resolved: Callable[[Node], Node | None]) -> PatternSource | None:
            source = pattern_source(pattern, self._source, resolved)
            self._left_for_variants -= source.length if source else 0
            if self._left_for_variants < 0:
                raise TooManyVariants
            return source

        try:
            several = variants(read, self._resolved)
        except TooManyVariants:
            return None
        return tuple(Variant(each.decisions, each.value) for each in several if each.value is not None)
