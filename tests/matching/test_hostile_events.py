"""Events crafted to consume time or memory: each way to a verdict takes a number of steps that is linear in their size."""

from __future__ import annotations

import io
import json
import tracemalloc
from base64 import b64encode
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from step_count import steps_of
from thoroughness import NIGHTLY

import pipefilter
from pipefilter.application.loading import load
from pipefilter.errors import EventTooIntricate, InvalidEvent
from pipefilter.json_text import python_value
from pipefilter.json_text.python_value import NotJson, from_python
from pipefilter.language.parse import parse
from pipefilter.matching import dict_matcher, event_values
from pipefilter.matching.matcher import Matcher
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.scan_result import ScanOptions
from pipefilter.scanning.scan_job import ScanJob, UnitScanner

PATTERNS = (
    '{"a": {"b": ["x"]}}',
    '{"a": {"k": ["x"], "v": [1], "w": [{"exists": true}]}}',
    '{"a": {"b": [{"prefix": "xx"}, {"suffix": "yy"}, {"wildcard": "*z*q*"}]}}',
    '{"a": {"b": [{"numeric": [">", 1, "<", 2]}]}}',
    '{"a": {"b": [{"exists": false}]}, "c": ["x"]}',
    '{"a": {"b": [{"anything-but": ["x"]}]}}',
    '{"a": {"b": [{"prefix": "x"}], "c": [{"numeric": [">", 5]}]}}',
    json.dumps({"$or": [{"a": {"b": [f"x{n}"]}} for n in range(8)]}),
    '{"a":' * 25 + '["x"]' + "}" * 25,
)


def array_of(element: str) -> Callable[[int], str]:
    """Events with an array of this element, n times."""
    return lambda n: '{"a":[' + ",".join([element] * n) + "]}"


def value_of(text: str) -> Callable[[int], str]:
    """Events with a string of this text, n times."""
    return lambda n: '{"a":{"b":"' + text * n + '"}}'


EVENTS: dict[str, Callable[[int], str]] = {
    "a name repeated": lambda n: "{" + ",".join(['"a":{"b":"y"}'] * n) + "}",
    "a name repeated inside": lambda n: '{"a":{' + ",".join(['"b":"y"'] * n) + "}}",
    "a name repeated with arrays": lambda n: "{" + ",".join(['"a":[{"b":"x","c":1},{"c":9}]'] * n) + "}",
    "names repeated in elements": array_of('{"k":"x","k":"x","v":2,"v":2}'),
    "names repeated in elements, no match": array_of('{"b":"y","b":"y","c":1,"c":1}'),
    "names repeated in elements, half a match": array_of('{"b":"x","b":"y","c":1,"c":1}'),
    "elements with half a match": array_of('{"b":"x","c":1}'),
    "arrays in arrays": array_of('[{"b":"x"},[{"c":9}]]'),
    "arrays of values in arrays": lambda n: '{"a":{"b":[' + ",".join(['["y",["z"]]'] * n) + "]}}",
    "deep arrays": lambda n: '{"a":{"b":[' + ",".join(["[" * 400 + '"y"' + "]" * 400] * (n // 700)) + "]}}",
    "deep objects": lambda n: '{"a":' * min(n, 900) + "1" + "}" * min(n, 900),
    "too deep objects": lambda n: '{"a":' * n * 2 + "1" + "}" * n * 2,
    "long fractions": lambda n: '{"a":{"b":[' + ",".join(["1.00000000000000000000000001"] * n) + "]}}",
    "numbers and a string": lambda n: '{"a":{"b":[' + ",".join(["1.5e0"] * n) + ',"s"]}}',
    "numbers in arrays": lambda n: '{"a":{"b":[' + ",".join(["[1.5]"] * n) + "]}}",
    "a long number": lambda n: '{"a":{"b":1' + "0" * n * 10 + "}}",
    "numbers of 900 digits": lambda n: '{"a":{"b":[' + ",".join(["1." + "0" * 900 + "1"] * (n // 20)) + "]}}",
    "members": lambda n: '{"a":{' + ",".join(f'"n{i}":{i}' for i in range(n)) + "}}",
    "members at the root": lambda n: "{" + ",".join(f'"n{i}":{i}' for i in range(n)) + ',"a":{"b":"y"}}',
    "backslashes": value_of("\\\\"),
    "quotes": value_of('\\"'),
    "escapes": value_of("\\u0061"),
    "a long string": value_of("zz"),
    "escaped names": lambda n: '{"a":{' + ",".join(['"\\u0062":"y"'] * n) + "}}",
    "names with dots": lambda n: "{" + ",".join(['"a.b":"y"'] * n) + "}",
    "strings": lambda n: '{"a":{"b":[' + ",".join(f'"y{i}"' for i in range(n)) + "]}}",
    "names as values": lambda n: '{"a":{"b":"y"},"s":[' + ",".join(['"b","k","v","w","a"'] * n) + "]}",
    "elements far down": lambda n: '{"a":' * 24 + "[" + ",".join(['{"a":"y"}'] * n) + "]" + "}" * 24,
    "marks of records": lambda n: '{"a":{"b":"y"},"s":[' + ",".join(['{"eventSource":"q"}'] * n) + "]}",
    "marks of wrappers": lambda n: '{"a":{"b":"y"},"s":[' + ",".join(['{"Records":[{}]}'] * n) + "]}",
    "white space": lambda n: '{"a":{"b":' + " " * n * 5 + '"y"}}',
    "JSON in JSON": lambda n: json.dumps({"a": {"b": json.dumps({"a": json.dumps({"b": '"' * n})})}}),
}

SIZES = (1_000, 2_000, 4_000)
Verdict = Callable[[Any], object]


def filtered(pattern: str, *, unchecked: bool = False) -> Verdict:
    """The number of matching events of a file."""
    job = ScanJob(load(pattern).scanning(), ScanOptions(unchecked=unchecked))

    def scan(data: bytes) -> int:
        scanner = UnitScanner(job)
        return sum(scanner.scan(block).matched for block in blocks(io.BytesIO(data)))

    return scan


def of_line(pattern: str) -> Verdict:
    """With other lines."""
    scan = filtered(pattern, unchecked=True)
    return lambda event: scan(event + b"\n" + b'{"a":{"b":"z"}}\n' * 9)


def of_message(pattern: str) -> Verdict:
    """As the body of SQS messages."""
    scan = filtered(json.dumps({"body": json.loads(pattern)}))
    return lambda event: scan(
        json.dumps({"messageId": "1", "body": event.decode(), "eventSource": "aws:sqs"}).encode() + b"\n"
    )


def of_stream(pattern: str) -> Verdict:
    """As the data of Kinesis records."""
    scan = filtered(json.dumps({"data": json.loads(pattern)}))
    return lambda event: scan(
        json.dumps({"eventSource": "aws:kinesis", "kinesis": {"data": b64encode(event).decode()}}).encode()
        + b"\n"
    )


def of_dict(pattern: str) -> Verdict:
    matches = Matcher(parse(pattern)).matches
    return lambda event: matches(json.loads(event))


def of_rules(pattern: str, *, of_dict: bool = False) -> Verdict:
    """With other rules for the same fields."""
    rules = pipefilter.RuleSet({f"{n}": {"a": {"b": ["y"], "c": [n]}} for n in range(20)})
    rules.add("only", pattern)
    matching = rules.matching
    return lambda event: matching(json.loads(event) if of_dict else event)


WAYS: dict[str, Callable[[str], Verdict]] = {
    "bytes": lambda pattern: Matcher(parse(pattern)).matches,
    "dict": of_dict,
    "rules": of_rules,
    "rules, dict": lambda pattern: of_rules(pattern, of_dict=True),
    "file": filtered,
    "file, unchecked": of_line,
    "SQS": of_message,
    "Kinesis": of_stream,
}
PREPARED = 6
"""Short cuts are made after a few events."""


def attempt(verdict: Verdict, event: object) -> object:
    try:
        return verdict(event)
    except (EventTooIntricate, InvalidEvent) as error:
        return type(error)


def as_dict(event: bytes) -> object:
    """None if Python has no such dict."""
    try:
        return json.loads(event)
    except (ValueError, RecursionError):
        return None


@pytest.mark.slow
@pytest.mark.parametrize("step", [8, pytest.param(2, marks=NIGHTLY)])
@pytest.mark.parametrize("way", WAYS)
def test_steps_grow_linearly(way: str, step: int) -> None:
    """An event twice as large takes about twice as many steps, whatever the pattern.

    That may not be so for one of the sizes, if a larger event is read in another way: where it may be near one of AWS's limits.
    """
    for number, (name, make) in enumerate(EVENTS.items()):
        events = [make(size).encode() for size in SIZES]
        if "dict" in way and None in map(as_dict, events):
            continue
        for pattern in PATTERNS[number % step :: step]:
            verdict = WAYS[way](pattern)
            for _ in range(PREPARED):
                verdict(b"{}")
            steps = [steps_of(partial(attempt, verdict, event)) for event in events]
            assert any(twice < 2.4 * once + 2_000 for once, twice in pairwise(steps)), (name, pattern, steps)


def repeated(levels: int) -> list[object]:
    """A list with the same two lists in it, over and over: huge as JSON."""
    node: list[object] = ["y"]
    for _ in range(levels):
        node = [node, node]
    return node


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits lowered, so that the tests are quick."""
    monkeypatch.setattr(python_value, "_MAX_REPEATED", 1_000)
    monkeypatch.setattr(event_values, "_MAX_VALUES", 1_000)
    monkeypatch.setattr(dict_matcher, "_MAX_WORK", 1_000)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("levels", [9, 50, 500])
@pytest.mark.parametrize("place", ["value", "way", "elements"])
def test_a_dict_with_repeated_parts(levels: int, place: str) -> None:
    """Such as YAML with aliases, or a list that contains itself twice."""
    node = repeated(levels)
    if place == "elements":
        node = [{"b": node}, {"b": node}] * 5
    event = {"a": {"b": node} if place == "value" else node}
    for matches in (
        Matcher(parse('{"a": {"b": ["x"]}}')).matches,
        pipefilter.RuleSet({"r": {"a": {"b": ["x"]}}}).matching,
    ):
        steps = steps_of(partial(attempt, matches, event))
        assert steps < 60_000
    if levels > 9:
        with pytest.raises(InvalidEvent, match=r"repeats the same dicts and lists|1000 levels deep"):
            pipefilter.matches('{"a": {"b": ["x"]}}', event)


@pytest.mark.usefixtures("small")
def test_what_the_limits_do_not_affect() -> None:
    """Large dicts without repeated parts have a verdict, and so have small ones that contain the same list twice."""
    pattern = parse('{"a": {"b": ["x"]}}')
    large = {"a": [{"b": f"y{n}"} for n in range(3_000)]}
    assert not Matcher(pattern).matches(large)
    large["a"].append({"b": "x"})
    assert Matcher(pattern).matches(large)
    assert pipefilter.RuleSet({"r": pattern}).matching(large) == ["r"]
    same = ["y"] * 100
    assert from_python([same] * 5) == [same] * 5
    with pytest.raises(NotJson, match="repeats"):
        from_python([same] * 12)


def test_a_list_that_contains_itself_twice() -> None:
    node: list[object] = ["y"]
    node += [node, node]
    for event in ({"a": node}, {"a": {"b": node}}, {"a": [{"b": node}]}):
        for pattern in ('{"a": ["x"]}', '{"a": {"b": ["x"]}}'):
            outcome = attempt(Matcher(parse(pattern)).matches, event)
            assert outcome is False or outcome is InvalidEvent


def test_lists_around_each_level() -> None:
    """The depth of a dict that is evaluated by functions which call themselves is limited as a whole."""
    pattern = parse('{"a":' * 25 + '["x"]' + "}" * 25)
    for value in ("x", "y"):
        node: object = value
        for _ in range(25):
            for _ in range(35):
                node = [node]
            node = {"a": node}
        assert isinstance(node, dict)
        assert Matcher(pattern).matches(node) is (value == "x")
        assert pipefilter.RuleSet({"r": pattern}).matching(node) == (["r"] if value == "x" else [])


def test_long_strings_are_not_kept() -> None:
    """A matcher remembers its verdicts on short strings only: each event may have another."""
    matcher = Matcher(parse('{"a": ["x"]}'))
    assert not matcher.matches({"a": "y"})
    tracemalloc.start()
    for number in range(1_000):
        assert not matcher.matches({"a": f"{number:09}" + "y" * 9_000})
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size < 1_000_000


def test_a_dict_with_many_or_deep_members_that_are_not_looked_at() -> None:
    pattern = parse('{"a": {"b": ["x"]}}')
    deep: dict[str, object] = {}
    for _ in range(100_000):
        deep = {"z": deep}
    many = dict.fromkeys(map(str, range(100_000)), 1)
    for event in ({"a": {"b": "x"}, **many}, {"a": {"b": "x", **many}}, {"a": {"b": "x"}, "z": deep}):
        matcher = Matcher(pattern)
        assert steps_of(partial(matcher.matches, event)) < 1_000
        assert matcher.matches(event)
