"""What each filter does to the sample, and which member of it removes how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from pipefilter.costs.proportion import Proportion
from pipefilter.costs.traffic.counts import Signature
from pipefilter.costs.traffic.queries import Candidate, FilterQueries, MemberQueries

__all__ = ["FilterEffect", "MemberEffect", "filter_effects", "passing_signatures"]


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
    holds: Proportion
    removes: Proportion

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
        is_single: whether there is no other filter.
        members: each of its members.
    """

    number: int
    takes: Proportion
    decides: Proportion
    is_single: bool
    members: tuple[MemberEffect, ...]

    @property
    def never_matches(self) -> bool:
        """Whether it took none of the sample."""
        return not self.takes.count

    @property
    def adds_nothing(self) -> bool:
        """Whether the others do the same without it, as far as the sample tells."""
        return not self.is_single and not self.decides.count

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


def passing_signatures(
    candidate: Candidate, signatures: Counter[Signature], *, needs_all: bool
) -> list[Signature]:
    """The signatures of events that pass the filters.

    Args:
        candidate: the filters.
        signatures: that the sample has.
        needs_all: whether the service wants all filters to match, and not any.
    """
    return [signature for signature in signatures if candidate.matches(set(signature), needs_all=needs_all)]


def filter_effects(
    candidate: Candidate, signatures: Counter[Signature], *, needs_all: bool
) -> tuple[FilterEffect, ...]:
    """What each filter does.

    Args:
        candidate: the filters.
        signatures: how many events of each signature the sample has.
        needs_all: whether the service wants all filters to match, and not any.
    """
    total = signatures.total()
    counted = [(frozenset(signature), count) for signature, count in signatures.items()]

    def share(holds: Callable[[frozenset[int]], bool]) -> Proportion:
        return Proportion(sum(count for signature, count in counted if holds(signature)), total)

    def member(filter_: FilterQueries, one: MemberQueries) -> MemberEffect:
        return MemberEffect(
            one.path,
            one.words,
            share(lambda signature: one.alone in signature),
            share(
                lambda signature: (
                    filter_.whole not in signature and (one.without is None or one.without in signature)
                )
            ),
        )

    def decides(filter_: FilterQueries, signature: frozenset[int]) -> bool:
        others = [one.whole in signature for one in candidate.filters if one is not filter_]
        if needs_all:
            return filter_.whole not in signature and all(others)
        return filter_.whole in signature and not any(others)

    return tuple(
        FilterEffect(
            filter_.number,
            share(lambda signature, filter_=filter_: filter_.whole in signature),  # type: ignore[misc]  # a default binds it
            share(lambda signature, filter_=filter_: decides(filter_, signature)),  # type: ignore[misc]  # likewise
            len(candidate.filters) == 1,
            tuple(member(filter_, one) for one in filter_.members),
        )
        for filter_ in candidate.filters
    )
