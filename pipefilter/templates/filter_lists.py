"""Reads filters from a template's nodes: lists of them, and bare patterns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pipefilter.dataclass import dataclass
from pipefilter.language.criteria_problems import NO_FILTER, NO_FILTERS
from pipefilter.templates.filter_form import ANY_FORM, CRITERIA, Form, lacks_pattern, not_object
from pipefilter.templates.foreign_property import bare_filter
from pipefilter.templates.located_filters import LocatedFilter, LocatedFilters
from pipefilter.templates.nodes.budget import Budget
from pipefilter.templates.nodes.node import Call, Choice, Joined, Mapping, Node, Sequence, Text, Unknown
from pipefilter.templates.pattern_source import PatternSource, pattern_source
from pipefilter.templates.pattern_writer import ENCODERS
from pipefilter.templates.policy_scope import is_no_policy, policy_scope
from pipefilter.templates.shape_problem import NamedProperty, ShapeProblem, named_property
from pipefilter.templates.variants import TooManyVariants, Variant, variants

__all__ = ["FilterLists"]


@dataclass(slots=True)
class _Located:
    """The elements of a list of filters, and the problems with the properties around them."""

    items: list[Node]
    shapes: list[ShapeProblem]
    is_choice: bool


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
        form: what the tool requires of filters.
    """

    def __init__(
        self,
        source: str,
        resolved: Callable[[Node], Node | None],
        options: Callable[[Node | None], list[Node]],
        form: Form = ANY_FORM,
    ) -> None:
        self._form = form
        self._source = source
        self._resolved = resolved
        self._options = options
        self._written = Budget(source, _WRITTEN_PER_CHARACTER, _WRITTEN)
        self._left_for_variants = _VARIANTS + _VARIANTS_PER_CHARACTER * len(source)

    def bare_pattern(  # noqa: PLR0913 - the facts about a resource
        self,
        name: Text,
        kind: str,
        service: str,
        source: str,
        pattern: Node | None,
        shapes: tuple[ShapeProblem, ...] = (),
        scope: str = "",
    ) -> Iterator[LocatedFilters]:
        """The pattern of a rule or a subscription; more than one if the template has a choice."""
        patterns = [each for each in self._patterns(pattern) if source != "sns" or not is_no_policy(each)]
        filters = [self._filter(number, node, scope) for number, node in enumerate(patterns, 1)]
        if filters:
            is_bare_pattern, is_choice = len(filters) == 1, self._is_choice(pattern)
            filters[0] = replace(filters[0], shapes=shapes)
            yield LocatedFilters(
                name.value, kind, service, source, tuple(filters), is_bare_pattern, name.start, is_choice
            )

    def filter_policy(
        self, name: Text, kind: str, policy: NamedProperty, scope: NamedProperty
    ) -> Iterator[LocatedFilters]:
        """The filter policy of a subscription to a topic, if it has one."""
        known = policy_scope(policy, scope, self._resolved, self._options)
        filters = self.bare_pattern(name, kind, known.service, "sns", policy.value, known.shapes, known.scope)
        yield from (replace(each, has_scope=known.is_explicit) for each in filters)

    def criteria(  # noqa: PLR0913 - the facts about a resource
        self,
        name: Text,
        kind: str,
        service: str,
        source: str,
        criteria: Node | None,
        names: tuple[str, ...] = ("Filters", "filters"),
        *,
        shapes: tuple[ShapeProblem, ...] = (),
        is_choice: bool = False,
    ) -> Iterator[LocatedFilters]:
        """The filters in filter criteria: `{"Filters": [{"Pattern": "..."}]}`.

        Args:
            names: the names that the list may have.
            shapes: problems with the properties around them.
            is_choice: whether they depend on a condition.
        """
        is_choice |= self._is_choice(criteria)
        located = _Located([], [*shapes], is_choice=is_choice)
        for option in self._options(criteria):
            if isinstance(option, Mapping):
                self._read_list(located, option, names)
            elif self._form.names and isinstance(self._resolved(option), Text | Sequence):
                located.shapes.append(not_object(option))
                located.items += option.items if isinstance(option, Sequence) else ()
            else:
                located.items.append(option)
        yield from self.filter_list(
            name, kind, service, source, located.items, shapes=located.shapes, is_choice=located.is_choice
        )

    def _read_list(self, located: _Located, criteria: Mapping, names: tuple[str, ...]) -> None:
        """Read the list of filters in an object."""
        named = self._named(criteria, "FilterCriteria", names)
        located.shapes += named.problems
        located.is_choice |= self._is_choice(named.value)
        for filters in self._options(named.value):
            if isinstance(filters, Sequence):
                located.items += filters.items
                continue
            if self._form.names and isinstance(self._resolved(filters), Mapping | Text):
                names_of_list = (("name", names[0]),)
                located.shapes.append(ShapeProblem(NO_FILTERS, filters.start, filters.end, names_of_list))
            located.items.append(filters)

    def _named(self, mapping: Mapping, resource: str, names: tuple[str, ...]) -> NamedProperty:
        """A property; if the tool knows one name only, maybe under a misspelled one."""
        if self._form.is_strict:
            named = named_property(mapping, resource, names[0])
            is_list = named.value is None and names[0] == "Filters"
            return bare_filter(mapping) if is_list else named
        return NamedProperty(mapping.get(*names))

    def filter_list(  # noqa: PLR0913 - the facts about a resource
        self,
        name: Text,
        kind: str,
        service: str,
        source: str,
        items: list[Node],
        *,
        shapes: Iterable[ShapeProblem] = (),
        is_choice: bool = False,
    ) -> Iterator[LocatedFilters]:
        """The filters in a list of `{"Pattern": "..."}`."""
        filters: list[LocatedFilter] = []
        for item in items:
            is_choice |= self._is_choice(item)
            for option in self._options(item):
                if isinstance(option, Mapping):
                    named = self._named(option, f"A filter of {kind}", self._form.names or CRITERIA.names)
                    inner, problems = named.value, named.problems
                else:
                    inner, problems = option, ()
                if self._form.names and lacks_pattern(self._resolved(option), inner):
                    problem = ShapeProblem(NO_FILTER, option.start, option.start + 1)
                    filters.append(LocatedFilter(len(filters) + 1, None, option.start, shapes=(problem,)))
                    continue
                is_choice |= self._is_choice(inner)
                patterns = self._patterns(inner) if isinstance(option, Mapping) else [option]
                scope = option.text("Scope", "scope") if isinstance(option, Mapping) else ""
                for pattern in patterns:
                    located = self._filter(len(filters) + 1, pattern, scope)
                    filters.append(replace(located, shapes=problems))
        if shapes := tuple(shapes):
            if not filters:
                filters.append(LocatedFilter(1, None, shapes[0].start))
            filters[0] = replace(filters[0], shapes=(*shapes, *filters[0].shapes))
        yield from self._located(name, kind, service, source, filters, is_choice=is_choice)

    def pattern_list(  # noqa: PLR0913 - the facts about a resource
        self,
        name: Text,
        kind: str,
        service: str,
        source: str,
        items: list[Node],
        shapes: Iterable[ShapeProblem] = (),
    ) -> Iterator[LocatedFilters]:
        """The filters in a list of patterns without `Pattern` around each."""
        patterns = [option for item in items for option in self._options(item)]
        is_choice = any(map(self._is_choice, items))
        filters = [self._filter(number, pattern, "") for number, pattern in enumerate(patterns, 1)]
        if filters:
            filters[0] = replace(filters[0], shapes=tuple(shapes))
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
        value = self._resolved(value.argument) if isinstance(value, Call) else value
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
