"""Suggestions of conditions to add: what they remove, and what they must keep."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from stream_conditions import NAMES, stream_records

import pipefilter
from pipefilter import dynamodb_stream as ddb
from pipefilter.analysis.pattern.repeated_name import repeated_name
from pipefilter.builder.faults import InvalidCondition
from pipefilter.builder.records.stream_record import stream_record
from pipefilter.costs.billing.costs import Costs
from pipefilter.costs.billing.setup import Setup
from pipefilter.costs.estimation import Extent, build_estimate
from pipefilter.costs.prices.file import shipped_prices
from pipefilter.costs.range import Range
from pipefilter.costs.suggestions.example_records import ExampleRecords
from pipefilter.costs.suggestions.exclusion import excluding, member_excluding
from pipefilter.costs.suggestions.frequent_values import FrequentValue, frequent_values
from pipefilter.costs.suggestions.irrelevant_changes import irrelevant_changes
from pipefilter.costs.suggestions.suggestions import Suggestion, criteria_text, fits, suggestions
from pipefilter.costs.traffic.counting import CountJob
from pipefilter.costs.traffic.example_events import ExampleEvents
from pipefilter.costs.traffic.queries import build_queries
from pipefilter.costs.traffic.relevant_changes import RelevantChanges, relevant_condition
from pipefilter.costs.volume.volume import Volume
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import Field
from pipefilter.language.filter_criteria import FilterCriteria, parse_filters
from pipefilter.matching.event_text import event_tree
from pipefilter.scanning.events.block import Block
from pipefilter.services import service_named
from pipefilter.sources import source_named

NO_FILTERS = parse_filters('{"Filters": []}')
ABSENT = object()


def takes(criteria: FilterCriteria, event: str) -> bool:
    """Whether the filters match, read from their text, as they are deployed."""
    filters = parse_filters(criteria_text(criteria)).filters
    return any(pipefilter.matches(filter_.pattern, event) for filter_ in filters) or not filters


def criteria_of(*patterns: str) -> FilterCriteria:
    return parse_filters(json.dumps({"Filters": [{"Pattern": pattern} for pattern in patterns]}))


def value_at(event: Any, steps: tuple[str, ...]) -> Any:  # noqa: ANN401 - JSON
    for step in steps:
        if not isinstance(event, dict) or step not in event:
            return ABSENT
        event = event[step]
    return event


def is_same(member: Any, value: Scalar) -> bool:  # noqa: ANN401 - JSON
    """Whether a value of an event equals one of a pattern: numbers by their numeric value."""
    if isinstance(value, Number):
        return isinstance(member, int | float) and not isinstance(member, bool) and member == float(value.text)
    return type(member) is type(value) and member == value


TEXTS = st.sampled_from(("x", "y", "", "X", "5", "10.0.0.1", "true", "é", '"', "\ud800"))
LEAVES = st.one_of(TEXTS, TEXTS, st.sampled_from((5, 5.0, 6, -1, 0)), st.none(), st.booleans(), st.just({}))
EVENTS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "a": LEAVES,
            "b": LEAVES | st.fixed_dictionaries({}, optional={"c": LEAVES, "prefix": LEAVES, "d.e": LEAVES}),
            "l": st.lists(TEXTS, max_size=2),
            "z": st.sampled_from(("p", "q")),
        },
    ),
    min_size=2,
    max_size=10,
)
FILTERS = st.lists(
    st.sampled_from(
        (
            '{"z": ["p"]}',
            '{"b": {"c": [{"exists": true}]}, "z": ["q", "p"]}',
            '{"$or": [{"z": ["q"]}, {"l": ["x"]}], "b": {"prefix": [{"exists": false}]}}',
            '{"b": [{"exists": false}]}',
            '{"a": ["x", "y", 5, true], "z": ["p"]}',
            '{"b": {"c": ["x", "5", null]}}',
        )
    ),
    max_size=3,
    unique=True,
)


def has_other_condition(criteria: FilterCriteria, steps: tuple[str, ...]) -> bool:
    """Whether a filter has another condition on this field than a list of values, or one on a field above or below it."""
    for filter_ in criteria.filters:
        for member in every_field(filter_.pattern.members):
            short = min(len(member.steps), len(steps))
            if member.steps[:short] == steps[:short] and (
                member.steps != steps
                or member not in filter_.pattern.members
                or "exists" in str(filter_.pattern)
            ):
                return True
    return False


@pytest.mark.slow
@given(EVENTS, FILTERS)
def test_excluded_events(events: list[Any], filters: list[str]) -> None:
    """Exactly the events with the value: not those without the field, with null, or with another type."""
    criteria = criteria_of(*filters)
    texts = [json.dumps(event) for event in events]
    for value in frequent_values([(event_tree(text), 1) for text in texts], 0, 99):
        member = member_excluding(value, only_booleans=False)
        if not isinstance(member, Field) or isinstance(value.value, bool):
            continue
        assert member.steps == value.steps
        changed = excluding(criteria, member, value)
        if has_other_condition(criteria, value.steps):
            assert all(takes(criteria, text) or not takes(changed, text) for text in texts if changed.filters)
            continue
        for event, text in zip(events, texts, strict=True):
            has = is_same(value_at(event, value.steps), value.value)
            passes = takes(changed, text) if changed.filters else False  # nothing that it listed is left
            assert passes is (takes(criteria, text) and not has), (criteria_text(changed), text)


@given(EVENTS, FILTERS)
def test_an_excluding_pattern_has_no_duplicate_name(events: list[Any], filters: list[str]) -> None:
    """JSON parsers keep the last of two members with one name: the filter would match more than intended."""
    for value in frequent_values([(event_tree(json.dumps(event)), 1) for event in events], 0, 99):
        member = member_excluding(value, only_booleans=False)
        if not isinstance(member, Field):
            continue
        for filter_ in excluding(criteria_of(*filters), member, value).filters:
            text = str(filter_.pattern)
            assert not list(repeated_name(pipefilter.parse(text)))
            assert pipefilter.parse(text) == pipefilter.parse(json.dumps(json.loads(text)))


@pytest.mark.parametrize(
    ("criteria", "steps", "expected"),
    [
        (
            '{"dynamodb": {"NewImage": {"a": {"S": ["x"]}}}, "eventName": ["MODIFY"]}',
            ("dynamodb", "NewImage", "b", "S"),
            '{"dynamodb": {"NewImage": {"a": {"S": ["x"]}, "b": {"S": [{"anything-but": ["y"]}, {"exists": false}]}}}, '
            '"eventName": ["MODIFY"]}',
        ),
        (
            '{"a": {"$or": [{"b": [1]}, {"c": [2]}]}, "d": [1]}',
            ("a", "e"),
            '{"a": {"$or": [{"b": [1]}, {"c": [2]}], "e": [{"anything-but": ["y"]}, {"exists": false}]}, "d": [1]}',
        ),
        ('{"a": [{"exists": false}]}', ("a", "b"), '{"a": [{"exists": false}]}'),
        ('{"a": {"b": ["x"]}}', ("a",), '{"a": {"b": ["x"]}}'),
        ('{"a": ["x", "y", {"prefix": "y"}]}', ("a",), '{"a": ["x", {"prefix": "y"}]}'),
        ('{"ab": ["x"]}', ("a",), '{"ab": ["x"], "a": [{"anything-but": ["y"]}, {"exists": false}]}'),
    ],
)
def test_the_place_of_the_field(criteria: str, steps: tuple[str, ...], expected: str) -> None:
    """Next to those of the same object; if it conflicts with another field, the filter is unchanged."""
    value = FrequentValue(steps, "y", 1)
    member = member_excluding(value, only_booleans=False)
    assert isinstance(member, Field)
    assert criteria_text(excluding(parse_filters(criteria), member, value)) == expected


def test_values_that_no_pattern_can_exclude() -> None:
    """Null, names with a meaning in patterns, and numbers that AWS compares by their text."""
    for steps, value in (
        (("a",), None),
        (("$or",), "x"),
        (("a", "exists"), "x"),
        (("a.b",), "x"),
        (("a",), Number("1e400")),
    ):
        member = member_excluding(FrequentValue(steps, value, 1), only_booleans=False)
        assert member is None or (isinstance(member, Field) and member.steps == steps)
    assert member_excluding(FrequentValue(("a",), None, 1), only_booleans=False) is None


@pytest.mark.parametrize("value", [True, False])
def test_booleans(value: bool) -> None:
    """In a DynamoDB record `BOOL` holds nothing else; elsewhere strings, null and numbers match too."""
    member = member_excluding(FrequentValue(("a",), value, 1), only_booleans=False)
    assert isinstance(member, Field)
    changed = excluding(NO_FILTERS, member, FrequentValue(("a",), value, 1))
    for other in (
        "{}",
        '{"a": null}',
        '{"a": ""}',
        '{"a": "x"}',
        '{"a": {"b": 1}}',
        '{"a": 5}',
        '{"a": -1e300}',
        '{"a": 0}',
        json.dumps({"a": not value}),
    ):
        assert takes(changed, other)
    assert not takes(changed, json.dumps({"a": value}))


@given(
    st.lists(st.tuples(EVENTS.map(lambda some: some[0]), st.integers(1, 9)), min_size=1, max_size=6),
    st.floats(0, 1),
    st.integers(1, 5),
)
def test_frequent_values(events: list[tuple[Any, int]], low_share: float, limit: int) -> None:
    """The most frequent first, with full counts, none in arrays, and none that all events have."""
    frequent = frequent_values(
        [(event_tree(json.dumps(event)), count) for event, count in events], low_share, limit
    )
    total = sum(count for _, count in events)
    assert len(frequent) <= limit
    assert [entry.count for entry in frequent] == sorted((entry.count for entry in frequent), reverse=True)
    for entry in frequent:
        assert low_share * total <= entry.count < total
        assert entry.steps[0] != "l"
        if not isinstance(entry.value, Number):  # which are told apart as they are written
            assert entry.count == sum(
                count for event, count in events if is_same(value_at(event, entry.steps), entry.value)
            )


# Suggestions


def suggested(
    lines: list[str], patterns: list[str], service: str, source: str, limit: int = 4000
) -> tuple[list[Suggestion], ExampleEvents]:
    """The suggestions for traffic after filters, and the examples they are based on."""
    criteria = criteria_of(*patterns)
    candidates = [("first", criteria)] if patterns else []
    probes = build_queries(candidates)
    what = CountJob(probes, service, source, examples=limit)
    tally = what.begin()(Block("\n".join(lines).encode(), 1, 0))
    assert tally.events
    setup = Setup(service_named(service), source, "us-east-1", 5)
    volume = Volume(Fraction(10_000_000), "")
    estimate = build_estimate(tally, probes, setup, shipped_prices(), volume, Extent())
    assert tally.examples is not None
    given_source = source_named(source) if source else None
    proposals = suggestions(
        ExampleRecords(tally.examples, service_named(service), given_source),
        estimate.candidates[0],
        criteria,
        Costs(tally, setup, shipped_prices(), volume),
        given_source,
    )
    return proposals, tally.examples


@given(EVENTS, FILTERS)
def test_shares_are_measured(events: list[Any], filters: list[str]) -> None:
    """The largest first; the share equals that of `pipefilter.matches` on the examples."""
    proposals, examples = suggested([json.dumps(event) for event in events], filters, "rule", "")
    shares = [proposal.removed for proposal in proposals]
    assert shares == sorted(shares, reverse=True)
    assert len(proposals) <= 10
    total = sum(examples.counts.values())
    for proposal in proposals:
        changed = parse_filters(proposal.text)
        assert fits(changed, service_named("rule"))
        left = sum(count for text, count in examples.counts.items() if takes(changed, text.decode()))
        assert proposal.removed == Fraction(total - left, total)
        assert 0 < proposal.removed < 1
        assert proposal.saved is not None
        assert pipefilter.parse(proposal.add)
        assert json.loads(json.dumps(proposal.as_json()))["path"] == proposal.path


@given(st.lists(stream_records(), min_size=2, max_size=8), st.booleans())
def test_suggestions_for_a_stream(records: list[dict[str, Any]], is_filtered: bool) -> None:
    """They use only fields that a filter of a pipe may use; each removes the stated share, and saves money."""
    lines = [json.dumps(record) for record in records]
    proposals, examples = suggested(
        lines, ['{"eventName": ["MODIFY", "INSERT"]}'] * is_filtered, "pipe", "dynamodb"
    )
    total = sum(examples.counts.values())
    for proposal in proposals:
        assert proposal.path.partition(".")[0] in ("eventName", "dynamodb")
        left = sum(
            count
            for text, count in examples.counts.items()
            if takes(parse_filters(proposal.text), text.decode())
        )
        assert proposal.removed == Fraction(total - left, total)
        assert proposal.saved is not None
        assert 0 < proposal.saved[0] <= proposal.saved[1]


def test_the_first_suggestion_is_the_obvious_one() -> None:
    """A heartbeat that is most of the traffic."""
    lines = [
        json.dumps(
            {
                "eventName": "MODIFY",
                "dynamodb": {
                    "NewImage": {"kind": {"S": "beat" if number % 10 else "order"}, "n": {"N": str(number)}}
                },
            }
        )
        for number in range(100)
    ]
    proposals, _ = suggested(lines, ['{"eventName": ["MODIFY"]}'], "pipe", "dynamodb")
    assert proposals[0].path == "dynamodb.NewImage.kind.S"
    assert (proposals[0].value, proposals[0].removed, proposals[0].note) == ('"beat"', Fraction(9, 10), "")
    assert proposals[0].saved == Range.exactly(Fraction("0.72"))
    assert json.loads(json.loads(proposals[0].text)["Filters"][0]["Pattern"]) == {
        "eventName": ["MODIFY"],
        "dynamodb": {"NewImage": {"kind": {"S": [{"anything-but": ["beat"]}, {"exists": False}]}}},
    }


def test_data_that_are_not_json_are_reported() -> None:
    """A condition on a JSON body drops plain bodies, and the note says so."""
    bodies = ['{"kind": "beat"}'] * 6 + ['{"kind": "order"}'] * 3 + ["plain"]
    lines = [json.dumps({"messageId": str(number), "body": body}) for number, body in enumerate(bodies)]
    proposals, _ = suggested(lines, [], "pipe", "sqs")
    first = next(
        proposal for proposal in proposals if proposal.path == "body.kind" and proposal.value == '"beat"'
    )
    assert first.removed == Fraction(7, 10)
    assert first.note == "also excludes records whose body is not JSON"
    assert all(proposal.path != "body" for proposal in proposals)


# Changes that nobody reads


def learned(paths: list[str], examples: ExampleRecords) -> RelevantChanges:
    """What the examples teach, each as often as it occurred."""
    reads = RelevantChanges(tuple(paths))
    for example in examples:
        for _ in range(example.count):
            reads.learn(example.record.text.encode("utf-8", "surrogatepass"))
    return reads


@given(
    st.lists(stream_records(), min_size=1, max_size=6),
    st.lists(st.sampled_from(NAMES).map(json.dumps), min_size=1, max_size=2, unique=True),
    st.sampled_from(
        (None, '{"eventName": ["MODIFY", "INSERT"]}', '{"dynamodb": {"Keys": {"pk": {"S": ["k"]}}}}')
    ),
)
def test_no_relevant_change_is_left_out(
    records: list[dict[str, Any]], paths: list[str], pattern: str | None
) -> None:
    """A record for which the condition holds matches the narrowed filters, and, if it matched before, both together."""
    condition = relevant_condition(paths)
    criteria = criteria_of(pattern) if pattern else NO_FILTERS
    candidates = [("first", criteria)] if pattern else []
    probes = build_queries(candidates)
    what = CountJob(probes, "pipe", "dynamodb", examples=100)
    lines = [json.dumps(record) for record in records]
    tally = what.begin()(Block("\n".join(lines).encode(), 1, 0))
    setup = Setup(service_named("pipe"), "dynamodb", "us-east-1", 5)
    volume = Volume(Fraction(10_000_000), "")
    estimate = build_estimate(tally, probes, setup, shipped_prices(), volume, Extent())
    examples = ExampleRecords(
        tally.examples or what.nothing().examples or ExampleEvents(1), setup.service, None
    )
    costs = Costs(tally, setup, shipped_prices(), volume)
    try:
        changes = irrelevant_changes(
            learned(paths, examples), examples, estimate.candidates[0], criteria, costs, is_all=True
        )
    except InvalidCondition:
        reject()
    if changes is None:  # no record has any of the attributes
        assert not any(f'"{path}"' in line for path in paths for line in lines if takes(criteria, line))
        return
    passed = [line for line in lines if takes(criteria, line)]
    needed = [line for line in passed if condition.holds(stream_record(line))]
    narrowed = FilterCriteria(changes.narrowed.criteria.filters)
    assert all(takes(narrowed, line) for line in needed)
    total = max(1, len(passed))
    assert changes.needless == Fraction(len(passed) - len(needed), total)
    left_out = [line for line in passed if not takes(narrowed, line)]
    assert changes.removed == Fraction(len(left_out), total)
    assert changes.removed <= changes.needless
    if changes.criteria is not None:
        both = parse_filters(changes.text)
        assert [takes(both, line) for line in lines] == [
            takes(criteria, line) and takes(narrowed, line) for line in lines
        ]
        assert not any(list(repeated_name(filter_.pattern)) for filter_ in both.filters)
    assert json.loads(json.dumps(changes.as_json()))["joined"] is (changes.criteria is not None)


def test_conflicting_fields_are_not_joined() -> None:
    """An object cannot have both a field and another one inside it."""
    records = [
        {"eventName": "MODIFY", "dynamodb": {"NewImage": {"a": {"S": new}}, "OldImage": {"a": {"S": "x"}}}}
        for new in ("x", "y")
    ]
    criteria = criteria_of('{"dynamodb": {"NewImage": {"a": [{"exists": false}]}}}')
    probes = build_queries([("first", criteria)])
    what = CountJob(probes, "pipe", "dynamodb", examples=100)
    tally = what.begin()(Block("\n".join(map(json.dumps, records)).encode(), 1, 0))
    assert tally.examples is not None
    setup = Setup(service_named("pipe"), "dynamodb", "us-east-1", 5)
    volume = Volume(Fraction(10_000_000), "")
    estimate = build_estimate(tally, probes, setup, shipped_prices(), volume, Extent())
    examples = ExampleRecords(tally.examples, setup.service, None)
    costs = Costs(tally, setup, shipped_prices(), volume)
    reads = learned(["a"], examples)
    changes = irrelevant_changes(reads, examples, estimate.candidates[0], criteria, costs, is_all=True)
    assert changes is not None
    assert changes.criteria is None or not any(
        list(repeated_name(filter_.pattern)) for filter_ in parse_filters(changes.text).filters
    )


def test_examples_represent_all_equal_events() -> None:
    """A frequent text has its full weight."""
    lines = ['{"a": "x"}'] * 7 + ['{"a": "y"}'] * 3
    proposals, examples = suggested(lines, [], "rule", "")
    assert Counter(examples.counts.values()) == Counter((7, 3))
    assert [(proposal.path, proposal.removed) for proposal in proposals] == [
        ("a", Fraction(7, 10)),
        ("a", Fraction(3, 10)),
    ]
    assert str(ddb.new("a", type="S").exists())
