"""The public names: what they print of themselves, and what they say to the usual slips."""

from __future__ import annotations

import pydoc
import re
from pathlib import Path

import pytest

import pipefilter
from pipefilter import dynamodb_stream as ddb

PATTERN = {"detail": {"status": ["PAID"]}}
LONG = {"detail": {"status": [f"value {number}" for number in range(200)]}}

VALUES = {
    "EventPattern": pipefilter.parse(LONG),
    "Matcher": pipefilter.compile(LONG),
    "RuleSet": pipefilter.RuleSet({"a": LONG}),
    "Explanation": pipefilter.explain(LONG, {"detail": {"status": "x"}}),
    "Filters": pipefilter.load(LONG),
    "Evaluation": pipefilter.load(LONG).evaluate({"detail": {"status": "x"}}),
    "Report": pipefilter.check(LONG),
    "Narrowed": ddb.narrow(ddb.changed("status"), values={"status": ["A", "B", "C"]}, types={"status": "S"}),
}


@pytest.mark.parametrize("name", VALUES)
def test_a_repr_fits_on_a_line(name: str) -> None:
    shown = repr(VALUES[name])
    assert shown.startswith(f"<{name}: ")
    assert len(shown) <= 120
    assert "\n" not in shown


def test_narrowed_prints_patterns_and_what_is_left() -> None:
    narrowed = ddb.narrow(ddb.changed("status"))
    assert str(narrowed).splitlines()[:2] == [str(narrowed.pattern), "left to check: status changed"]
    exact = ddb.narrow(ddb.became("status", "PAID") & ddb.was("status", "SENT"))
    assert str(exact).splitlines() == [str(exact.pattern), "exact: nothing is left to check"]


@pytest.mark.parametrize(
    "value",
    [
        pipefilter.explain(PATTERN, {}),
        pipefilter.load(PATTERN).evaluate({}),
        pipefilter.check(PATTERN),
        ddb.changed("a"),
    ],
    ids=repr,
)
def test_what_is_neither_true_nor_false(value: object) -> None:
    with pytest.raises(TypeError):
        bool(value)


def test_a_path_is_not_a_pattern() -> None:
    with pytest.raises(
        pipefilter.InvalidEventPattern, match=r"is not an event pattern: use pipefilter\.load\(path\)"
    ):
        pipefilter.matches(Path("p.json"), {})  # type: ignore[arg-type]
    with pytest.raises(pipefilter.InvalidEvent, match=r"is not an event: use its read_text\(\)"):
        pipefilter.matches(PATTERN, Path("e.json"))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"use its read_text\(\)"):
        pipefilter.load(PATTERN).evaluate(Path("e.json"))  # type: ignore[arg-type]


def test_help_begins_with_what_one_needs() -> None:
    lines = pydoc.plain(pydoc.render_doc(pipefilter)).splitlines()[:30]
    text = "\n".join(lines)
    for name in ("matches", "explain", "RuleSet", "load", "evaluate", "filter", "check", "generate"):
        assert re.search(rf"\b{name}\(", text), name


def test_every_name_can_be_had() -> None:
    assert pipefilter.__all__ == sorted(pipefilter.__all__)
    for name in pipefilter.__all__:
        assert getattr(pipefilter, name).__doc__, name
    assert set(pipefilter.__all__) <= set(dir(pipefilter))
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = pipefilter.nothing
