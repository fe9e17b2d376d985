"""Each public function with each kind of wrong argument: one clear error, and never one of Python's own."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from thoroughness import mostly_nightly

import pipefilter
from pipefilter import dynamodb_stream as ddb

PATTERN = {"a": [1]}
EVENT = {"a": 1}
RECORD = {"eventName": "MODIFY", "dynamodb": {}}
CHANGED = ddb.changed("a")
FILTERS = pipefilter.load(PATTERN)
NARROWED = ddb.narrow(CHANGED)


def nested(depth: int) -> dict[str, Any]:
    """Nested objects."""
    whole: dict[str, Any] = {}
    inner = whole
    for _ in range(depth):
        inner["a"] = {}
        inner = inner["a"]
    return whole


def endless() -> dict[str, Any]:
    """An object that contains itself."""
    whole: dict[str, Any] = {}
    whole["a"] = whole
    return whole


WRONG: dict[str, Any] = {
    "None": None,
    "an int": 5,
    "a float": 1.5,
    "a bool": True,
    "an empty list": [],
    "a list of numbers": [1],
    "a list in a list": [[PATTERN]],
    "an empty dict": {},
    "a dict with a number for a name": {1: 2},
    "a set": {1},
    "a dict with a set": {"a": {1}},
    "bytes": b"x",
    "bytes that are not UTF-8": b"\xff",
    "a bytearray": bytearray(b"x"),
    "an empty string": "",
    "a word": "junk",
    "the name of a file": "p.json",
    "the name of a missing file": "missing.json",
    "the name of a folder": "folder",
    "the name of an empty folder": "empty",
    "a glob that matches nothing": "*.none",
    "a reference into no template": "p.json#X",
    "a NUL": "a\0b",
    "a name that is too long": "a" * 5000,
    "half of a surrogate pair": "\ud800",
    "brackets": "[" * 20_000,
    "braces": '{"a":' * 20_000,
    "a path": Path("p.json"),
    "a path to nothing": Path("missing"),
    "a path to a folder": Path("folder"),
    "an object": object(),
    "a class": int,
    "a deep dict": nested(5_000),
    "an endless dict": endless(),
    "a pattern": pipefilter.parse(PATTERN),
    "a matcher": pipefilter.compile(PATTERN),
    "filters": FILTERS,
    "narrowed filters": NARROWED,
    "a condition": CHANGED,
    "an attribute": ddb.new("a"),
    "a module": pipefilter,
}

ESTIMATE_OPTIONS = (
    *("per_month", "totals", "service", "source", "region", "batch_size", "window", "memory", "duration"),
    *("per_record", "architecture", "target", "enrichment", "enrichment_memory", "enrichment_duration"),
    *("prices", "reads", "sample", "seed", "jobs"),
)


def with_option(
    function: Callable[..., object], *arguments: object, option: str, **options: object
) -> Callable[[Any], object]:
    """A function with one option, named `option`."""
    return lambda value: function(*arguments, **{**options, option: value})


def with_values(name: str) -> Callable[[Any], object]:
    """`narrow` with known values of one attribute."""
    return lambda value: with_option(ddb.narrow, CHANGED, option=name)({"a": value})


CALLS: dict[str, Callable[[Any], object]] = {
    "matches(pattern)": lambda value: pipefilter.matches(value, EVENT),
    "matches(event)": lambda value: pipefilter.matches(PATTERN, value),
    "compile": pipefilter.compile,
    "Matcher.matches": pipefilter.compile(PATTERN).matches,
    "explain(pattern)": lambda value: pipefilter.explain(value, EVENT),
    "explain(event)": lambda value: pipefilter.explain(PATTERN, value),
    "parse": pipefilter.parse,
    "render": pipefilter.render,
    "RuleSet": pipefilter.RuleSet,
    "RuleSet({...})": lambda value: pipefilter.RuleSet({"a": value}),
    "RuleSet([...])": lambda value: pipefilter.RuleSet([value]),
    "RuleSet.matching": pipefilter.RuleSet({"a": PATTERN}).matching,
    "load": pipefilter.load,
    "load(service=)": lambda value: pipefilter.load(PATTERN, service=value),
    "load(source=)": lambda value: pipefilter.load(PATTERN, source=value),
    "Filters.evaluate": FILTERS.evaluate,
    "Filters.evaluate_all": FILTERS.evaluate_all,
    "check": pipefilter.check,
    **{f"check({name}=)": with_option(pipefilter.check, PATTERN, option=name)
       for name in ("service", "source", "select", "ignore", "severity")},
    **{f"check({name}=)": with_option(pipefilter.check, PATTERN, option=name) for name in ("schema", "schema_from")},
    "compare(first)": lambda value: pipefilter.compare(value, PATTERN),
    "compare(second)": lambda value: pipefilter.compare(PATTERN, value),
    **{f"compare({name}=)": with_option(pipefilter.compare, PATTERN, PATTERN, option=name)
       for name in ("service", "source", "parameters")},
    "examples": pipefilter.examples,
    **{f"examples({name}=)": with_option(pipefilter.examples, PATTERN, option=name)
       for name in ("service", "source", "event", "event_source", "detail_type")},
    "examples(detail=)": lambda value: pipefilter.examples(event_source="a", detail_type="b", detail=value),
    "load(parameters=)": lambda value: pipefilter.load(PATTERN, parameters=value),
    "generate(target)": lambda value: pipefilter.generate(value, PATTERN, service="rule"),
    "generate(filters)": lambda value: pipefilter.generate("sam", value, service="rule"),
    **{f"generate({name}=)": with_option(pipefilter.generate, "sam", PATTERN, service="rule", option=name)
       for name in ("service", "source", "function", "name")},
    "filter(filters)": lambda value: list(pipefilter.filter(value, "e.json")),
    "filter(traffic)": lambda value: list(pipefilter.filter(PATTERN, value)),
    "filter(jobs=)": lambda value: list(pipefilter.filter(PATTERN, "e.json", jobs=value)),
    "estimate(filters)": lambda value: pipefilter.estimate(value, "e.json", per_month=1_000, service="rule"),
    "estimate(traffic)": lambda value: pipefilter.estimate(PATTERN, value, per_month=1_000, service="rule"),
    **{f"estimate({name}=)": with_option(pipefilter.estimate, PATTERN, "e.json", per_month=1_000, service="rule", option=name)
       for name in ESTIMATE_OPTIONS},
    **{name: getattr(ddb, name) for name in (
        "added", "all_changed", "any_changed", "became", "changed", "changed_attributes", "event",
        "from_extended_pattern", "from_json", "keys", "narrow", "new", "old", "removed", "types_in_extended_pattern",
        "unchanged", "was",
    )},
    "became(values)": lambda value: ddb.became("a", value),
    "new(type=)": lambda value: ddb.new("a", type=value),
    **{f"Attribute.{name}": getattr(ddb.new("a"), name) for name in (
        "anything_but", "cidr", "contains", "equals", "equals_ignore_case", "in_", "numeric", "prefix", "suffix", "wildcard",
    )},
    "Attribute.operator": lambda value: ddb.new("a").operator(value, "x"),
    "&": lambda value: CHANGED & value,
    "|": lambda value: CHANGED | value,
    "Condition.holds": CHANGED.holds,
    "Condition.holds(numbers=)": lambda value: CHANGED.holds(RECORD, numbers=value),
    "changed_attributes(numbers=)": lambda value: ddb.changed_attributes(RECORD, numbers=value),
    **{f"narrow({name}=)": with_option(ddb.narrow, CHANGED, option=name)
       for name in ("types", "values", "only", "service", "view", "numbers")},
    **{f"narrow({name}={{...}})": with_values(name)
       for name in ("types", "values", "only")},
    "Narrowed.passes": NARROWED.passes,
    "residual_code": lambda value: ddb.residual_code(value, "python"),
    "residual_code(language)": lambda value: ddb.residual_code(CHANGED, value),
    "residual_code(numbers=)": lambda value: ddb.residual_code(CHANGED, "python", numbers=value),
}  # fmt: skip

OF_PYTHON = {
    *(
        "is not iterable",
        "unhashable",
        "not subscriptable",
        "has no len",
        "not callable",
        "not supported between",
    ),
    *("object cannot be", "expected str", "sequence item", "positional argument"),
}
"""Messages of Python itself, which do not say what to pass instead."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that the names may refer to."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty").mkdir()
    for name in ("p.json", "folder/one.json", "folder/two.json"):
        (tmp_path / name).write_text('{"a": [1]}')
    (tmp_path / "e.json").write_text('{"a": 1}')
    monkeypatch.chdir(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("call", mostly_nightly([pytest.param(call, id=call) for call in CALLS], 3))
def test_a_wrong_argument(call: str) -> None:
    """The argument is accepted, or one error says what is wrong."""
    for kind, value in WRONG.items():
        try:
            CALLS[call](value)
        except (pipefilter.PipefilterError, TypeError, ValueError) as error:
            sentence = str(error)
            assert sentence, (call, kind)
            assert not any(words in sentence for words in OF_PYTHON), (call, kind, sentence)
            last = traceback.extract_tb(error.__traceback__)[-1]
            assert "raise" in (last.line or ""), (call, kind, sentence, last)  # on purpose
        except Exception as error:  # noqa: BLE001 - whatever it is
            pytest.fail(f"{call} of {kind}: {error!r:.200}")


def test_every_public_function_is_tested() -> None:
    """A function that is added must be tested as well."""
    called = {call.partition("(")[0].partition(".")[0] for call in CALLS}
    functions = [
        *(name for name in pipefilter.__all__ if not isinstance(getattr(pipefilter, name), type)),
        *(name for name in ddb.__all__ if not isinstance(getattr(ddb, name), type)),
    ]
    assert set(functions) <= called
    assert len(WRONG) * len(CALLS) > 3_000


def test_the_names_of_files_and_folders() -> None:
    """An unreadable path is reported; a folder or glob with one pattern is that pattern, and one with several lists them."""
    reason = "this is a file name, and files are not read here"
    for wrong in ("p.json", "folder/p.yaml", "my pattern.json", "t.yaml#Orders", "events.jsonl.gz"):
        with pytest.raises(pipefilter.InvalidEventPattern) as pattern:
            pipefilter.matches(wrong, EVENT)
        assert pattern.value.hint == f"use pipefilter.load(name): {reason}"
        assert str(pattern.value).endswith(pattern.value.hint)
        for evaluated in (lambda: pipefilter.matches(PATTERN, wrong), lambda: FILTERS.evaluate(wrong)):  # noqa: B023 - at once
            with pytest.raises(pipefilter.InvalidEvent) as event:
                evaluated()
            assert event.value.hint == f"use pathlib.Path({wrong!r}).read_bytes(): {reason}"
    for other in ("junk", "true", "1.5", "a b", "{", "[1, 2", '"x.json'):
        with pytest.raises(pipefilter.InvalidEventPattern) as pattern:
            pipefilter.parse(other)
        assert reason not in pattern.value.hint

    assert pipefilter.load("folder/o*.json").name == str(Path("folder", "one.json"))
    Path("alone").mkdir()
    Path("alone/x.json").write_text('{"a": [2]}')
    assert str(pipefilter.load(Path("alone")).patterns[0]) == '{"a": [2]}'
    assert pipefilter.RuleSet({"x": Path("alone")}).matching({"a": 2}) == ["x"]
    for several in ("folder", "folder/*.json", Path("folder")):
        with pytest.raises(
            pipefilter.UnreadableInput, match=r"2 files: folder.one.json, folder.two.json; load them"
        ):
            pipefilter.load(several)


def test_standard_input_is_not_read() -> None:
    """`-` is a name of the command line; a library that waits for standard input hangs a server."""
    for read in (
        pipefilter.load,
        lambda name: pipefilter.generate("sam", name),
        lambda name: pipefilter.RuleSet([name]),
    ):
        with pytest.raises(pipefilter.UnreadableInput, match="standard input only on the command line"):
            read("-")
    report = pipefilter.check("-")
    assert not report.ok
    assert "sys.stdin.buffer.read()" in str(report)
