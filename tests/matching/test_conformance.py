"""Every conformance case through every engine: verdict, message, line and column."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from repository import CONFORMANCE
from thoroughness import NIGHTLY, every

import pipefilter
from pipefilter.errors import InvalidEvent, InvalidEventPattern
from pipefilter.language.complexity import LIMIT, complexities_of
from pipefilter.language.event_pattern import render
from pipefilter.language.parse import parse
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.reference_matcher import ReferenceMatcher

DATA = CONFORMANCE
COMPLEXITY = "complexity/patterns.jsonl"
FILES = sorted(path.name for path in DATA.glob("*.jsonl"))
TOTAL = 14_267
Case = dict[str, Any]

# AWS's message names the position where the open container starts, and the recording took that for the
# position of the error.
PLACE_OF_CONTAINER = {"s101-1075", "s101-6417", "s101-10523"}


@cache
def cases(file: str) -> list[Case]:
    return [json.loads(line) for line in (DATA / file).read_text("utf-8").splitlines()]


def with_event(file: str) -> list[Case]:
    return [case for case in cases(file) if case["expect"] in ("match", "no_match", "invalid_event")]


def test_all_the_data_is_there() -> None:
    """No file and no case of the data is missing."""
    assert len(FILES) == 7
    assert sum(len(cases(file)) for file in FILES) == TOTAL


@pytest.mark.parametrize("file", FILES)
def test_patterns(file: str) -> None:
    """Valid patterns are accepted, others rejected with AWS's message, line and column."""
    wrong = []
    for case in cases(file):
        answer: tuple[str, int | None, int | None] | None = None
        try:
            parse(case["pattern"])
        except InvalidEventPattern as error:
            words = error.aws_message.removeprefix("Event pattern is not valid. Reason: ")
            answer = words.split("\n")[0], error.line, error.column
        expected = None
        if case["expect"] == "invalid_pattern":
            expected = case["message"], case.get("line"), case.get("column")
            no_place_recorded = case.get("line") is None and case.get("event") is not None
            if answer and (case["id"] in PLACE_OF_CONTAINER or no_place_recorded):
                answer = answer[0], case.get("line"), case.get("column")
        if answer != expected:
            wrong.append((case["id"], case["pattern"], expected, answer))
    assert not wrong


@pytest.mark.slow
@every(3)
def test_complexity(step: int) -> None:
    """The complexity of each pattern equals the engine's up to the limit, and exceeds the limit where the engine's does."""
    wrong = []
    assert len(cases(COMPLEXITY)) == 676
    for case in cases(COMPLEXITY)[::step]:
        counted = [c for c in complexities_of(parse(case["pattern"], limits=False)) if c.is_counted]
        complexity = max(c.at_least for c in counted)
        is_settled = complexity > LIMIT or all(c.is_exact for c in counted)
        if not is_settled or min(complexity, LIMIT + 1) != min(case["complexity"], LIMIT + 1):
            wrong.append((case["pattern"], case["complexity"], complexity))
        assert refused(case["pattern"]) == (case["complexity"] > LIMIT), case["pattern"]
    assert not wrong


def refused(pattern: str) -> bool:
    problems: tuple[str, ...] = ()
    try:
        parse(pattern)
    except InvalidEventPattern as error:
        problems = tuple(problem.code for problem in error.problems)
    assert problems in ((), ("PF301",))
    return bool(problems)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    ("engine", "step"),
    [
        pytest.param("compiled", 1, id="compiled"),
        pytest.param("reference", 1, id="reference", marks=pytest.mark.slow),
        pytest.param("rule set", 5, id="rule set, every 5th", marks=pytest.mark.slow),
        *(pytest.param(engine, 1, id=engine, marks=NIGHTLY) for engine in ("rule set", "explanation")),
    ],
)
def test_verdicts(file: str, engine: str, step: int) -> None:
    """Each engine gives the verdict of AWS's engine on each case."""
    wrong = []
    for case in with_event(file)[::step]:
        try:
            verdict = "match" if judged(engine, case["pattern"], case["event"]) else "no_match"
        except InvalidEvent:
            verdict = "invalid_event"
        if verdict != case["expect"]:
            wrong.append((case["id"], case["pattern"], case["event"], case["expect"], verdict))
    assert not wrong


CROWD = 60


@NIGHTLY
@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_verdicts_in_a_crowd(file: str) -> None:
    """The rule set gives the same verdict on each case among dozens of other patterns."""
    wrong = []
    valid = [case for case in cases(file) if case["expect"] in ("match", "no_match")]
    for start in range(0, len(valid), CROWD):
        crowd = valid[start : start + CROWD]
        rules = pipefilter.RuleSet({case["id"]: case["pattern"] for case in crowd})
        for case in crowd:
            verdict = "match" if case["id"] in rules.matching(case["event"]) else "no_match"
            if verdict != case["expect"]:
                wrong.append((case["id"], case["pattern"], case["event"], case["expect"], verdict))
    assert not wrong


def judged(engine: str, pattern: str, event: str) -> bool:
    if engine == "reference":
        return ReferenceMatcher(parse(pattern)).matches(event)
    if engine == "compiled":
        return Matcher(parse(pattern)).matches(event)
    if engine == "explanation":
        return pipefilter.explain(pattern, event).matches
    return pipefilter.RuleSet({"only": pattern}).matching(event) == ["only"]


@pytest.mark.slow
@every(3)
@pytest.mark.parametrize("file", FILES)
def test_rendered_patterns(file: str, step: int) -> None:
    """A pattern printed and parsed again is equal."""
    wrong = []
    for case in cases(file)[::step]:
        if case["expect"] == "invalid_pattern":
            continue
        pattern = parse(case["pattern"])
        if parse(render(pattern)) != pattern:
            wrong.append((case["id"], case["pattern"], render(pattern)))
    assert not wrong
