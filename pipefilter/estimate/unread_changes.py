"""Records of a table's stream in which nothing has changed that the consumer reads, and the pattern that leaves out most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from pipefilter.builder.changed import any_changed
from pipefilter.builder.condition import AnyOf, Condition, joined
from pipefilter.builder.event_name import event
from pipefilter.builder.faults import CannotJudge, InvalidRecord
from pipefilter.builder.knowledge import Knowledge
from pipefilter.builder.learning import Lessons
from pipefilter.builder.narrowing import Narrowed, narrowed_with
from pipefilter.builder.stream_record import StreamRecord, stream_record
from pipefilter.estimate.bill import rounded, saved_between
from pipefilter.estimate.costs import Costs
from pipefilter.estimate.estimation import CandidateEstimate
from pipefilter.estimate.example_records import ExampleRecords
from pipefilter.estimate.exclusion import meet, with_member
from pipefilter.estimate.suggestions import criteria_text, fits
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria

__all__ = ["UnreadChanges", "read_condition", "unread_changes"]


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
    """

    condition: Condition
    needless: Fraction
    removed: Fraction
    saved: tuple[Fraction, Fraction] | None
    saved_at_best: tuple[Fraction, Fraction] | None
    narrowed: Narrowed
    criteria: FilterCriteria | None

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
            "notes": list(self.narrowed.notes),
        }


def read_condition(paths: Sequence[str]) -> Condition:
    """What a consumer is to be sent that reads some attributes.

    Args:
        paths: the ways to the attributes, such as `address.city`.

    Raises:
        InvalidCondition: one is no path.
    """
    return joined(AnyOf, event("INSERT", "REMOVE"), any_changed(*paths))


def unread_changes(
    examples: ExampleRecords,
    candidate: CandidateEstimate,
    criteria: FilterCriteria,
    costs: Costs,
    condition: Condition,
) -> UnreadChanges:
    """What a consumer is sent for nothing, by the sample.

    Args:
        examples: of the records that still pass.
        candidate: what the filters do now.
        criteria: the filters now.
        costs: of a month.
        condition: from `read_condition`.

    Raises:
        InvalidCondition: the condition cannot be narrowed.
    """
    records = []
    for one in examples:
        try:
            records.append((stream_record(one.seen.text), one))
        except InvalidRecord:  # it is no record of a stream, and passes
            continue
    lessons = Lessons(tuple(dict.fromkeys(condition.paths())))
    for record, _ in records:
        lessons.learn(record)
    known = lessons.knowledge(Knowledge({}, {}, frozenset()))
    narrowed = narrowed_with(condition, known, service=costs.setup.service.name)
    needless = sum(one.count for record, one in records if _is_needless(condition, record))
    removed = sum(one.count for _, one in records if not narrowed.passes(one.seen.text))
    total = max(1, examples.total)
    return UnreadChanges(
        condition,
        Fraction(needless, total),
        Fraction(removed, total),
        _saved(candidate, costs, Fraction(removed, total)),
        _saved(candidate, costs, Fraction(needless, total)),
        narrowed,
        _joined(criteria, narrowed, costs),
    )


def _is_needless(condition: Condition, record: StreamRecord) -> bool:
    try:
        return not condition.holds(record)
    except CannotJudge:  # the stream does not have the images
        return False


def _saved(candidate: CandidateEstimate, costs: Costs, removed: Fraction) -> tuple[Fraction, Fraction] | None:
    share = Fraction(candidate.matched.count, max(1, candidate.matched.of))
    return saved_between(candidate.with_filter, costs.bill(candidate.kinds, share * (1 - removed)))


def _as_criteria(narrowed: Narrowed) -> FilterCriteria:
    filters = tuple(Filter(number, one) for number, one in enumerate(narrowed.filters, 1))
    return FilterCriteria(filters, is_lone=len(filters) == 1)


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
    found = FilterCriteria(tuple(filters), is_lone=len(filters) == 1)
    return found if fits(found, costs.setup.service) else None
