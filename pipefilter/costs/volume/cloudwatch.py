"""The volume of a month by what CloudWatch has counted.

It reads the answers of `aws cloudwatch get-metric-statistics` and `get-metric-data`, and text such as `5M/7d`.
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
    """It is not clear how many events came in how much time; the message says why."""


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
    """The volume of a month by what CloudWatch has counted; no event came where there is no data point.

    Args:
        text: CloudWatch's answer in JSON, with the sums of a metric that counts events.

    Raises:
        InvalidTotals: it is not such an answer, or has no time span.
    """
    try:
        answer = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        raise InvalidTotals(
            "this is no JSON: give what aws cloudwatch get-metric-statistics has printed"
        ) from None
    points = list(_points(answer))
    if not points:
        raise InvalidTotals(
            "there are no sums in it: ask aws cloudwatch get-metric-statistics with --statistics Sum"
        )
    times = sorted({time for time, _ in points})
    if len(times) < 2:
        raise InvalidTotals(
            "one point does not tell its period: write it as a number and a time, such as 5M/1d"
        )
    period = min(after - before for before, after in pairwise(times))
    seconds = Fraction(times[-1] - times[0] + period, 1000)
    events = sum((count for _, count in points), Fraction(0))
    if not events:
        raise InvalidTotals("all its sums are 0: there is no traffic")
    return volume_from_rate(
        events, seconds, f"{len(points)} points of CloudWatch, {float(period / 1000):g} s each"
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
            "it is not all of the answer (NextToken): let aws cloudwatch get the other pages, too"
        )
    results = answer.get("MetricDataResults")
    metrics = [each for each in results if isinstance(each, dict)] if isinstance(results, list) else []
    if len({(str(each.get("Id")), str(each.get("Label"))) for each in metrics}) > 1:
        raise InvalidTotals("it has several metrics: ask for one that counts the events")
    for result in metrics:
        if result.get("StatusCode") == "PartialData":
            raise InvalidTotals("AWS says that its data are partial (StatusCode): ask for less, or later")
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
        raise InvalidTotals(f"{json.dumps(time)[:60]}, {json.dumps(value)[:60]} is no time with a number")
    return moment, Fraction(count)
