"""The law of narrowing: no record that matches the condition is lost; if the pattern is exact, no other passes."""

from __future__ import annotations

import json
import os
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from narrowing_cases import record_of
from narrowing_law import check
from repository import TEST_CASES
from stream_conditions import cases, types_in, values_in

from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.narrowing.attribute_facts import attribute_facts
from pipefilter.builder.narrowing.exclusion import excludes_nothing
from pipefilter.builder.narrowing.narrow import narrow_with_facts
from pipefilter.builder.records.attribute_path import attribute_path
from pipefilter.builder.residual.code import residual_code
from pipefilter.dynamodb_stream import (
    InvalidCondition,
    MissingImage,
    became,
    changed,
    changed_attributes,
    event,
    from_extended_pattern,
    from_json,
    keys,
    narrow,
    new,
    old,
)

CASES = TEST_CASES / "narrowing" / "conditions.json"
PAIRS = int(os.environ.get("PIPEFILTER_LAW_PAIRS", "0"))


@given(
    cases(),
    st.sampled_from(["pipe", "lambda"]),
    st.sampled_from(["text", "text", "value"]),
    st.booleans(),
)
@settings(max_examples=max(1, PAIRS // 3) if PAIRS else settings().max_examples)
def test_no_matching_record_is_lost(
    case: tuple[list[dict[str, Any]], Condition, dict[str, list[Any]]],
    service: str,
    numbers: str,
    with_types: bool,
) -> None:
    """Whatever is declared about the attributes, if it is true."""
    records, condition, values = case
    types = types_in(records) if with_types else None
    only = values_in(records, numbers) if with_types else None
    check(condition, records, values=values, types=types, service=service, numbers=numbers)
    check(condition, records, values=values, only=only, service=service, numbers=numbers)


@given(cases(), st.sampled_from(["text", "value"]), st.booleans())
def test_patterns_that_exclude_nothing(
    case: tuple[list[dict[str, Any]], Condition, dict[str, list[Any]]],
    numbers: Any,  # noqa: ANN401 - one of two
    with_opposite: bool,
) -> None:
    """If patterns are reported to exclude no record, each record passes."""
    records, condition, values = case
    if with_opposite:
        condition = condition | ~condition
    known = attribute_facts(types_in(records), values)
    try:
        narrowed = narrow_with_facts(condition, known, numbers=numbers)
    except InvalidCondition:
        reject()
    passing = [narrowed.passes(record) for record in records]
    if excludes_nothing(narrowed, known, numbers):
        assert all(passing)


TINY = Decimal("1E-9")


@pytest.mark.parametrize(
    ("condition", "options"),
    [
        (new("n").equals(TINY), {}),
        (became("n", TINY), {"types": {"n": "N"}}),
        (new("l").contains(TINY), {}),
        (new("l").equals({TINY}) | new("m").equals({"a": TINY}), {}),
        (~new("n").equals(5) & changed("n"), {"only": {"n": [5, TINY]}}),
        (changed("n"), {"values": {"n": [TINY]}, "types": {"n": "N"}}),
    ],
    ids=str,
)
def test_numbers_whose_form_is_not_documented(condition: Condition, options: dict[str, Any]) -> None:
    """However DynamoDB writes a tiny number, no record with it is lost; the rest is left to check, by value."""
    narrowed = narrow(condition, **options)
    assert narrowed.numbers == "value"
    assert not narrowed.exact
    assert any(note.startswith("numbers are compared by value: AWS does not") for note in narrowed.notes)
    for text in ("0.000000001", "1E-9", "1e-09", "10E-10", "5"):
        number = {"N": text}
        image = {"n": number, "l": {"NS": [text]}, "m": {"M": {"a": number}}}
        record = {"eventName": "MODIFY", "dynamodb": {"NewImage": image, "OldImage": {"n": {"N": "5"}}}}
        assert condition.holds(record, numbers="value") is (text != "5")
        assert text == "5" or narrowed.passes(record)
    assert "decimal_of" in residual_code(narrowed, "python")


@pytest.mark.parametrize("number", ["10.0", "1e1", "010", "+10", 10.0])
def test_numbers_as_dynamodb_writes_them(number: object) -> None:
    """A number in another form is in the pattern as a stream writes it."""
    typed = {"N": number}
    for condition in (
        new("n").equals(typed),
        from_json({"new": "n", "equals": typed}),
        from_extended_pattern({"NewImage": {"n": {"N": [str(number)]}}}),
    ):
        narrowed = narrow(condition)
        assert str(narrowed.pattern) == '{"dynamodb":{"NewImage":{"n":{"N":["10"]}}}}'
        assert narrowed.exact
    assert str(narrow(changed("n"), only={"n": [typed, 5]})) == str(narrow(changed("n"), only={"n": [10, 5]}))


@pytest.mark.parametrize(
    ("condition", "options", "nothing"),
    [
        (event("INSERT", "MODIFY", "REMOVE"), {}, True),
        (event("INSERT", "MODIFY") | event("REMOVE"), {}, True),
        (changed("a") | ~changed("a"), {"types": {"a": ["BOOL"]}}, True),
        (changed("a"), {}, True),
        (changed("a"), {"types": {"a": ["BOOL"]}}, False),
        (changed("a") | ~changed("b"), {"types": {"a": ["BOOL"], "b": ["BOOL"]}}, False),
        (event("INSERT", "MODIFY"), {}, False),
        (new("a").exists() | ~new("a").exists(), {"types": {"a": ["S"]}}, True),
        (new("a").equals("x") | ~new("a").equals("x"), {}, True),
    ],
    ids=str,
)
def test_patterns_worth_deploying(condition: Condition, options: dict[str, Any], nothing: bool) -> None:
    """However a condition that all records match is written, and also where nothing is known."""
    known = attribute_facts(options.get("types"), None)
    assert excludes_nothing(narrow_with_facts(condition, known), known, "text") is nothing


@pytest.mark.parametrize("case", json.loads(CASES.read_text("utf-8")), ids=lambda case: case["name"])
def test_cases(case: dict[str, Any]) -> None:
    """A condition has this description, these patterns, this residual and these proofs; each record matches and passes as stated."""
    condition = from_json(case["condition"])
    options = case.get("options", {})
    narrowed = narrow(condition, **options)
    assert str(condition) == case["words"]
    assert [filter_.text for filter_ in narrowed.filters] == case["patterns"]
    assert (narrowed.residual.as_json() if narrowed.residual is not None else None) == case["residual"]
    assert list(narrowed.notes) == case["notes"]
    assert [narrowed.proof.never_loses, narrowed.proof.exact] == case["proof"]
    for row in case["records"]:
        record = record_of(row)
        assert condition.holds(record, numbers=options.get("numbers", "text")) is row["wanted"], row
        assert narrowed.passes(record) is row["passes"], row
        assert row["passes"] or not row["wanted"]


@given(cases())
def test_conditions_as_json(case: tuple[list[dict[str, Any]], Condition, dict[str, list[Any]]]) -> None:
    """The JSON of a condition is read as a condition that matches the same records."""
    records, condition, _ = case
    form = condition.as_json()
    again = from_json(json.loads(json.dumps(form)))
    assert again.as_json() == form
    assert [again.holds(record) for record in records] == [condition.holds(record) for record in records]
    assert (~condition).holds(records[0]) is not condition.holds(records[0])


@given(cases(), st.sampled_from(["text", "value"]))
def test_printed_code_is_the_condition(
    case: tuple[list[dict[str, Any]], Condition, dict[str, list[Any]]],
    numbers: Any,  # noqa: ANN401 - one of two
) -> None:
    """The Python file keeps the records that match the condition, and lists what changed."""
    records, condition, _ = case
    try:
        code = residual_code(condition, "python", numbers=numbers)
    except InvalidCondition:
        reject()
    module: dict[str, Any] = {}
    exec(compile(code, "handler.py", "exec"), module)  # noqa: S102 - the code that is printed is what is tested
    expected = [record for record in records if condition.holds(record, numbers=numbers)]
    for batch in (records, {"Records": records}):
        kept = module["handler"](batch)
        assert [{**record, "modifiedAttributes": None} for record in kept] == [
            {**record, "modifiedAttributes": None} for record in expected
        ]
    for record in module["handler"](records):
        names = {str(attribute_path(path).steps[0]) for path in changed_attributes(record, numbers=numbers)}
        assert record["modifiedAttributes"] == sorted(names)


@pytest.mark.parametrize(
    ("condition", "view", "lacking"),
    [
        (changed("a"), "NEW_IMAGE", "changed(a) needs OldImage"),
        (changed("a"), "OLD_IMAGE", "changed(a) needs NewImage"),
        (~new("a").exists() | keys("pk").exists(), "KEYS_ONLY", "new(a) needs NewImage"),
        (old("a").exists(), "OLD_IMAGE", ""),
        (keys("pk").equals("k"), "KEYS_ONLY", ""),
    ],
)
def test_views(condition: Condition, view: Any, lacking: str) -> None:  # noqa: ANN401 - one of four
    """A condition that a stream view cannot evaluate is rejected with the reason, for patterns and for records."""
    record = record_of({"new": {"a": {"S": "x"}}, "old": {"a": {"S": "x"}}})
    record["dynamodb"]["StreamViewType"] = view
    if not lacking:
        narrow(condition, view=view)
        condition.holds(record)
        return
    for refused in (lambda: narrow(condition, view=view), lambda: condition.holds(record)):
        with pytest.raises(MissingImage) as caught:
            refused()
        assert str(caught.value) == f"{lacking}, which a stream with the view type {view} does not have"


def test_contradictory_conditions() -> None:
    """A condition that contradicts itself is an error, and not a pattern."""
    with pytest.raises(InvalidCondition, match="no record can meet this condition"):
        narrow(new("a").equals("x") & ~new("a").equals("x"))
    with pytest.raises(InvalidCondition, match="no record can meet this condition"):
        narrow(event("MODIFY") & new("a").equals("x") & ~new("a").equals("x"))


def test_one_pattern_or_several() -> None:
    """A single pattern is available as `pattern`; the criteria have all of them."""
    single, several = narrow(new("a").equals("x")), narrow(new("a").in_(*(f"{n:03}" * 9 for n in range(300))))
    assert single.pattern == single.filters[0]
    assert len(several.filters) > 1
    with pytest.raises(ValueError, match=f"there are {len(several.filters)} patterns"):
        _ = several.pattern
    assert [each.pattern for each in several.criteria.filters] == list(several.filters)


def test_conditions_are_not_booleans() -> None:
    """`and` would silently drop one of them."""
    with pytest.raises(TypeError, match="no truth value"):
        bool(changed("a"))
