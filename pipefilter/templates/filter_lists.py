"""Lists of filters, and lone patterns, wherever a template has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipefilter.templates.located_filters import LocatedFilter, LocatedFilters
from pipefilter.templates.nodes.budget import Effort
from pipefilter.templates.nodes.node import Call, Choice, Joined, Mapping, Node, Sequence, Text, Unknown
from pipefilter.templates.pattern_source import pattern_source
from pipefilter.templates.pattern_writer import ENCODERS

__all__ = ["FilterLists"]

_WRITTEN = 250_000
_WRITTEN_OF_EACH_CHARACTER = 4
"""Characters. A pattern may stand in many filters by an alias or a reference, and is kept for each, with the place of each character."""


class FilterLists:
    """Reads filters out of nodes.

    Args:
        source: the file.
        resolved: works out a function of the template's language; None for no value.
        options: all values that a node may have.
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
        self._written = Effort(source, _WRITTEN_OF_EACH_CHARACTER, _WRITTEN)

    def lone(
        self, name: Text, kind: str, service: str, source: str, pattern: Node | None
    ) -> Iterator[LocatedFilters]:
        """The pattern of a rule; more than one if the template has a choice.

        Args:
            name: of the resource.
            kind: its type.
            service: in which it runs.
            source: that it sees records of.
            pattern: it.
        """
        filters = [self._filter(number, one, "") for number, one in enumerate(self._patterns(pattern), 1)]
        if filters:
            is_bare_pattern = len(filters) == 1
            is_choice = self._is_choice(pattern)
            yield LocatedFilters(
                name.value, kind, service, source, tuple(filters), is_bare_pattern, name.start, is_choice
            )

    def criteria(  # noqa: PLR0913 - what is known of a resource
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
            name: of the resource.
            kind: its type.
            service: in which they run.
            source: that they see records of.
            criteria: them.
            names: of the list in them.
            is_choice: whether there are conditions around them.
        """
        listed: list[Node] = []
        is_choice |= self._is_choice(criteria)
        for one in self._options(criteria):
            if isinstance(one, Mapping):
                is_choice |= self._is_choice(one.get(*names))
                for found in self._options(one.get(*names)):
                    listed += found.items if isinstance(found, Sequence) else [found]
            else:
                listed.append(one)
        yield from self.listed(name, kind, service, source, listed, is_choice=is_choice)

    def listed(  # noqa: PLR0913 - what is known of a resource
        self, name: Text, kind: str, service: str, source: str, listed: list[Node], *, is_choice: bool = False
    ) -> Iterator[LocatedFilters]:
        """The filters in a list of `{"Pattern": "..."}`.

        Args:
            name: of the resource.
            kind: its type.
            service: in which they run.
            source: that they see records of.
            listed: them.
            is_choice: whether there are conditions around the list.
        """
        filters: list[LocatedFilter] = []
        for node in listed:
            is_choice |= self._is_choice(node)
            for one in self._options(node):
                inner = one.get("Pattern", "pattern") if isinstance(one, Mapping) else one
                is_choice |= self._is_choice(inner)
                patterns = self._patterns(inner) if isinstance(one, Mapping) else [one]
                scope = one.text("Scope", "scope") if isinstance(one, Mapping) else ""
                filters += [
                    self._filter(len(filters) + at, pattern, scope) for at, pattern in enumerate(patterns, 1)
                ]
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

    def patterns(
        self, name: Text, kind: str, service: str, source: str, listed: list[Node]
    ) -> Iterator[LocatedFilters]:
        """The filters in a list of patterns without `Pattern` around each.

        Args:
            name: of the resource.
            kind: its type.
            service: in which they run.
            source: that they see records of.
            listed: them.
        """
        found = [one for node in listed for one in self._options(node)]
        is_choice = any(map(self._is_choice, listed))
        filters = tuple(self._filter(number, one, "") for number, one in enumerate(found, 1))
        if filters:
            yield LocatedFilters(
                name.value,
                kind,
                service,
                source,
                filters,
                is_bare_pattern=False,
                start=name.start,
                is_choice=is_choice,
            )

    def _shown(self, pattern: Node) -> str:
        """What stands for a pattern of which nothing is known."""
        value = self._resolved(pattern)
        if isinstance(value, Call):
            value = self._resolved(value.argument)
        if isinstance(value, Joined):
            return " ".join(part.shown for part in value.parts if isinstance(part, Unknown))
        return value.shown if isinstance(value, Unknown) else ""

    def _is_choice(self, node: Node | None) -> bool:
        """Whether it depends on a condition what a node is."""
        value = None if node is None else self._resolved(node)
        return isinstance(value, Choice) or len(self._in_encoder(value)) > 1

    def _patterns(self, node: Node | None) -> list[Node]:
        """All that a pattern may be; a condition within `jsonencode` is as good as one around it."""
        return [one for value in self._options(node) for one in self._in_encoder(value)]

    def _in_encoder(self, value: Node | None) -> list[Node]:
        if value is None:
            return []
        if not isinstance(value, Call) or value.name not in ENCODERS:
            return [value]
        inner = self._resolved(value.argument)
        if not isinstance(inner, Choice):
            return [value]
        return [Call(value.name, one, one.start, one.end) for one in self._options(value.argument)]

    def _filter(self, number: int, pattern: Node, scope: str) -> LocatedFilter:
        source = pattern_source(pattern, self._source, self._resolved)
        if source is not None:
            self._written.spend(pattern.start, source.length)
        shown = "" if source else self._shown(pattern)
        return LocatedFilter(number, source, pattern.start, shown, scope)
