"""The calls of the npm package, answered in this Python; `test_javascript.py` makes them in Node."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import pipefilter
from pipefilter.javascript.calls import answer
from pipefilter.strategies import event_patterns, events_near


def reply(name: str, **members: object) -> dict[str, Any]:
    """The answer to a call."""
    value: dict[str, Any] = json.loads(answer(json.dumps({"call": name, "options": {}, **members})))
    return value


def value_of(name: str, **members: object) -> object:
    """The value that a call returns."""
    return reply(name, **members)["value"]


@given(st.data())
def test_the_verdict_is_that_of_python(data: st.DataObject) -> None:
    """A call has the verdict of `pipefilter.matches`, however often it is made with the same pattern."""
    pattern = data.draw(event_patterns())
    event = data.draw(events_near(pattern))
    text = str(pattern)
    expected = pipefilter.matches(pattern, event)
    assert [value_of("matches", pattern={"text": text}, event=event) for _ in range(2)] == [expected] * 2


def test_errors_have_their_problems() -> None:
    """An error has the name of its class and the text that Python prints; one with problems has all of them."""
    error = reply("matches", pattern={"text": '{"a": "b"}'}, event="{}")["error"]
    assert error["name"] == "InvalidEventPattern"
    assert [problem["code"] for problem in error["problems"]] == ["PF112"]
    assert error["message"].startswith("1:8  PF112")
    assert reply("matches", pattern={"text": '{"a": ["b"]}'}, event="1")["error"]["name"] == "InvalidEvent"
    error = reply("matches", pattern={"text": '{"a": [1]}'}, event="{}", options={"service": "x"})["error"]
    assert error["name"] == "Contradiction"
    error = reply("check", patterns='{"a": [1]}', options={"select": ["X"]})["error"]
    assert error == {
        "name": "ValueError",
        "message": "X is not a code: use PF and three digits, such as PF402, or a prefix, such as PF4",
    }


def test_no_verdict_is_an_error() -> None:
    """Without a record, and with different verdicts on several, `matches` and `explain` return nothing."""
    pattern = {"text": '{"body": {"a": [1]}}'}
    for records in ([], [1, 2]):
        bodies = [{"body": json.dumps({"a": number}), "eventSource": "aws:sqs"} for number in records]
        event = json.dumps({"Records": bodies})
        assert reply("matches", pattern=pattern, event=event)["error"]["name"] == "Undecided"
        assert reply("explain", pattern=pattern, event=event)["error"]["name"] == "Undecided"
        failure = reply("failure", pattern=pattern, event=event, must_match=False)["value"]
        assert failure["text"]
        assert failure["is_decided"] is bool(records)
        assert len(reply("evaluate", pattern=pattern, event=event)["value"]) == len(records)


def test_loaded_filters_stay_the_same(tmp_path: Path) -> None:
    """Filters that were loaded are those of the file at that time; another load of the file reads it again."""
    file = tmp_path / "pattern.json"
    first = {"name": str(file), "key": 1, "options": {}}
    second = {**first, "key": 2}
    file.write_text('{"a": [1]}', "utf-8")
    loaded = reply("load", pattern=first)["value"]
    assert loaded["patterns"] == ['{"a": [1]}']
    file.write_text('{"a": [2]}', "utf-8")
    assert value_of("matches", pattern=first, event='{"a": 1}') is True
    assert reply("load", pattern=second)["value"]["fingerprint"] != loaded["fingerprint"]
    assert value_of("matches", pattern=second, event='{"a": 1}') is False
    for key in range(3, 2000):
        reply("load", pattern={**second, "key": key}, forgotten=[key - 1] if key > 3 else [])
    assert value_of("matches", pattern=first, event='{"a": 1}') is True
    named = {"name": str(file)}
    decided = value_of("failure", pattern=named, event='{"a": 2}', must_match=True)
    assert decided == {"text": "", "is_decided": True}


def test_warnings_are_answered() -> None:
    """What Python would warn of is in the answer: content that is not read."""
    warnings = reply("matches", pattern={"text": '{"a": [1]} {"b": [2]}'}, event='{"a": 1}')["warnings"]
    assert len(warnings) == 1
    assert "PF" in warnings[0]


def test_events_that_follow_are_read() -> None:
    """AWS reads the first value of a text; another event after it is an event, too, and anything else is warned of."""

    def matched(text: str) -> object:
        answer = reply("matches", pattern={"text": '{"a": [1]}'}, event=text, is_text=True)
        error = answer.get("error", {"name": ""})["name"]
        return error or (answer["value"], len(answer["warnings"]))

    assert matched('{"a": 1}\n') == (True, 0)
    assert matched('{"a": 2}\n{"a": 2}\n') == (False, 0)
    assert matched('{"a": 2}\n{"a": 1}\n') == "Undecided"
    assert matched('{"a": 2} {"a": 1}') == "Undecided"
    assert matched('{"a": 2}\n{"a": ') == "InvalidEvent"
    assert matched('{"a": 1} trailing') == (True, 1)
    two = reply("explain", pattern={"text": '{"a": [1]}'}, event='{"a": 1}{"a": 1}', is_text=True)
    assert two["error"]["name"] == "Undecided"


def test_no_verdict_on_what_no_filter_sees() -> None:
    """That an event does not match says nothing if no filter ever sees it in this form: no assertion passes."""
    entry = {"Source": "orders", "DetailType": "OrderPlaced", "Detail": "{}"}
    pattern = {"text": '{"source": ["orders"]}'}
    for event in (entry, {"Entries": [entry]}, {"input": {"Entries": [entry]}}, {"MessageBody": "{}"}):
        answer = value_of("failure", pattern=pattern, event=json.dumps(event), must_match=False)
        assert isinstance(answer, dict)
        assert not answer["is_decided"]
        assert "not an event" in answer["text"] or "not a record" in answer["text"]
    about = {"text": '{"Source": ["orders"]}'}  # a pattern for entries
    failure = value_of("failure", pattern=about, event=json.dumps(entry), must_match=True)
    assert failure == {"text": "", "is_decided": True}


def test_records_that_differ_inside_another_value() -> None:
    """Of records with different verdicts, an event that is a part of a value is neither equal nor not equal."""
    bodies = [{"body": json.dumps({"a": number}), "eventSource": "aws:sqs"} for number in (1, 2)]
    members = {"pattern": {"text": '{"body": {"a": [1]}}'}, "event": json.dumps({"Records": bodies})}
    for must_match in (True, False):
        assert reply("failure", **members, must_match=must_match)["value"]["is_decided"]
        part = reply("failure", **members, must_match=must_match, is_part=True)["value"]
        assert not part["is_decided"]
        assert part["text"] == "of the 2 records in the event, only some match"
