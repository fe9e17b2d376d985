"""The monthly volume of traffic: numbers and durations in common notations, CloudWatch's answers, and times of records."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipefilter.costs.traffic.event_time import event_time, milliseconds
from pipefilter.costs.volume.cloudwatch import InvalidTotals, volume_from_metric, volume_from_rate_text
from pipefilter.costs.volume.volume import (
    MONTH,
    NoVolume,
    parse_count,
    parse_seconds,
    volume_from_rate,
    volume_from_span,
)
from pipefilter.json_text.raw_object import raw_object
from pipefilter.sources import source_named


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("20M", 20_000_000),
        ("20 m", 20_000_000),
        ("1.5k", 1500),
        ("1_000", 1000),
        ("1,000,000", 1_000_000),
        (" 300000 ", 300_000),
        (".5K", 500),
        ("2b", 2 * 10**9),
        ("2G", 2 * 10**9),
        ("1t", 10**12),
        ("0", 0),
        ("0.1", Fraction(1, 10)),
    ],
)
def test_counts(text: str, number: Fraction | int) -> None:
    """Exact, for each suffix."""
    assert parse_count(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "M",
        "-1",
        "+1",
        "1e6",
        "1.",
        "1..5",
        "1.5.5",
        "20MM",
        "20 million",
        "0x10",
        "1/2",
        "NaN",
        "inf",
        "1 0",
        "9" * 19,
        "1\n\n2",
    ],
)
def test_invalid_counts(text: str) -> None:
    assert parse_count(text) is None


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90s", 90),
        ("90", 90),
        ("5m", 300),
        ("5min", 300),
        ("12h", 43_200),
        ("7d", 604_800),
        ("1w", 604_800),
        ("250ms", Fraction(1, 4)),
        ("1.5 h", 5400),
        ("0s", 0),
    ],
)
def test_durations(text: str, seconds: Fraction | int) -> None:
    assert parse_seconds(text) == seconds


@pytest.mark.parametrize("text", ["", "s", "-1s", "1e3s", "5M", "1y", "1h30m", ".5s", "1,5s", "1_0s", "1" * 13])
def test_invalid_durations(text: str) -> None:
    """`5M` is a number of events, not a time."""
    assert parse_seconds(text) is None


def test_a_number_without_a_unit_has_the_default_unit() -> None:
    assert parse_seconds("90", "ms") == Fraction(9, 100)
    assert parse_seconds("90s", "ms") == 90


@given(st.text(max_size=12) | st.text("0123456789.,_kKmMsd/ \n", max_size=12))
def test_any_text(text: str) -> None:
    """The result is a number that is not negative, or None."""
    for number in (parse_count(text), parse_seconds(text)):
        assert number is None or number >= 0
    rate = volume_from_rate_text(text)
    assert rate is None or rate.events >= 0


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("5M/7d", 5_000_000 * MONTH / Fraction(604_800)),
        ("1/1s", MONTH),
        (" 10 / 1 h ", 7300),
        ("730/730h", 730),
    ],
)
def test_rates(text: str, events: Fraction | int) -> None:
    """A month is 730 hours."""
    volume = volume_from_rate_text(text)
    assert volume is not None
    assert volume.events == events
    assert not volume.by_span


@pytest.mark.parametrize("text", ["5M", "5M/", "/7d", "5M/0s", "5M/7x", "x/7d", "5M/7d/2", "5M/-7d", ""])
def test_invalid_rates(text: str) -> None:
    assert volume_from_rate_text(text) is None


@given(st.integers(2, 10**6), st.integers(0, 10**12), st.integers(1, 10**10))
def test_spans(events: int, first: int, span: int) -> None:
    """Equidistant events have that rate: n of them have n - 1 intervals."""
    volume = volume_from_span(events, first, first + span)
    each = Fraction(span, events - 1)
    assert volume.events == Fraction(MONTH * 1000) / each
    assert volume.by_span
    assert volume.events == volume_from_rate(Fraction(events - 1), Fraction(span, 1000), "").events


@pytest.mark.parametrize(
    ("first", "last", "words"), [(None, None, "have no timestamps"), (5, 5, "have the same timestamp")]
)
def test_invalid_spans(first: int | None, last: int | None, words: str) -> None:
    with pytest.raises(NoVolume, match=f"{words}.*per_month"):
        volume_from_span(7, first, last)


# CloudWatch

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def statistics(points: list[tuple[int, object]], form: str = "%Y-%m-%dT%H:%M:%S+00:00") -> str:
    """What `aws cloudwatch get-metric-statistics` prints: points in no order, and some missing."""
    listed = [
        {"Timestamp": (BEGIN + timedelta(minutes=minute)).strftime(form), "Sum": value, "Unit": "Count"}
        for minute, value in points
    ]
    return json.dumps({"Label": "IncomingRecords", "Datapoints": listed})


def data_of(points: list[tuple[int, object]]) -> str:
    """What `aws cloudwatch get-metric-data` prints."""
    times = [(BEGIN + timedelta(minutes=minute)).isoformat() for minute, _ in points]
    values = [value for _, value in points]
    metric = {"Id": "m1", "Label": "x", "Timestamps": times, "Values": values, "StatusCode": "Complete"}
    return json.dumps({"MetricDataResults": [metric], "Messages": []})


@given(
    st.dictionaries(st.integers(0, 500), st.integers(1, 10**9) | st.floats(1, 1e9), min_size=2, max_size=20),
    st.sampled_from((1, 5, 60)),
    st.randoms(use_true_random=False),
)
def test_metrics(sums: dict[int, float], period: int, chance: object) -> None:
    """The sums over the time from the first point to the end of the last, in any order; gaps have no events."""
    points: list[tuple[int, object]] = [(minute * period, value) for minute, value in sums.items()]
    points.append((600 * period, 0))
    points.append((601 * period, 0))
    shuffle = chance.shuffle  # type: ignore[attr-defined]  # of a Random
    shuffle(points)
    begin = min(minute for minute, _ in points)
    seconds = (602 * period - begin) * 60
    expected = sum(map(Fraction, sums.values()), Fraction(0)) * MONTH / seconds
    for text in (statistics(points), statistics(points, "%Y-%m-%dT%H:%M:%SZ"), data_of(points)):
        volume = volume_from_metric(text)
        assert volume.events == expected
        assert not volume.by_span
        assert f"{len(points)} CloudWatch data points" in volume.basis


def test_the_example_of_aws() -> None:
    """In the form of the CLI's documentation, with other statistics next to the sum."""
    points = [
        {"Timestamp": "2026-10-19T07:18:00Z", "Sum": 99.0, "Average": 0.9, "Unit": "Count"},
        {"Timestamp": "2026-10-19T04:18:00Z", "Sum": 1.0, "Unit": "Count"},
        {"Timestamp": "2026-10-19T05:18:00Z", "Sum": 0.0, "Unit": "Count"},
    ]
    volume = volume_from_metric(json.dumps({"Datapoints": points, "Label": "Invocations"}))
    assert volume.events == 100 * Fraction(730, 4)
    assert volume.basis == "3 CloudWatch data points of 3600 s each"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not JSON"),
        ("Datapoints", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "no sums"),
        ("{}", "no sums"),
        ('{"Datapoints": []}', "no sums"),
        ('{"Datapoints": [{"Timestamp": "2026-01-01T00:00:00Z", "Average": 1}]}', "no sums"),
        ('{"MetricDataResults": [{"Timestamps": ["2026-01-01T00:00:00Z"], "Values": []}]}', "no sums"),
        (statistics([(0, 5)]), "a single data point"),
        (statistics([(0, 5), (0, 6)]), "a single data point"),
        (statistics([(0, 5), (1, -6)]), "not a timestamp with a number"),
        (statistics([(0, 5), (1, float("nan"))]), "not a timestamp with a number"),
        (statistics([(0, 5), (1, float("inf"))]), "not a timestamp with a number"),
        (statistics([(0, 5), (1, None)]), "not a timestamp with a number"),
        (statistics([(0, 5), (1, True)]), "not a timestamp with a number"),
        (statistics([(0, 5), (1, [[5]])]), "not a timestamp with a number"),
        (statistics([(0, 5)]).replace("5", "9" * 400), "not a timestamp with a number"),
        (statistics([(0, 5)], "yesterday"), "not a timestamp with a number"),
        ('{"Datapoints": [{"Timestamp": null, "Sum": 1}]}', "not a timestamp with a number"),
        ('{"Datapoints": [{"Sum": 1}]}', "not a timestamp with a number"),
    ],
)
def test_invalid_metrics(text: str, words: str) -> None:
    with pytest.raises(InvalidTotals, match=words):
        volume_from_metric(text)


ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(("2026-01-01T00:00:00Z", "2026-01-02", "1767225600", "9999-12-31T23:59:59Z", "\ud800")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(("Datapoints", "Timestamp", "Sum", "MetricDataResults", "Timestamps", "Values")),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
POINTS = st.lists(st.fixed_dictionaries({}, optional={"Timestamp": ANY_JSON, "Sum": ANY_JSON}), max_size=4)
SERIES = st.lists(
    st.fixed_dictionaries({}, optional={"Timestamps": ANY_JSON, "Values": ANY_JSON}) | ANY_JSON, max_size=3
)
ANSWERS = ANY_JSON | st.fixed_dictionaries({}, optional={"Datapoints": POINTS, "MetricDataResults": SERIES})


@given(ANSWERS.map(json.dumps) | st.text(max_size=20))
def test_hostile_answers(text: str) -> None:
    """Any input is a volume, or refused."""
    try:
        volume = volume_from_metric(text)
    except InvalidTotals as error:
        assert str(error)  # noqa: PT017 - or there is none
    else:
        assert volume.events >= 0


@pytest.mark.slow
def test_deep_answers() -> None:
    """Nested about as deeply as Python's parser supports."""
    for depth in (*range(1, 1000, 7), *range(930, 1010)):
        for start, end in (("[", "]"), ('{"a":', "}")):
            deep = start * depth + "1" + end * depth
            for text in (
                f'{{"Datapoints": [{{"Timestamp": "2026-01-01T00:00:00Z", "Sum": {deep}}}]}}',
                f'{{"Datapoints": [{{"Timestamp": {deep}, "Sum": 1}}]}}',
                f'{{"MetricDataResults": [{{"Timestamps": ["2026-01-01"], "Values": [{deep}]}}]}}',
            ):
                with pytest.raises(InvalidTotals):
                    volume_from_metric(text)


# Times

NOON = 1_767_268_800_000
"""2026-01-01T12:00:00Z"""


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1767268800", NOON),
        ("1767268800.0", NOON),
        ("1.7672688E9", NOON),
        ("1767268800.1234", NOON + 123),
        ("1767268800123", NOON + 123),
        ('"1767268800123"', NOON + 123),
        ('"1767268800"', NOON),
        ('"2026-01-01T12:00:00Z"', NOON),
        ('"2026-01-01T12:00:00.123Z"', NOON + 123),
        ('"2026-01-01T12:00:00.123456+00:00"', NOON + 123),
        ('"2026-01-01T13:00:00+01:00"', NOON),
        ('"2026-01-01 12:00:00"', NOON),
        ('"2026-01-01T12:00"', NOON),
        ('"Jan 1, 2026, 12:00:00 PM"', NOON),
        ('"Jan 1, 2026, 12:00:00\\u202fPM"', NOON),
        ("0", 0),
        ("99999999999", 99_999_999_999_000),
        ("100000000000", 100_000_000_000),
        ("-1", None),
        ("1e400", None),
        ("1e308", None),
        ("253402300800000", None),
        ("true", None),
        ("null", None),
        ("[]", None),
        ("{}", None),
        ("[1767268800]", None),
        ('""', None),
        ('"nan"', None),
        ('"inf"', None),
        ('"-inf"', None),
        ('"soon"', None),
        ('"2026-02-30T00:00:00Z"', None),
        ('"1969-12-31T23:59:59Z"', None),
        ('"0001-01-01T00:00:00+23:59"', None),
        ('"9999-12-31T23:59:59-23:59"', None),
        ('"\\ud800"', None),
        ("1" * 65, None),
        (f'"{"1" * 63}"', None),
    ],
)
def test_milliseconds(value: str, expected: int | None) -> None:
    """Seconds, milliseconds and dates, as number and as string; others are None."""
    assert milliseconds(value) == expected


@given(
    st.recursive(
        st.text(max_size=20)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.integers()
        | st.none()
        | st.booleans(),
        st.lists,
        max_leaves=3,
    ).map(json.dumps)
    | st.datetimes().map(lambda moment: json.dumps(str(moment)))
    | st.datetimes(timezones=st.just(UTC)).map(lambda moment: json.dumps(moment.isoformat()))
)
def test_any_value(value: str) -> None:
    """The result is a time between 1970 and the year 10000, or None."""
    time = milliseconds(value)
    assert time is None or 0 <= time < 253_402_300_800_000


@given(st.datetimes(datetime(1970, 1, 1), datetime(5000, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds
def test_every_form_of_one_time(moment: datetime) -> None:
    """To the millisecond, in every notation."""
    exact = (moment - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1)
    for value in (
        json.dumps(moment.isoformat()),
        json.dumps(moment.isoformat(" ")),
        json.dumps(moment.astimezone(None).isoformat()),
        json.dumps(moment.timestamp()),
        json.dumps(str(moment.timestamp())),
    ):
        time = milliseconds(value)
        assert time is not None
        assert abs(time - exact) <= 1
    if exact >= 1e11:
        assert milliseconds(str(round(exact))) == round(exact)


@pytest.mark.parametrize(
    ("source", "record", "expected"),
    [
        ("dynamodb", '{"dynamodb": {"ApproximateCreationDateTime": 1767268800}}', NOON),
        ("dynamodb", '{"dynamodb": {"ApproximateCreationDateTime": "2026-01-01T13:00:00+01:00"}}', NOON),
        (
            "dynamodb",
            '{"dynamodb": {"ApproximateCreationDateTime": 5, "ApproximateCreationDateTime": 1767268800}}',
            NOON,
        ),
        ("dynamodb", '{"dynamodb": {}, "ApproximateCreationDateTime": 1767268800, "time": 5}', None),
        ("dynamodb", '{"dynamodb": "2026-01-01T12:00:00Z"}', None),
        ("kinesis", '{"kinesis": {"approximateArrivalTimestamp": 1767268800.123}}', NOON + 123),
        ("kinesis", '{"approximateArrivalTimestamp": 1767268800}', NOON),
        ("kinesis", '{"ApproximateArrivalTimestamp": "2026-01-01T12:00:00.5+00:00"}', NOON + 500),
        ("sqs", '{"attributes": {"SentTimestamp": "1767268800123"}, "body": ""}', NOON + 123),
        ("sqs", '{"Attributes": {"SentTimestamp": "1767268800123"}, "Body": ""}', NOON + 123),
        ("sqs", '{"body": "{\\"time\\": 5}"}', None),
        ("msk", '{"timestamp": 1767268800123, "timestampType": "CREATE_TIME"}', NOON + 123),
        ("kafka", '{"timestamp": 1767268800123}', NOON + 123),
        ("activemq", '{"timestamp": 1767268800123, "brokerInTime": 5}', NOON + 123),
        ("activemq", '{"brokerInTime": 1767268800123}', NOON + 123),
        ("rabbitmq", '{"basicProperties": {"timestamp": "Jan 1, 2026, 12:00:00 PM"}}', NOON),
        ("bus", '{"time": "2026-01-01T12:00:00Z", "detail": {"time": 5}}', NOON),
        ("bus", '{"detail": {"time": "2026-01-01T12:00:00Z"}}', None),
        ("sns", '{"Timestamp": "2026-01-01T12:00:00.123Z", "Message": "", "TopicArn": "t"}', NOON + 123),
        ("sns", '{"EventSource": "aws:sns", "Sns": {"Timestamp": "2026-01-01T12:00:00.000Z"}}', NOON),
        ("sns", '{"messageId": "1", "body": "", "attributes": {"SentTimestamp": "1767268800123"}}', NOON + 123),
        ("sns", '{"Timestamp": "2026-01-01T12:00:00.123Z"}', None),
        ("", '{"time": "2026-01-01T12:00:00Z"}', NOON),
        ("", '{"time": "soon", "timestamp": 1767268800}', NOON),
        ("", "{}", None),
    ],
)
def test_times_of_records(source: str, record: str, expected: int | None) -> None:
    """Where records of each source have it, as the filter sees them."""
    raw = raw_object(record)
    seen = source_named(source).as_seen(raw) if source else raw
    assert event_time(seen, source) == expected
