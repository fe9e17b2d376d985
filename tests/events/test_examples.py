"""Examples: every event has the verdict that it is said to have, and differs in one field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import md5
from pathlib import Path
from typing import Any

import click
import pytest
from command_cases import commands
from hypothesis import given
from hypothesis import strategies as st
from repository import ROOT
from thoroughness import FEWER

import pipefilter
from pipefilter.application.known_events import known_events
from pipefilter.errors import InvalidEventPattern
from pipefilter.events.aws_events import aws_events
from pipefilter.events.shape import look_up
from pipefilter.json_text.number import Number
from pipefilter.json_text.writer import written
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operators import OPERATORS
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.strategies import event_patterns, events_matching
from pipefilter.witnesses.branch_witness import conditions_of, joined_conditions, witness
from pipefilter.witnesses.bus_samples import aws_sample
from pipefilter.witnesses.field_witness import FieldCondition, field_values

READY = [
    pytest.param(path, id="/".join(path.parts[-3:-1]))
    for path in sorted((ROOT / "patterns").glob("*/*/pattern.json"))
]
RECORDS = ("dynamodb", "sqs", "kinesis", "msk", "kafka", "rabbitmq", "activemq", "documentdb", "bus", "sns")


@pytest.mark.slow
@FEWER
@given(event_patterns())
def test_examples_have_their_verdicts(pattern: EventPattern) -> None:
    """Every example has the verdict of the reference matcher, and each branch that can match has an example."""
    examples = pipefilter.examples(pattern)
    matcher = ReferenceMatcher(pattern)
    for example in examples.matching:
        assert matcher.matches(example.text)
    for example in examples.near_misses:
        assert not matcher.matches(example.text)
        assert example.change
    assert examples.matching or examples.is_impossible or examples.not_found


@pytest.mark.slow
@FEWER
@given(event_patterns())
def test_a_near_miss_differs_in_one_field(pattern: EventPattern) -> None:
    """Without the field in which it differs, the branch of a near miss matches."""
    branches = {branch.choices: branch for branch in branches_of(pattern)}
    for example in pipefilter.examples(pattern).near_misses:
        rest = {
            path: field for path, field in branches[example.branch].fields.items() if path != example.differs_in
        }
        assert not rest or ReferenceMatcher(EventPattern(tuple(rest.values()))).matches(example.text)


@pytest.mark.slow
@FEWER
@given(st.data())
def test_a_pattern_that_an_event_matches_has_an_example(data: st.DataObject) -> None:
    """If Hypothesis finds an event that matches, there is an example, or it is said that none was found."""
    pattern = data.draw(event_patterns())
    data.draw(events_matching(pattern))
    examples = pipefilter.examples(pattern)
    assert not examples.is_impossible
    assert examples.matching or examples.not_found


@pytest.mark.slow
@given(event_patterns(), event_patterns())
def test_joined_conditions(first: EventPattern, second: EventPattern) -> None:
    """A witness of the conditions of two branches meets both."""
    joined = joined_conditions(conditions_of(branches_of(first)[0]), conditions_of(branches_of(second)[0]))
    event = witness(joined)
    if event is not None:
        for path, condition in joined.fields.items():
            assert condition.holds(event.values[path])


def forms() -> list[Any]:
    """Each form of each operator, as an alternative."""
    return [pytest.param(form, id=form) for operator in OPERATORS for form in operator.forms]


@pytest.mark.parametrize("form", forms())
def test_every_operator_has_both(form: str) -> None:
    """There is an event that matches each operator, and one that does not."""
    examples = pipefilter.examples(f'{{"detail": {{"x": [{form}]}}}}')
    assert examples.matching
    assert examples.near_misses
    assert not examples.left_out


@given(st.lists(st.sampled_from([form.values[0] for form in forms()]), min_size=2, max_size=2))
def test_values_that_match_one_and_not_the_other(pair: list[str]) -> None:
    """A value meets the condition that it is for."""
    try:
        fields = [branches_of(pipefilter.parse(f'{{"x": [{form}]}}'))[0].fields["x"] for form in pair]
    except InvalidEventPattern:
        return
    first, second = (FieldPredicate(field.alternatives) for field in fields)
    condition = FieldCondition((first,), (second,))
    for value in field_values(condition):
        assert condition.holds(value)


@pytest.mark.parametrize("path", READY)
def test_ready_patterns(path: Path) -> None:
    """Each ready-made pattern has an example, which its own evaluation matches, and a near miss."""
    examples = pipefilter.examples(path)
    assert examples.matching
    filters = pipefilter.load(path)
    for example in examples:
        assert filters.evaluate(example.text).matched is example.matches


@pytest.mark.parametrize("source", RECORDS)
def test_samples(source: str) -> None:
    """The samples of each source are detected as its records."""
    examples = pipefilter.examples(source=source)
    assert examples.matching
    for example in examples:
        evaluation = pipefilter.load({"no": ["such"]}).evaluate(example.text)
        assert (evaluation.source, evaluation.verdict) == (source, "no_match")


@pytest.mark.parametrize(
    "source", [source for source in RECORDS if source not in ("documentdb", "bus", "dynamodb", "sns")]
)
@pytest.mark.parametrize("service", ["pipe", "lambda"])
def test_data(source: str, service: str) -> None:
    """A condition on the data of a record results in encoded data."""
    key = {"sqs": "body", "msk": "value", "kafka": "value"}.get(source, "data")
    filters = pipefilter.load({key: {"status": ["PAID", {"prefix": "x"}]}}, service=service, source=source)
    examples = pipefilter.examples(filters)
    assert len(examples.matching) == 2
    for example in examples:
        assert isinstance(example.event[key], str)
        assert filters.evaluate(example.text).matched is example.matches


def leaves(value: object, steps: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The values of an event, with the names that lead to them."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*steps, name))
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, steps)
    else:
        yield steps, value


def test_events_of_the_table() -> None:
    """Each of AWS's events has a sample, whose values are of the kinds that the table has."""
    kinds = {str: "string", bool: "boolean", Number: "number", type(None): "null"}
    for source, detail_type in known_events():
        sample = aws_sample(source, detail_type)
        assert sample is not None
        shape = aws_events().detail(source, detail_type)
        for steps, value in leaves(sample.tree["detail"]):
            lookup = look_up(shape, steps)
            assert lookup.known == len(steps)
            assert lookup.shape.is_open or kinds[type(value)] in lookup.shape.kinds


def test_a_pattern_on_an_event_of_the_table() -> None:
    """An example of a pattern that names an event of AWS has the other fields of the event."""
    pattern = {
        "source": ["aws.s3"],
        "detail-type": ["Object Created", "Object Deleted"],
        "detail": {"object": {"key": [{"suffix": ".png"}]}},
    }
    examples = pipefilter.examples(pattern)
    assert len(examples.matching) == 2
    for example, more in zip(examples.matching, ([], ["deletion-type"]), strict=True):
        names = json.loads(example.text)["detail"].keys()
        assert names >= {"version", "bucket", "object", "request-id", "requester", "reason", *more}
    assert {example.differs_in for example in examples.near_misses} == {
        "source",
        "detail-type",
        "detail.object.key",
    }


@pytest.mark.parametrize(
    "pattern",
    [
        {"dynamodb": {"NewImage": {"status": ["PAID"]}}},
        {"dynamodb": {"NewImage": {"total": {"N": [{"numeric": [">", 5]}, 7]}}}},
        {"dynamodb": {"NewImage": {"status": {"X": ["PAID"]}}}},
        {"eventName": ["REMOVE"], "dynamodb": {"NewImage": {"status": {"S": ["PAID"]}}}},
        {"source": ["my.app"], "account": [123456789012]},
        {"detail-type": ["x"], "detail": ["x"]},
        {"body": {"a": [1]}, "attributes": {"sentTimestamp": ["1"]}},
    ],
    ids=json.dumps,
)
def test_patterns_that_no_record_matches(pattern: dict[str, object]) -> None:
    """A record that cannot exist is no example."""
    examples = pipefilter.examples(pattern)
    assert not examples.all
    assert examples.is_impossible


@pytest.mark.parametrize(
    "pattern",
    [
        {
            "dynamodb": {
                "NewImage": {"m": {"M": {"x": {"S": ["y"]}}}, "l": {"L": {"S": ["z"]}}, "f": {"BOOL": [True]}}
            }
        },
        {"dynamodb": {"NewImage": {"n": {"NS": [{"anything-but": ["5"]}]}, "a.b": {"S": ["x"]}}}},
        {"dynamodb": {"NewImage": {"status": [{"exists": False}]}}},
        {"body": {"any": {"field": [None]}}, "messageAttributes": {"kind": {"stringValue": ["v"]}}},
        {"detail": {"a.b": [1]}, "resources": [{"suffix": "x"}], "replay-name": ["r"]},
    ],
    ids=json.dumps,
)
def test_patterns_that_a_record_matches(pattern: dict[str, object]) -> None:
    """Nothing that a record can have is taken for impossible."""
    examples = pipefilter.examples(pattern)
    assert examples.matching
    for example in examples:
        assert pipefilter.load(pattern).evaluate(example.text).matched is example.matches


def test_events_of_any_form() -> None:
    """A subscriber of EventBridge v2 may receive an event without an envelope."""
    pattern = {"Filters": [{"Pattern": '{"order": {"total": [5]}}', "Scope": "DATA"}]}
    assert [example.event for example in pipefilter.examples(pattern).matching] == [{"order": {"total": 5}}]


def test_derived_fields() -> None:
    """Fields that depend on others agree with them, unless the pattern has conditions on them."""
    message = pipefilter.examples({"body": {"a": [1]}}, source="sqs").matching[0].event
    assert message["md5OfBody"] == md5(str(message["body"]).encode(), usedforsecurity=False).hexdigest()
    for key, expected in (({}, "orders-0"), ({"eventSourceKey": ["x"]}, "x")):
        record = pipefilter.examples({"topic": ["orders"], **key}, source="msk").matching[0].event
        assert record["eventSourceKey"] == expected


def test_images_have_the_keys_of_the_item() -> None:
    pattern = {"dynamodb": {"Keys": {"pk": {"S": [{"prefix": "A"}]}}, "NewImage": {"state": {"S": ["PAID"]}}}}
    examples = pipefilter.examples(pattern, source="dynamodb")
    assert examples.matching
    assert examples.near_misses
    for example in (*examples.matching, *examples.near_misses):
        change = json.loads(example.text)["dynamodb"]
        for image in ("NewImage", "OldImage"):
            assert image not in change or change["Keys"].items() <= change[image].items()


def test_attributes_of_a_message_are_complete() -> None:
    pattern = {"messageAttributes": {"kind": {"stringValue": ["order"]}}}
    for example in pipefilter.examples(pattern, source="sqs").matching:
        assert json.loads(example.text)["messageAttributes"]["kind"] == {
            "stringValue": "order",
            "stringListValues": [],
            "binaryListValues": [],
            "dataType": "String",
        }


def test_deep_patterns_and_events() -> None:
    """A pattern as deep as AWS allows has an example; a long list of alternatives has some."""
    deep: Any = ["x"]
    for _ in range(900):
        deep = {"a": deep}
    assert pipefilter.examples(deep).matching
    assert len(pipefilter.examples({"a": [str(number) for number in range(2000)]})) < 60


def test_examples_are_always_the_same() -> None:
    """The same pattern results in the same events."""
    pattern = {"detail": {"a": [{"anything-but": ["x"]}], "b": [{"wildcard": "a*b"}, {"numeric": [">", 1]}]}}
    assert [example.text for example in pipefilter.examples(pattern)] == [
        example.text for example in pipefilter.examples(pattern)
    ]


def test_arguments() -> None:
    """Arguments that contradict each other are errors."""
    with pytest.raises(TypeError, match="requires a pattern"):
        pipefilter.examples()
    with pytest.raises(TypeError, match="not both"):
        pipefilter.examples({"a": [1]}, detail={})
    with pytest.raises(TypeError, match="requires event_source"):
        pipefilter.examples(detail={})
    with pytest.raises(pipefilter.Contradiction):
        pipefilter.examples(source="sqs", event="INSERT")
    with pytest.raises(pipefilter.Contradiction):
        pipefilter.examples(event="INSERT", event_source="my.app")
    with pytest.raises(pipefilter.Contradiction):
        pipefilter.examples({"body": {"a": [1]}}, source="sqs", event="INSERT")


def test_values_of_an_example() -> None:
    """An example is text, a dict and words."""
    example = pipefilter.examples('{"a": [1.50]}').matching[0]
    assert (example.text, example.event, str(example)) == ('{"a": 1.50}', {"a": 1.5}, "matches")
    assert written(example.tree) == example.text
    detail = pipefilter.examples(detail={"n": 1}, event_source="my.app", detail_type="order").all[0]
    assert json.loads(detail.text)["detail"] == {"n": 1}
    assert str(detail) == "example"


def test_completion_of_sources() -> None:
    """Shells complete the sources of AWS's events."""
    command = commands()[("example",)]
    option = next(each for each in command.params if each.name == "event_source")
    names = [item.value for item in option.shell_complete(click.Context(command), "aws.s")]
    assert "aws.s3" in names
    assert all(name.startswith("aws.s") for name in names)
