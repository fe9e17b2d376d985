"""Messages of SNS, and filter policies that may match them."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

__all__ = ["attribute_policies", "body_policies", "messages"]

TOPIC = "arn:aws:sns:eu-west-1:123456789012:t"
NAMES = ("k", "n", "a.b")
_TEXTS = ("x", "y", "10", "1.5", "", 'a"b', 'a\\"b', "a\\b", "a\tb", "é", "[1]", "true")
_NUMBERS = (
    "10",
    "010",
    "1.5",
    "1.50",
    "1e1",
    "-3",
    "+5",
    "1.0000001",
    "2000000000",
    "1e309",
    "9007199254740993",
    "nonsense",
)
_ARRAYS = (
    '["x", "y"]',
    "[10, 1.5]",
    "[1.5000001]",
    "[2000000000, 10]",
    "[9007199254740993]",
    '["x"] y',
    '["x", null, true]',
    '["a\\\\\\"b", "x"]',
    "[]",
    "[null]",
    '[["x"]]',
    '[{"k": "x"}]',
    '"x"',
    "x",
)
_TYPES = {
    "String": _TEXTS,
    "Number": _NUMBERS,
    "String.Array": _ARRAYS,
    "String.custom": _TEXTS,
}
_ATTRIBUTES = st.one_of(
    st.sampled_from([(kind, value) for kind, values in _TYPES.items() for value in values]).map(
        lambda typed: {"DataType": typed[0], "StringValue": typed[1]}
    ),
    st.just({"DataType": "Binary", "BinaryValue": "eA=="}),
)
_VALUES = st.sampled_from(
    ("x", "y", "10", "", None, True, 10, 1.5, 1.0000001, 1.5000001, 2000000000, 9007199254740993)
)
_BODIES = st.one_of(
    st.dictionaries(st.sampled_from(NAMES), _VALUES | st.lists(_VALUES, max_size=2)).map(json.dumps),
    st.sampled_from(
        ("", "x", "[1]", '{"a": {"b": "x"}}', '{"k": "x", "k": "y"}', '{"k": [{"n": 10}]}', "null")
    ),
)


@st.composite
def messages(draw: st.DrawFn) -> dict[str, Any]:
    """The input of `Publish`."""
    message: dict[str, Any] = {"TopicArn": TOPIC, "Message": draw(_BODIES)}
    attributes = draw(st.dictionaries(st.sampled_from((*NAMES, "other")), _ATTRIBUTES))
    return {**message, "MessageAttributes": attributes} if attributes else message


_OPERATORS = st.one_of(
    _VALUES,
    st.sampled_from(
        (
            *({"exists": True}, {"exists": False}),
            *({"anything-but": ["x"]}, {"anything-but": ["10", "y"]}, {"anything-but": [10]}),
            *(
                {"prefix": "x"},
                {"prefix": "1"},
                {"suffix": "0"},
                {"wildcard": "1*"},
                {"equals-ignore-case": "X"},
            ),
            *({"numeric": [">", 5]}, {"numeric": ["=", 10]}, {"numeric": ["<=", 1.5]}),
        )
    ),
)
_ESCAPED = st.sampled_from(('a"b', 'a\\"b', "a\\b", {"prefix": 'a"'}, {"anything-but": ['a\\"b', "x"]}))
_LISTS = st.lists(_OPERATORS | _ESCAPED, min_size=1, max_size=2)


@st.composite
def attribute_policies(draw: st.DrawFn) -> str:
    """A policy on attributes, perhaps with `$or`."""
    fields = st.dictionaries(st.sampled_from(NAMES), _LISTS, min_size=1, max_size=2)
    if draw(st.integers(0, 4)):
        return json.dumps(draw(fields))
    return json.dumps({"$or": draw(st.lists(fields, min_size=2, max_size=2))})


@st.composite
def body_policies(draw: st.DrawFn) -> str:
    """A policy on the body, perhaps with nested names."""
    flat = json.loads(draw(attribute_policies()))
    if draw(st.booleans()):
        flat["a"] = {"b": draw(_LISTS)}
    return json.dumps(flat)
