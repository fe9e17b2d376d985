"""`pipefilter.estimate`: what filters save in dollars a month."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.application.compared_filters import FiltersInput, compared_filters
from pipefilter.application.cost_estimate import CostEstimate
from pipefilter.application.estimate_options import EstimateOptions
from pipefilter.application.estimate_plan import plan_estimate
from pipefilter.application.estimate_setup import CallOptions
from pipefilter.application.filters import Filters
from pipefilter.application.month_volume import Totals
from pipefilter.application.no_events import NoEvents
from pipefilter.application.option_text import InvalidOption
from pipefilter.application.option_values import Amount, Duration
from pipefilter.application.policy_service import is_placed_policy
from pipefilter.application.price_choice import PricesInput
from pipefilter.application.traffic import Traffic, TrafficInput, as_traffic
from pipefilter.application.traffic_count import Progress
from pipefilter.costs.billing.setup import Architecture
from pipefilter.errors import InvalidEventPattern, UnreadableInput
from pipefilter.services.sns_subscription import POLICY_SERVICES

__all__ = ["estimate"]


def estimate(  # noqa: PLR0913 - what the command has as options
    filters: FiltersInput | None,
    traffic: TrafficInput,
    *,
    per_month: Amount | str | None = None,
    totals: Totals | None = None,
    service: str | None = None,
    source: str | None = None,
    region: str | None = None,
    batch_size: int | None = None,
    window: Duration | Amount | None = None,
    memory: int | None = None,
    duration: Duration | None = None,
    per_record: Duration | None = None,
    architecture: Architecture = "x86",
    target: str | None = None,
    enrichment: str | None = None,
    enrichment_memory: int | None = None,
    enrichment_duration: Duration | None = None,
    free_tier: bool = False,
    prices: PricesInput | None = None,
    live: bool = False,
    suggest: bool = False,
    reads: Sequence[str] | None = None,
    sample: int | None = None,
    seed: int = 1,
    jobs: int = 1,
    progress: Progress | None = None,
) -> CostEstimate:
    """Estimate what filters save in dollars a month, from a sample of the traffic.

    A time is a `timedelta`, or text with a unit, such as `"120ms"`.

    Args:
        filters: what `load` returns or accepts; several to compare; or None to estimate the cost without a filter.
        traffic: paths of files, folders or objects in S3, or globs; `-` for standard input; or events and wrappers,
            which may come from an iterator: dicts, UTF-8 bytes, or JSON text; or a file open for reading bytes. A string
            is a path unless it starts like a JSON object or an array of objects.
        per_month: events a month before filtering, such as 20_000_000 or `"20M"`. Without this and `totals`, the traffic
            must contain all events between its first and its last one.
        totals: event counts from CloudWatch: its response as boto3 returns it, the path of a file with it, or a rate
            such as `"5M/7d"`.
        service: the name of the service in which the filters run; None to derive it from the filters or the source.
        source: the name of the source of the events; None to derive it from the filters or the first event.
        region: the Region whose prices are used; None for the Region of the records if they agree, otherwise us-east-1.
        batch_size: records per batch; None for the size in the template, or AWS's default.
        window: the batching window, also as a number of seconds: batches are formed from the timestamps of the events;
            None to assume full batches.
        memory: the memory of the invoked function, in MB.
        duration: the average duration of one invocation, excluding the time for the records if `per_record` is given.
        per_record: the additional duration for each record in a batch.
        architecture: the architecture of the invoked function.
        target: the kind of the target of a pipe or rule, to include its calls: `lambda`, `sqs`, `sqs-fifo`,
            `step-functions-express`, or `bus`; or the kind of the endpoint of a subscription to a topic, which also its
            template or its attributes may show.
        enrichment: the kind of the enrichment of a pipe, to include its calls: `lambda` or `step-functions-express`.
        enrichment_memory: the memory of the enrichment, in MB.
        enrichment_duration: the average duration of one call to the enrichment.
        free_tier: whether to subtract the monthly free tier.
        prices: prices that override the built-in ones, or the path of a file with them.
        live: whether to get prices from the AWS Price List API, at most once a day; needs credentials.
        suggest: whether to suggest what to filter next.
        reads: attributes that the consumer of a DynamoDB stream reads, to find the records that it does not need.
        sample: how many events to draw at random and evaluate; None for all.
        seed: the random seed for `sample`.
        jobs: the number of processes that count files.
        progress: called with the name of a file, the number of its bytes read so far, and the number of newly counted
            events.

    Raises:
        InvalidEventPattern: the service rejects one of the filters.
        UnreadableInput: a file does not exist or cannot be read; files that end too early are in `caveats`.
        NoEvents: there is no event, or no event has a verdict.
        NoVolume: the number of events in a month is not known.
        ValueError: an option is not valid, or cannot be combined with another.
        Contradiction: the service does not read from the source.
        TemplateGap: a template does not define enough of the filters.
        InvalidPrices: a file has no prices.
        InvalidTotals: CloudWatch's response does not contain the number of events.
    """
    calls = CallOptions(
        target, memory, duration, per_record, architecture, enrichment, enrichment_memory, enrichment_duration
    )
    options = EstimateOptions(
        service=service,
        source=source,
        region=region,
        per_month=per_month,
        totals=totals,
        batch_size=batch_size,
        window=window,
        calls=calls,
        free_tier=free_tier,
        prices=prices,
        live=live,
        suggest=suggest,
        reads=reads,
        sample=sample,
        seed=seed,
    )
    compared = compared_filters(
        filters,
        service=service if service is not None and service in POLICY_SERVICES else "",
        is_policy=is_placed_policy(service or "", source or ""),
    )
    return _estimated(compared, as_traffic(traffic), options, jobs, progress)


def _estimated(
    compared: tuple[Filters, ...],
    traffic: Traffic,
    options: EstimateOptions,
    jobs: int,
    progress: Progress | None,
) -> CostEstimate:
    if progress is not None and not callable(progress):
        raise TypeError(f"progress must be a function, not {type(progress).__name__}")
    if not isinstance(jobs, int) or jobs < 1:
        raise InvalidOption("{jobs}: {value} is not a number of processes", value=jobs)
    plan = plan_estimate(compared, traffic, options)
    problems = [each.problem for _, findings in plan.findings() for each in findings.refused]
    if problems:
        raise InvalidEventPattern(*problems)
    count = plan.new_count()
    count.count(traffic, jobs, progress)
    plan = plan.in_region_of(count.counts)
    try:
        return plan.with_suggestions(plan.estimate(count))
    except NoEvents as error:
        if count.unreadable:
            raise UnreadableInput(f"cannot read {count.fault_lines[-1]}") from None
        raise NoEvents(": ".join((str(error), *count.fault_lines[:1]))) from None
