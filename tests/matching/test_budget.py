"""Every evaluation, by each engine, ends within a budget of steps and memory, in a verdict or in one of our errors."""

from __future__ import annotations

import json
import sys
import threading
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from patience import PATIENCE

import pipefilter
from pipefilter.cli.main import main
from pipefilter.errors import EventTooIntricate
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.operators.prefix import Prefix
from pipefilter.language.parse import parse
from pipefilter.matching.budget import BASE_STEPS, STEPS_A_VALUE, Budget
from pipefilter.matching.event_text import event_tree
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.matching.value_predicate import ValuePredicate
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.scanner_for import scanner_for

REPEATED = parse('{"a": {"b": [1], "c": [2], "d": [3], "e": [{"exists": false}]}}')
BRANCHES = parse({"d": {f"a{n}": {"$or": [{"x": [1]}, {"y": [1]}]} for n in range(9)}})
NESTED = parse('{"a": {"b": {"c": [1], "d": [2]}, "e": [3]}}')


def repeated_keys(count: int) -> str:
    """One key repeated many times, each time with an array in which no element has all fields."""
    return "{" + ",".join(['"a":[{"b":1,"e":1},{"c":2},{"d":3}]'] * count) + "}"


def elements_of_branches(count: int, *, nested: bool) -> str:
    """Elements each of which satisfies one field of each branch."""
    elements = [{f"a{n % 9}": {"x": 1, "y": 1}} for n in range(count)]
    return json.dumps({"d": [elements, elements[:3]] if nested else elements})


def verdict_of_scanner(pattern: pipefilter.EventPattern, event: str) -> bool:
    scanner = scanner_for(pattern)
    scanned = scanner.scan(Lines(event.encode() + b"\n"))
    return bool(scanner.verdict(event) if scanned.undecided else scanned.matched)


ENGINES: dict[str, Callable[[pipefilter.EventPattern, str], bool]] = {
    "matcher": lambda pattern, event: Matcher(pattern).matches(event),
    "reference": lambda pattern, event: ReferenceMatcher(pattern).matches(event),
    "rules": lambda pattern, event: bool(pipefilter.RuleSet({"only": pattern}).matching(event)),
    "explanation": lambda pattern, event: pipefilter.explain(pattern, event).matches,
    "scanner": verdict_of_scanner,
}


QUICK_ENGINES = [
    "matcher",
    *(pytest.param(engine, marks=pytest.mark.slow) for engine in ("reference", "scanner")),
    *(pytest.param(engine, marks=pytest.mark.nightly) for engine in ("rules", "explanation")),
]
"""The quick tests are about the matcher alone."""


@pytest.fixture(params=[pytest.param(10, id="tenth"), pytest.param(1, id="whole", marks=pytest.mark.nightly)])
def scale(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """The factor by which the limit is lowered, and by which events that exceed it may be smaller."""
    part: int = request.param
    monkeypatch.setattr("pipefilter.matching.budget.BASE_STEPS", BASE_STEPS // part)
    return part


@pytest.mark.parametrize(
    ("engine", "has_branches"),
    [
        pytest.param("matcher", False, id="matcher-repeated keys"),
        pytest.param("matcher", True, id="matcher-branches"),
        pytest.param("scanner", False, id="scanner-repeated keys", marks=pytest.mark.slow),
        pytest.param("reference", True, id="reference-branches", marks=pytest.mark.slow),
        *(
            pytest.param(engine, True, marks=pytest.mark.nightly)
            for engine in ("scanner", "rules", "explanation")
        ),
    ],
)
def test_no_verdict(engine: str, has_branches: bool, scale: int) -> None:
    """The engine reports that it could not decide, with a small part of the memory that the search could use.

    The events have repeated keys, or branches over arrays in arrays.
    """
    pattern = BRANCHES if has_branches else REPEATED
    event = elements_of_branches(2000 // scale, nested=True) if has_branches else repeated_keys(1000 // scale)
    tracemalloc.start()
    with pytest.raises(EventTooIntricate, match="no verdict within"):
        ENGINES[engine](pattern, event)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000 // scale + 1_000_000


SAME_FIELD = parse({"$or": [{"a": [f"x{n}"]} for n in range(900)]})
SAME_LONG = parse({"$or": [{"a": [{"prefix": f"x{n}"}]} for n in range(500)]})
EACH_ELEMENT = {f"f{n}": [1] for n in range(100)}
WIDE = parse({"a": {**EACH_ELEMENT, "$or": [{"g": [n]} for n in range(700)]}})


def wide_elements(count: int) -> str:
    """Each field of each branch is satisfied, by elements that are far from the first."""
    elements: list[object] = [{}] * count
    elements += [{name: 1} for name in EACH_ELEMENT]
    elements += [{"g": n} for n in range(700)]
    return json.dumps({"a": elements})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pattern", "event_of"),
    [
        (SAME_FIELD, lambda scale: json.dumps({"a": ["y"] * (50_000 // scale)})),
        (SAME_LONG, lambda scale: json.dumps({"a": "\u00e9" * (500_000 // scale)}, ensure_ascii=False)),
        (WIDE, lambda scale: wide_elements(100_000 // scale)),
    ],
    ids=["many values", "long values", "wide arrays"],
)
def test_branches_of_one_field(
    pattern: pipefilter.EventPattern, event_of: Callable[[int], str], scale: int
) -> None:
    """Work that is small in one branch adds up over hundreds of branches."""
    event = event_of(scale)
    for verdict in (Matcher(pattern).matches, lambda event: pipefilter.explain(pattern, event).matches):
        with pytest.raises(EventTooIntricate):
            verdict(event)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["matcher", "rules", "explanation", "reference"])
def test_long_paths(engine: str) -> None:
    """Names as long as a pattern may have, repeated: memory grows with the event, not with its paths."""
    name, count = "a" * 1000, 4_000
    members = ",".join(['"b":2'] * count)
    nested = f'{{"{name}":' * 300 + f"{{{members}}}" + "}" * 300
    elements = f'{{"{name}":[' + ",".join(['{"b":2}'] * count) + "]}"
    pattern = parse({name: {"b": [1]}})
    tracemalloc.start()
    for event in (nested, elements, f'{{"{name}":{{{members}}}}}'):
        assert not ENGINES[engine](pattern, event)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000


def test_a_number_is_converted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many branches compare it: converting a number as AWS's engine does takes longer than comparing it."""
    calls: list[str] = []
    work_out = Number._find_comparable  # noqa: SLF001 - how often it is called

    def counting(number: Number) -> float | None:
        calls.append(number.text)
        return work_out(number)

    monkeypatch.setattr(Number, "_find_comparable", counting)
    pattern = parse({"$or": [{"a": [{"numeric": [">", 1000 + n]}]} for n in range(10)]})
    calls.clear()
    assert not Matcher(pattern).matches('{"a": [0.1234567890123456, 0.2345678901234567]}')
    assert sorted(calls) == ["0.1234567890123456", "0.2345678901234567"]


def test_elements_without_a_value() -> None:
    """Empty elements, and elements that no path leads into, are not stored."""
    tree = event_tree(json.dumps({"a": [{}] * 50_000, "b": [{"c": 1}] * 20_000}))
    tracemalloc.start()
    assert not Matcher(parse('{"a": {"b": [1]}, "b": [1]}')).matches_tree(tree)
    assert not Matcher(parse('{"a": {"b": [{"exists": true}]}}')).matches_tree(tree)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000


@pytest.mark.parametrize("engine", QUICK_ENGINES)
def test_large_events_have_a_verdict(engine: str, scale: int) -> None:
    """Realistic events are decided, however many elements their arrays have and however many branches the pattern has."""
    verdict = ENGINES[engine]
    assert not verdict(BRANCHES, elements_of_branches(2000 // scale, nested=False))
    records = ",".join(['{"b":[{"c":1},{"d":2}],"e":3}'] * (5000 // scale))
    assert not verdict(NESTED, f'{{"a":[{records}]}}')
    assert verdict(NESTED, f'{{"a":[{records},{{"b":[{{"c":1,"d":2}},{{}}],"e":3}}]}}')


def test_steps_grow_linearly_with_the_event() -> None:
    """The limit is a sum: a constant part for each event, and a part for each value."""
    assert Budget(0).limit == BASE_STEPS
    assert Budget(1000).limit == BASE_STEPS + 1000 * STEPS_A_VALUE
    budget = Budget(0)
    budget.spend(BASE_STEPS)
    assert budget.spent == BASE_STEPS
    with pytest.raises(EventTooIntricate, match=f"within {BASE_STEPS:,} steps"):
        budget.spend(1)


# Many alternatives


def ranges(count: int) -> list[Operator]:
    return [Numeric(((">", Number(str(2 * n))), ("<", Number(str(2 * n + 1))))) for n in range(count)]


@pytest.mark.parametrize("inside", [False, True])
def test_many_prefixes_are_looked_up(inside: bool) -> None:
    """A list of hundreds of prefixes costs about as much for each value as one prefix."""
    prefixes = [Prefix(f"p{n}-") for n in range(500)]
    alternatives: list[Operator] = [AnythingBut(tuple(prefixes))] if inside else [*prefixes]
    test = ValuePredicate(alternatives)
    assert test.weight < 10
    whole = FieldPredicate(tuple(alternatives))
    values: list[Scalar] = ["p7-x", "p7", "p499-", "p500-", "", "x", Number("1"), None, True]
    for value in values:
        assert test.holds(value) is whole.holds(value)


def test_many_ranges_are_looked_up() -> None:
    """So does a list of hundreds of numeric ranges."""
    test, whole = ValuePredicate(ranges(500)), FieldPredicate(tuple(ranges(500)))
    assert test.weight < 10
    for text in ("0.5", "1.5", "998.5", "999.5", "-1", "1e400", "500.50", "123456789012345678901234567890"):
        assert test.holds(Number(text)) is whole.holds(Number(text))


def test_alternatives_that_cannot_be_looked_up_cost_steps() -> None:
    """Hundreds of case-insensitive suffixes against an event of many values end without a verdict."""
    ends = ",".join(f'{{"suffix":{{"equals-ignore-case":"{n}x"}}}}' for n in range(300))
    event = json.dumps({"a": [f"{n}y" for n in range(20_000)]})
    pattern = parse(f'{{"a":[{ends}]}}', limits=False)
    with pytest.raises(EventTooIntricate):
        Matcher(pattern).matches(event)
    assert Matcher(pattern).matches(json.dumps({"a": [f"{n}y" for n in range(500)] + ["299X"]}))


# An explanation may take more work than the verdict


OTHERS = [f"{n:x}" for n in range(450)]


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("alternatives", "value", "count"),
    [
        ([{"anything-but": {"equals-ignore-case": OTHERS}}], OTHERS[-1], 30_000),
        ([{"numeric": [">", 0]}] * 190, 0, 100_000),
        ([{"numeric": [">=", n, "<", 1000]} for n in range(100)], 500.5, 100_000),
    ],
    ids=["operators in anything-but", "the same range", "overlapping ranges"],
)
def test_each_test_of_a_value_costs_steps(
    engine: str, alternatives: list[object], value: object, count: int, scale: int
) -> None:
    """Whatever an alternative consists of, and wherever it is looked up."""
    pattern = parse(json.dumps({"a": alternatives}, separators=(",", ":")), limits=False)
    with pytest.raises(EventTooIntricate):
        ENGINES[engine](pattern, json.dumps({"a": [value] * (count // scale) + [None]}, separators=(",", ":")))


def test_many_equal_prefixes() -> None:
    """The same key in the index leads to all of them, a distinct key to each."""
    same = ValuePredicate([Prefix('é"')] * 250)
    assert same.weight >= 250
    assert ValuePredicate([Prefix(f"é{n:03}") for n in range(250)]).weight < 10


def test_first_verdicts_in_several_threads() -> None:
    """What the first evaluation prepares is ready for the other threads too."""
    parts = [{"numeric": [">=", 2 * n, "<", 2 * n + 1]} for n in range(100)]
    pattern = parse(json.dumps({"a": parts}, separators=(",", ":")))
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(100):
            matcher, begin = Matcher(pattern), threading.Barrier(3)

            def verdict(matcher: Matcher = matcher, begin: threading.Barrier = begin) -> bool:
                begin.wait(PATIENCE)
                return matcher.matches('{"a": 100.5}')

            with ThreadPoolExecutor(3) as pool:
                verdicts = [pool.submit(verdict) for _ in range(3)]
                assert all(each.result() for each in verdicts)
    finally:
        sys.setswitchinterval(interval)


def wide_pattern() -> str:
    """A field that no event has, and one whose alternatives cannot be looked up."""
    ends = [{"suffix": {"equals-ignore-case": f"{n}x"}} for n in range(300)]
    return json.dumps({"a": [1], "z": ends})


@pytest.mark.slow
def test_a_verdict_without_an_explanation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], scale: int
) -> None:
    """The verdict stands, and the command reports that there is no explanation; in JSON it is `null`."""
    many_values = json.dumps({"z": ["y"] * (200_000 // scale)})
    assert not pipefilter.matches(wide_pattern(), many_values)
    with pytest.raises(EventTooIntricate):
        pipefilter.explain(wide_pattern(), many_values)
    pattern, event = tmp_path / "p.json", tmp_path / "e.json"
    pattern.write_text(wide_pattern())
    event.write_text(many_values)
    message = "  no explanation: it would need too many steps\n"
    for command in (
        ["test", str(pattern), str(event)],
        ["test", "--source", "bus", str(pattern), str(event)],
        ["filter", "--explain-misses", "1", str(pattern), str(event)],
    ):
        with pytest.raises(SystemExit) as stop:
            main(command)
        assert stop.value.code == 1
        out, err = capsys.readouterr()
        assert message in out + err
        with pytest.raises(SystemExit) as stop:
            main([*command, "--json"])
        out, _ = capsys.readouterr()
        line = json.loads(out.splitlines()[0])
        assert line["verdict"] == "no_match"
        explanations = (
            [filter_["explanation"] for filter_ in line["filters"]]
            if "filters" in line
            else [line["explanation"]]
        )
        assert explanations == [None]
