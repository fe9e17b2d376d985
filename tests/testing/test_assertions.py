"""`assert_matches` and `assert_no_match`: they fail exactly if a verdict is not as expected, and say why."""

from __future__ import annotations

import json
import re
import traceback
import unittest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repository import ROOT

import pipefilter
from pipefilter.strategies import event_patterns, events_near
from pipefilter.testing import assert_matches, assert_no_match

PATTERN = {"detail": {"status": ["PAID"]}}
PAID, OPEN = {"detail": {"status": "PAID"}}, {"detail": {"status": "OPEN"}}
TEMPLATE = ROOT / "examples" / "pytest" / "template.yaml"
ORDERS = f"{TEMPLATE}#Worker.Orders"


def message(body: str) -> dict[str, object]:
    return {"messageId": "1", "eventSource": "aws:sqs", "body": body}


CREATED, CANCELLED = message('{"type": "order.created"}'), message('{"type": "order.cancelled"}')
KINESIS = {"eventSource": "aws:kinesis", "kinesis": {"data": "e30="}}


def failure_of_match(pattern: object, event: object, **placement: str) -> str:
    with pytest.raises(AssertionError) as failure:
        assert_matches(pattern, event, **placement)  # type: ignore[arg-type]  # all forms are tested
    return str(failure.value)


def failure_of_no_match(pattern: object, event: object, **placement: str) -> str:
    with pytest.raises(AssertionError) as failure:
        assert_no_match(pattern, event, **placement)  # type: ignore[arg-type]  # all forms are tested
    return str(failure.value)


@pytest.mark.parametrize(
    "pattern",
    [
        PATTERN,
        json.dumps(PATTERN),
        json.dumps(PATTERN).encode(),
        pipefilter.parse(PATTERN),
        pipefilter.load(PATTERN),
        {"Filters": [{"Pattern": json.dumps(PATTERN)}]},
    ],
    ids=["dict", "text", "bytes", "parsed", "loaded", "criteria"],
)
def test_forms_of_patterns(pattern: pipefilter.EventPattern) -> None:
    assert_matches(pattern, PAID)
    assert_no_match(pattern, OPEN)
    assert failure_of_match(pattern, OPEN).startswith("the event does not match the pattern\n")
    assert failure_of_no_match(pattern, PAID).startswith("the event matches the pattern\n")


@pytest.mark.parametrize("suffix", ["", "/1"])
def test_filters_in_a_template(suffix: str) -> None:
    assert_matches(ORDERS + suffix, CREATED)
    assert_no_match(ORDERS + suffix, CANCELLED)


def test_files(tmp_path: Path) -> None:
    (tmp_path / "pattern.json").write_text(json.dumps(PATTERN))
    events = tmp_path / "events.jsonl"
    events.write_text(f"{json.dumps(PAID)}\n{json.dumps(OPEN)}\n")
    (tmp_path / "paid.json").write_text(json.dumps(PAID))
    assert_matches(tmp_path / "pattern.json", tmp_path / "paid.json")
    text = failure_of_match(str(tmp_path / "pattern.json"), events)
    assert text.splitlines()[:2] == [
        f"1 of 2 records does not match {tmp_path / 'pattern.json'}",
        f"no match  {events}:2",
    ]


def test_the_failure_is_the_explanation() -> None:
    evaluation = pipefilter.load(ORDERS).evaluate(CANCELLED)
    assert failure_of_match(ORDERS, CANCELLED) == "\n".join(
        [
            f"the event does not match {ORDERS}",
            "no match  event",
            *str(evaluation).splitlines()[1:],
        ]
    )


def test_batches() -> None:
    mixed = {"Records": [CREATED, CANCELLED, CANCELLED]}
    text = failure_of_match(ORDERS, mixed)
    assert text.startswith(f"2 of 3 records do not match {ORDERS}\nno match  event /Records/1\n")
    assert "/Records/2" in text
    assert "/Records/0" not in text
    assert failure_of_no_match(ORDERS, mixed).splitlines()[:2] == [
        f"1 of 3 records matches {ORDERS}",
        "match     event /Records/0",
    ]
    assert_matches(ORDERS, [CREATED, {"Records": [CREATED, CREATED]}])
    assert "no match  event[1]\n" in failure_of_match(ORDERS, [CREATED, CANCELLED])


def test_large_batches_are_explained_in_part() -> None:
    text = failure_of_match(ORDERS, {"Records": [CANCELLED] * 40})
    assert text.count("order.cancelled") == 5
    assert "/Records/39" in text


@pytest.mark.parametrize("event", [{"Records": []}, []], ids=repr)
def test_no_records(event: object) -> None:
    """An assertion about nothing must not pass."""
    reason = "the event contains no records, so nothing was evaluated"
    assert failure_of_match(ORDERS, event) == failure_of_no_match(ORDERS, event) == reason


def test_no_verdict_fails_both() -> None:
    for failure in (failure_of_match(ORDERS, KINESIS), failure_of_no_match(ORDERS, KINESIS)):
        first, second = failure.splitlines()
        assert first == "there is no verdict on the event"
        assert second.startswith("event: ")
    mixed = failure_of_match(ORDERS, [CREATED, CANCELLED, KINESIS])
    assert mixed.startswith(f"1 of 3 records does not match {ORDERS}, and there is no verdict on 1\n")
    assert failure_of_no_match(ORDERS, [CANCELLED, KINESIS]).startswith(
        "there is no verdict on 1 of 2 records\n"
    )


@pytest.mark.parametrize("event", ["", " ", "[]", "{", "5", b"\xff", "paid.json"], ids=repr)
def test_what_is_not_an_event_fails_both(event: str | bytes) -> None:
    for failure in (failure_of_match(PATTERN, event), failure_of_no_match(PATTERN, event)):
        first, second, *_ = failure.splitlines()
        assert first == "there is no verdict on the event"
        assert re.match(r"event:\d+:\d+  PF1\d\d  ", second)


def test_service_and_source() -> None:
    body = {"body": {"type": ["order.paid"]}}
    assert_matches(body, message('{"type": "order.paid"}'), service="lambda", source="sqs")
    failure_of_no_match(body, {"eventSource": "aws:kinesis"}, source="sqs")
    with pytest.raises(pipefilter.Contradiction):
        assert_matches(PATTERN, PAID, service="rule", source="sqs")


@pytest.mark.parametrize(
    ("pattern", "error"),
    [
        ({"detail": "PAID"}, pipefilter.InvalidEventPattern),
        ("missing.json", pipefilter.UnreadableInput),
        (f"{TEMPLATE}#Nothing", pipefilter.PipefilterError),
    ],
    ids=["invalid", "missing", "no such filter"],
)
def test_errors_of_patterns(pattern: object, error: type[Exception]) -> None:
    """They are those of `load`, without the lines of pipefilter that raised them."""
    for function in (assert_matches, assert_no_match):
        with pytest.raises(error) as raised:
            function(pattern, PAID)  # type: ignore[arg-type]  # faults are tested
        frames = traceback.extract_tb(raised.value.__traceback__)
        assert {Path(frame.filename).name for frame in frames} == {Path(__file__).name, "assertions.py"}


def test_unittest_shows_the_explanation_and_the_line_of_the_test() -> None:
    class Orders(unittest.TestCase):
        def runTest(self) -> None:  # noqa: N802 - as unittest names it
            assert_matches(PATTERN, OPEN)

    result = unittest.TestResult()
    Orders().run(result)
    ((_, text),) = result.failures
    assert Path(__file__).name in text
    assert 'assertions.py"' not in text.replace(Path(__file__).name, "")
    assert "AssertionError: the event does not match the pattern\nno match  event\n" in text


def test_an_event_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(pipefilter.UnreadableInput, match=re.escape(f"cannot read {tmp_path / 'a.json'}: ")):
        assert_no_match(PATTERN, tmp_path / "a.json")


def test_values_without_a_json_form() -> None:
    with pytest.raises(pipefilter.InvalidEvent):
        assert_no_match(PATTERN, {"detail": {1, 2}})


@given(st.data(), event_patterns())
def test_exactly_one_assertion_passes(data: st.DataObject, pattern: str) -> None:
    """The one that agrees with the verdict of `load`, as `matches` has it for events."""
    event = data.draw(events_near(pattern))
    evaluations = pipefilter.load(pattern).evaluate_all(event)
    verdicts = {evaluation.verdict for evaluation in evaluations}
    for function, verdict in ((assert_matches, "match"), (assert_no_match, "no_match")):
        try:
            function(pattern, event)
        except AssertionError:
            assert verdicts != {verdict}
        else:
            assert verdicts == {verdict}
