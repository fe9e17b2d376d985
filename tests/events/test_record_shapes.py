"""The shapes of records: where the paths of patterns lead, and that they agree with the sources."""

from __future__ import annotations

import pytest

from pipefilter.events.pattern_path import reach
from pipefilter.events.records import RECORD_SHAPES
from pipefilter.sources import SOURCES, Source

WITH_SHAPE = [source for source in SOURCES if source.name in RECORD_SHAPES]


def test_some_sources_have_no_shape() -> None:
    """Filters see no record of SNS, but what is in it."""
    assert {source.name for source in SOURCES} - set(RECORD_SHAPES) == {"documentdb", "sns"}


@pytest.mark.parametrize("source", WITH_SHAPE, ids=lambda source: source.name)
def test_every_key_of_a_source_is_in_its_shape(source: Source) -> None:
    shape = RECORD_SHAPES[source.name]
    assert {key.name for key in source.keys} <= set(shape.fields)
    for keys in source.data_keys.values():
        assert all(shape.fields[key].is_open for key in keys if key != "dynamodb")


@pytest.mark.parametrize(
    ("source", "steps", "known"),
    [
        ("dynamodb", ["dynamodb", "NewImage", "a", "S"], 4),
        ("dynamodb", ["dynamodb.NewImage.a.S"], 4),
        ("dynamodb", ["dynamodb", "NewImage", "a.b", "M", "c.d", "L", "L", "SS"], 10),
        ("dynamodb", ["dynamodb", "NewImage.a.b.S"], 5),
        ("dynamodb", ["dynamodb", "NewImage", "a", "b", "S"], 3),
        ("dynamodb", ["dynamodb", "NewImage", "S", "S"], 4),
        ("dynamodb", ["dynamodb", "NewImage", "M", "M", "M", "M", "S", "S"], 8),
        ("dynamodb", ["dynamodb", "NewImage", "a", "S", "b"], 4),
        ("dynamodb", ["dynamodb", "NewImage", "a", "L", "b", "S"], 4),
        ("dynamodb", ["dynamodb", "Key", "a", "S"], 1),
        ("dynamodb", ["Dynamodb"], 0),
        ("sqs", ["body", "any", "thing"], 3),
        ("sqs", ["messageAttributes", "a.b", "stringValue"], 4),
        ("sqs", ["messageAttributes", "a", "b", "stringValue"], 2),
        ("bus", ["detail", "any.thing"], 3),
        ("bus", ["detail-type", "x"], 1),
    ],
)
def test_reach(source: str, steps: list[str], known: int) -> None:
    place = reach(RECORD_SHAPES[source], steps)
    assert place.parts == tuple(part for step in steps for part in step.split("."))
    assert place.known == known
    assert place.is_there is (known == len(place.parts))


@pytest.mark.parametrize(
    "steps", [["", "Dynamodb"], ["dynamodb", "", "x"], ["dynamodb", "NewImage", ".".join("M" * 100)]]
)
def test_nothing_is_known_about_odd_steps(steps: list[str]) -> None:
    place = reach(RECORD_SHAPES["dynamodb"], steps)
    assert place.is_there
    assert place.is_open


def test_names_above_and_below() -> None:
    place = reach(RECORD_SHAPES["dynamodb"], ["dynamodb.Key", "a", "S"])
    assert (place.above, place.name) == ("dynamodb", "Key")
    assert reach(RECORD_SHAPES["dynamodb"], ["eventName"]).name == ""
