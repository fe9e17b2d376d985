"""What filter policies of SNS see of messages, in each form in which messages are written."""

from __future__ import annotations

import json

import pytest
from case_files import Case
from repository import TEST_CASES

import pipefilter

CASES = json.loads((TEST_CASES / "records" / "sns.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_messages(case: Case) -> None:
    service = "sns-body" if case.get("scope") == "MessageBody" else "sns"
    filters = pipefilter.load(case["policy"], service=service, source=case.get("source", ""))
    (evaluation,) = filters.evaluate_all(json.dumps(case["message"]))
    assert evaluation.verdict == case["verdict"], str(evaluation)
    assert case.get("says", "") in str(evaluation)
    # the same with the scope in the text, in which the policy is a string
    subscription = {"FilterPolicy": json.dumps(case["policy"]), "FilterPolicyScope": case.get("scope")}
    if not case.get("scope"):
        del subscription["FilterPolicyScope"]
    again = pipefilter.load(json.dumps(subscription), source=case.get("source", ""))
    assert str(again.evaluate_all(json.dumps(case["message"]))[0]) == str(evaluation)
