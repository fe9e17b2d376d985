"""Rules of a `RuleSet` that others cover: each statement is true, and unrelated rules are not mentioned."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from thoroughness import FEWEST

import pipefilter
from pipefilter.application import covered_rules
from pipefilter.matching.event_text import event_tree
from pipefilter.strategies import event_patterns, events_near

EMPTY_RANGE = {"numeric": [">", 1, "<", 1.0000000000000002]}
RULES: dict[str, Any] = {
    "x": {"source": ["x"]},
    "x with state": {"source": ["x"], "detail": {"state": ["on"]}},
    "begins with x": {"source": [{"prefix": "x"}]},
    "x again": {"source": ["x", "x"]},
    "y": {"source": ["y"]},
    "no number": {"detail": {"n": [EMPTY_RANGE]}},
}


def test_redundant_rules() -> None:
    redundant = pipefilter.RuleSet(RULES).redundant()
    assert redundant.never == ("no number",)
    assert redundant.equal == (("x", "x again"),)
    assert redundant.covered == (("x", "begins with x"), ("x with state", "x"))
    assert redundant.is_complete


def test_rules_for_different_sources_are_not_compared() -> None:
    pattern = {"body": {"a": [1]}}
    rules = {
        "sqs": pipefilter.load(pattern, service="lambda", source="sqs"),
        "mq": pipefilter.load(pattern, service="pipe", source="activemq"),
        "sqs again": pipefilter.load(pattern, service="lambda", source="sqs"),
    }
    assert pipefilter.RuleSet(rules).redundant().equal == (("sqs", "sqs again"),)


def test_what_is_never_in_an_array() -> None:
    """In the image of an item, an absent attribute is absent whatever the other fields of the record are."""
    absent = {"OldImage": {"a": {"S": [{"exists": False}]}}}
    rules: dict[str, dict[str, object]] = {
        "new": {"dynamodb": {**absent, "NewImage": {"b": {"S": ["x"]}}}},
        "all": {"dynamodb": absent},
    }
    assert pipefilter.RuleSet(rules).redundant().covered == ()
    loaded = {name: pipefilter.load(rule, source="dynamodb") for name, rule in rules.items()}
    assert pipefilter.RuleSet(loaded).redundant().covered == (("new", "all"),)


def test_data_that_is_not_json_is_not_the_same_to_all_rules() -> None:
    rules = {"without body": {"body": [{"exists": False}]}, "a": {"body": {"a": [1]}}}
    assert pipefilter.RuleSet(rules).redundant().covered == ()


def test_comparing_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(covered_rules, "_MAX_PROOFS", 2)
    redundant = pipefilter.RuleSet(RULES).redundant()
    assert not redundant.is_complete
    monkeypatch.setattr(covered_rules, "_MAX_STEPS", 10)
    assert not pipefilter.RuleSet(RULES).redundant().is_complete


@pytest.mark.slow
@FEWEST
@given(st.data(), st.lists(event_patterns(), min_size=2, max_size=4))
def test_each_statement_is_true(data: st.DataObject, patterns: list[pipefilter.EventPattern]) -> None:
    rules = pipefilter.RuleSet([*patterns, patterns[0]])
    redundant = rules.redundant()
    events = [data.draw(events_near(pattern)) for pattern in patterns]
    for matching in map(rules.matching_tree, map(event_tree, events)):
        assert not {*redundant.never} & {*matching}
        assert all(len({*group} & {*matching}) in (0, len(group)) for group in redundant.equal)
        assert all(narrow not in matching or wide in matching for narrow, wide in redundant.covered)


def test_default_scope() -> None:
    """A filter policy with SNS's default scope is the same whether the scope is written or not."""
    policy = {"FilterPolicy": '{"a": ["1", 1.0000001]}'}
    loaded = {
        name: pipefilter.load(
            {"TopicArn": name, "Protocol": "sqs", "Endpoint": "e", "Attributes": {**policy, **scope}}
        )
        for name, scope in (
            ("default", {}),
            ("written", {"FilterPolicyScope": "MessageAttributes"}),
            ("body", {"FilterPolicyScope": "MessageBody"}),
        )
    }
    assert pipefilter.RuleSet(loaded).redundant().equal == (("default", "written"),)
    assert pipefilter.compare(loaded["default"], loaded["written"]).relation == "equal"
