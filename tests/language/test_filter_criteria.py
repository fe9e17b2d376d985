"""Filter criteria: several patterns, read from the formats of AWS's services and combined as each service does."""

from __future__ import annotations

import json

import pytest

import pipefilter
from pipefilter.filtering.service_filters import ServiceFilters
from pipefilter.json_text.raw_object import raw_object
from pipefilter.language.filter_criteria import (
    FilterCriteria,
    InvalidFilter,
    parse_filters,
    parse_valid_filters,
)
from pipefilter.services import service_named
from pipefilter.sources.pattern_parts import format_for, without_members

ONE = '{"a": [1]}'
TWO = '{"b": [2]}'
FILTERS = [{"Pattern": ONE}, {"Pattern": TWO}]


@pytest.mark.parametrize(
    "document",
    [
        {"Filters": FILTERS},
        {"FilterCriteria": {"Filters": FILTERS}},
        {"filterCriteria": {"filters": [{"pattern": ONE}, {"pattern": TWO}]}},
        {"Filters": [{"Pattern": json.loads(ONE)}, {"Pattern": json.loads(TWO)}]},
        {
            "FilterConfiguration": {
                "Filters": [{"Scope": "DATA", **filter_} for filter_ in FILTERS],
                "Language": "X",
            }
        },
    ],
    ids=["plain", "wrapped", "small letters", "objects", "v2"],
)
def test_forms(document: object) -> None:
    """The formats of Lambda, Pipes, v2, CDK and the Serverless Framework."""
    criteria = parse_filters(json.dumps(document, indent=1))
    assert [filter_.pattern for filter_ in criteria.filters] == [pipefilter.parse(ONE), pipefilter.parse(TWO)]
    assert [filter_.number for filter_ in criteria.filters] == [1, 2]
    assert not criteria.is_bare_pattern


@pytest.mark.parametrize("pattern", [ONE, '{"Filters": [1]}', '{"Filters": [{"prefix": "x"}]}', ONE.encode()])
def test_one_pattern(pattern: str | bytes) -> None:
    """A single pattern, also if it has a field named like the list of filters."""
    criteria = parse_filters(pattern)
    assert criteria.is_bare_pattern
    assert [filter_.pattern for filter_ in criteria.filters] == [pipefilter.parse(pattern)]


@pytest.mark.parametrize(
    ("text", "code", "number", "line", "column"),
    [
        ('{"FilterCriteria":\n {"Filters": {}}}', "PF150", 0, 2, 14),
        ('{"FilterCriteria": {"Filters": [\n{"Pattern": "{\\"a\\": [1]}"}, {}]}}', "PF151", 0, 2, 30),
        ('{"FilterCriteria": {"Filters": [3]}}', "PF151", 0, 1, 33),
        ('{"Filters": [{"Pattern": "{\\"a\\": [1]}", "Scope": "data"}]}', "PF152", 0, 1, 51),
        ('{"Filters": [{"Pattern": "{\\"a\\": [1]}"}, {"Pattern": "{\\"a\\": 1}"}]}', "PF112", 2, 1, 8),
        ('{"Filters": [{"Pattern": ""}]}', "PF110", 1, 1, 1),
        ('{"filters": [{"pattern": "{\\"a\\": [1]}",\n"scope": "data"}]}', "PF152", 0, 2, 10),
        ('{"Filters": [{"eventName": ["INSERT"]}]}', "PF151", 0, 1, 14),
        ('{"Filters": [{"Pattern": "{\\"a\\": [1]}"}, {"eventName": ["INSERT"]}]}', "PF151", 0, 1, 43),
        ('{"Filters": {"Pattern": "{\\"a\\": [1]}"}}', "PF150", 0, 1, 13),
        ('{"FilterCriteria": [{"Pattern": "{\\"a\\": [1]}"}]}', "PF155", 0, 1, 20),
        ('{"Filters": [{"Scope": "DATA", "Pattern": "[{\\"a\\": [1]}]"}]}', "PF153", 1, 1, 1),
    ],
)
def test_invalid_criteria(text: str, code: str, number: int, line: int, column: int) -> None:
    """An error has its position in the file; an error in a filter's pattern has its position there and the filter's number."""
    with pytest.raises(InvalidFilter) as caught:
        parse_filters(text)
    error = caught.value
    place = error.problem.place
    assert (error.code, error.number, place.line, place.column) == (code, number, line, column)


def test_each_invalid_filter_is_reported() -> None:
    """Valid filters are still read, and keep their numbers."""
    patterns = ['{"a": 1}', '{"a": [1]}', '{"a": []}', '{"b": [1]}']
    criteria, faults = parse_valid_filters(
        json.dumps({"Filters": [{"Pattern": pattern} for pattern in patterns]})
    )
    assert [filter_.number for filter_ in criteria.filters] == [2, 4]
    assert [(fault.number, fault.code) for fault in faults] == [(1, "PF112"), (3, "PF113")]


@pytest.mark.parametrize(
    "text",
    [
        '{"Filters": ["a"]}',
        '{"Filters": ["{\\"a\\": [1]}"]}',
        '{"Filters": [{"prefix": "a"}]}',
        '{"Filters": [{"anything-but": ["a"]}, "b"]}',
        '{"Filters": {"a": ["b"]}}',
        '{"FilterCriteria": ["a"]}',
        '{"FilterCriteria": [{"numeric": [">", 1]}]}',
    ],
)
def test_a_field_may_have_the_name(text: str) -> None:
    """A pattern is not taken for filter criteria."""
    assert parse_filters(text).is_bare_pattern


@pytest.mark.parametrize(
    "text", ['{"FilterCriteria": {}}', '{"Filters": []}', '{"FilterConfiguration": {"Filters": []}}']
)
def test_no_filters(text: str) -> None:
    """The ways in which AWS lets users write that there are no filters."""
    assert parse_filters(text).filters == ()
    assert not parse_filters(text).is_bare_pattern


def judged(criteria: FilterCriteria, service: str, event: str) -> tuple[bool, str]:
    verdict = ServiceFilters(criteria, service_named(service)).evaluate(raw_object(event), None)
    return verdict.matches, verdict.undecided


@pytest.mark.parametrize(("service", "together"), [("pipe", any), ("lambda", any), ("v2", all)])
def test_combination(service: str, together: object) -> None:
    """Pipes and Lambda need one filter to match, an EventBridge v2 subscriber all of them; without filters everything matches."""
    criteria = parse_filters(json.dumps({"Filters": FILTERS}))
    for event, single in (
        ('{"a": 1}', (True, False)),
        ('{"a": 1, "b": 2}', (True, True)),
        ('{"a": 2}', (False, False)),
    ):
        assert callable(together)
        assert judged(criteria, service, event) == (together(single), "")
    assert judged(FilterCriteria(()), service, "{}") == (True, "")


EVENT = '{"id": "i", "source": "s", "detail-type": "d", "detail": {"a": 1}}'


@pytest.mark.parametrize(
    ("scope", "pattern", "event", "verdict"),
    [
        ("DATA", '{"detail": {"a": [1]}}', EVENT, "match"),
        ("METADATA", '{"k": ["v"]}', EVENT, "no match"),
        ("METADATA", '{"k": [{"exists": false}]}', EVENT, "no match"),
        (
            "METADATA",
            '{"k": ["v"]}',
            '{"a": 1}',
            "METADATA is unknown for an event that was not sent with PutEvents",
        ),
        ("SYSTEM_METADATA", '{"aws:Source": ["s"], "ContentType": [{"suffix": "json"}]}', EVENT, "match"),
        ("SYSTEM_METADATA", '{"aws:DetailType": ["x"]}', EVENT, "no match"),
        (
            "SYSTEM_METADATA",
            '{"aws:DeliveryType": ["LIVE"]}',
            EVENT,
            "aws:DeliveryType cannot be determined from the event alone",
        ),
    ],
)
def test_scopes(scope: str, pattern: str, event: str, verdict: str) -> None:
    """A subscriber's filter sees one part of the event; a part that the event does not contain is not guessed."""
    criteria = parse_filters(json.dumps({"Filters": [{"Scope": scope, "Pattern": pattern}]}))
    matches, undecided = judged(criteria, "v2", event)
    assert (undecided or ("match" if matches else "no match")) == verdict


def test_one_mismatch_decides_despite_an_unknown_filter() -> None:
    """All filters must match, so that one that does not match decides."""
    unknown = {"Scope": "SYSTEM_METADATA", "Pattern": '{"aws:DeliveryType": ["LIVE"]}'}
    for data, expected in (
        ('{"source": ["x"]}', (False, "")),
        ('{"source": ["s"]}', (False, "aws:DeliveryType")),
    ):
        criteria = parse_filters(json.dumps({"Filters": [unknown, {"Scope": "DATA", "Pattern": data}]}))
        matches, undecided = judged(criteria, "v2", EVENT)
        assert (matches, undecided.split(" ")[0]) == expected


@pytest.mark.parametrize(
    ("pattern", "expected", "rest"),
    [
        ('{"data": ["x"], "k": ["v"]}', "plain", '{"k": ["v"]}'),
        ('{"data": {"a": [1]}, "k": ["v"]}', "JSON", '{"k": ["v"]}'),
        ('{"data.a": [1], "k": ["v"]}', "JSON", '{"k": ["v"]}'),
        ('{"k": ["v"], "database": [1]}', "none", '{"k": ["v"], "database": [1]}'),
    ],
)
def test_parts(pattern: str, expected: str, rest: str) -> None:
    """The data part of a pattern, and the pattern without it."""
    parsed = pipefilter.parse(pattern)
    assert format_for(parsed, "data") == expected
    left = without_members(parsed, ["data"])
    for event in ('{"k": "v"}', '{"k": "w"}', '{"k": "v", "database": 1}'):
        assert pipefilter.matches(left, event) == pipefilter.matches(rest, event)


def test_without_any_condition_left() -> None:
    """A pattern without conditions matches everything, also if only one branch of `$or` has no other condition."""
    assert pipefilter.matches(without_members(pipefilter.parse('{"data": ["x"]}'), ["data"]), "{}")
    either = pipefilter.parse('{"$or": [{"data": ["x"]}, {"k": ["v"]}]}')
    assert pipefilter.matches(without_members(either, ["data"]), '{"k": "w"}')
    both = pipefilter.parse('{"$or": [{"data": ["x"], "k": ["v"]}, {"k": ["w"]}]}')
    assert [pipefilter.matches(without_members(both, ["data"]), f'{{"k": "{k}"}}') for k in "vwx"] == [
        True,
        True,
        False,
    ]


@pytest.mark.slow
def test_very_many_invalid_filters() -> None:
    """The first hundred are reported, in bounded time."""
    criteria, faults = parse_valid_filters(
        json.dumps({"Filters": [{"Pattern": "{"}] * 20_000 + [{"Pattern": "{}"}]})
    )
    assert [fault.number for fault in faults] == list(range(1, 101))
    assert criteria.filters == ()
