"""An estimate before the traffic is counted, and what it makes of the count: where filters run, settings, and prices."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipefilter.application.compared_filters import (
    agreed_batch_size,
    agreed_service,
    agreed_source,
    all_criteria,
    batch_notes,
)
from pipefilter.application.cost_estimate import CostEstimate
from pipefilter.application.detected_placement import detected_placement
from pipefilter.application.estimate_options import EstimateOptions
from pipefilter.application.estimate_setup import check_region, setup_of
from pipefilter.application.filters import Filters
from pipefilter.application.month_volume import month_volume
from pipefilter.application.no_events import NoEvents, no_events_message
from pipefilter.application.option_text import InvalidOption, OptionText
from pipefilter.application.option_values import window_seconds
from pipefilter.application.price_choice import known_prices, live_prices_in, own_prices
from pipefilter.application.refused_filters import ServiceFindings, service_findings
from pipefilter.application.traffic import Traffic
from pipefilter.application.traffic_count import TrafficCount
from pipefilter.builder.faults import InvalidCondition
from pipefilter.costs.billing.costs import Costs
from pipefilter.costs.billing.setup import Setup
from pipefilter.costs.estimation import Estimate, estimate_of
from pipefilter.costs.prices.price import Prices
from pipefilter.costs.region_agreement import in_agreed_region
from pipefilter.costs.suggestions.example_records import ExampleRecords
from pipefilter.costs.suggestions.irrelevant_changes import unread_changes
from pipefilter.costs.suggestions.suggestions import suggestions
from pipefilter.costs.traffic.counting import Tallying
from pipefilter.costs.traffic.counts import Tally
from pipefilter.costs.traffic.queries import Probes, probes_of
from pipefilter.costs.traffic.relevant_changes import read_condition
from pipefilter.costs.volume.volume import Volume, volume_of_span
from pipefilter.filtering.placement import Placement, resolve_placement
from pipefilter.language.filter_criteria import FilterCriteria

__all__ = ["EstimatePlan", "NoEvents", "plan_estimate"]

_EXAMPLES = 4000
"""Events that are looked at for what to filter next."""


@dataclass(frozen=True, slots=True)
class EstimatePlan:
    """All that is decided before the traffic is counted.

    Args:
        compared: the filters.
        placement: where the records are from, and where the filters run.
        certain: the same, as far as it is certain before a record is seen.
        setup: with its settings.
        options: that were given.
        volume: events a month, if that was said; else the sample's times tell.
        prices: of the caller.
        probes: what is asked of each event.
        reads: the attributes that a consumer reads.
        live: prices that AWS was asked for; None if it was not.
        notes: what was decided for want of an option.
    """

    compared: tuple[Filters, ...]
    placement: Placement
    certain: Placement
    setup: Setup
    options: EstimateOptions
    volume: Volume | None
    prices: Prices
    probes: Probes
    reads: tuple[str, ...]
    live: Prices | None
    notes: tuple[OptionText, ...]

    def findings(self) -> list[tuple[str, ServiceFindings]]:
        """What the service does not take of each of the filters, with their names."""
        return [(each.name, service_findings(each.criteria, self.placement)) for each in self.compared]

    def new_count(self) -> TrafficCount:
        """What is to count the traffic."""
        options, source = self.options, self.placement.source
        tallying = Tallying(
            self.probes,
            self.placement.usual_service.name,
            source.name if source is not None else "",
            with_arrivals=self.setup.window is not None,
            examples=_EXAMPLES if options.suggest or self.reads else 0,
            reads=self.reads,
            placement=self.certain,
        )
        return TrafficCount(tallying, options.sample, options.seed)

    def in_region_of(self, tally: Tally) -> EstimatePlan:
        """With the region of the records, unless another was given.

        Args:
            tally: of the records.

        Raises:
            UnreadableInput: AWS cannot be asked for its prices.
        """
        if self.setup.region_basis == "given":
            return self
        setup = in_agreed_region(self.setup, tally.regions)
        notes = self.notes
        if setup.region != self.setup.region:
            why = "as the records are from there"
            notes += (OptionText(f"prices of {{name}}, {why}; {{region}} takes another's", name=setup.region),)
        elif len(tally.regions) > 1:
            why = "as the records are of several regions"
            notes += (OptionText(f"prices of {{name}}, {why}; {{region}} takes another's", name=setup.region),)
        live = live_prices_in(setup.region) if self.options.live and tally.events else None
        return replace(self, setup=setup, live=live, notes=notes)

    def estimate(self, count: TrafficCount) -> CostEstimate:
        """The estimate, without what to filter next.

        Args:
            count: of the traffic.

        Raises:
            NoEvents: there is none.
            NoVolume: it is not known how many a month brings.
        """
        tally = count.tally
        if not tally.events:
            is_empty = not (tally.malformed or tally.undecided)
            raise NoEvents(no_events_message(count.names) if is_empty else "no event could be judged")
        volume = self.volume or volume_of_span(count.events_in_all, tally.first, tally.last, drawn=count.drawn)
        details = estimate_of(tally, self.probes, self.setup, self._known_prices, volume, count.extent)
        details = replace(details, mistakes=tuple(self._mistakes(details)))
        return CostEstimate(details, faults=count.fault_lines, notes=tuple(map(str, self.notes)))

    def with_next_filters(self, estimate: CostEstimate) -> CostEstimate:
        """The estimate with what to filter next, if that was asked for.

        Args:
            estimate: by this plan.

        Raises:
            InvalidOption: what is read cannot be asked for.
        """
        details = estimate.details
        examples = details.tally.examples
        if examples is None:
            return estimate
        source = self.placement.source
        records = ExampleRecords(examples, self.placement.usual_service, source)
        costs = Costs(details.tally, self.setup, self._known_prices, details.volume)
        first = details.candidates[0]
        criteria = self.compared[0].criteria if self.compared else FilterCriteria(())
        unread, reads = None, details.tally.reads
        if reads is not None:
            extent = details.extent
            is_all = extent.of is None and not extent.partial and not extent.unreadable
            try:
                unread = unread_changes(reads, records, first, criteria, costs, is_all=is_all)
            except InvalidCondition as fault:
                raise InvalidOption("{reads}: {fault}", fault=fault) from None
        suggested = None
        if self.options.suggest:
            suggested = tuple(suggestions(records, first, criteria, costs, source))
        return replace(estimate, suggestions=suggested, unread=unread, is_all=examples.is_all)

    def _mistakes(self, details: Estimate) -> Iterator[str]:
        """What is wrong with the filters, in sentences; of one that passes nothing, what its saving means."""
        for (name, own), candidate in zip(self.findings(), details.candidates, strict=False):
            for finding in own.remarks:
                problem = finding.problem
                if problem.severity != "error":
                    continue
                number = f" (filter {finding.number})" if finding.number else ""
                means = (
                    ""
                    if candidate.matched.count
                    else "; no record passes, so what is saved is not a saving but a loss"
                )
                yield f"{name}{number}: {problem.code} {problem.message}{means}"

    @property
    def _known_prices(self) -> Prices:
        return known_prices(self.prices, self.live)


def plan_estimate(compared: tuple[Filters, ...], traffic: Traffic, options: EstimateOptions) -> EstimatePlan:
    """Decide all that can be decided before the traffic is counted.

    Args:
        compared: the filters, each with a name.
        traffic: of which the first events are looked at.
        options: that were given.

    Raises:
        InvalidOption: they make no sense, or do not go together.
        Contradiction: the service does not read from the source.
        UnreadableInput: a file cannot be read, or AWS cannot be asked for prices.
        InvalidPrices: a file has no prices.
        InvalidTotals: CloudWatch's answer does not tell how many events there are.
    """
    _check_sample(options)
    volume = month_volume(options.per_month, options.totals)
    criteria = all_criteria(compared)
    names = options.service or agreed_service(compared), options.source or agreed_source(compared)
    placement = detected_placement(criteria, *names, traffic.source)
    service = placement.usual_service
    size = agreed_batch_size(compared) if options.batch_size is None else options.batch_size
    setup = setup_of(
        service,
        placement.source,
        options.calls.calls(service),
        region=options.region,
        batch_size=size,
        window=window_seconds(options.window),
        free_tier=options.free_tier,
    )
    notes = batch_notes(
        compared, setup, has_size=options.batch_size is not None, has_window=options.window is not None
    )
    reads = _reads(options.reads, placement)
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
        probes_of([(each.name, each.criteria) for each in compared]),
        reads,
        live_prices_in(setup.region) if options.live and options.region is not None else None,
        tuple(notes),
    )


def _check_sample(options: EstimateOptions) -> None:
    if options.sample is not None and (not isinstance(options.sample, int) or options.sample < 1):
        raise InvalidOption("{sample}: {value} is not a number of events", value=options.sample)
    if options.sample is not None and options.window is not None:
        raise InvalidOption("{window} needs all events one after the other: it does not go with {sample}")


def _reads(paths: Sequence[str] | None, placement: Placement) -> tuple[str, ...]:
    if paths is None:
        return ()
    if placement.source is None or placement.source.name != "dynamodb":
        raise InvalidOption("{reads} is for the records of a DynamoDB stream: say {source} dynamodb")
    if isinstance(paths, str):
        raise InvalidOption("{reads} takes a list of attributes, such as ['status']")
    try:
        read_condition(tuple(paths))
    except InvalidCondition as fault:
        raise InvalidOption("{reads}: {fault}", fault=fault) from None
    return tuple(paths)
