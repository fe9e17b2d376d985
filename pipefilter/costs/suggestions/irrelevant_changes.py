"""Detects records of a DynamoDB stream in which nothing that the consumer reads has changed, and excludes most of them."""

from __future__ import annotations

from fractions import Fraction

from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.faults import InvalidRecord, MissingImage
from pipefilter.builder.narrowing.attribute_facts import AttributeFacts
from pipefilter.builder.narrowing.narrow import narrow_with_facts
from pipefilter.builder.narrowing.narrowing_result import Narrowed
from pipefilter.costs.billing.bill import rounded, saved_between
from pipefilter.costs.billing.costs import Costs
from pipefilter.costs.estimation import CandidateEstimate
from pipefilter.costs.range import Range
from pipefilter.costs.suggestions.example_records import ExampleRecords
from pipefilter.costs.suggestions.exclusion import overlap, with_member
from pipefilter.costs.suggestions.suggestions import criteria_text, fits
from pipefilter.costs.traffic.relevant_changes import RelevantChanges
from pipefilter.dataclass import dataclass
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria

__all__ = ["IrrelevantChanges", "irrelevant_changes"]


@dataclass(frozen=True, slots=True)
class IrrelevantChanges:
    """The records that do not concern a consumer, and filters that exclude them.

    Args:
        condition: for the records that concern it: new and removed items, and items with a change to anything that it reads.
        needless: the share of the passing records that do not concern it.
        removed: the share of the passing records that the narrowed filters exclude.
        saved: dollars a month by these filters; None if a price is not known.
        saved_at_best: dollars a month if nothing needless passed; None if a price is not known.
        narrowed: the filters, and the condition that is left to check.
        criteria: the narrowed filters joined with the present ones; None if the service does not support that many.
        notes: the assumptions, in clauses.
    """

    condition: Condition
    needless: Fraction
    removed: Fraction
    saved: Range[Fraction] | None
    saved_at_best: Range[Fraction] | None
    narrowed: Narrowed
    criteria: FilterCriteria | None
    notes: tuple[str, ...]

    @property
    def text(self) -> str:
        """The filters in JSON."""
        return criteria_text(self.criteria or _as_criteria(self.narrowed))

    def as_json(self) -> dict[str, object]:
        """As `--json` prints it."""
        return {
            "wanted": str(self.condition),
            "needless_share": round(float(self.needless), 6),
            "removed_share": round(float(self.removed), 6),
            "dollars_per_month": None if self.saved is None else rounded(self.saved.low),
            "dollars_per_month_most": None if self.saved is None else rounded(self.saved.high),
            "dollars_per_month_at_best": None
            if self.saved_at_best is None
            else rounded(self.saved_at_best.high),
            "pattern": self.text,
            "joined": self.criteria is not None,
            "exact": self.narrowed.exact,
            "residual": None if self.narrowed.residual is None else str(self.narrowed.residual),
            "notes": list(self.notes),
        }


def irrelevant_changes(  # noqa: PLR0913 - all that is known
    reads: RelevantChanges,
    examples: ExampleRecords,
    candidate: CandidateEstimate,
    criteria: FilterCriteria,
    costs: Costs,
    *,
    is_all: bool,
) -> IrrelevantChanges | None:
    """Detect the records that do not concern a consumer, and narrow the filters; None if no record has what it reads.

    Args:
        is_all: whether all the traffic was evaluated.

    Raises:
        InvalidCondition: the condition cannot be narrowed.
    """
    nothing = AttributeFacts()
    known = reads.inference.facts(nothing)
    if not known.types and reads.inference.missing_words():
        return None
    narrowed = narrow_with_facts(reads.condition, known, service=costs.setup.service.name)
    needless = Fraction(reads.needless, max(1, candidate.matched.count))
    # only needless records are removed: their share is estimated by the examples
    irrelevant = [each for each in examples if _is_needless(reads.condition, each.seen.text)]
    removed = sum(each.count for each in irrelevant if not narrowed.passes(each.seen.text))
    removed_share = needless * Fraction(removed, max(1, sum(each.count for each in irrelevant)))
    notes = narrowed.notes
    if not narrowed.exact:
        notes = (*notes, *map(str, reads.inference.withheld(nothing)))
    if not is_all:
        notes = ("types and values were learned from only part of the traffic: use all of it", *notes)
    return IrrelevantChanges(
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
    except (MissingImage, InvalidRecord):
        return False


def _saved(candidate: CandidateEstimate, costs: Costs, removed: Fraction) -> Range[Fraction] | None:
    share = Fraction(candidate.matched.count, max(1, candidate.matched.of))
    return saved_between(candidate.with_filter, costs.bill(candidate.signatures, share * (1 - removed)))


def _as_criteria(narrowed: Narrowed) -> FilterCriteria:
    filters = tuple(Filter(number, pattern) for number, pattern in enumerate(narrowed.filters, 1))
    return FilterCriteria(filters, is_bare_pattern=len(filters) == 1)


def _joined(criteria: FilterCriteria, narrowed: Narrowed, costs: Costs) -> FilterCriteria | None:
    """Each filter joined with each narrowed one; None if the service does not support so many, or fields overlap."""
    if not criteria.filters:
        return _as_criteria(narrowed)
    filters: list[Filter] = []
    for filter_ in criteria.filters:
        own = list(every_field(filter_.pattern.members))
        for more in narrowed.filters:
            if any(overlap(field, another) for field in every_field(more.members) for another in own):
                return None
            members = filter_.pattern.members
            for member in more.members:
                members = with_member(members, member)
            filters.append(Filter(len(filters) + 1, EventPattern(members)))
    joined = FilterCriteria(tuple(filters), is_bare_pattern=len(filters) == 1)
    return joined if fits(joined, costs.setup.service) else None
