"""Estimates what filters save on the events of a DataFrame, with the figures of `pipefilter estimate`.

`estimate(spark.read.text("s3://traffic/"), '{"eventName": ["MODIFY"]}', per_month=20_000_000).as_json()`
"""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql.functions import col
from pyspark.sql.types import BinaryType, StringType

from pipefilter.application.compared_filters import all_criteria
from pipefilter.application.estimate_setup import Calls, build_setup, check_region
from pipefilter.application.no_events import NoEvents
from pipefilter.application.option_values import Amount, Duration, event_count, window_seconds
from pipefilter.application.policy_service import is_placed_policy
from pipefilter.costs.billing.setup import Call, Setup, in_agreed_region
from pipefilter.costs.estimation import Estimate, Extent, build_estimate
from pipefilter.costs.prices.file import shipped_prices
from pipefilter.costs.prices.price import Prices
from pipefilter.costs.traffic.counting import CountJob
from pipefilter.costs.traffic.counts import TrafficCounts
from pipefilter.costs.traffic.queries import Queries, build_queries
from pipefilter.costs.traffic.source_detection import detect_source
from pipefilter.costs.volume.volume import Volume, volume_from_span
from pipefilter.filtering.placement import Placement
from pipefilter.sources import Source
from pipefilter.spark.filters import Filters, NamedFilters, read_candidates
from pipefilter.spark.partition_counts import count_frame
from pipefilter.spark.placement import certain_placement, detect_placement

__all__ = ["NoEvents", "estimate"]

_MAX_DETECTED = 100
"""Maximum number of rows from which the source is detected."""


def estimate(  # noqa: PLR0913 - what the command has as options
    df: DataFrame,
    patterns: Filters | NamedFilters,
    *,
    column: str = "value",
    service: str | None = None,
    source: str | None = None,
    region: str | None = None,
    per_month: Amount | None = None,
    batch_size: int | None = None,
    window: Duration | Amount | None = None,
    prices: Prices | None = None,
    function: Call | None = None,
    enrichment: Call | None = None,
    target: Call | None = None,
    free_tier: bool = False,
) -> Estimate:
    """Estimate what filters save in dollars a month, from the events in a DataFrame.

    Args:
        df: each row is an event, or a batch of several, as Lambda functions receive them; null is not an event.
        patterns: one event pattern or filter criteria, as text, bytes, dict, or parsed; or a mapping from names to them,
            none of which may be a dict: a mapping that contains only dicts and lists is one pattern.
        column: the name of the column with JSON text, or bytes of it.
        service: the name of the service in which the filters run; None to derive it from the source.
        source: the name of the source of the events; None to detect it.
        region: the Region whose prices are used; None for the Region of the events if they agree, otherwise us-east-1.
        per_month: events a month before filtering; None if the DataFrame has all events of the time that it spans.
        batch_size: records in a batch; None for AWS's default.
        window: the batching window (seconds, or a `timedelta`): batches are formed from the timestamps of the events; None
            to assume full batches. With it, the driver needs about 100 bytes of memory for each event.
        prices: the known prices; None for those that pipefilter ships.
        function: the function that an event source mapping calls.
        enrichment: the enrichment of a pipe.
        target: the target of a pipe or a rule; None if it is not to be counted.
        free_tier: whether to subtract the monthly free tier.

    Raises:
        InvalidEventPattern: AWS rejects one of the patterns.
        NoEvents: there is no event, or no event has a verdict.
        NoVolume: the events have no time span, and `per_month` is not given.
        ValueError: there is no such service or source, or the arguments cannot be combined.
        TypeError: the column has neither text nor bytes.
        AnalysisException: (of Spark) there is no such column.
    """
    candidates = read_candidates(patterns, is_policy=is_placed_policy(service or "", source or ""))
    criteria = all_criteria([each for _, each in candidates])
    volume = None if per_month is None else Volume(event_count("per_month", per_month), "per_month")
    events = _event_column(df, column)
    origin, runs_in = detect_placement(criteria, source, service, lambda: _detect_source(events))
    setup = build_setup(
        runs_in,
        origin,
        Calls(function, enrichment, target),
        region=region,
        batch_size=batch_size,
        window=window_seconds(window),
        free_tier=free_tier,
    )
    queries = build_queries(candidates)
    known_prices = shipped_prices() if prices is None else prices
    check_region(region, known_prices)
    counts = _count_events(events, queries, setup, certain_placement(criteria, source, service), column)
    setup = in_agreed_region(setup, counts.regions)
    volume = volume or volume_from_span(counts.events, counts.first, counts.last)
    return build_estimate(counts, queries, setup, known_prices, volume, Extent())


def _event_column(df: DataFrame, column: str) -> DataFrame:
    """The column as bytes."""
    events = df.select(col(column))
    kind = events.schema[0].dataType
    if not isinstance(kind, StringType | BinaryType):
        raise TypeError(
            f"column {column} has type {kind.simpleString()}: events must be JSON text, such as the result of to_json"
        )
    # as bytes: text from files may not be UTF-8, and scanners need bytes
    return events.select(events[0].cast("binary").alias("event"))


def _detect_source(events: DataFrame) -> Source | None:
    rows = events.where(events[0].isNotNull()).take(_MAX_DETECTED)
    return detect_source(bytes(row[0]) for row in rows)


def _count_events(
    events: DataFrame, queries: Queries, setup: Setup, certain: Placement, column: str
) -> TrafficCounts:
    """The counts of the events, of which there must be at least one."""
    job = CountJob(
        queries,
        setup.service.name,
        setup.source,
        with_arrivals=setup.window is not None,
        placement=certain,
    )
    counts = count_frame(events, job)
    if counts.events:
        return counts
    count = counts.malformed + counts.undecided
    if not count:
        raise NoEvents(f"column {column} contains no event")
    why = counts.faults[0].reason
    raise NoEvents(f"none of the {count} values in column {column} could be evaluated; the first reason: {why}")
