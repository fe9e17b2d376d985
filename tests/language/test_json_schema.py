"""The JSON Schema for editors accepts every valid pattern, and rejects the invalid ones that a schema can reject."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypedDict

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from patience import PATIENCE
from repository import CONFORMANCE, TEST_CASES
from thoroughness import mostly_nightly

from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operators import BY_KEYWORD
from pipefilter.language.structure_problems import RESERVED_IN_OR
from pipefilter.strategies import event_patterns

Verdict = Literal["taken", "refused", "not JSON"]


class Case(TypedDict):
    """A conformance case, with the members that are needed here."""

    id: str
    pattern: str
    expect: str


class Definition(TypedDict, total=False):
    """One of the schema's `$defs`, with the members that are needed here."""

    description: str
    enum: list[str]
    properties: dict[str, object]


DATA = CONFORMANCE
INEXPRESSIBLE = TEST_CASES / "schema" / "inexpressible.json"
SCHEMA: dict[str, Any] = json.loads(
    files("pipefilter.schemas").joinpath("event-pattern.schema.json").read_text("utf-8"),
)
DEFINITIONS: dict[str, Definition] = SCHEMA["$defs"]
VALIDATOR = Draft202012Validator(SCHEMA)
# The faults are about what a schema does not see: repeated names, what stands before an empty list, and tokens.
FILES = sorted(path.name for path in DATA.glob("*.jsonl") if path.name != "faults.jsonl")

TAKEN_BLOCKS = [
    "10.0.0.0/0",
    "010.000.0.09/+031/",
    "255.255.255.255/-0//",
    "10.0.0.0/\u0668",
    "10.0.0.0/1\uff16",
    "10.0.0.0/-\u0660",
    "::/127",
    "::1/0000127",
    "1:2:3:4:5:6:7:8/64",
    "1:2:3:4:5:6:7::/64",
    "::2:3:4:5:6:7:8/64",
    "00000ABCD::00000000/64",
    "::ffff:a00:1/31",
    "0:0:0:0:0:ffff::/31",
    "::ffff:0:0:1/127",
    "::1:ffff:0:0/127",
    "::ffff/127",
]
REFUSED_BLOCKS = [
    "",
    "10.0.0.0",
    "10.0.0.0/",
    "10.0.0.0//24",
    "10.0.0.0/24/8",
    "10.0.0.0/24\n",
    "10.0.0.0/24/\n",
    "\n10.0.0.0/24",
    "10.0.0.0/32",
    "10.0.0.0/-1",
    "10.0.0.0/+-0",
    "10.0.0.0/\u00e9",
    "10.0.0.0/\u00b2",
    "10.0.0.0/\U0001d7d8",
    "10.0.0/24",
    "10.0.0.0./24",
    "10.0.0.256/24",
    "0010.00.000.0001/24",
    ":/8",
    ":::/8",
    "::/128",
    "1::2::3/64",
    "1:2:3:4:5:6:7/64",
    "1:2:3:4:5:6:7:8:9/64",
    "1:2:3:4:5:6:7:8::/64",
    "::1:2:3:4:5:6:7:8/64",
    ":1:2:3:4:5:6:7:8/64",
    "1:2:3:4:5:6:7:8:/64",
    "12345::/64",
    "::10.0.0.0/64",
    "fe80::%eth0/64",
    "::ffff:a00:1/32",
    "::0:0FFFF:a00:1/64",
    "0:0::0:ffff:a00:1/64",
    "0:0:0:0:0:ffff::/32",
    "0:0:0:0:0:ffff::1/32",
    "0:0:0:0:0:ffff:1::/32",
]
UNCOMPARABLE = [
    "9007199254740993",
    "-9007199254740993",
    "18014398509481986",
    "123456789012345678",
    "9223372036854775807",
    "-9223372036854775807",
    "12345678901234567890",
    "18446744073709551615",
    "1e309",
    "-1e400",
]
COMPARABLE = [
    "9007199254740992",
    "9007199254740994.0",
    "72057594037927940",
    "-123456789012345680",
    "9223372036854776000",
    "12345678901234567000",
    "1.2345678901234567e19",
    "18446744073709552000",
    "123456789012345680000000000000",
    "1.7976931348623157e308",
    "-0",
    "4.9e-324",
]


def _no_such_number(constant: str) -> None:
    raise ValueError(constant)


DECODER = json.JSONDecoder(parse_constant=_no_such_number)


@cache
def verdict(pattern: str) -> Verdict:
    """The schema's verdict on the text of a pattern."""
    try:
        # AWS does not read what follows the pattern
        instance, _ = DECODER.raw_decode(pattern.lstrip(" \t\r\n"))
    except ValueError:
        return "not JSON"
    return "taken" if VALIDATOR.is_valid(instance) else "refused"


def verdict_on(alternative: str) -> Verdict:
    """The schema's verdict on a pattern with this one alternative."""
    return verdict(f'{{"a":[{alternative}]}}')


@cache
def cases(file: str) -> list[Case]:
    return [json.loads(line) for line in (DATA / file).read_text("utf-8").splitlines()]


@cache
def inexpressible() -> dict[str, list[str]]:
    """The ids of cases that no schema can reject, by reason."""
    listed: dict[str, list[str]] = json.loads(INEXPRESSIBLE.read_text("utf-8"))
    return listed


def listed_ids() -> list[str]:
    return [case for ids in inexpressible().values() for case in ids]


def test_the_schema_is_a_schema() -> None:
    """The schema is valid by the draft that it names."""
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == Draft202012Validator.META_SCHEMA["$id"]


def test_there_are_cases() -> None:
    """The data is where the tests expect it."""
    assert FILES


@pytest.mark.slow
@pytest.mark.parametrize("file", mostly_nightly([pytest.param(file, id=file) for file in FILES], 3))
def test_valid_patterns_are_accepted(file: str) -> None:
    """The schema accepts every pattern that AWS accepts."""
    valid = [case for case in cases(file) if case["expect"] != "invalid_pattern"]
    assert [case["id"] for case in valid if verdict(case["pattern"]) != "taken"] == []


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_invalid_patterns_are_rejected(file: str) -> None:
    """The schema rejects every pattern that AWS rejects, except those that no schema can."""
    invalid = [case for case in cases(file) if case["expect"] == "invalid_pattern"]
    taken = {case["id"] for case in invalid if verdict(case["pattern"]) == "taken"}
    listed = set(listed_ids()) & {case["id"] for case in cases(file)}
    assert sorted(taken - listed) == [], "refuse them, or list them in inexpressible.json"
    assert sorted(listed - taken) == [], "no schema need refuse them: not to be listed"


@pytest.mark.slow
def test_listed_cases_exist() -> None:
    """The list of what no schema can express names existing cases, each once."""
    ids = {case["id"] for file in FILES for case in cases(file)}
    listed = listed_ids()
    assert sorted(set(listed) - ids) == []
    assert len(listed) == len(set(listed))


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_invalid_json_is_rejected_by_aws(file: str) -> None:
    """No pattern is skipped by mistake: AWS rejects each text that is not JSON."""
    left_out = [case for case in cases(file) if verdict(case["pattern"]) == "not JSON"]
    assert [case["id"] for case in left_out if case["expect"] != "invalid_pattern"] == []


def test_blocks_of_addresses() -> None:
    """Masks and notations of addresses that are rare in the data."""

    def verdict_on_block(block: str) -> Verdict:
        return verdict_on(json.dumps({"cidr": block}))

    assert [block for block in TAKEN_BLOCKS if verdict_on_block(block) != "taken"] == []
    assert [block for block in REFUSED_BLOCKS if verdict_on_block(block) != "refused"] == []


@pytest.mark.parametrize(
    "form",
    ['{"anything-but":%s}', '{"anything-but":[1,%s]}', '{"numeric":["=",%s]}'],
)
def test_numbers_that_cannot_be_compared(form: str) -> None:
    """Numbers with more digits than a double holds, as far as a JSON reader preserves them."""
    assert [text for text in COMPARABLE if verdict_on(form % text) != "taken"] == []
    assert [text for text in UNCOMPARABLE if verdict_on(form % text) != "refused"] == []
    assert [text for text in UNCOMPARABLE if verdict_on(text) != "taken"] == []


LONG_TEXTS = """
import json, sys
from itertools import product
from jsonschema import Draft202012Validator
validator = Draft202012Validator(json.load(sys.stdin))
begins = ["", "::", "10.0.0.0/", "::/", "0:0:0:0:0:ffff:"]
repeated = ["0", "00000:", ":", "0:", "::", "f", "\\u0660", "0\\u0660", "/", "1.", "*a", "\\\\\\\\"]
ends = ["", "x", "/8", "/999", "\\n", "**"]
for operator, begin, again, end in product(["cidr", "wildcard"], begins, repeated, ends):
    validator.is_valid({"a": [{operator: begin + again * 2000 + end}]})
"""


def test_long_strings_do_not_backtrack() -> None:
    """No regular expression backtracks without end; run in a process that can be killed."""
    subprocess.run(
        [sys.executable, "-c", LONG_TEXTS], input=json.dumps(SCHEMA).encode(), check=True, timeout=PATIENCE
    )


@pytest.mark.slow
@given(event_patterns())
def test_generated_patterns_are_accepted(pattern: EventPattern) -> None:
    """The schema accepts every pattern that the strategies generate."""
    assert verdict(pattern.text) == "taken"


def test_it_knows_the_operators() -> None:
    """Each operator of the language is defined and described, and each reserved name listed."""
    assert set(DEFINITIONS["operator"]["properties"]) == set(BY_KEYWORD)
    assert [name for name in BY_KEYWORD if not DEFINITIONS[name]["description"]] == []
    assert set(DEFINITIONS["reserved-inside-or"]["enum"]) == RESERVED_IN_OR
