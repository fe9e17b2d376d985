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
    ],
)
def test_relations(first: str, second: str, service: str, relation: str) -> None:
    assert pipefilter.compare(first, second, service=service).relation == relation


@pytest.mark.parametrize(
    ("first", "second", "answers", "events"),
    [
        ('{"k": [{"anything-but": "x"}]}', '{"k": [{"anything-but": ["x"]}]}', (None, None, True), ["both"]),
        (
            '{"k": [{"exists": false}, {"anything-but": "x"}]}',
            '{"k": [{"exists": false}]}',
            (False, None, True),
            ["both", "only_first"],
        ),
        ('{"n": [100, "x"]}', '{"n": ["100", "x"]}', (None, False, True), ["both", "only_second"]),
        ('{"n": [1.0000001]}', '{"n": [1.0000002]}', (None, None, None), []),
        ('{"n": [2000000000]}', '{"n": [2000000001]}', (None, None, None), []),
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
