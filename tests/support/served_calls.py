"""The conformance cases as calls of TestEventPattern, and AWS's answers to them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from repository import CONFORMANCE

from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.place import aws_source
from pipefilter.language.branches import every_field
from pipefilter.language.parse import parse
from pipefilter.matching.event_text import event_tree

__all__ = ["ENVELOPE", "Answered", "Call", "all_calls", "some_calls", "wrong"]

DATA = CONFORMANCE
ENVELOPE = {
    "id": "6a7e8feb-b491-4cf7-a9f1-bf3703467718",
    "account": "111122223333",
    "source": "com.example.shop",
    "time": "2026-11-20T09:15:00Z",
    "region": "eu-west-1",
    "detail-type": "Order",
}
NOT_VALID = "Event pattern is not valid. Reason: "
# the data has the position where the open container starts; see test_conformance.py
PLACE_OF_CONTAINER = {"s101-1075", "s101-6417", "s101-10523"}


@dataclass(frozen=True)
class Call:
    """A call, and AWS's answer: a result, or an error's type, prefix of its message, and positions."""

    id: str
    pattern: str
    event: str
    expect: str
    result: bool | None = None
    error: str = ""
    message: str = ""
    place: str | None = None
    kind: str = ""


@dataclass(frozen=True)
class Answered:
    """The response."""

    result: bool | None = None
    error: str = ""
    message: str = ""


def wrong(call: Call, answered: Answered) -> str:
    """What differs from AWS's answer; "" if nothing does."""
    if call.expect == "valid_pattern":
        return answered.error
    if (answered.result, answered.error) != (call.result, call.error):
        return f"{call.id}: {call} got {answered}"
    if not answered.message.startswith(call.message):
        return f"{call.id}: {call.message!r} got {answered.message!r}"
    rest = answered.message.removeprefix(call.message)
    if call.place is not None and (not rest.startswith(call.place) if call.place else rest):
        return f"{call.id}: {call.place!r} got {rest!r}"
    return ""


@cache
def all_calls() -> tuple[Call, ...]:
    """All cases that can be made events from an event bus: those whose patterns have no condition on the fields of a bus."""
    cases = [
        json.loads(line)
        for path in sorted(DATA.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    return tuple(call for case in cases if (call := _call(case)) is not None)


def some_calls(count: int, *, plain: bool = False) -> list[Call]:
    """Some of the calls: two of each kind of error, and verdicts; the same each time.

    Args:
        count: the number of calls.
        plain: only calls that can be the arguments of a program.
    """
    calls = [call for call in all_calls() if not plain or (call.pattern + call.event).isprintable()]
    chance = random.Random(20261126)
    chance.shuffle(calls)
    seen: dict[str, int] = {}
    errors = []
    for call in calls:
        if call.error and seen.setdefault(call.kind, 0) < 2:
            seen[call.kind] += 1
            errors.append(call)
    errors.sort(key=lambda call: call.kind)
    chance.shuffle(errors)
    verdicts = [call for call in calls if call.result is not None]
    return (errors[: count * 2 // 3] + verdicts)[:count]


def _call(case: dict[str, Any]) -> Call | None:
    event = _enveloped(case["pattern"], "{}" if case.get("event") is None else case["event"])
    if event is None:
        return None
    call = Call(case["id"], case["pattern"], event, case["expect"])
    if case["expect"] == "invalid_pattern":
        return _refused(call, case)
    if case["expect"] == "invalid_event":
        return replace(call, error="ValidationException", message="Parameter Event is not valid.", place="")
    result = None if case["expect"] == "valid_pattern" else case["expect"] == "match"
    return replace(call, result=result)


def _refused(call: Call, case: dict[str, Any]) -> Call:
    if len(call.pattern) > 4096:
        limit = "failed to satisfy constraint: Member must have length less than or equal to 4096"
        message = f"1 validation error detected: Value '{call.pattern}' at 'eventPattern' {limit}"
        return replace(call, error="ValidationException", message=message, place="", kind="length")
    place: str | None = None
    if case.get("line") is not None and case["id"] not in PLACE_OF_CONTAINER:
        excerpt = aws_source(call.pattern)
        if len(call.pattern) <= 500 and call.pattern.isprintable():
            excerpt = f'"{call.pattern}"'
        place = f"\n at [Source: (String){excerpt}; line: {case['line']}, column: {case['column']}]"
    elif case.get("line") is None and case.get("event") is None:
        place = ""
    message = NOT_VALID + case["message"]
    return replace(call, error="InvalidEventPatternException", message=message, place=place, kind=_kind(call))


def _kind(call: Call) -> str:
    try:
        parse(call.pattern)
    except InvalidEventPattern as error:
        return error.code + (error.message[:12] if error.code == "PF101" else "")
    return ""


def _names(pattern: str) -> set[str]:
    """The names in a pattern; none if it is invalid."""
    try:
        return {
            step
            for field in every_field(parse(pattern).members)
            for step in (field.path, *field.path.split("."))
        }
    except InvalidEventPattern:
        return set()


def _enveloped(pattern: str, event: str) -> str | None:
    """The event with the fields that a bus requires; None if the pattern has a condition on them."""
    start = event.find("{") + 1
    if not event.lstrip(" \t\r\n").startswith("{"):
        return event  # not an object: rejected as it is
    missing: Iterable[str] = ENVELOPE
    try:
        tree = event_tree(event)
        assert isinstance(tree, tuple)
        missing = set(ENVELOPE) - {name for name, _ in tree}
        empty = not tree
    except ValueError:
        empty = False
    names = _names(pattern)
    if any(name in names for name in missing):
        return None
    added = ",".join(f"{json.dumps(name)}:{json.dumps(ENVELOPE[name])}" for name in missing)
    return event[:start] + added + ("" if empty or not added else ",") + event[start:]
