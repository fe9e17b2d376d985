"""The result of narrowing a condition: the patterns, and the conditions left to check."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.narrowing.attribute_facts import AttributeFacts
from pipefilter.builder.narrowing.proof import Proof
from pipefilter.builder.records.attribute_value import Numbers
from pipefilter.builder.records.stream_record import single_record
from pipefilter.dataclass import dataclass
from pipefilter.filtering.placement import Placement, resolve_placement
from pipefilter.filtering.service_filters import ServiceFilters
from pipefilter.json_text.writer import shortened
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria
from pipefilter.matching.event_text import Event
from pipefilter.override import override
from pipefilter.services.service import Service
from pipefilter.sources import source_named

__all__ = ["Narrowed"]


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The part of a condition that a service can filter, and the part that is left to check.

    Args:
        condition: the condition that was narrowed.
        filters: the patterns; every record that meets the condition matches at least one of them.
        residual: the condition left to check on records that match; None if the patterns are exact.
        service: where the patterns run.
        notes: sentences on widened operators and on assumptions.
        numbers: when two numbers are equal.
        facts: about the attributes, which are assumed to be true.
    """

    condition: Condition
    filters: tuple[EventPattern, ...]
    residual: Condition | None
    service: Service
    notes: tuple[str, ...]
    numbers: Numbers = "text"
    facts: AttributeFacts = field(default_factory=AttributeFacts)
    _matcher: list[ServiceFilters] = field(default_factory=list, init=False, repr=False, compare=False)
    _proof: list[Proof] = field(default_factory=list, init=False, repr=False, compare=False)

    @override
    def __repr__(self) -> str:
        patterns = ", ".join(str(pattern) for pattern in self.filters)
        return f"<Narrowed: {'exact' if self.exact else 'not exact'}, {shortened(patterns)}>"

    @override
    def __str__(self) -> str:
        left = (
            f"left to check: {self.residual}"
            if self.residual is not None
            else "exact: nothing is left to check"
        )
        return "\n".join([*map(str, self.filters), left, str(self.proof), *self.notes])

    @property
    def exact(self) -> bool:
        """Whether only records that meet the condition match."""
        return self.residual is None

    @property
    def proof(self) -> Proof:
        """Whether it is proven that the patterns lose no record that meets the condition, and match no other if exact.

        The proof is made when it is first asked for, and takes a bounded amount of work.
        """
        if not self._proof:
            from pipefilter.builder.narrowing.proof_search import prove

            proof = prove(self.condition, self.filters, self.facts, self.numbers, is_exact=self.exact)
            self._proof.append(proof)
        return self._proof[0]

    @property
    def pattern(self) -> EventPattern:
        """The only pattern.

        Raises:
            ValueError: there are several: see `filters`.
        """
        if len(self.filters) != 1:
            raise ValueError(f"there are {len(self.filters)} patterns, any of which may match: use filters")
        return self.filters[0]

    @property
    def criteria(self) -> FilterCriteria:
        """The patterns as filter criteria."""
        return FilterCriteria(tuple(Filter(number, pattern) for number, pattern in enumerate(self.filters, 1)))

    @property
    def placement(self) -> Placement:
        """The service in which the patterns run, and the source of their records: a table's stream."""
        return resolve_placement(self.criteria, service=self.service.name, source="dynamodb")

    def passes(self, record: Event | Sequence[object]) -> bool:
        """Whether the service lets a record through.

        Args:
            record: a record of the stream, bare or in any wrapper, as for `Condition.holds`.

        Raises:
            InvalidRecord: it is not a record, or there are several in it.
        """
        if not self._matcher:
            self._matcher.append(ServiceFilters(self.criteria, self.service))
        return self._matcher[0].evaluate(single_record(record), source_named("dynamodb")).matches
