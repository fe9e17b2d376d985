"""Tests on one value of an attribute: the reference to which patterns and printed code are compared."""

from __future__ import annotations

from typing import Any

import pytest

from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.conditions.value_predicate import OneOf
from pipefilter.dynamodb_stream import InvalidCondition, from_json, new

A = new("a")
NUMBER = new("a", type="N")


@pytest.mark.parametrize(
    ("condition", "holds", "not_so"),
    [
        (A.numeric(">", 3), [{"N": "5"}, {"N": "3.1"}, {"N": "1E+2"}], [{"N": "3"}, {"S": "5"}, {"N": "x"}, {"NS": ["5"]}]),
        (A.numeric(">", 0, "<=", 10), [{"N": "5"}, {"N": "10"}], [{"N": "0"}, {"N": "10.5"}, {"N": "-1"}]),
        (A.numeric("=", 5), [{"N": "5"}, {"N": "5.0"}], [{"N": "4"}, {"N": "6"}]),
        (A.numeric("<", 5), [{"N": "4"}], [{"N": "5"}, {"N": "6"}]),
        (A.numeric(">=", 5), [{"N": "5"}, {"N": "6"}], [{"N": "4"}]),
        (A.prefix("x"), [{"S": "xy"}], [{"S": "yx"}, {"B": "xxxx"}, {"N": "5"}, {"SS": ["x"]}]),
        (A.anything_but("x"), [{"S": "y"}, {"S": ""}], [{"S": "x"}, {"N": "5"}, {"B": "eA=="}, {"BOOL": True}, {"L": []}]),
        (NUMBER.prefix("1"), [{"N": "10"}], [{"S": "10"}, {"N": "5"}]),
        (A.contains("x"), [{"SS": ["y", "x"]}, {"L": [{"N": "5"}, {"S": "x"}]}], [{"SS": ["y"]}, {"L": []}, {"S": "x"}, {"BS": ["x"]}, {"L": [{"SS": ["x"]}]}, {"M": {"x": {"S": "x"}}}]),
        (A.contains(5), [{"NS": ["4", "5"]}, {"L": [{"N": "5"}]}], [{"NS": ["5.0"]}, {"SS": ["5"]}, {"N": "5"}, {"L": [{"S": "5"}]}]),
        (A.contains(b"x"), [{"BS": ["eA=="]}], [{"SS": ["eA=="]}]),
        (A.contains(None), [{"L": [{"S": "x"}, {"NULL": True}]}], [{"NULL": True}, {"L": [{"BOOL": True}]}]),
        (A.in_("x", 5, None), [{"S": "x"}, {"N": "5"}, {"NULL": True}], [{"N": "5.0"}, {"S": "5"}, {"BOOL": True}]),
        (A.equals({"x", "y"}), [{"SS": ["y", "x"]}], [{"SS": ["x"]}, {"L": [{"S": "x"}, {"S": "y"}]}]),
        (A.exists(), [{"M": {}}, {"NULL": True}], []),
        (A.has_type(), [{"S": "x"}, {"S": ""}], [{"N": "5"}, {"SS": ["x"]}, {"M": {"S": {"S": "x"}}}]),
        (new("a", type="L").has_type(), [{"L": []}], [{"M": {}}]),
    ],
    ids=str,
)  # fmt: skip
def test_holds(condition: Condition, holds: list[dict[str, Any]], not_so: list[dict[str, Any]]) -> None:
    for value in holds + not_so:
        record = {"eventName": "MODIFY", "dynamodb": {"NewImage": {"a": value}}}
        assert condition.holds(record) is (value in holds), value
    assert not condition.holds({"eventName": "MODIFY", "dynamodb": {"NewImage": {"b": {"S": "x"}}}})


@pytest.mark.parametrize(
    ("condition", "value", "holds"),
    [
        (A.equals(5), {"N": "5.0"}, True),
        (A.equals(5), {"N": "6"}, False),
        (A.contains(5), {"NS": ["4", "05"]}, True),
        (A.contains(5), {"L": [{"N": "5.0"}]}, True),
        (A.equals({5, 6}), {"NS": ["6.0", "5"]}, True),
        (A.equals({"L": [5]}), {"L": [{"N": "5e0"}]}, True),
        (A.equals({"k": 5}), {"M": {"k": {"N": "+5"}}}, True),
        (A.equals("5"), {"S": "5.0"}, False),
    ],
)
def test_numbers_by_value(condition: Condition, value: dict[str, Any], holds: bool) -> None:
    record = {"eventName": "MODIFY", "dynamodb": {"NewImage": {"a": value}}}
    assert condition.holds(record, numbers="value") is holds


@pytest.mark.parametrize(
    ("condition", "form"),
    [
        (A.exists(), {"new": "a", "exists": True}),
        (A.has_type(), {"new": "a", "exists": True, "type": "S"}),
        (A.equals("x"), {"new": "a", "equals": "x"}),
        (A.equals({"BOOL": True}), {"new": "a", "equals": True}),
        (A.equals(None), {"new": "a", "equals": None}),
        (A.in_(5, b"x"), {"new": "a", "in": [{"N": "5"}, {"B": "eA=="}]}),
        (A.contains(5), {"new": "a", "contains": {"N": "5"}}),
        (A.prefix("x"), {"new": "a", "prefix": "x"}),
        (NUMBER.prefix("1"), {"new": "a", "prefix": "1", "type": "N"}),
        (A.anything_but({"prefix": ["x", "y"]}), {"new": "a", "anything-but": {"prefix": ["x", "y"]}}),
        (A.numeric(">", 0, "<=", 10.5), {"new": "a", "numeric": [">", 0, "<=", 10.5]}),
    ],
)
def test_as_json(condition: Condition, form: dict[str, Any]) -> None:
    assert condition.as_json() == form
    assert from_json(form) == condition


def test_no_values() -> None:
    with pytest.raises(InvalidCondition, match="give at least one value"):
        OneOf(())
    with pytest.raises(InvalidCondition, match="give at least one value"):
        A.in_()
