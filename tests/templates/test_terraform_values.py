"""Terraform's expressions: our values are those that Terraform itself computes, and what is not HCL is rejected."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repository import TEST_CASES

from pipefilter.targets.code_language import HCL
from pipefilter.templates.nodes.hcl_nodes import hcl_node
from pipefilter.templates.nodes.node import TemplateFault
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


TEXTS = st.text(st.characters(codec="utf-8"), max_size=8) | st.sampled_from(
    ["${x}", "$${x}", "%{if}", "$", "%%", "a\\nb", '"', "${", "~}", "EOT", "\t", " \n "]
)
VALUES = st.recursive(
    TEXTS | st.integers(-(10**9), 10**9) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS.filter(bool), inner, max_size=3),
    max_leaves=8,
)


@given(VALUES, st.integers(0, 60))
def test_printed_values_are_read_back(value: Any, before: int) -> None:  # noqa: ANN401 - any JSON
    """A value that `generate` prints as HCL, on one line or on several, is read as that value."""
    assert value_of(HCL.print(value, 1, before)) == value


@given(st.lists(TEXTS.map(lambda text: text.replace("\n", " ").replace("\r", " ")), max_size=4))
def test_heredocs_keep_their_lines(lines: list[str]) -> None:
    """A heredoc is its lines; in a line, only `${` and `%{` are written differently."""
    text = "".join(f"|{line}\n" for line in lines)
    written = text.replace("${", "$${").replace("%{", "%%{")
    assert value_of(f"<<EOT\n{written}EOT\n") == text
    assert value_of(f"<<-EOT\n{written.replace('|', '  |')}\tEOT  \n") == text


FAULTS = [
    ('a = "\\."', "\\. is not an escape sequence", 5),
    ('a = "x\ny"', "does not end on its line", 4),
    ("a = <<EOT\nx\n", "the heredoc has no line with only EOT", 4),
    ("a = <<EOT x\nEOT\n", "a heredoc begins with", 4),
    ("a = { b = 1 c = 2 }", 'unexpected "c"', 12),
    ("a = { b =\n1 }", "unexpected end of line", 9),
    ("a = [1 2]", 'unexpected "2"', 7),
    ("a = f(1,", "unexpected end of file", 8),
    ("a = b ? c", "unexpected end of file", 9),
    ('a "b${c}" {}', "the label of a block", 2),
    ("a { b = 1\nc = 2 }", "unexpected end of line", 9),
    ('a = "%{ if b }c"', "the directive if is not closed", 5),
    ('a = "%{ endif }"', "the directive endif is not closed, or is not expected here", 5),
    ('a = "%{ while }"', 'unexpected "while"', 8),
    ("/* a", 'unexpected "/"', 0),
]


@pytest.mark.parametrize(("text", "message", "offset"), FAULTS, ids=repr)
def test_faults(text: str, message: str, offset: int) -> None:
    """What HashiCorp's parser rejects is rejected in one sentence, with its place."""
    with pytest.raises(TemplateFault) as caught:
        hcl_node(text)
    assert message in caught.value.message
    assert caught.value.offset == offset
