"""Records of a table's stream in which nothing has changed that the consumer reads, and the pattern that leaves out most."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.faults import CannotJudge, InvalidRecord
from pipefilter.builder.narrowing.attribute_facts import Knowledge
from pipefilter.builder.narrowing.narrow import Narrowed, narrowed_with
from pipefilter.costs.billing.bill import rounded, saved_between
from pipefilter.costs.billing.costs import Costs
from pipefilter.costs.estimation import CandidateEstimate
from pipefilter.costs.suggestions.example_records import ExampleRecords
from pipefilter.costs.suggestions.exclusion import meet, with_member
from pipefilter.costs.suggestions.suggestions import criteria_text, fits
from pipefilter.costs.traffic.relevant_changes import ReadChanges
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria

__all__ = ["UnreadChanges", "unread_changes"]


@dataclass(frozen=True, slots=True)
class UnreadChanges:
    """What a consumer is sent for nothing.

    Args:
        condition: what it is to be sent: new and removed items, and those of which something that it reads has changed.
        needless: the share of what still passes that it needs not be sent.
        removed: the share of what still passes that the narrowed filters leave out.
        saved: dollars a month by these, at least and at most; None if a price is not known.
        saved_at_best: the same if nothing needless passed; None likewise.
        narrowed: the filters, and what is left to check.
        criteria: the narrowed filters joined with those that there are; None if that is too much for the service.
        notes: what was taken for granted, in sentences.
    """

    condition: Condition
    needless: Fraction
    removed: Fraction
    saved: tuple[Fraction, Fraction] | None
    saved_at_best: tuple[Fraction, Fraction] | None
    narrowed: Narrowed
    criteria: FilterCriteria | None
    notes: tuple[str, ...]

    @property
    def text(self) -> str:
        """The filters as JSON text."""
        return criteria_text(self.criteria or _as_criteria(self.narrowed))

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "wanted": str(self.condition),
            "needless_share": round(float(self.needless), 6),
            "removed_share": round(float(self.removed), 6),
            "dollars_per_month": None if self.saved is None else rounded(self.saved[0]),
            "dollars_per_month_most": None if self.saved is None else rounded(self.saved[1]),
            "dollars_per_month_at_best": None if self.saved_at_best is None else rounded(self.saved_at_best[1]),
            "pattern": self.text,
            "joined": self.criteria is not None,
            "exact": self.narrowed.exact,
            "residual": None if self.narrowed.residual is None else str(self.narrowed.residual),
            "notes": list(self.notes),
        }


def unread_changes(  # noqa: PLR0913 - all that is known
    reads: ReadChanges,
    examples: ExampleRecords,
    candidate: CandidateEstimate,
    criteria: FilterCriteria,
    costs: Costs,
    *,
    is_all: bool,
) -> UnreadChanges:
    """What a consumer is sent for nothing, by the sample.

    Args:
        reads: learned from the records that pass.
        examples: of these records.
        candidate: what the filters do now.
        criteria: the filters now.
        costs: of a month.
        is_all: whether all the traffic that was given was judged.

    Raises:
        InvalidCondition: the condition cannot be narrowed.
    """
    nothing = Knowledge()
    known = reads.lessons.knowledge(nothing)
    narrowed = narrowed_with(reads.condition, known, service=costs.setup.service.name)
    needless = Fraction(reads.needless, max(1, candidate.matched.count))
    # of the needless ones, as no others are removed: by the examples, of which there may be too few needless
    tried = [one for one in examples if _is_needless(reads.condition, one.seen.text)]
    removed = sum(one.count for one in tried if not narrowed.passes(one.seen.text))
    removed_share = needless * Fraction(removed, max(1, sum(one.count for one in tried)))
    notes = narrowed.notes
    if not narrowed.exact:
        notes = (*notes, *map(str, reads.lessons.withheld(nothing)))
    if not is_all:
        notes = ("types and values are learned from a part of the traffic only: learn from all of it", *notes)
    return UnreadChanges(
        reads.condition,
        needless,
        removed_share,
        _saved(candidate, costs, removed_share),
        _saved(candidate, costs, needless),
        narrowed,
        _joined(criteria, narrowed, costs),
        notes,
    )


def _is_needless(condition: Condition, text: str) -> bool:
    try:
        return not condition.holds(text)
    except (CannotJudge, InvalidRecord):
        return False


def _saved(candidate: CandidateEstimate, costs: Costs, removed: Fraction) -> tuple[Fraction, Fraction] | None:
    share = Fraction(candidate.matched.count, max(1, candidate.matched.of))
    return saved_between(candidate.with_filter, costs.bill(candidate.kinds, share * (1 - removed)))


def _as_criteria(narrowed: Narrowed) -> FilterCriteria:
    filters = tuple(Filter(number, one) for number, one in enumerate(narrowed.filters, 1))
    return FilterCriteria(filters, is_bare_pattern=len(filters) == 1)


def _joined(criteria: FilterCriteria, narrowed: Narrowed, costs: Costs) -> FilterCriteria | None:
    """Each filter with each of the narrowed ones; None if the service does not take so much, or fields would meet."""
    if not criteria.filters:
        return _as_criteria(narrowed)
    filters: list[Filter] = []
    for one in criteria.filters:
        own = list(every_field(one.pattern.members))
        for more in narrowed.filters:
            if any(meet(field, another) for field in every_field(more.members) for another in own):
                return None
            members = one.pattern.members
            for member in more.members:
                members = with_member(members, member)
            filters.append(Filter(len(filters) + 1, EventPattern(members)))
    found = FilterCriteria(tuple(filters), is_bare_pattern=len(filters) == 1)
    return found if fits(found, costs.setup.service) else None
