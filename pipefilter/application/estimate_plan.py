"""Plans an estimate before the traffic is counted (placement, setup, prices), and makes the estimate from the counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from pipefilter.application.compared_filters import (
    agreed_batch_size,
    agreed_endpoint,
    agreed_service,
    agreed_source,
    all_criteria,
    batch_notes,
    endpoint_notes,
)
from pipefilter.application.cost_estimate import CostEstimate
from pipefilter.application.detected_placement import detected_placement
from pipefilter.application.estimate_options import EstimateOptions
from pipefilter.application.estimate_setup import build_setup, check_region
from pipefilter.application.filters import Filters
from pipefilter.application.month_volume import month_volume
from pipefilter.application.no_events import NoEvents, no_events_message
from pipefilter.application.option_text import InvalidOption, OptionText
from pipefilter.application.option_values import window_seconds
from pipefilter.application.pattern_comparison import PatternComparison
from pipefilter.application.price_choice import known_prices, live_prices_in, own_prices
from pipefilter.application.refused_filters import ServiceFindings, service_findings
from pipefilter.application.traffic import Traffic
from pipefilter.application.traffic_count import TrafficCount
from pipefilter.builder.faults import InvalidCondition
from pipefilter.costs.billing.costs import Costs
from pipefilter.costs.billing.setup import Setup, in_agreed_region
from pipefilter.costs.estimation import Estimate, build_estimate
from pipefilter.costs.prices.price import Prices
from pipefilter.costs.suggestions.example_records import ExampleRecords
from pipefilter.costs.suggestions.irrelevant_changes import irrelevant_changes
from pipefilter.costs.suggestions.suggestions import suggestions
from pipefilter.costs.traffic.counting import CountJob
from pipefilter.costs.traffic.counts import TrafficCounts
from pipefilter.costs.traffic.queries import Queries, build_queries
from pipefilter.costs.volume.volume import Volume, volume_from_span
from pipefilter.dataclass import dataclass
from pipefilter.filtering.placement import Placement, resolve_placement
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services.sns_subscription import POLICY_SERVICES

__all__ = ["EstimatePlan", "NoEvents", "plan_estimate"]

_MAX_COMPARED = 6
"""Filters that are compared in pairs."""
_EXAMPLES = 4000
"""Events on which suggestions are tried."""


@dataclass(frozen=True, slots=True)
class EstimatePlan:
    """All decisions that are made before the traffic is counted.

    Args:
        certain: what is certain about the placement before a record is seen.
        volume: events a month; None to derive it from the times of the sample.
        prices: of the caller.
        live: prices from AWS; None if AWS was not asked.
        notes: decisions that options could change.
    """

    compared: tuple[Filters, ...]
    placement: Placement
    certain: Placement
    setup: Setup
    options: EstimateOptions
    volume: Volume | None
    prices: Prices
    queries: Queries
    reads: tuple[str, ...]
    live: Prices | None
    notes: tuple[OptionText, ...]

    def findings(self) -> list[tuple[str, ServiceFindings]]:
        """The findings about each of the filters in its service, with their names."""
        return [(each.name, service_findings(each.criteria, self.placement)) for each in self.compared]

    def new_count(self) -> TrafficCount:
        """A counter of the traffic."""
        options, source = self.options, self.placement.source
        job = CountJob(
            self.queries,
            self.placement.usual_service.name,
            source.name if source is not None else "",
            with_arrivals=self.setup.window is not None,
            examples=_EXAMPLES if options.suggest or self.reads else 0,
            reads=self.reads,
            placement=self.certain,
        )
        return TrafficCount(job, options.sample, options.seed)

    def in_region_of(self, counts: TrafficCounts) -> EstimatePlan:
        """The plan with the region of the records, unless the caller gives another.

        Raises:
            UnreadableInput: AWS cannot be asked for its prices.
        """
        if self.setup.region_basis == "given":
            return self
        setup = in_agreed_region(self.setup, counts.regions)
        notes, why = self.notes, ""
        if setup.region != self.setup.region:
            why = "because the records are from that Region"
        elif len(counts.regions) > 1:
            why = "because the records are from several Regions"
        if why:
            notes += (
                OptionText(
                    f"using the prices of {{name}}, {why}; give {{region}} to use those of another Region",
                    name=setup.region,
                ),
            )
        live = live_prices_in(setup.region) if self.options.live and counts.events else None
        return replace(self, setup=setup, live=live, notes=notes)

    def estimate(self, count: TrafficCount) -> CostEstimate:
        """The estimate, without suggestions.

        Raises:
            NoEvents: there is no event, or no verdict on any.
            NoVolume: the number of events in a month is not known.
        """
        counts = count.counts
        if not counts.events:
            is_empty = not (counts.malformed or counts.undecided)
            raise NoEvents(no_events_message(count.names) if is_empty else "no event could be evaluated")
        volume = self.volume or volume_from_span(
            count.events_in_all, counts.first, counts.last, drawn=count.drawn
        )
        details = build_estimate(counts, self.queries, self.setup, self._known_prices, volume, count.extent)
        details = replace(details, mistakes=tuple(self._mistakes(details)))
        notes = tuple(map(str, self.notes))
        return CostEstimate(details, faults=count.fault_lines, notes=notes, comparisons=self._comparisons())

    def _comparisons(self) -> tuple[PatternComparison, ...]:
        """What each pair of filters matches; nothing if there are too many."""
        if not 1 < len(self.compared) <= _MAX_COMPARED:
            return ()
        from pipefilter.application.comparison import compare_filters

        placed = [replace(each, placement=self.placement) for each in self.compared]
        return tuple(compare_filters(first, second) for first, second in combinations(placed, 2))

    def with_suggestions(self, estimate: CostEstimate) -> CostEstimate:
        """The estimate with suggestions and irrelevant changes, if the options ask for them.

        Raises:
            InvalidOption: the attributes that are read make no condition.
        """
        details = estimate.details
        examples = details.counts.examples
        if examples is None:
            return estimate
        source = self.placement.source
        records = ExampleRecords(examples, self.placement.usual_service, source)
        costs = Costs(details.counts, self.setup, self._known_prices, details.volume)
        first = details.candidates[0]
        criteria = self.compared[0].criteria if self.compared else FilterCriteria(())
        unread, reads = None, details.counts.reads
        if reads is not None:
            extent = details.extent
            is_all = extent.of is None and not extent.partial and not extent.unreadable
            try:
                unread = irrelevant_changes(reads, records, first, criteria, costs, is_all=is_all)
            except InvalidCondition as fault:
                raise InvalidOption("{reads}: {fault}", fault=fault) from None
        suggested = None
        if self.options.suggest:
            suggested = tuple(suggestions(records, first, criteria, costs, source))
        return replace(estimate, suggestions=suggested, unread=unread, is_all=examples.is_all)

    def _mistakes(self, details: Estimate) -> Iterator[str]:
        """What is wrong with the filters, in clauses, with a warning if nothing passes: that is not a saving."""
        for (name, own), candidate in zip(self.findings(), details.candidates, strict=False):
            for finding in own.remarks:
                problem = finding.problem
                if problem.severity != "error":
                    continue
                number = f" (filter {finding.number})" if finding.number else ""
                loss = "; no record passes, so this is not a saving but a loss of data"
                means = "" if candidate.matched.count else loss
                yield f"{name}{number}: {problem.code} {problem.message}{means}"

    @property
    def _known_prices(self) -> Prices:
        return known_prices(self.prices, self.live)


def plan_estimate(compared: tuple[Filters, ...], traffic: Traffic, options: EstimateOptions) -> EstimatePlan:
    """Decide all that can be decided before the traffic is counted; its first events may identify the source.

    Raises:
        InvalidOption: an option is not valid, or they do not go together.
        Contradiction: the service does not read from the source.
        UnreadableInput: a file cannot be read, or AWS cannot be asked for prices.
        InvalidPrices: a file has no prices.
        InvalidTotals: CloudWatch's response does not contain the number of events.
    """
    options.check_sample()
    volume = month_volume(options.per_month, options.totals)
    criteria = all_criteria([each.criteria for each in compared])
    names = options.service or agreed_service(compared), options.source or agreed_source(compared)
    placement = detected_placement(criteria, *names, traffic.source)
    service = placement.usual_service
    size = agreed_batch_size(compared) if options.batch_size is None else options.batch_size
    endpoint = agreed_endpoint(compared)
    calls = options.calls
    has_target = calls.target is not None
    if service.name in POLICY_SERVICES and endpoint is not None and not has_target:
        calls = replace(calls, target=endpoint.kind)
    setup = build_setup(
        service,
        placement.source,
        calls.calls(service),
        region=options.region,
        batch_size=size,
        window=window_seconds(options.window),
        free_tier=options.free_tier,
    )
    notes = [
        *batch_notes(
            compared, setup, has_size=options.batch_size is not None, has_window=options.window is not None
        ),
        *endpoint_notes(compared, has_target=has_target),
    ]
    reads = options.read_attributes(placement.source)
    prices = own_prices(options.prices)
    check_region(options.region, prices)
    return EstimatePlan(
        compared,
        placement,
        resolve_placement(criteria, service=names[0], source=names[1]),
        setup,
        options,
        volume,
        prices,
        build_queries([(each.name, each.criteria) for each in compared]),
        reads,
        live_prices_in(setup.region) if options.live and options.region is not None else None,
        tuple(notes),
    )
