"""Patterns of the conformance data, and those that pipefilter comes with, against other forms and changes of themselves."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache

import pytest
from compared_verdicts import assert_true
from pattern_changes import CHANGES, FORMS, Change, has_repeated_paths, with_more_fields
from repository import CONFORMANCE, ROOT
from thoroughness import every

from pipefilter import EventPattern, InvalidEventPattern, parse
from pipefilter.comparing.comparison import compare_patterns
from pipefilter.comparing.implication import EMPTY_NAMES


@cache
def patterns(step: int) -> tuple[EventPattern, ...]:
    """One in `step` of them, in an order that does not depend on the order of the data."""
    texts = {
        json.loads(line)["pattern"]
        for path in CONFORMANCE.glob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
    }
    texts |= {path.read_text("utf-8") for path in (ROOT / "patterns").glob("*/*/pattern.json")}
    valid = []
    for text in sorted(texts)[::step]:
        try:
            valid.append(parse(text))
        except InvalidEventPattern:
            continue
    return tuple(valid)


def test_there_are_patterns() -> None:
    assert len(patterns(100)) > 90


def changed_patterns(change: Change, step: int) -> Iterator[tuple[EventPattern, EventPattern]]:
    """Patterns that have something to change, each with the changed one."""
    chance = random.Random(1)
    for pattern in patterns(step):
        changed = change(pattern, chance)
        if changed is not None:
            yield pattern, changed


@pytest.mark.slow
@every(100)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_another_form_is_equal(form: Change, step: int) -> None:
    count = 0
    for pattern, other in changed_patterns(form, step):
        count += 1
        assert compare_patterns([pattern], [other]).relation == "equal", (str(pattern), str(other))
    assert count > 3


@pytest.mark.slow
@every(100)
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_has_its_direction(change: Change, step: int) -> None:
    count = 0
    for pattern, changed in changed_patterns(change, step):
        if has_repeated_paths(pattern) and change is with_more_fields:
            continue
        count += 1
        pair = (changed, pattern) if CHANGES[change] else (pattern, changed)
        comparison = compare_patterns([pair[0]], [pair[1]])
        assert_true(comparison, pair, [])
        assert comparison.forward.holds or comparison.forward.doubt is EMPTY_NAMES, (
            comparison.forward,
            str(pair[0]),
            str(pair[1]),
        )
    assert count > 3
