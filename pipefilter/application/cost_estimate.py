"""The monthly savings: the value that `pipefilter.estimate` returns and the command prints."""

from __future__ import annotations

from datetime import timedelta

from pipefilter.application.pattern_comparison import PatternComparison
from pipefilter.costs.billing.bill import Bill
from pipefilter.costs.estimation import CandidateEstimate, Estimate
from pipefilter.costs.figures import dollars_range
from pipefilter.costs.range import Range
from pipefilter.costs.saving import Saving
from pipefilter.costs.suggestions.irrelevant_changes import IrrelevantChanges
from pipefilter.costs.suggestions.suggestions import Suggestion
from pipefilter.dataclass import dataclass
from pipefilter.override import override

__all__ = ["CostEstimate", "FiltersEstimate"]


@dataclass(frozen=True, slots=True, repr=False)
class FiltersEstimate:
    """The effect of filters on the traffic and on the monthly bill.

    Args:
        details: all figures.
        without_filter: the bill without any filter.
    """

    details: CandidateEstimate
    without_filter: Bill

    @property
    def name(self) -> str:
        """The file of the filters; "" if there is no filter."""
        return self.details.name

    @property
    def matched(self) -> int:
        """How many of the records match."""
        return self.details.matched.count

    @property
    def share(self) -> float:
        """The share of the records that match."""
        return self.details.matched.value

    @property
    def interval(self) -> Range[float]:
        """The 95% confidence interval of the share of all traffic, if the records were drawn at random."""
        return self.details.matched.interval

    @property
    def with_filter(self) -> Bill:
        """The bill of a month with these filters."""
        return self.details.with_filter

    @property
    def saved(self) -> Saving:
        """The savings."""
        return Saving(self.details.saved, self.without_filter)

    @override
    def __repr__(self) -> str:
        return (
            f"<FiltersEstimate: {self.name or 'no filter'}, {dollars_range(self.with_filter.dollars)} a month>"
        )


@dataclass(frozen=True, slots=True, repr=False)
class CostEstimate:
    """The savings in dollars a month with filters, estimated from a sample of the traffic.

    Args:
        details: all figures.
        suggestions: what to filter next; None if not requested.
        unread: changes that the consumer never reads; None if not requested.
        is_all: whether these two are based on all events that pass, and not only on some.
        faults: the first records without a verdict, and what could not be read, each in a line with its position.
        notes: decisions that options could change, in clauses.
        comparisons: what each pair of the compared filters matches, whatever the sample contains.
    """

    details: Estimate
    suggestions: tuple[Suggestion, ...] | None = None
    unread: IrrelevantChanges | None = None
    is_all: bool = True
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    comparisons: tuple[PatternComparison, ...] = ()

    @property
    def without_filter(self) -> Bill:
        """The bill of a month without any filter."""
        return self.details.without_filter

    @property
    def with_filter(self) -> Bill:
        """The bill of a month with the filters; with the first ones if several are compared."""
        return self.compared[0].with_filter

    @property
    def saved(self) -> Saving:
        """The savings with the filters; with the first ones if several are compared."""
        return self.compared[0].saved

    @property
    def compared(self) -> tuple[FiltersEstimate, ...]:
        """The estimate for each compared filter; a single one without a name if there is no filter."""
        return tuple(FiltersEstimate(each, self.without_filter) for each in self.details.candidates)

    @property
    def bus(self) -> Bill | None:
        """The bill if all events were sent to a custom bus instead; None where that is not an alternative."""
        return self.details.bus

    @property
    def records(self) -> int:
        """How many records were evaluated."""
        return self.details.counts.events

    @property
    def matched(self) -> int:
        """How many of the records match the filters; the first ones if several are compared."""
        return self.compared[0].matched

    @property
    def malformed(self) -> int:
        """How many records were malformed; no figure includes them."""
        return self.details.counts.malformed

    @property
    def undecided(self) -> int:
        """How many records have no verdict; no figure includes them."""
        return self.details.counts.undecided

    @property
    def records_per_month(self) -> float:
        """Number of records per month before filtering."""
        return float(self.details.volume.events)

    @property
    def span(self) -> timedelta | None:
        """The time between the first and the last record; None if they have no timestamps."""
        return None if self.details.seconds is None else timedelta(seconds=self.details.seconds)

    @property
    def service(self) -> str:
        """The name of the service in which the filters run."""
        return self.details.setup.service.name

    @property
    def source(self) -> str:
        """The name of the source of the records; "" if it is not known."""
        return self.details.setup.source

    @property
    def region(self) -> str:
        """The Region whose prices are used."""
        return self.details.setup.region

    @property
    def caveats(self) -> tuple[str, ...]:
        """Warnings about the figures, each a clause."""
        unpriced = [f'no price is known in {self.region} for "{what}"' for what in self.details.unknown]
        if unpriced:
            unpriced.insert(
                0, "some prices are unknown: use live=True to get them from AWS, or prices to give them"
            )
        return (*self.notes, *self.details.warnings, *unpriced)

    @property
    def is_certain(self) -> bool:
        """Whether each record has a verdict and each price is known; if not, the command exits with 2."""
        extent = self.details.extent
        is_all_counted = not (self.malformed or self.undecided or extent.unreadable or extent.partial)
        return is_all_counted and not self.details.unknown

    @property
    def is_complete(self) -> bool:
        """Whether the estimate is certain and its totals are complete, that is, every billed duration is known."""
        return self.is_certain and not self.details.lacks

    @property
    def saves(self) -> bool:
        """Whether any of the filters may save something."""
        return any(each.saved is not None and each.saved.high > 0 for each in self.details.candidates)

    def as_json(self) -> dict[str, object]:
        """The object that `pipefilter estimate --json` prints."""
        members = self.details.as_json()
        if self.suggestions is not None:
            members["suggestions"] = [each.as_json() for each in self.suggestions]
        if self.unread is not None:
            members["reads"] = self.unread.as_json()
        if self.comparisons:
            members["comparisons"] = [
                {
                    "first": each.first,
                    "second": each.second,
                    "relation": each.relation,
                    "implies": each.implies,
                    "is_implied": each.is_implied,
                }
                for each in self.comparisons
            ]
        return members

    @override
    def __repr__(self) -> str:
        without = dollars_range(self.without_filter.dollars)
        with_filter = dollars_range(self.with_filter.dollars)
        return f"<CostEstimate: {self.matched} of {self.records} records match, {with_filter} a month instead of {without}>"
