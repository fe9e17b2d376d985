"""Terraform's expressions: our values are those that Terraform itself computes, and what is not HCL is rejected."""

from __future__ import annotations

import json
from typing import Any

import pytest
from repository import TEST_CASES

from pipefilter.templates.template_file import template_file

CASES: dict[str, Any] = json.loads((TEST_CASES / "templates" / "terraform_values.json").read_text("utf-8"))


def value_of(expression: str, others: str = "") -> object:
    """The value of an expression in an encoded object; "unknown" if it is not known."""
    rule = (
        f'resource "aws_cloudwatch_event_rule" "r" {{\n event_pattern = jsonencode({{ a = {expression}}})\n}}\n'
    )
    source = template_file("t.tf", (others + rule).encode()).resources[0].filters[0].source
    assert source is not None
    if source.unknown:
        return "unknown"
    return json.loads(source.filled()[0].text)["a"]


@pytest.mark.parametrize("case", CASES["values"], ids=lambda case: case["hcl"])
def test_values(case: dict[str, Any]) -> None:
    """Each value is the one that Terraform's console printed, or not known."""
    expected = "unknown" if case.get("not_computed") else case["value"]
    assert value_of(case["hcl"], CASES["locals"] + "\n") == expected
