"""The forms in which callers pass events and patterns, the public functions, and errors as Python sees them."""

from __future__ import annotations

import copy
import enum
import pickle
from decimal import Decimal

import pytest

import pipefilter
from pipefilter.matching.event_text import strict_event_tree
from pipefilter.matching.reference_matcher import ReferenceMatcher

PATTERN = '{"a": [1]}'


@pytest.mark.parametrize(
    "event",
    [
        '{"a": 1}',
        b'{"a": 1}',
        bytearray(b'{"a": 1}'),
        b'\xef\xbb\xbf{"a": 1}',
        {"a": 1},
        {"a": [2, 1.0]},
        ' \r\n\t{"a":1}junk',
    ],
)
def test_forms_of_events(event: str | bytes | dict[str, object]) -> None:
    """An event can be a string, bytes or a dict."""
    assert pipefilter.matches(PATTERN, event)
    assert pipefilter.compile(PATTERN).matches(event)


@pytest.mark.parametrize(
    "pattern", [PATTERN, b'{"a": [1]}', {"a": [1]}, pipefilter.parse(PATTERN), {"a": (1,)}]
)
def test_forms_of_patterns(pattern: str | bytes | dict[str, object]) -> None:
    """A pattern can be a string, bytes, a dict or a parsed pattern."""
    assert pipefilter.matches(pattern, '{"a": 1}')
    assert pipefilter.explain(pattern, '{"a": 1}').matches


@pytest.mark.parametrize(
    ("event", "code", "message", "line", "column"),
    [
        ("", "PF130", "Event must be a JSON object", None, None),
        (" \n", "PF130", "Event must be a JSON object", None, None),
        ("[1]", "PF130", "Event must be a JSON object", None, None),
        ('"a"', "PF130", "Event must be a JSON object", None, None),
        ("null", "PF130", "Event must be a JSON object", None, None),
        (
            '{\n"a": tru}',
            "PF101",
            "Unrecognized token 'tru': was expecting (JSON String, Number, Array, Object or token 'null', "
            "'true' or 'false')",
            2,
            9,
        ),
        (b'{"a": "\xff"}', "PF103", "The text is not UTF-8", None, None),
        ({"a": object}, "PF131", "a type has no JSON form", None, None),
        ({"a": float("inf")}, "PF131", "inf has no JSON form", None, None),
        ({"a": Decimal("sNaN")}, "PF131", "sNaN has no JSON form", None, None),
        (5, "PF131", "a int is not an event", None, None),
        (
            '{"a":' * 1001 + "1" + "}" * 1001,
            "PF102",
            "Document nesting depth (1001) exceeds the maximum allowed (1000, from "
            "`StreamReadConstraints.getMaxNestingDepth()`)",
            None,
            None,
        ),
    ],
)
def test_invalid_events(event: str, code: str, message: str, line: int | None, column: int | None) -> None:
    """Each engine rejects an invalid event with a code, a message and a position."""
    for judge in (
        pipefilter.compile(PATTERN).matches,
        lambda event: pipefilter.explain(PATTERN, event),
        pipefilter.RuleSet({"x": PATTERN}).matching,
        strict_event_tree,
    ):
        with pytest.raises(pipefilter.InvalidEvent) as caught:
            judge(event)
        error = caught.value
        assert (error.code, error.message, error.line, error.column) == (code, message, line, column)
        assert error.aws_message == ""


@pytest.mark.parametrize(
    ("pattern", "code", "message"),
    [
        (b'{"a": ["\xff"]}', "PF103", "The text is not UTF-8"),
        ({"a": [object]}, "PF104", "a type has no JSON form"),
        ({"a": [{1: 2}]}, "PF104", "the key 1 is not a string"),
        (None, "PF104", "a NoneType is not an event pattern"),
        ([1], "PF104", "a list is not an event pattern"),
    ],
)
def test_patterns_that_cannot_be_serialized(pattern: bytes, code: str, message: str) -> None:
    """A pattern that cannot be serialized as JSON is rejected."""
    with pytest.raises(pipefilter.InvalidEventPattern) as caught:
        pipefilter.parse(pattern)
    assert (caught.value.code, caught.value.message) == (code, message)


def test_aws_message() -> None:
    """AWS's message is complete, and names the position twice where AWS does so."""
    with pytest.raises(pipefilter.InvalidEventPattern) as caught:
        pipefilter.parse('{"a":[{"anything-but":[1,null]}]}')
    source = '[Source: (String)"{"a":[{"anything-but":[1,null]}]}"; line: 1, column: 30]'
    assert caught.value.aws_message == (
        "Event pattern is not valid. Reason: Inside anything but list, start|null|boolean is not "
        f"supported.\n at {source}\n at {source}"
    )
    with pytest.raises(pipefilter.InvalidEventPattern) as caught:
        pipefilter.parse('{"a":[{"cidr":"x"}]}')
    assert caught.value.aws_message == ("Event pattern is not valid. Reason: Malformed CIDR, one '/' required")


def test_errors_as_text_and_pickled() -> None:
    """An error prints its problems and can be pickled."""
    with pytest.raises(pipefilter.InvalidEventPattern) as caught:
        pipefilter.parse('{"a": 1, "b": []}')
    assert str(caught.value) == (
        '1:8  PF112  "a" must be an object or an array\n'
        '   1 | {"a": 1, "b": []}\n'
        "     |       ^\n"
        "   at /a\n"
        '   hint: write it as a list: "a": [1]\n'
        "1:17  PF113  Empty arrays are not allowed\n"
        '   1 | {"a": 1, "b": []}\n'
        "     |                ^\n"
        "   at /b\n"
        '   hint: to match an absent field, an empty array or an object, write [{"exists": false}]'
    )
    assert isinstance(caught.value, ValueError)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert again.problems == caught.value.problems


class Colour(str, enum.Enum):  # noqa: UP042 - what many code bases have
    """An enum whose members are strings, but whose `str` is not."""

    RED = "red"


def test_python_values_are_what_json_writes() -> None:
    """A string enum is its value, and a Decimal that exceeds a double is a number."""
    assert pipefilter.matches('{"a": ["red"]}', {"a": Colour.RED})
    assert pipefilter.matches({"a": [Colour.RED]}, '{"a": "red"}')
    assert pipefilter.matches('{"red": [1]}', {Colour.RED: 1})
    assert pipefilter.matches('{"a": [{"exists": true}]}', {"a": Decimal("1e400")})


def test_matchers_are_pickled() -> None:
    """A compiled matcher can be sent to another process."""
    matcher = pickle.loads(pickle.dumps(pipefilter.compile(PATTERN)))  # noqa: S301 - our own
    assert matcher.matches('{"a": 1}')
    assert not matcher.matches('{"a": 2}')


def test_rule_set() -> None:
    """Names keep the order in which they were added; patterns can be added, replaced and removed."""
    rules = pipefilter.RuleSet({"paid": '{"s": ["PAID"]}', "any": '{"s": [{"exists": true}]}'})
    assert rules.matching('{"s": "PAID"}') == ["paid", "any"]
    rules.add("none", '{"s": [{"exists": false}]}')
    rules.add("paid", '{"s": ["SHIPPED"]}')
    assert rules.matching('{"s": "PAID"}') == ["any"]
    assert rules.matching({"s": "SHIPPED"}) == ["paid", "any"]
    assert rules.matching("{}") == ["none"]
    rules.remove("any")
    assert list(rules) == ["paid", "none"]
    assert len(rules) == 2
    assert "any" not in rules
    with pytest.raises(KeyError):
        rules.remove("any")
    with pytest.raises(pipefilter.InvalidEventPattern) as caught:
        rules.add("bad", "{}")
    assert caught.value.__notes__ == ["in the pattern 'bad'"]


def test_values_are_frozen_and_compare_by_meaning() -> None:
    """A pattern is a value: immutable, hashable, and equal to the same pattern with other white space."""
    compact, spaced = pipefilter.parse('{"a":[1]}'), pipefilter.parse('{ "a" : [ 1 ] }')
    assert compact == spaced
    assert hash(compact) == hash(spaced)
    assert copy.deepcopy(compact) == compact
    with pytest.raises(AttributeError):
        compact.text = ""  # type: ignore[misc]  # the fault that is tested
    assert str(compact) == '{"a":[1]}'
    assert str(pipefilter.EventPattern(compact.members)) == '{"a": [1]}'


def test_service_limits_can_be_skipped() -> None:
    """Patterns that only AWS's services reject, not its engine, are accepted on request."""
    complex_one = '{"a": [{"wildcard": "*:*:*:*:*:event-bus/*"}]}'
    pattern = pipefilter.parse(complex_one, limits=False)
    assert pipefilter.matches(pattern, '{"a": "a:b:c:d:e:event-bus/x"}')
    many = '{"$or": [' + ", ".join(f'{{"a": [{n}]}}' for n in range(1001)) + "]}"
    with pytest.raises(pipefilter.InvalidEventPattern):
        pipefilter.parse(many)
    assert pipefilter.matches(pipefilter.parse(many, limits=False), '{"a": 1000}')


@pytest.mark.parametrize(
    ("alternatives", "value", "verdict"),
    [
        (r'"\ud800", "\ud801"', '"?"', True),
        (r'"\ud800", "\ud801"', r'"\ud802"', True),
        (r'"\ud800", {"exactly": "\ud801"}', '"?"', True),
        (r'"\ud800", "?"', r'"\ud801"', True),
        (r'"\ud800", "\ud800"', '"?"', False),
        (r'"\ud800", "x"', '"?"', False),
        (r'"\ud800"', r'"\ud800"', True),
        (r'"\ud800", "\ud801"', '"??"', False),
        (r'"\ud800", "\ud801"', "5", False),
        (r'{"prefix": "\ud800"}', '"?x"', True),
    ],
)
def test_lone_surrogates(alternatives: str, value: str, verdict: bool) -> None:
    """Strings with lone surrogates are compared as they are, unless two alternatives have the same bytes in AWS's encoding."""
    pattern, event = f'{{"a": [{alternatives}]}}', f'{{"a": {value}}}'
    assert pipefilter.matches(pattern, event) is verdict
    assert ReferenceMatcher(pipefilter.parse(pattern)).matches(event) is verdict
    explanation = pipefilter.explain(pattern, event)
    assert explanation.matches is verdict
    assert bool(explanation.fields[0].held) is verdict
