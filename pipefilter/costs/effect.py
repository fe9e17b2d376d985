"""The effect of each filter on the sample, and how many events each of its members removes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from pipefilter.costs.proportion import Proportion
from pipefilter.costs.traffic.counts import Signature
from pipefilter.costs.traffic.queries import Candidate, FilterQueries, MemberQueries
from pipefilter.dataclass import dataclass

__all__ = ["FilterEffect", "MemberEffect", "filter_effects", "passing_signatures"]


@dataclass(frozen=True, slots=True)
class MemberEffect:
    """The effect of one member of a filter on the sample.

    Args:
        path: of the field, or of `$or`.
        holds: for how many events its condition holds.
        removes: how many more events the filter would match without this member.
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
    """The effect of one filter on the sample.

    Args:
        number: from 1.
        decides: how many events would have another verdict without it.
        is_single: whether there is no other filter.
    """

    number: int
    matched: Proportion
    decides: Proportion
    is_single: bool
    members: tuple[MemberEffect, ...]

    @property
    def never_matches(self) -> bool:
        """Whether it matched no event of the sample."""
        return not self.matched.count

    @property
    def adds_nothing(self) -> bool:
        """Whether the other filters have the same effect without it, as far as the sample shows."""
        return not self.is_single and not self.decides.count

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "number": self.number,
            "matched": self.matched.count,
            "share": round(self.matched.value, 6),
            "decides": self.decides.count,
            "never_matches": self.never_matches,
            "adds_nothing": self.adds_nothing,
            "members": [member.as_json() for member in self.members],
        }


def passing_signatures(
    candidate: Candidate, signatures: Counter[Signature], *, needs_all: bool
) -> list[Signature]:
    """The signatures of the events that pass the filters."""
    return [signature for signature in signatures if candidate.matches(set(signature), needs_all=needs_all)]


def filter_effects(
    candidate: Candidate, signatures: Counter[Signature], *, needs_all: bool
) -> tuple[FilterEffect, ...]:
    """Determine the effect of each filter."""
    total = signatures.total()
    counted = [(frozenset(signature), count) for signature, count in signatures.items()]

    def proportion(holds: Callable[[frozenset[int]], bool]) -> Proportion:
        return Proportion(sum(count for signature, count in counted if holds(signature)), total)

    def member_effect(filter_: FilterQueries, member: MemberQueries) -> MemberEffect:
        def is_removed(signature: frozenset[int]) -> bool:
            return filter_.whole not in signature and (member.without is None or member.without in signature)

        return MemberEffect(
            member.path,
            member.words,
            proportion(lambda signature: member.alone in signature),
            proportion(is_removed),
        )

    def filter_effect(filter_: FilterQueries) -> FilterEffect:
        whole = filter_.whole
        others = [each.whole for each in candidate.filters if each is not filter_]

        def is_decided(signature: frozenset[int]) -> bool:
            if needs_all:
                return whole not in signature and signature.issuperset(others)
            return whole in signature and signature.isdisjoint(others)

        return FilterEffect(
            filter_.number,
            proportion(lambda signature: whole in signature),
            proportion(is_decided),
            len(candidate.filters) == 1,
            tuple(member_effect(filter_, member) for member in filter_.members),
        )

    return tuple(map(filter_effect, candidate.filters))
