"""What is asked of each event: whether each filter takes it, and what the filter would do without one of its members.

Of `{"eventName": ["MODIFY"], "dynamodb": {...}}` the whole pattern is put to an event, each member alone, and the
pattern without each member. So what a member removes is not worked out but judged, also where fields lie in arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipefilter.language.event_pattern import EventPattern, Field, Member, Or
from pipefilter.language.filter_criteria import Filter, FilterCriteria

__all__ = ["Candidate", "FilterQueries", "MemberQueries", "Queries", "build_queries"]

_MOST_MEMBERS = 12
"""Of a pattern with more members it is only asked which it takes: each asks for two more judgements an event."""


@dataclass(frozen=True, slots=True)
class MemberQueries:
    """One member of a filter.

    Args:
        path: of the field, or `$or` with the path before it.
        words: what it wants, in words.
        alone: the number of the probe with only this member.
        without: the number of the probe with all other members; None if there are none, and so everything passes.
    """

    path: str
    words: str
    alone: int
    without: int | None


@dataclass(frozen=True, slots=True)
class FilterQueries:
    """One filter of a candidate.

    Args:
        number: of the filter, from 1.
        whole: the number of the probe with the whole filter.
        members: those that are probed; none where there are very many.
    """

    number: int
    whole: int
    members: tuple[MemberQueries, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Filters that may be deployed together.

    Args:
        name: of the file.
        criteria: the filters; with none, everything passes.
        filters: each with its queries.
    """

    name: str
    criteria: FilterCriteria
    filters: tuple[FilterQueries, ...] = ()

    def matches(self, signature: frozenset[int] | set[int], *, needs_all: bool) -> bool:
        """Whether an event passes, by its signature.

        Args:
            signature: the numbers of the queries that hold for it.
            needs_all: whether the service wants all filters to match, and not any.
        """
        if not self.filters:
            return True
        verdicts = (each.whole in signature for each in self.filters)
        return all(verdicts) if needs_all else any(verdicts)


@dataclass(frozen=True, slots=True)
class Queries:
    """All that is asked of each event.

    Args:
        filters: the patterns, each once; their numbers are their places, from 0.
        candidates: the filters to compare.
    """

    filters: tuple[Filter, ...]
    candidates: tuple[Candidate, ...]


@dataclass(slots=True)
class _Gathered:
    numbers: dict[tuple[EventPattern, str], int] = field(default_factory=dict)

    def number(self, pattern: EventPattern, scope: str) -> int:
        return self.numbers.setdefault((pattern, scope), len(self.numbers))


def build_queries(candidates: Sequence[tuple[str, FilterCriteria]], *, with_members: bool = True) -> Queries:
    """What is to be asked of each event.

    Args:
        candidates: names and filters.
        with_members: whether it is also asked what each member does.
    """
    gathered = _Gathered()
    probed = tuple(
        Candidate(
            name, criteria, tuple(_filter(one, gathered, with_members=with_members) for one in criteria.filters)
        )
        for name, criteria in candidates
    )
    filters = tuple(Filter(number, pattern, scope) for (pattern, scope), number in gathered.numbers.items())
    return Queries(filters, probed)


def _filter(one: Filter, gathered: _Gathered, *, with_members: bool) -> FilterQueries:
    members = one.pattern.members
    whole = gathered.number(EventPattern(members), one.scope)
    if len(members) > _MOST_MEMBERS or not with_members:
        return FilterQueries(one.number, whole, ())
    return FilterQueries(
        one.number,
        whole,
        tuple(
            MemberQueries(
                _path(member),
                _words(member),
                gathered.number(EventPattern((member,)), one.scope),
                gathered.number(EventPattern(others), one.scope) if others else None,
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
    return f"one of {len(member.choices)} holds" if isinstance(member, Or) else ""
