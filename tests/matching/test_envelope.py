"""A wrapped question to AWS means the same as the bare one, and AWS's answer is translated back to the bare pattern."""

from __future__ import annotations

import json
import random
from functools import cache
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st
from pattern_api import MANDATORY, engine
from rare_events import RARE
from repository import CONFORMANCE
from thoroughness import FEWER, every

import pipefilter
from pipefilter.errors import EventTooIntricate, InvalidEvent, InvalidEventPattern
from pipefilter.language.event_pattern import EventPattern
from pipefilter.strategies import event_patterns, events_near
from pipefilter.verification.aws_answer import Answer, aws_answer, refused_pattern
from pipefilter.verification.comparison import compare, differences
from pipefilter.verification.envelope import CannotBeAsked, Question, to_question

DATA = CONFORMANCE
EVENT = {
    "version": "0",
    "id": "1",
    "detail-type": "Order",
    "source": "shop",
    "account": "123456789012",
    "time": "2026-11-26T12:00:00Z",
    "region": "eu-west-1",
    "resources": [],
    "detail": {"status": "PAID"},
}


class Engine:
    """Pipefilter in the role of AWS."""

    ask = staticmethod(engine)


@cache
def cases() -> list[dict[str, Any]]:
    files = sorted(DATA.glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]


def verdict(pattern: str, event: str) -> bool | str:
    try:
        return pipefilter.matches(pattern, event)
    except InvalidEvent:
        return "invalid event"


@st.composite
def rare_questions(draw: st.DrawFn) -> tuple[EventPattern, str]:
    """A pattern, and a near-matching event with something rare in it."""
    pattern = draw(event_patterns())
    event = draw(events_near(pattern))
    chance = random.Random(draw(st.integers(0, 1 << 30)))
    for name in draw(st.lists(st.sampled_from(sorted(RARE)), max_size=2)):
        event = RARE[name](chance, event)
    return pattern, event


@pytest.mark.slow
@FEWER
@given(rare_questions())
def test_matching_is_unchanged(question: tuple[EventPattern, str]) -> None:
    """A pattern and an event under `detail` match as they do alone."""
    pattern, event = str(question[0]), question[1]
    try:
        request = to_question(pattern, event)
        expected, actual = verdict(pattern, event), verdict(request.pattern, request.event)
    except (CannotBeAsked, EventTooIntricate):
        reject()
        return
    if expected == "invalid event":
        assert (request.pattern, request.event) == (pattern, event)
    elif actual == "invalid event":
        with pytest.raises(CannotBeAsked, match="exceeds a limit"):
            compare(pattern, event, Engine())
    else:
        assert actual == expected


@pytest.mark.slow
@every(15)
def test_recorded_verdicts_are_unchanged(step: int) -> None:
    """The conformance cases have the same verdicts under `detail`."""
    left_out = 0
    for case in cases()[::step]:
        if case["expect"] in ("match", "no_match"):
            try:
                comparison = compare(case["pattern"], case["event"], Engine())
            except CannotBeAsked:
                left_out += 1
                continue
            assert (comparison.theirs.verdict, comparison.differs_in) == (case["expect"], ()), case
            assert comparison.question.is_event_wrapped
    assert left_out < 400 // step, "those with an empty name at the top"


@pytest.mark.slow
@every(15)
def test_positions_translate_back(step: int) -> None:
    """The message about the wrapped pattern, translated back, equals the message about the bare one."""
    wrapped = too_long = 0
    for case in cases()[::step]:
        if case["expect"] != "invalid_pattern":
            continue
        bare = refused(case["pattern"])
        try:
            request = to_question(case["pattern"], "{}")
        except CannotBeAsked:
            too_long += 1
            continue
        wrapped += request.head is not None
        back = request.unwrapped(refused(request.pattern))
        assert back == bare, case
        assert aws_answer(engine(request.pattern, request.event), request) == refused_pattern(
            bare or "Event pattern is not valid. Reason: Too many combinations", case["pattern"]
        )
    assert wrapped > 1500 // step
    assert too_long == 1 or (too_long == 0 and step > 1)


def refused(pattern: str) -> str:
    with pytest.raises(InvalidEventPattern) as caught:
        pipefilter.parse(pattern)
    return caught.value.aws_message


@pytest.mark.parametrize("before", ["", " ", "\n", "\r\n  ", "\t\n"])
@pytest.mark.parametrize("after", ["", "\n", " x", '\n{"b":[1]}'])
def test_text_around_a_pattern_is_kept(before: str, after: str) -> None:
    """White space before the pattern shifts positions; AWS ignores text after it."""
    for pattern in ('{"a":[]}', '{\n"a":[1,\n {"é😀":2}]}', '{"a":[{"anything-but":[1,null]}]\n}'):
        bare = before + pattern + after
        request = to_question(bare, '{"a":1}')
        assert request.pattern == f'{before}{{"detail":{pattern}}}{after}'
        assert request.unwrapped(refused(request.pattern)) == refused(bare)


@pytest.mark.parametrize(
    "pattern",
    [
        '{"a":["x"]' + " " * 700 + ',"b":[]}',
        '{"é😀":["' + "😀" * 400 + '"],"b":[]}',
        '{"a\\u0007":["\u0085"],"b":[]}',
        '{"; line: 1, column: 3]":[1],"b":[]}',
    ],
)
def test_long_and_odd_patterns(pattern: str) -> None:
    """AWS quotes 500 UTF-16 units, which differ between the bare and the wrapped pattern."""
    request = to_question(pattern, "{}")
    assert request.unwrapped(refused(request.pattern)) == refused(pattern)


def test_unknown_form_of_quotation() -> None:
    """If AWS quotes the pattern in an unknown form, positions are still translated."""
    request = to_question('{"a":[]}', "{}")
    message = 'Event pattern is not valid. Reason: X\n at [Source: (String)"{"detail":{"a"...more"; line: 1, column: 17]'
    back = request.unwrapped(message)
    assert (
        back == 'Event pattern is not valid. Reason: X\n at [Source: (String)"{"a"...more"; line: 1, column: 7]'
    )
    assert refused_pattern(back, request.bare) == Answer("invalid_pattern", back, "X", 1, 7)
    huge = message.replace("17", "1" * 5000)
    assert refused_pattern(request.unwrapped(huge), request.bare).column is None


@pytest.mark.parametrize(
    ("event", "is_wrapped"),
    [
        (EVENT, False),
        ({**EVENT, "resources": None}, False),
        ({name: EVENT[name] for name in MANDATORY}, False),
        *(({name: value for name, value in EVENT.items() if name != left}, True) for left in MANDATORY),
        ({**EVENT, "id": 1}, True),
        ({**EVENT, "time": None}, True),
        ({}, True),
    ],
)
def test_events_of_a_bus_are_sent_as_they_are(event: dict[str, object], is_wrapped: bool) -> None:
    """Only an event that lacks a required field is wrapped."""
    text, pattern = json.dumps(event), '{"source": ["shop"]}'
    request = to_question(pattern, text)
    assert request.is_event_wrapped is is_wrapped
    if not is_wrapped:
        assert request == Question(pattern, text, pattern)
    elif event.get("source") == "shop":
        assert engine(request.pattern, request.event).result is True
        assert json.loads(request.event)["detail"] == event


@pytest.mark.parametrize("pattern", ["", "x", "[]", '"a"', '{"a":[1]', "{'a':[1]}", '{"a":1,}', "\ufeff{}"])
def test_a_pattern_that_is_not_an_object_is_sent_as_it_is(pattern: str) -> None:
    """AWS's parser would report something else for it under `detail`."""
    request = to_question(pattern, '{"a":1}')
    assert (request.pattern, request.is_event_wrapped) == (pattern, True)
    assert compare(pattern, '{"a":1}', Engine()).differs_in == ()


@pytest.mark.parametrize("event", ["", "x", "[]", "[1]", "null", '{"a":1'])
@pytest.mark.parametrize("pattern", ['{"a":[1]}', '{"a":1}'])
def test_malformed_events_are_sent_as_they_are(pattern: str, event: str) -> None:
    """AWS rejects them, and so does pipefilter."""
    comparison = compare(pattern, event, Engine())
    assert (comparison.question.event, comparison.theirs.verdict, comparison.differs_in) == (
        event,
        "invalid_event",
        (),
    )


def test_length() -> None:
    """The limit counts the UTF-16 units that are sent."""
    fits = '{"a":["' + "x" * (4096 - 11 - 10) + '"]}'
    assert len(to_question(fits, "{}").pattern) == 4096
    longer = fits.replace("x", "xx", 1)
    assert to_question(longer, json.dumps(EVENT)).pattern == longer
    with pytest.raises(CannotBeAsked, match=r"^the pattern has 4,086 characters, but 4,097 when it is wrapped"):
        to_question(longer, "{}")
    with pytest.raises(
        CannotBeAsked, match=r"^the pattern has 4,098 characters, and AWS accepts at most 4,096$"
    ):
        to_question('{"a":["' + "😀" * 2044 + '"]}', json.dumps(EVENT))


def test_questions_that_cannot_be_wrapped() -> None:
    """Wrapping would change the meaning of the question."""
    for pattern in ('{"":[1]}', '{"":{"a":[1]}}', '{"$or":[{"":[1]},{"a":[1]}]}'):
        with pytest.raises(CannotBeAsked, match="empty field name"):
            to_question(pattern, '{"":1}')
        assert to_question(pattern, json.dumps(EVENT)).pattern == pattern
    assert to_question('{"a":{"":[1]}}', '{"a":{"":1}}').head == 0
    deep = '{"a":' * 1000 + "1" + "}" * 1000
    assert verdict('{"a":[{"exists":true}]}', deep) is False
    with pytest.raises(CannotBeAsked, match="exceeds a limit of AWS's JSON parser"):
        compare('{"a":[{"exists":true}]}', deep, Engine())


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        (Answer("match"), Answer("match"), ()),
        (Answer("match"), Answer("no_match"), ("verdict",)),
        (Answer("match"), Answer("invalid_event", "Parameter Event is not valid."), ("verdict",)),
        (Answer("invalid_event"), Answer("invalid_event", "Parameter Event is not valid."), ()),
        (Answer("invalid_pattern", "m", "r", 1, 2), Answer("invalid_pattern", "n", "r", 1, 2), ()),
        (Answer("invalid_pattern", "m", "r", 1, 2), Answer("invalid_pattern", "m", "s", 1, 3), ("reason", "column")),
        (Answer("invalid_pattern", "m", "r"), Answer("invalid_pattern", "m", "r", 2, 1), ("line", "column")),
        (Answer("invalid_pattern"), Answer("invalid_pattern", "m", "s", 1, 3), ()),
    ],
)  # fmt: skip
def test_differences(ours: Answer, theirs: Answer, expected: tuple[str, ...]) -> None:
    assert differences(ours, theirs) == expected
