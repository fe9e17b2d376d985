"""Inputs crafted to be hard for the ways that do not read an event in full: short cuts, `--unchecked`, decoded records."""

from __future__ import annotations

import io
import json
from base64 import b64encode
from collections.abc import Callable

import pipefilter
from pipefilter.application.loading import load
from pipefilter.errors import InvalidEvent
from pipefilter.language.parse import parse
from pipefilter.matching.matcher import Matcher
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.scan_result import ScanOptions
from pipefilter.scanning.scan_job import ScanJob, UnitScanner

__all__ = ["DICTS", "FILES", "TEXTS"]

_PATTERN = '{"a": {"k": ["x"], "v": [{"numeric": [">", 5]}]}}'
_ONE_FIELD = '{"a": {"b": ["x"]}}'
Event = dict[str, object]


def _scan(pattern: str, *, unchecked: bool = False) -> Callable[[bytes], object]:
    """The number of matching events of a file."""
    job = ScanJob(load(pattern).scanning(), ScanOptions(unchecked=unchecked))

    def scan(data: bytes) -> int:
        scanner = UnitScanner(job)
        return sum(scanner.scan(block).matched for block in blocks(io.BytesIO(data)))

    return scan


def _elements(element: str) -> Callable[[int], str]:
    return lambda n: '{"a":[' + ",".join([element] * n) + "]}"


def _repeated(n: int) -> str:
    return '{"a":{' + ",".join(['"b":"y"'] * n) + "}}"


def _long_numbers(n: int) -> str:
    return '{"a":[' + ",".join(['{"k":"x","v":1.00000000000000000000000001}'] * n) + "]}"


def _order_rules() -> pipefilter.RuleSet:
    return pipefilter.RuleSet({f"{n}": {"a": {"k": [f"x{n}"], "v": [n]}} for n in range(1_000)})


TEXTS: list[tuple[str, Callable[[int], str], int, Callable[[str], object]]] = [
    (
        "short cut: elements with repeated names",
        _elements('{"k":"x","k":"x","v":2,"v":2}'),
        100_000,
        Matcher(parse(_PATTERN)).matches,
    ),
    (
        "short cut: elements with half a match",
        _elements('{"k":"x","v":1}'),
        100_000,
        Matcher(parse(_PATTERN)).matches,
    ),
    ("short cut: a name repeated", _repeated, 100_000, Matcher(parse(_ONE_FIELD)).matches),
    ("short cut: numbers of many digits", _long_numbers, 50_000, Matcher(parse(_PATTERN)).matches),
    (
        "short cut: backslashes",
        lambda n: '{"a":{"b":"' + "\\\\" * n + '"}}',
        4_000_000,
        Matcher(parse(_ONE_FIELD)).matches,
    ),
    (
        "short cut: 1,000 rules, elements with repeated names",
        _elements('{"k":"x1","k":"x2","v":2,"v":2}'),
        20_000,
        _order_rules().matching,
    ),
]


def _shared(n: int) -> Event:
    """The same list n times, 1,000 times: n + 1,000 items in memory."""
    return {"a": [{"k": "x", "v": [0] * 1_000}] * n}


def _aliases(n: int) -> Event:
    """A list of two lists, each of which is the same list of two lists, ...: huge as JSON."""
    node: list[object] = [0]
    for _ in range(n):
        node = [node, node]
    return {"a": {"b": node}}


def _or_rejected(work: Callable[[Event], object]) -> Callable[[Event], object]:
    def attempt(event: Event) -> object:
        try:
            return work(event)
        except InvalidEvent:
            return None

    return attempt


DICTS: list[tuple[str, Callable[[int], Event], int, Callable[[Event], object]]] = [
    (
        "dict: members that are not looked at",
        lambda n: dict.fromkeys(map(str, range(n)), 1),
        1_000_000,
        Matcher(parse(_ONE_FIELD)).matches,
    ),
    (
        "dict: elements with half a match",
        lambda n: {"a": [{"k": "x", "v": 1} for _ in range(n)]},
        100_000,
        Matcher(parse(_PATTERN)).matches,
    ),
    ("dict: one list, many times", _shared, 1_000, _or_rejected(Matcher(parse(_PATTERN)).matches)),
    ("dict: lists of the same lists, deep", _aliases, 400, _or_rejected(Matcher(parse(_ONE_FIELD)).matches)),
    (
        "dict: 1,000 rules, elements",
        lambda n: {"a": [{"k": "x1", "v": 2} for _ in range(n)]},
        20_000,
        _order_rules().matching,
    ),
]


def _lines(text: str) -> bytes:
    """A long line among short ones."""
    return text.encode() + b"\n" + b'{"a":{"b":"z"}}\n' * 9


def _messages(body: str) -> bytes:
    return json.dumps({"messageId": "1", "body": body, "eventSource": "aws:sqs"}).encode() + b"\n"


def _records(data: str) -> bytes:
    return json.dumps({"eventSource": "aws:kinesis", "kinesis": {"data": data}}).encode() + b"\n"


def _nested_json(n: int) -> str:
    text = '"' * n
    for _ in range(3):
        text = json.dumps({"a": {"b": text}})
    return text


_UNCHECKED = _scan(_ONE_FIELD, unchecked=True)
_OF_BODY = _scan(json.dumps({"body": json.loads(_PATTERN)}))
_OF_DATA = _scan(json.dumps({"data": json.loads(_PATTERN)}))
FILES: list[tuple[str, Callable[[int], bytes], int, Callable[[bytes], object]]] = [
    ("unchecked: one long line", lambda n: _lines(_repeated(n)), 2_000_000, _UNCHECKED),
    (
        "unchecked: a line with marks of records",
        lambda n: _lines(_elements('{"eventSource":"q"}')(n)),
        100_000,
        _UNCHECKED,
    ),
    (
        "unchecked: lines with marks of wrappers",
        lambda n: b'{"a":[{"Records":[{}]},{"Records":[{}]}]}\n' * n,
        40_000,
        _UNCHECKED,
    ),
    ("unchecked: malformed lines", lambda n: b'{"a" "x"}\n' * n, 400_000, _UNCHECKED),
    (
        "SQS: elements with repeated names",
        lambda n: _messages(_elements('{"k":"x","k":"x","v":2,"v":2}')(n)),
        40_000,
        _OF_BODY,
    ),
    ("SQS: a name repeated", lambda n: _messages(_repeated(n)), 100_000, _OF_BODY),
    ("SQS: JSON in JSON in JSON in JSON", lambda n: _messages(_nested_json(n)), 20_000, _OF_BODY),
    (
        "Kinesis: elements with repeated names",
        lambda n: _records(b64encode(_elements('{"k":"x","k":"x","v":2,"v":2}')(n).encode()).decode()),
        40_000,
        _OF_DATA,
    ),
    ("Kinesis: data that is not base64", lambda n: _records("=A" * n), 1_000_000, _OF_DATA),
    (
        "Kinesis: data of random bytes",
        lambda n: _records(b64encode(bytes(range(256)) * n).decode()),
        10_000,
        _OF_DATA,
    ),
]
