"""The proofs of narrowing: what is proven is true of every record, and no record refutes the builder."""

from __future__ import annotations

import json
import os
import pickle
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from stream_conditions import cases, conditions, places_in, stream_records, types_in, values_in

from pipefilter import dynamodb_stream as ddb
from pipefilter.builder.conditions.condition import AllOf, AnyOf, Condition
from pipefilter.builder.narrowing import narrow as narrow_module
from pipefilter.builder.narrowing import product as product_module
from pipefilter.builder.narrowing import simplification as simplification_module
from pipefilter.builder.narrowing.alternatives import Alternatives
from pipefilter.builder.narrowing.attribute_facts import AttributeFacts, attribute_facts
from pipefilter.builder.narrowing.change_lowering import ChangeLowering
from pipefilter.builder.narrowing.narrow import narrow_with_facts
from pipefilter.builder.narrowing.narrowing_result import Narrowed
from pipefilter.builder.narrowing.proof import Proof
from pipefilter.builder.narrowing.proof_search import prove
from pipefilter.builder.narrowing.required_values import required_old_values
from pipefilter.builder.narrowing.term import Term
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import AttributeValue, Numbers
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL
from pipefilter.comparing.implication import TOO_MUCH
from pipefilter.dynamodb_stream import InvalidCondition
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.parse import parse
from pipefilter.matching.matcher import Matcher

PAIRS = int(os.environ.get("PIPEFILTER_LAW_PAIRS", "0"))
NUMBERS: st.SearchStrategy[Numbers] = st.sampled_from(["text", "text", "value"])


def facts_about(records: list[dict[str, Any]], kind: int, numbers: Numbers) -> AttributeFacts:
    """Facts that are true of some records: none, their types, or their only values."""
    types = types_in(records) if kind == 1 else None
    return attribute_facts(types, None, values_in(records, numbers) if kind == 2 else None)


def passes(filters: tuple[EventPattern, ...], record: dict[str, Any]) -> bool:
    return any(Matcher(each).matches(record) for each in filters)


def check_proof(
    proof: Proof,
    condition: Condition,
    filters: tuple[EventPattern, ...],
    records: list[dict[str, Any]],
    numbers: Numbers,
) -> None:
    """What is proven is true of records, and what refutes it does."""
    assert bool(proof.doubt) is ("by construction" in (proof.never_loses, proof.exact))
    if proof.counterexample:
        record = json.loads(proof.counterexample)
        is_lost = proof.never_loses == "refuted"
        assert condition.holds(record, numbers=numbers) is is_lost
        assert passes(filters, record) is not is_lost
    for record in records:
        is_wanted = condition.holds(record, numbers=numbers)
        is_passed = passes(filters, record)
        if proof.never_loses == "proven":
            assert is_passed or not is_wanted
        if proof.exact == "proven":
            assert is_wanted or not is_passed


@given(cases(), st.sampled_from(["pipe", "lambda"]), NUMBERS, st.integers(0, 2))
@settings(max_examples=max(1, PAIRS // 3) if PAIRS else settings().max_examples)
def test_proofs_of_what_is_built(
    case: tuple[list[dict[str, Any]], Condition, dict[str, list[Any]]],
    service: str,
    numbers: Numbers,
    kind: int,
) -> None:
    """Nothing that the builder claims is refuted, and each proof is right."""
    records, condition, values = case
    facts = facts_about(records, kind, numbers)
    facts = AttributeFacts(
        facts.types, {**attribute_facts(None, values).values, **facts.values}, facts.complete
    )
    try:
        narrowed = narrow_with_facts(condition, facts, service=service, numbers=numbers)
    except InvalidCondition:
        reject()
    assert not narrowed.proof.is_refuted
    assert (narrowed.proof.exact is None) is not narrowed.exact
    check_proof(narrowed.proof, condition, narrowed.filters, records, narrowed.numbers)


@st.composite
def conditions_and_others(draw: st.DrawFn) -> tuple[list[dict[str, Any]], Condition, Condition]:
    """Records, a condition, and one that is like it, but often has another meaning."""
    records = draw(st.lists(stream_records(), min_size=1, max_size=6))
    condition, other = (draw(conditions(places_in(records))) for _ in range(2))
    parts = list(condition.conditions) if isinstance(condition, AllOf | AnyOf) else [condition]
    at = draw(st.integers(0, len(parts) - 1))
    changes: list[Condition] = [other, condition & other, condition | other, ~condition]
    if isinstance(condition, AllOf | AnyOf):
        for changed in ([*parts[:at], ~parts[at], *parts[at + 1 :]], [*parts[:at], *parts[at + 1 :]]):
            joined = changed[0]
            for part in changed[1:]:
                joined = joined & part if isinstance(condition, AllOf) else joined | part
            changes.append(joined)
    return records, condition, draw(st.sampled_from(changes))


@given(conditions_and_others(), NUMBERS, st.integers(0, 2))
@settings(max_examples=max(1, PAIRS // 3) if PAIRS else settings().max_examples)
def test_proofs_of_other_patterns(
    case: tuple[list[dict[str, Any]], Condition, Condition], numbers: Numbers, kind: int
) -> None:
    """Patterns that were built for another condition are not proven to be right for this one, unless they are."""
    records, condition, other = case
    facts = facts_about(records, kind, numbers)
    try:
        narrowed = narrow_with_facts(other, facts, numbers=numbers)
    except InvalidCondition:
        reject()
    proof = prove(condition, narrowed.filters, facts, narrowed.numbers, is_exact=True)
    check_proof(proof, condition, narrowed.filters, records, narrowed.numbers)


MODIFIED = {"eventName": "MODIFY", "dynamodb": {}}


@pytest.mark.parametrize(
    ("condition", "pattern", "proof"),
    [
        (ddb.new("a").in_("x", "y"), {"NewImage": {"a": {"S": ["x"]}}}, ("refuted", "proven")),
        (ddb.new("a").equals("x"), {"NewImage": {"a": {"S": ["x", "y"]}}}, ("proven", "refuted")),
        (ddb.new("a").equals("x"), {"OldImage": {"a": {"S": ["x"]}}}, ("refuted", "refuted")),
        # nothing is known of the attribute
        (
            ddb.changed("a"),
            {"NewImage": {"a": {"S": [{"exists": True}]}}},
            ("by construction", "by construction"),
        ),
        (~ddb.event("INSERT"), {"eventName": ["MODIFY", "REMOVE"]}, ("proven", "proven")),
        # one value has one type
        (
            ddb.new("a").in_("x", 5),
            {"NewImage": {"a": {"$or": [{"S": ["x"], "N": [{"exists": False}]}, {"N": ["5"]}]}}},
            ("proven", "proven"),
        ),
        # but two elements of a list may have two types
        (
            ddb.new("a[]").in_("x", 5),
            {"NewImage": {"a": {"L": {"$or": [{"S": ["x"], "N": [{"exists": False}]}, {"N": ["5"]}]}}}},
            ("by construction", "proven"),
        ),
        # the condition may be true of two elements, and the pattern of one only
        (
            ddb.new("a[].b").equals("x") & ddb.new("a[].c").equals("y"),
            {"NewImage": {"a": {"L": {"M": {"b": {"S": ["x"]}, "c": {"S": ["y"]}}}}}},
            ("by construction", "proven"),
        ),
        (
            ddb.new("a[].b").equals("x") & ddb.new("a[].c").equals("y"),
            {"NewImage": {"a": {"L": {"M": {"b": {"S": ["x"]}}}}}},
            ("proven", "refuted"),
        ),
        # an attribute of this name, or an attribute in a map
        (
            ddb.new('"a.M.b"').equals("x"),
            {"NewImage": {"a.M.b": {"S": ["x"]}}},
            ("by construction", "by construction"),
        ),
    ],
    ids=str,
)
def test_patterns_and_conditions(condition: Condition, pattern: dict[str, Any], proof: tuple[str, str]) -> None:
    """A wrong pattern is refuted by a record; what the engine cannot compare is not proven."""
    tree = pattern if "eventName" in pattern else {"dynamodb": pattern}
    filters = (parse(json.dumps(tree)),)
    result = prove(condition, filters, AttributeFacts(), "text", is_exact=True)
    assert (result.never_loses, result.exact) == proof
    check_proof(result, condition, filters, [MODIFIED], "text")


def test_facts_about_attributes() -> None:
    """What is assumed of attributes is used, and nothing else."""
    pattern = parse('{"dynamodb": {"NewImage": {"a": {"S": [{"exists": true}]}}}}')
    for types, only, expected in (
        (None, None, ("by construction", "by construction")),
        ({"a": "S"}, None, ("proven", "proven")),
        ({"a": ["S", "N"]}, None, ("refuted", "proven")),
        (None, {"a": ["x", "y"]}, ("proven", "proven")),
        (None, {"a": ["x", 5]}, ("refuted", "proven")),
    ):
        facts = attribute_facts(types, None, only)
        proof = prove(ddb.new("a").exists(), (pattern,), facts, "text", is_exact=True)
        assert (proof.never_loses, proof.exact) == expected
    other = parse('{"dynamodb": {"NewImage": {"a": {"S": [{"anything-but": "x"}]}}}}')
    for only, exact in (({"a": ["x", "y"]}, "proven"), ({"a": ["x", "y", "z"]}, "refuted")):
        facts = attribute_facts(None, None, only)
        proof = prove(ddb.new("a").equals("y"), (other,), facts, "text", is_exact=True)
        assert (proof.never_loses, proof.exact) == ("proven", exact)


def test_a_proof_is_bounded() -> None:
    """Large conditions are not compared in full; the patterns are as they would be without a proof."""
    texts = [f"{number:04}" * 40 for number in range(200)]
    narrowed = ddb.narrow(ddb.changed("a"), types={"a": "S"}, values={"a": texts})
    assert narrowed.proof == Proof("by construction", doubt=TOO_MUCH.reason)
    assert str(narrowed.proof) == (
        "by construction: the pattern drops no record that meets the condition (not proven: the patterns are too large or "
        "too complex to be compared in full)"
    )
    assert pickle.loads(pickle.dumps(narrowed)).proof == narrowed.proof  # noqa: S301 - our own


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_a_wrong_pattern_is_not_printed(
    as_json: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """If the builder has a fault, its pattern must not be deployed: the user gets the record that shows it."""
    from pipefilter.cli.build import dynamodb
    from pipefilter.cli.build.command import command

    def with_fault(condition: Condition, facts: AttributeFacts, **options: Any) -> Narrowed:  # noqa: ANN401 - as the function
        return replace(
            narrow_with_facts(condition, facts, **options), filters=(parse('{"eventName": ["INSERT"]}'),)
        )

    monkeypatch.setattr(dynamodb, "narrow_with_facts", with_fault)
    code = command.main(["dynamodb", "--new", "a=x", *as_json], standalone_mode=False)
    printed = capsys.readouterr()
    assert code == COULD_NOT_TELL
    assert not printed.out
    lines = printed.err.splitlines()
    assert lines[:2] == ['condition: the new a is "x"', 'pattern: {"eventName": ["INSERT"]}']
    start, _, record = lines[2].partition("this record: ")
    assert start == "refuted: the pattern drops "
    assert ddb.new("a").equals("x").holds(record)
    assert lines[3].startswith(
        "this is a fault of pipefilter, so the pattern is not printed: please report it at "
    )


def without_removal(lowering: Any, types: Any) -> list[Term]:  # noqa: ANN401 - as the method
    """The terms of a change, without that for an attribute that was removed."""
    return CHANGED(lowering, types)[:-1]


def required_anywhere(condition: Condition) -> dict[AttributePath, tuple[AttributeValue, ...]]:
    """The values that a condition requires of the old image, or only one of its alternatives."""
    meaning = condition.meaning
    if not isinstance(meaning, AllOf | AnyOf):
        return required_old_values(meaning)
    return {path: values for each in meaning.conditions for path, values in required_anywhere(each).items()}


def first_of_both(ours: Alternatives, *_: object) -> tuple[Alternatives, bool]:
    return ours, True


def merged_by_the_first(first: Term, *_: object) -> Term:
    return first


CHANGED = ChangeLowering._changed  # noqa: SLF001 - the fault is made inside it
FAULTS: dict[str, tuple[object, str, object, Condition, tuple[str, str | None]]] = {
    "a change without removals": (
        ChangeLowering,
        "_changed",
        without_removal,
        ddb.changed("a"),
        ("refuted", None),
    ),
    "an old value that is not required": (
        narrow_module,
        "required_old_values",
        required_anywhere,
        (ddb.was("a", "x") | ddb.event("MODIFY")) & ddb.changed("a"),
        ("proven", "refuted"),
    ),
    "an intersection that is too wide": (
        product_module,
        "intersect",
        first_of_both,
        ddb.new("a").in_("x", "y") & ddb.new("a").in_("y", "z"),
        ("proven", "refuted"),
    ),
    "terms that are merged wrongly": (
        simplification_module,
        "_merge",
        merged_by_the_first,
        ddb.new("a").equals("x") | ddb.new("a").equals("y"),
        ("refuted", "proven"),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_of_the_builder(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proof does not repeat the reasoning of the builder: it finds faults in it."""
    owner, name, wrong, condition, expected = FAULTS[fault]
    options: dict[str, Any] = {"types": {"a": "S"}, "values": {"a": ["x"]}}
    right = ddb.narrow(condition, **options).proof
    assert not right.is_refuted
    assert right.never_loses == "proven"
    monkeypatch.setattr(owner, name, wrong)
    proof = ddb.narrow(condition, **options).proof
    assert (proof.never_loses, proof.exact) == expected
