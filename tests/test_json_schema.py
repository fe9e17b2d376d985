"""The JSON Schema for editors: takes every valid pattern, refuses what a schema can refuse."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.pattern_parser import RESERVED_IN_OR
from pipefilter.strategies import event_patterns

DATA = Path(__file__).parent / "conformance"
INEXPRESSIBLE = Path(__file__).parent / "cases" / "schema" / "inexpressible.json"
SCHEMA = json.loads(files("pipefilter.schemas").joinpath("event-pattern.schema.json").read_text("utf-8"))
FILES = sorted(path.name for path in DATA.glob("*.jsonl"))


def _no_such_number(constant: str) -> None:
    raise ValueError(constant)


@cache
def takes(pattern: str) -> bool | None:
    """Whether the schema takes a pattern; None if its text is not JSON."""
    try:
        # AWS does not read what follows the pattern
        decoder = json.JSONDecoder(parse_constant=_no_such_number)
        instance, _ = decoder.raw_decode(pattern.lstrip(" \t\r\n"))
    except ValueError:
        return None
    return Draft202012Validator(SCHEMA).is_valid(instance)


def cases(file: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / file).read_text("utf-8").splitlines()]


def inexpressible() -> dict[str, str]:
    """By id of a case, why no schema can refuse its pattern."""
    reasons: dict[str, list[str]] = json.loads(INEXPRESSIBLE.read_text("utf-8"))
    return {case: reason for reason, listed in reasons.items() for case in listed}


def test_the_schema_is_a_schema() -> None:
    """The schema is valid against the draft it names."""
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("file", FILES)
def test_valid_patterns_are_taken(file: str) -> None:
    """Every pattern that AWS takes, the schema takes."""
    valid = [case for case in cases(file) if case["expect"] != "invalid_pattern"]
    assert [case["id"] for case in valid if takes(case["pattern"]) is False] == []


@pytest.mark.parametrize("file", FILES)
def test_invalid_patterns_are_refused(file: str) -> None:
    """Every pattern that AWS refuses, the schema refuses, but for those that no schema can."""
    invalid = [case for case in cases(file) if case["expect"] == "invalid_pattern"]
    taken = {case["id"] for case in invalid if takes(case["pattern"]) is True}
    known = set(inexpressible()) & {case["id"] for case in cases(file)}
    assert taken - known == set(), "refuse them, or say in inexpressible.json why no schema can"
    assert known - taken == set(), "the schema refuses them; take them out of inexpressible.json"


def test_listed_cases_exist() -> None:
    """The list of what no schema can express names cases that there are, each once."""
    ids = {case["id"] for file in FILES for case in cases(file)}
    reasons: dict[str, list[str]] = json.loads(INEXPRESSIBLE.read_text("utf-8"))
    listed = [case for names in reasons.values() for case in names]
    assert set(listed) <= ids
    assert len(listed) == len(set(listed))


@given(event_patterns())
def test_generated_patterns_are_taken(pattern: EventPattern) -> None:
    """Every pattern that the strategies generate, the schema takes."""
    assert takes(pattern.text)


def test_it_knows_the_operators() -> None:
    """Each operator of the language is in the schema, and each reserved name."""
    definitions = SCHEMA["$defs"]
    assert set(definitions["operator"]["properties"]) == set(BY_KEYWORD)
    assert set(definitions["reservedInsideOr"]["enum"]) == RESERVED_IN_OR
