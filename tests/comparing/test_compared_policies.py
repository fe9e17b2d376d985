"""Filter policies of SNS compared: no message refutes what is proven."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sns_messages import attribute_policies, body_policies, messages
from thoroughness import FEWER

import pipefilter


@pytest.mark.slow
@FEWER
@given(
    st.one_of(
        st.tuples(st.just("sns"), attribute_policies(), attribute_policies()),
        st.tuples(st.just("sns-body"), body_policies(), body_policies()),
    ),
    st.lists(messages(), min_size=1, max_size=20),
)
def test_no_message_refutes_a_proof(choice: tuple[str, str, str], published: list[dict[str, Any]]) -> None:
    service, *policies = choice
    _require_proofs(service, policies, published)


def _require_proofs(service: str, policies: list[str], published: list[dict[str, Any]]) -> None:
    comparison = pipefilter.compare(*policies, service=service)
    sides = [pipefilter.load(policy, service=service) for policy in policies]
    for message in published:
        verdicts = [side.evaluate(json.dumps(message)).verdict for side in sides]
        assert not (comparison.implies and verdicts == ["match", "no_match"]), message
        assert not (comparison.is_implied and verdicts == ["no_match", "match"]), message
        assert not (comparison.overlaps is False and verdicts == ["match", "match"]), message
    witnesses = {
        (True, False): comparison.only_first,
        (False, True): comparison.only_second,
        (True, True): comparison.both,
    }
    for expected, witness in witnesses.items():
        if witness is not None:
            assert witness.record is not None
            assert tuple(side.evaluate(witness.record).matched for side in sides) == expected


@pytest.mark.parametrize(
    ("first", "second", "service", "relation"),
    [
        ('{"k": ["x"]}', '{"k": ["x", "y"]}', "sns", "narrower"),
        ('{"k": ["x"]}', '{"k": [{"exists": false}]}', "sns", "disjoint"),
        ('{"k": ["x"]}', '{"k": ["y"]}', "sns", "overlapping"),
        ('{"k": [{"exists": false}, "x"]}', '{"k": [{"exists": false}]}', "sns", "wider"),
        ('{"k": [{"exists": false}, {"anything-but": "x"}]}', '{"k": [{"exists": false}]}', "sns", "unknown"),
        ('{"n": [100]}', '{"n": ["100"]}', "sns", "unknown"),
        ('{"n": [100]}', '{"n": ["abc"]}', "sns", "overlapping"),
        ('{"n": [100]}', '{"n": ["100"]}', "sns-body", "overlapping"),
        ('{"n": [null]}', '{"n": [{"exists": true}]}', "sns-body", "unknown"),
        ('{"n": [1.0000001]}', '{"n": [1.0000002]}', "sns", "unknown"),
        ('{"a": {"b": ["x"]}}', '{"a": {"b": ["x"]}, "k": ["x"]}', "sns-body", "wider"),
        ('{"k": [{"anything-but": ["x", "y"]}]}', '{"k": [{"anything-but": ["y", "x"]}]}', "sns", "equal"),
        ('{"k": [{"anything-but": ["x", "y"]}]}', '{"k": [{"anything-but": "y"}]}', "sns", "narrower"),
        ('{"k": [{"anything-but": ["x", "y"]}]}', '{"k": [{"anything-but": "y"}]}', "sns-body", "narrower"),
        ('{"k": ["", null]}', '{"k": [null]}', "sns-body", "wider"),
        # whatever SNS does with a field, it does the same on both sides
        (
            '{"k": [{"exists": true}, null], "n": ["x"]}',
            '{"n": ["x", "y"], "k": [null, {"exists": true}]}',
            "sns",
            "narrower",
        ),
        ('{"k": ["10", 10], "n": ["x"]}', '{"n": ["x", "y"], "k": [10, "10"]}', "sns", "narrower"),
        # which matches every message, unless SNS cannot match a string with a single backslash
        (
            '{"k": ["a\\\\b", {"anything-but": "a\\\\b"}, {"exists": false}], "n": ["x"]}',
            '{"n": ["x"]}',
            "sns",
            "unknown",
        ),
    ],
)
def test_relations(first: str, second: str, service: str, relation: str) -> None:
    assert pipefilter.compare(first, second, service=service).relation == relation


@pytest.mark.parametrize(
    ("first", "second", "answers", "events"),
    [
        (
            '{"k": [{"exists": false}, {"anything-but": "x"}]}',
            '{"k": [{"exists": false}]}',
            (False, None, True),
            ["both", "only_first"],
        ),
        ('{"n": [100, "x"]}', '{"n": ["100", "x"]}', (None, False, True), ["both", "only_second"]),
        ('{"n": [1.0000001]}', '{"n": [1.0000002]}', (None, None, None), []),
        ('{"n": [2000000000]}', '{"n": [2000000001]}', (None, None, None), []),
        # the same condition on k has the same verdict, but no message is known that has it
        ('{"k": ["a\\"b"], "n": ["x"]}', '{"n": ["x", "y"], "k": ["a\\"b"]}', (True, None, None), []),
    ],
)
def test_events_show_what_cannot_be_proven(
    first: str, second: str, answers: tuple[bool | None, ...], events: list[str]
) -> None:
    """AWS does not document what some values match: an event with other values still shows something."""
    comparison = pipefilter.compare(first, second, service="sns")
    assert (comparison.implies, comparison.is_implied, comparison.overlaps) == answers
    names = ("both", "only_first", "only_second")
    assert [name for name in names if getattr(comparison, name) is not None] == events
    assert comparison.reasons


def test_a_policy_and_itself() -> None:
    """They are equal, also if AWS does not document what they match; then it may not be known whether an event matches them."""
    comparison = pipefilter.compare(
        '{"k": [{"anything-but": "x"}]}', '{"k": [{"anything-but": "x"}]} ', service="sns"
    )
    assert (comparison.relation, comparison.overlaps, comparison.reasons) == ("equal", True, ())
    precise = pipefilter.compare('{"n": [1.0000001]}', '{"n": [1.0000001]} ', service="sns")
    assert (precise.relation, precise.overlaps) == ("equal", None)
    assert str(precise).splitlines() == [
        "the first pattern and the second pattern match the same events",
        "  not proven that an event matches both: n: AWS documents numbers up to 1,000,000,000 with 5 digits after the point; there are others",
    ]


@pytest.mark.parametrize(
    ("first", "second", "events"),
    [
        (
            '{"k": [true]}',
            '{"k": [{"exists": true}]}',
            {"both": {"k": [True]}, "only_second": {"k": "example"}},
        ),
        ('{"k": ["x", null]}', '{"k": ["x"]}', {"both": {"k": "x"}, "only_first": {"k": [None]}}),
        ('{"k": ["x", ""]}', '{"k": ["x"]}', {"both": {"k": "x"}, "only_first": {"k": [""]}}),
        (
            '{"k": [{"exists": true}]}',
            '{"k": [{"numeric": ["<", 1]}, {"numeric": [">=", 1]}]}',
            {"both": {"k": 0}, "only_first": {"k": "example"}},
        ),
    ],
)
def test_events_are_attributes_that_a_message_can_have(first: str, second: str, events: dict[str, Any]) -> None:
    """Only an array has Booleans and null; the words say what the event is."""
    comparison = pipefilter.compare(first, second, service="sns")
    for name, event in events.items():
        witness = getattr(comparison, name)
        assert witness.event == event, name
        assert str(witness.words).endswith(" (MessageAttributes)")


@pytest.mark.slow
@FEWER
@given(st.data())
def test_no_message_refutes_a_proof_of_similar_policies(data: st.DataObject) -> None:
    """Policies of which one field differs, or its order: proofs are most likely there."""
    first = json.loads(data.draw(attribute_policies()))
    name = data.draw(st.sampled_from(sorted(first)))
    second = (
        {**first, **json.loads(data.draw(attribute_policies()))} if data.draw(st.booleans()) else dict(first)
    )
    if name in second:
        second[name] = second[name][::-1]
    service = data.draw(st.sampled_from(("sns", "sns-body")))
    _require_proofs(
        service, [json.dumps(first), json.dumps(second)], data.draw(st.lists(messages(), max_size=20))
    )


def test_policies_of_two_scopes() -> None:
    """They see different parts of a message, so the same text does not mean the same."""
    text = '{"k": ["x"]}'
    of_body = json.dumps({"FilterPolicy": text, "FilterPolicyScope": "MessageBody"})
    of_attributes = json.dumps({"FilterPolicy": text})
    comparison = pipefilter.compare(of_attributes, of_body)
    assert comparison.relation == "unknown"
    assert "on its body" in comparison.reasons[0]
    # a pattern that states no scope has that of the other
    assert pipefilter.compare(text, of_body).relation == "equal"
    assert pipefilter.compare(of_body, text).relation == "equal"
    wider = pipefilter.compare(text, of_body.replace("x", "y"))
    assert wider.only_first is not None
    assert json.loads(wider.only_first.record_text)["Message"] == '{"k": "x"}'
