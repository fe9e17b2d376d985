"""Lists of filters, and lone patterns, wherever a template has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipefilter.templates.found_filters import FoundFilter, FoundFilters
from pipefilter.templates.node import Mapping, Node, Sequence, Text, Unknown
from pipefilter.templates.pattern_source import pattern_source

__all__ = ["FilterLists"]


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

    def lone(
        self, name: Text, kind: str, service: str, source: str, pattern: Node | None
    ) -> Iterator[FoundFilters]:
        """The pattern of a rule; more than one if the template has a choice.

        Args:
            name: of the resource.
            kind: its type.
            service: in which it runs.
            source: that it sees records of.
            pattern: it.
        """
        filters = [self._filter(number, one, "") for number, one in enumerate(self._options(pattern), 1)]
        if filters:
            is_lone = len(filters) == 1
            yield FoundFilters(name.value, kind, service, source, tuple(filters), is_lone, name.start)

    def criteria(  # noqa: PLR0913 - what is known of a resource
        self,
        name: Text,
        kind: str,
        service: str,
        source: str,
        criteria: Node | None,
        names: tuple[str, ...] = ("Filters", "filters"),
    ) -> Iterator[FoundFilters]:
        """The filters in filter criteria: `{"Filters": [{"Pattern": "..."}]}`.

        Args:
            name: of the resource.
            kind: its type.
            service: in which they run.
            source: that they see records of.
            criteria: them.
            names: of the list in them.
        """
        listed: list[Node] = []
        for one in self._options(criteria):
            if isinstance(one, Mapping):
                for found in self._options(one.get(*names)):
                    listed += found.items if isinstance(found, Sequence) else [found]
            else:
                listed.append(one)
        yield from self.listed(name, kind, service, source, listed)

    def listed(
        self, name: Text, kind: str, service: str, source: str, listed: list[Node]
    ) -> Iterator[FoundFilters]:
        """The filters in a list of `{"Pattern": "..."}`.

        Args:
            name: of the resource.
            kind: its type.
            service: in which they run.
            source: that they see records of.
            listed: them.
        """
        filters: list[FoundFilter] = []
        for node in listed:
            for one in self._options(node):
                patterns = self._options(one.get("Pattern", "pattern")) if isinstance(one, Mapping) else [one]
                scope = one.text("Scope", "scope") if isinstance(one, Mapping) else ""
                filters += [
                    self._filter(len(filters) + at, pattern, scope) for at, pattern in enumerate(patterns, 1)
                ]
        if filters:
            yield FoundFilters(
                name.value, kind, service, source, tuple(filters), is_lone=False, start=name.start
            )

    def patterns(
        self, name: Text, kind: str, service: str, source: str, listed: list[Node]
    ) -> Iterator[FoundFilters]:
        """The filters in a list of patterns without `Pattern` around each.

        Args:
            name: of the resource.
            kind: its type.
            service: in which they run.
            source: that they see records of.
            listed: them.
        """
        found = [one for node in listed for one in self._options(node)]
        filters = tuple(self._filter(number, one, "") for number, one in enumerate(found, 1))
        if filters:
            yield FoundFilters(name.value, kind, service, source, filters, is_lone=False, start=name.start)

    def _filter(self, number: int, pattern: Node, scope: str) -> FoundFilter:
        source = pattern_source(pattern, self._source, self._resolved)
        shown = pattern.shown if isinstance(pattern, Unknown) else ""
        return FoundFilter(number, source, pattern.start, shown, scope)
