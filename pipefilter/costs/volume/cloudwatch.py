"""The volume of a month from the counts of CloudWatch.

It reads the responses of `aws cloudwatch get-metric-statistics` and `get-metric-data`, and text such as `5M/7d`.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from pipefilter.costs.traffic.event_time import milliseconds
from pipefilter.costs.volume.volume import Volume, parse_count, parse_seconds, volume_from_rate
from pipefilter.errors import PipefilterError

__all__ = ["InvalidTotals", "volume_from_metric", "volume_from_rate_text"]


class InvalidTotals(PipefilterError):
    """CloudWatch's response does not determine the number of events or their time span; the message is the reason.

    `estimate` raises it.
    """


_MAX_EVENTS = 1e18
"""Of one data point."""


def volume_from_rate_text(text: str) -> Volume | None:
    """The volume of a month at a rate such as `5M/7d`; None if the text is not a rate."""
    number, slash, time = text.partition("/")
    events = parse_count(number) if slash else None
    seconds = parse_seconds(time, "") if slash else None
    if events is None or not seconds:
        return None
    return volume_from_rate(events, seconds, f"{number.strip()} events in {time.strip()}")


def volume_from_metric(text: str) -> Volume:
    """The volume of a month from the counts of CloudWatch; a missing data point means that no event came.

    Args:
        text: CloudWatch's response in JSON, with the sums of a metric that counts events.

    Raises:
        InvalidTotals: it is not such a response, or has no time span.
    """
    try:
        answer = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise InvalidTotals(
            "the file is not JSON: give the output of aws cloudwatch get-metric-statistics"
        ) from None
    points = list(_points(answer))
    if not points:
        raise InvalidTotals(
            "the response contains no sums: run aws cloudwatch get-metric-statistics with --statistics Sum"
        )
    times = sorted({time for time, _ in points})
    if len(times) < 2:
        raise InvalidTotals(
            "the period of a single data point is not known: give a rate instead, such as 5M/1d"
        )
    period = min(after - before for before, after in pairwise(times))
    seconds = Fraction(times[-1] - times[0] + period, 1000)
    events = sum((count for _, count in points), Fraction(0))
    if not events:
        raise InvalidTotals("all sums are 0: there is no traffic")
    return volume_from_rate(
        events, seconds, f"{len(points)} CloudWatch data points of {float(period / 1000):g} s each"
    )


def _points(answer: object) -> Iterator[tuple[int, Fraction]]:
    if not isinstance(answer, dict):
        return
    points = answer.get("Datapoints")
    for point in points if isinstance(points, list) else ():
        if isinstance(point, dict) and "Sum" in point:
            yield _point(point.get("Timestamp"), point["Sum"])
    if answer.get("NextToken"):
        raise InvalidTotals(
            "the response is incomplete (NextToken): let aws cloudwatch fetch the other pages, too"
        )
    results = answer.get("MetricDataResults")
    metrics = [each for each in results if isinstance(each, dict)] if isinstance(results, list) else []
    if len({(str(each.get("Id")), str(each.get("Label"))) for each in metrics}) > 1:
        raise InvalidTotals("the response has several metrics: request only the one that counts the events")
    for result in metrics:
        if result.get("StatusCode") == "PartialData":
            raise InvalidTotals("AWS marks the data as partial (StatusCode): request less, or try again later")
        times, values = result.get("Timestamps"), result.get("Values")
        if isinstance(times, list) and isinstance(values, list) and len(times) == len(values):
            yield from map(_point, times, values)


def _point(time: object, value: object) -> tuple[int, Fraction]:
    moment = milliseconds(json.dumps(time)) if isinstance(time, str) else None
    try:
        count = float(str(value))
    except ValueError:
        count = math.nan
    if moment is None or not math.isfinite(count) or not 0 <= count < _MAX_EVENTS:
        raise InvalidTotals(
            f"{json.dumps(time)[:60]}, {json.dumps(value)[:60]} is not a timestamp with a number"
        )
    return moment, Fraction(count)
