"""The patterns that are evaluated on each event: each filter, and variants of it that show what each member does.

Of `{"eventName": ["MODIFY"], "dynamodb": {...}}` these are the whole pattern, each member alone, and the pattern without
each member. So what a member removes is evaluated, not computed, which is right also where fields lie in arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from pipefilter.dataclass import dataclass
from pipefilter.language.event_pattern import EventPattern, Field, Member, Or
from pipefilter.language.filter_criteria import Filter, FilterCriteria

__all__ = ["Candidate", "FilterQueries", "MemberQueries", "Queries", "build_queries"]

_MAX_MEMBERS = 12
"""Of a pattern with more members only the whole is evaluated: each member costs two more evaluations an event."""


@dataclass(frozen=True, slots=True)
class MemberQueries:
    """The queries of one member of a filter.

    Args:
        path: of the field, or `$or` with the path before it.
        alone: the number of the query with only this member.
        without: the number of the query with all other members; None if there are none, and so everything passes.
    """

    path: str
    words: str
    alone: int
    without: int | None


@dataclass(frozen=True, slots=True)
class FilterQueries:
    """The queries of one filter of a candidate.

    Args:
        number: of the filter, from 1.
        whole: the number of the query with the whole filter.
        members: the queries of each member; none where there are very many.
    """

    number: int
    whole: int
    members: tuple[MemberQueries, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Filters that may be deployed together; without any, everything passes."""

    name: str
    criteria: FilterCriteria
    filters: tuple[FilterQueries, ...] = ()

    def matches(self, signature: frozenset[int] | set[int], *, needs_all: bool) -> bool:
        """Whether an event passes, by its signature.

        Args:
            signature: the numbers of the queries that hold for it.
            needs_all: whether all filters have to match in this service, not any of them.
        """
        if not self.filters:
            return True
        verdicts = (each.whole in signature for each in self.filters)
        return all(verdicts) if needs_all else any(verdicts)


@dataclass(frozen=True, slots=True)
class Queries:
    """All that is evaluated on each event: patterns, each once, numbered by their places from 0."""

    filters: tuple[Filter, ...]
    candidates: tuple[Candidate, ...]


@dataclass(slots=True)
class _QueryNumbers:
    """Each pattern once, with its number."""

    numbers: dict[tuple[EventPattern, str], int] = field(default_factory=dict)

    def number(self, pattern: EventPattern, scope: str) -> int:
        return self.numbers.setdefault((pattern, scope), len(self.numbers))


def build_queries(candidates: Sequence[tuple[str, FilterCriteria]], *, with_members: bool = True) -> Queries:
    """The queries for candidates by name; with members, also those that show what each member does."""
    collected = _QueryNumbers()
    with_queries = tuple(
        Candidate(
            name,
            criteria,
            tuple(_filter_queries(each, collected, with_members=with_members) for each in criteria.filters),
        )
        for name, criteria in candidates
    )
    filters = tuple(Filter(number, pattern, scope) for (pattern, scope), number in collected.numbers.items())
    return Queries(filters, with_queries)


def _filter_queries(filter_: Filter, collected: _QueryNumbers, *, with_members: bool) -> FilterQueries:
    members = filter_.pattern.members
    whole = collected.number(EventPattern(members), filter_.scope)
    if len(members) > _MAX_MEMBERS or not with_members:
        return FilterQueries(filter_.number, whole, ())
    return FilterQueries(
        filter_.number,
        whole,
        tuple(
            MemberQueries(
                _path(member),
                _words(member),
                collected.number(EventPattern((member,)), filter_.scope),
                collected.number(EventPattern(others), filter_.scope) if others else None,
            )
            for place, member in enumerate(members)
            for others in [members[:place] + members[place + 1 :]]
        ),
    )


def _path(member: Member) -> str:
    return member.path if isinstance(member, Field) else ".".join((*member.steps, "$or"))


def _words(member: Member) -> str:
    if isinstance(member, Field):
        return " or ".join(alternative.words() for alternative in member.alternatives)
    return f"at least one of {len(member.choices)} matches" if isinstance(member, Or) else ""
