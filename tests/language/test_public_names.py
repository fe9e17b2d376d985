"""The public names: their repr, and the errors for common mistakes."""

from __future__ import annotations

import inspect
import pickle
import pydoc
import re
from pathlib import Path

import pytest

import pipefilter
from pipefilter import dynamodb_stream as ddb
from pipefilter import testing

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
    "EventCase": testing.EventCase("paid", str(pipefilter.parse(LONG)), matches=True, place="events.jsonl:1"),
    "Narrowed": ddb.narrow(ddb.changed("status"), values={"status": ["A", "B", "C"]}, types={"status": "S"}),
}


KEPT = next(iter(pipefilter.filter(PATTERN, '{"detail": {"status": "PAID"}}')))
EXAMPLES = pipefilter.examples(PATTERN)
INVALID = pipefilter.load(PATTERN).evaluate_all("5")[0]
OTHERS = {
    "CostEstimate": pipefilter.estimate(PATTERN, [{"detail": {"status": "PAID"}}], per_month="1M"),
    "Example": EXAMPLES.matching[0],
    "Examples": EXAMPLES,
    "FilteredRecord": KEPT,
    "Problem": INVALID.problem,
    "PatternComparison": pipefilter.compare(PATTERN, LONG),
    "RedundantRules": pipefilter.RuleSet([PATTERN, LONG]).redundant(),
    "Witness": pipefilter.compare(PATTERN, LONG).both,
    "Place": INVALID.problem.start if INVALID.problem else None,
    "evaluation of what is not an event": INVALID,
    "evaluation of a record": pipefilter.load(PATTERN, source="sqs").evaluate(
        {"eventSource": "aws:sqs", "body": "{}"}
    ),
}
_ERRORS = {
    name
    for name in pipefilter.__all__
    if isinstance(value := getattr(pipefilter, name), type) and issubclass(value, Exception)
}


def test_every_public_value_is_tested() -> None:
    types = {name for name in pipefilter.__all__ if isinstance(getattr(pipefilter, name), type)}
    assert types - _ERRORS <= {*VALUES, *OTHERS}


@pytest.mark.parametrize("name", [*VALUES, *OTHERS])
def test_values_can_be_pickled(name: str) -> None:
    value = {**VALUES, **OTHERS}[name]
    again = pickle.loads(pickle.dumps(value))  # noqa: S301 - our own
    assert repr(again) == repr(value)
    assert type(again) is type(value)


@pytest.mark.parametrize("name", VALUES)
def test_a_repr_fits_on_a_line(name: str) -> None:
    text = repr(VALUES[name])
    assert text.startswith(f"<{name}: ")
    assert len(text) <= 120
    assert "\n" not in text


def test_narrowed_prints_patterns_and_residual() -> None:
    narrowed = ddb.narrow(ddb.changed("status"))
    assert str(narrowed).splitlines()[:2] == [str(narrowed.pattern), "left to check: status changed"]
    exact = ddb.narrow(ddb.became("status", "PAID") & ddb.was("status", "SENT"))
    assert str(exact).splitlines() == [
        str(exact.pattern),
        "exact: nothing is left to check",
        "proven: the pattern drops no record that meets the condition, and matches no other",
    ]


@pytest.mark.parametrize(
    "value",
    [
        pipefilter.explain(PATTERN, {}),
        pipefilter.load(PATTERN).evaluate({}),
        pipefilter.check(PATTERN),
        pipefilter.compare(PATTERN, PATTERN),
        ddb.changed("a"),
    ],
    ids=repr,
)
def test_values_without_a_truth_value(value: object) -> None:
    with pytest.raises(TypeError):
        bool(value)


def test_a_path_is_not_a_pattern() -> None:
    with pytest.raises(
        pipefilter.InvalidEventPattern, match=r"is not an event pattern: use pipefilter\.load\(path\)"
    ):
        pipefilter.matches(Path("p.json"), {})  # type: ignore[arg-type]  # the fault that is tested
    with pytest.raises(pipefilter.InvalidEvent, match=r"is not an event: use its read_text\(\)"):
        pipefilter.matches(PATTERN, Path("e.json"))  # type: ignore[arg-type]  # the fault that is tested
    with pytest.raises(TypeError, match=r"use its read_text\(\)"):
        pipefilter.load(PATTERN).evaluate(Path("e.json"))  # type: ignore[arg-type]  # the fault that is tested


def test_help_begins_with_the_main_names() -> None:
    lines = pydoc.plain(pydoc.render_doc(pipefilter)).splitlines()[:30]
    text = "\n".join(lines)
    for name in ("matches", "explain", "RuleSet", "load", "evaluate", "filter", "check", "compare", "generate"):
        assert re.search(rf"\b{name}\(", text), name


def test_every_name_can_be_imported() -> None:
    assert pipefilter.__all__ == sorted(pipefilter.__all__)
    for name in pipefilter.__all__:
        assert getattr(pipefilter, name).__doc__, name
    assert set(pipefilter.__all__) <= set(dir(pipefilter))
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = pipefilter.nothing


def test_every_name_for_tests_is_described() -> None:
    assert sorted(testing.__all__) == testing.__all__
    for name in testing.__all__:
        assert getattr(testing, name).__doc__, name


def test_every_error_that_a_public_function_documents_is_public() -> None:
    modules = (pipefilter, testing)
    functions = (getattr(module, name) for module in modules for name in module.__all__)
    texts = [inspect.getdoc(each) or "" for each in functions if inspect.isfunction(each)]
    errors = {name for text in texts for name in re.findall(r"^ {4}([A-Z]\w+): ", text, re.MULTILINE)}
    assert errors > {"Contradiction", "UnevaluatedRecords"}
    assert errors - set(pipefilter.__all__) == {"AssertionError", "CollectError", "TypeError", "ValueError"}
