"""Patterns with conditions inside them: each combination of options is read and checked, and no impossible one is reported."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.template_check import template_report
from pipefilter.templates.nodes.node import Choice, Node, Sequence, Text
from pipefilter.templates.template_file import TemplateFile, template_file
from pipefilter.templates.variants import TooManyVariants, agreed, variants

Tree = str | list["Tree"] | tuple[str, list["Tree"]]  # a tuple is a choice with a condition
TREES = st.recursive(
    st.sampled_from("ab"),
    lambda inner: (
        st.lists(inner, max_size=2) | st.tuples(st.sampled_from("CDE"), st.lists(inner, min_size=2, max_size=2))
    ),
    max_leaves=6,
)


def as_node(tree: Tree) -> Node:
    if isinstance(tree, str):
        return Text(tree, 0, 0)
    if isinstance(tree, list):
        return Sequence(tuple(map(as_node, tree)), 0, 0)
    return Choice(tuple(map(as_node, tree[1])), 0, 0, tree[0])


def in_case(tree: Tree, case: dict[str, int]) -> object:
    """A tree without choices, for the option of each condition."""
    if isinstance(tree, str):
        return tree
    if isinstance(tree, list):
        return [in_case(item, case) for item in tree]
    return in_case(tree[1][case[tree[0]]], case)


def read_all(node: Node, resolved: Callable[[Node], Node | None]) -> object:
    value = resolved(node)
    assert not isinstance(value, Choice)
    if isinstance(value, Sequence):
        return [read_all(item, resolved) for item in value.items if resolved(item) is not None]
    return value.value if isinstance(value, Text) else None


@given(TREES)
def test_every_combination_is_read_once(tree: Tree) -> None:
    root = as_node(tree)
    several = variants(lambda resolved: read_all(root, resolved), lambda node: node)
    cases = [dict(zip("CDE", options, strict=True)) for options in product((0, 1), repeat=3)]
    total = 0
    for each in several:
        matching = [case for case in cases if each.decisions.items() <= case.items()]
        total += len(matching)
        assert matching
        assert all(in_case(tree, case) == each.value for case in matching)
    assert total == len(cases)


def test_the_number_is_limited() -> None:
    choices = [Choice((Text("a", 0, 0), Text("b", 0, 0)), 0, 0, str(number)) for number in range(7)]
    with pytest.raises(TooManyVariants):
        variants(lambda resolved: [resolved(each) for each in choices], lambda node: node)
    assert len(variants(lambda resolved: [resolved(each) for each in choices[:6]], lambda node: node)) == 64


def test_only_certain_findings_are_reported() -> None:
    """One in all variants, or in all with one option; not one that requires two conditions that may exclude each other."""
    cases: list[Mapping[Hashable, int]] = [{"C": c, "D": d} for c in (0, 1) for d in (0, 1)]
    findings = [
        (case, [*["all"], *["of C"] * (case["C"] == 1), *["of both"] * (case["C"] == case["D"] == 1)])
        for case in cases
    ]
    assert agreed(findings, lambda each: each) == ["all", "of C"]


def checked(pattern: str) -> list[tuple[str, int, int]]:
    text = f"Resources: {{R: {{Type: AWS::Events::Rule, Properties: {{EventPattern: {pattern}}}}}}}"
    reports = template_report("t", read(text), CheckSettings(severity="warning")).patterns
    return [
        (each.code, each.start.line, each.start.column - text.index(pattern) - 1)
        for report in reports
        for each in report.all_problems
    ]


def read(text: str) -> TemplateFile:
    return template_file("t.yaml", text.encode())


@pytest.mark.parametrize(
    ("pattern", "problems"),
    [
        ("{source: [!If [C, {prefx: a}, !Ref AWS::NoValue], x]}", [("PF116", 1, 19)]),
        ("{source: [!If [C, {prefix: a}, !Ref AWS::NoValue], x]}", []),
        ("{source: !If [C, [a], a]}", [("PF112", 1, 22)]),
        ("{source: [a], detail: !If [C, {b: [{sufix: c}]}, !Ref AWS::NoValue]}", [("PF116", 1, 36)]),
        ("{source: [a, !If [C, !If [D, {sufix: c}, b], c]]}", [("PF116", 1, 30)]),
        # the list is never empty, as C has one value
        ("{source: [!If [C, a, !Ref AWS::NoValue], !If [C, !Ref AWS::NoValue, b]]}", []),
        # D may always be the opposite of C
        ("{source: [!If [C, a, !Ref AWS::NoValue], !If [D, !Ref AWS::NoValue, b]]}", []),
        # whether CloudFormation deploys an empty list is not documented
        ("{source: [!If [C, a, !Ref AWS::NoValue]]}", []),
        ("{source: [], detail: {a: [!If [C, a, b]]}}", [("PF113", 1, 10)]),
        # each of them may have another value
        ("{source: [!Select [0, !Ref A], !Select [1, !Ref A]]}", []),
        ("{source: [!Sub ['${X}', {X: !Select [0, !Ref A]}], !Sub ['${X}', {X: !Select [1, !Ref A]}]]}", []),
    ],
)
def test_check(pattern: str, problems: list[tuple[str, int, int]]) -> None:
    assert checked(pattern) == problems


def test_too_many_variants_are_said_to_be_unknown() -> None:
    items = ", ".join(f"!If [C{number}, a{number}, !Ref AWS::NoValue]" for number in range(7))
    text = (
        f"Resources: {{R: {{Type: AWS::Events::Rule, Properties: {{EventPattern: {{source: [b, {items}]}}}}}}}}"
    )
    (report,) = template_report("t", read(text), CheckSettings()).patterns
    assert report.valid is None
    assert report.unknown == ("conditions with more combinations than are checked",)
