"""What each filter does to the sample, and which member of it removes how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from pipefilter.costs.proportion import Share
from pipefilter.costs.traffic.counts import Kind
from pipefilter.costs.traffic.queries import Candidate, FilterProbe, MemberProbe

__all__ = ["FilterEffect", "MemberEffect", "effects_of", "passing_kinds"]


@dataclass(frozen=True, slots=True)
class MemberEffect:
    """What one member of a filter does.

    Args:
        path: of the field, or of `$or`.
        words: what it wants.
        holds: for how many events it holds.
        removes: how many events the filter would take besides, were it not for this member.
    """

    path: str
    words: str
    holds: Share
    removes: Share

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "path": self.path,
            "words": self.words,
            "holds": self.holds.count,
            "removes": self.removes.count,
            "removes_share": round(self.removes.value, 6),
        }


@dataclass(frozen=True, slots=True)
class FilterEffect:
    """What one filter does.

    Args:
        number: from 1.
        takes: how many events.
        decides: how many events would be judged otherwise without it.
        is_only_one: whether there is no other filter.
        members: each of its members.
    """

    number: int
    takes: Share
    decides: Share
    is_only_one: bool
    members: tuple[MemberEffect, ...]

    @property
    def never_matches(self) -> bool:
        """Whether it took none of the sample."""
        return not self.takes.count

    @property
    def adds_nothing(self) -> bool:
        """Whether the others do the same without it, as far as the sample tells."""
        return not self.is_only_one and not self.decides.count

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "number": self.number,
            "matched": self.takes.count,
            "share": round(self.takes.value, 6),
            "decides": self.decides.count,
            "never_matches": self.never_matches,
            "adds_nothing": self.adds_nothing,
            "members": [member.as_json() for member in self.members],
        }


def passing_kinds(candidate: Candidate, kinds: Counter[Kind], *, all_of_them: bool) -> list[Kind]:
    """The kinds of events that pass the filters.

    Args:
        candidate: the filters.
        kinds: that the sample has.
        all_of_them: whether the service wants all filters to match, and not any.
    """
    return [kind for kind in kinds if candidate.takes(set(kind), all_of_them=all_of_them)]


def effects_of(candidate: Candidate, kinds: Counter[Kind], *, all_of_them: bool) -> tuple[FilterEffect, ...]:
    """What each filter does.

    Args:
        candidate: the filters.
        kinds: how many events of each kind the sample has.
        all_of_them: whether the service wants all filters to match, and not any.
    """
    total = kinds.total()
    counted = [(frozenset(kind), count) for kind, count in kinds.items()]

    def share(holds: Callable[[frozenset[int]], bool]) -> Share:
        return Share(sum(count for kind, count in counted if holds(kind)), total)

    def member(filter_: FilterProbe, one: MemberProbe) -> MemberEffect:
        return MemberEffect(
            one.path,
            one.words,
            share(lambda kind: one.alone in kind),
            share(lambda kind: filter_.whole not in kind and (one.without is None or one.without in kind)),
        )

    def decides(filter_: FilterProbe, kind: frozenset[int]) -> bool:
        others = [one.whole in kind for one in candidate.filters if one is not filter_]
        if all_of_them:
            return filter_.whole not in kind and all(others)
        return filter_.whole in kind and not any(others)

    return tuple(
        FilterEffect(
            filter_.number,
            share(lambda kind, filter_=filter_: filter_.whole in kind),  # type: ignore[misc]  # a default binds it
            share(lambda kind, filter_=filter_: decides(filter_, kind)),  # type: ignore[misc]  # likewise
            len(candidate.filters) == 1,
            tuple(member(filter_, one) for one in filter_.members),
        )
        for filter_ in candidate.filters
    )
