"""`pipefilter.compare`: its text, and the laws of its answers, as records are evaluated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from case_files import Case, load
from hypothesis import given
from hypothesis import strategies as st
from thoroughness import FEWER

import pipefilter
from pipefilter import PatternComparison
from pipefilter.strategies import event_patterns, events_near


@pytest.mark.parametrize("case", load("pattern_comparisons"))
def test_cases(case: Case) -> None:
    options = case.get("options", {})
    comparison = pipefilter.compare(case["first"], case["second"], **options)
    assert str(comparison).split("\n") == case["text"]
    assert comparison.relation == case["relation"]
    assert_shown(comparison, case["first"], case["second"], options)
    if "record of both" in case:
        assert comparison.both
        assert comparison.both.record == case["record of both"]


def assert_shown(comparison: PatternComparison, first: Any, second: Any, options: dict[str, Any]) -> None:  # noqa: ANN401 - any form of a pattern
    """Each event shows what it should, when it is evaluated as a record."""
    sides = [pipefilter.load(each, **options) for each in (first, second)]
    expected = {
        (True, True): comparison.both,
        (True, False): comparison.only_first,
        (False, True): comparison.only_second,
    }
    for verdicts, witness in expected.items():
        if witness is not None and not witness.scope:  # a part of an event has no verdict
            assert (
                tuple(side.evaluate(witness.record_text or witness.text).matched for side in sides) == verdicts
            )
            assert json.loads(witness.text) == witness.event
            assert json.loads(witness.record_text or "null") == witness.record


SOURCES = {"sqs": "body", "kinesis": "data", "msk": "value", "dynamodb": "dynamodb"}


@pytest.mark.slow
@FEWER
@given(st.data(), st.sampled_from(sorted(SOURCES)))
def test_records(data: st.DataObject, source: str) -> None:
    """Nothing that is proven is refuted by a record, whatever the format of its data is."""
    name = SOURCES[source]
    inner = [data.draw(event_patterns()) for _ in range(2)]
    patterns = [f'{{"{name}": {pattern}}}' for pattern in inner]
    if data.draw(st.booleans()):
        patterns[0] = f'{{"{name}": {inner[1]}, "eventSource": [{{"prefix": "aws"}}]}}'
    comparison = pipefilter.compare(patterns[0], patterns[1], source=source)
    assert_shown(comparison, patterns[0], patterns[1], {"source": source})
    sides = [pipefilter.load(pattern, source=source) for pattern in patterns]
    witness = comparison.both or comparison.only_first or comparison.only_second
    if witness is None or witness.record is None:
        return
    record = json.dumps({key: value for key, value in witness.record.items() if key != name})
    texts = [data.draw(events_near(pattern)) for pattern in inner]
    for text in [*texts, "plain text"]:
        value = text if source == "dynamodb" and text in texts else json.dumps(text)
        verdicts = [side.evaluate(f'{record[:-1]}, "{name}": {value}}}').verdict for side in sides]
        assert not (comparison.implies and verdicts == ["match", "no_match"]), text
        assert not (comparison.is_implied and verdicts == ["no_match", "match"]), text
        assert not (comparison.relation == "disjoint" and verdicts == ["match", "match"]), text


TEMPLATE = """Parameters:
  Stage:
    Type: String
Resources:
  Orders:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {"source": ["my.app"], "detail": {"stage": ["${Stage}"], "status": ["PAID"]}}
  Same:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {"source": ["my.app"], "detail": {"status": ["PAID"], "stage": ["${Stage}"]}}
  Every:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {"source": ["my.app"], "detail": {"status": ["PAID"]}}
  Prod:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {"source": ["my.app"], "detail": {"status": ["PAID"], "stage": ["prod"]}}
  Other:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: {"source": ["my.app"], "detail": {"status": ["SENT"], "stage": ["${Stage}"]}}
"""


def test_unknown_parts_of_templates(tmp_path: Path) -> None:
    """What a template leaves open is equal only to itself; what holds for every value is proven."""
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(TEMPLATE.replace('"${Stage}"', "!Ref Stage"))

    def compared(first: str, second: str, **options: Any) -> PatternComparison:  # noqa: ANN401 - those of compare
        return pipefilter.compare(str(tmp_path / first), str(tmp_path / second), **options)

    assert compared("a.yaml#Orders", "a.yaml#Same").relation == "equal"
    assert compared("a.yaml#Orders", "b.yaml#Same").relation == "unknown"
    assert compared("a.yaml#Orders", "a.yaml#Every").relation == "narrower"
    assert compared("a.yaml#Orders", "a.yaml#Other").relation == "unknown"
    prod = compared("a.yaml#Orders", "a.yaml#Prod")
    assert (prod.implies, prod.is_implied) == (None, None)
    assert prod.reasons == ("the template does not specify ${Stage}",)
    assert compared("a.yaml#Orders", "a.yaml#Prod", parameters={"Stage": "prod"}).relation == "equal"


SAME_IN_WORDS = {
    "yaml": [
        ("!If [IsProd, x, y]", "!If [IsProd, y, x]"),
        ("!Select [0, !Ref Names]", "!Select [1, !Ref Names]"),
        ("!FindInMap [Map, !Ref Stage, x]", "!FindInMap [Map, !Ref Stage, y]"),
        ("!ImportValue {'Fn::Sub': '${Stage}-x'}", "!ImportValue {'Fn::Sub': '${Stage}-y'}"),
        ("!Join ['-', !Ref Names]", "!Join ['+', !Ref Names]"),
        ("!Ref Stage", "!Sub ['${Stage}', {Stage: !Ref Other}]"),
    ],
    "tf": [
        ('var.stage == "prod" ? "x" : "y"', 'var.stage == "prod" ? "y" : "x"'),
        (f'lookup(var.names, "{"a" * 80}x")', f'lookup(var.names, "{"a" * 80}y")'),
        ("each.value", "each.value"),
        ("var.names[count.index]", "var.names[count.index]"),
    ],
}
"""Values of which nothing is known, and that look alike; those of a loop differ from resource to resource."""
HEADS = {
    "yaml": """
Parameters: {Stage: {Type: String}, Other: {Type: String}, Names: {Type: CommaDelimitedList}}
Mappings: {Map: {prod: {x: a, y: b}}}
Conditions: {IsProd: !Equals [!Ref Stage, prod]}
Resources:
""",
    "tf": "",
}
RULES = {
    "yaml": "  %s: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [%s]}}}\n",
    "tf": 'resource "aws_cloudwatch_event_rule" "%s" {\n  event_pattern = jsonencode({source = [%s]})\n}\n',
}


@pytest.mark.parametrize(
    ("form", "first", "second"), [(form, *pair) for form, pairs in SAME_IN_WORDS.items() for pair in pairs]
)
def test_unknown_values_that_look_alike(tmp_path: Path, form: str, first: str, second: str) -> None:
    file = tmp_path / f"template.{form}"
    file.write_text(HEADS[form] + RULES[form] % ("First", first) + RULES[form] % ("Second", second))
    comparison = pipefilter.compare(f"{file}#First", f"{file}#Second")
    assert (comparison.implies, comparison.is_implied) == (None, None)
    assert pipefilter.compare(f"{file}#First", f"{file}#First").relation == "equal"


def test_elements_of_a_loop(tmp_path: Path) -> None:
    """Elements of `for_each` are told apart, though the function of them is not known."""
    block = """
resource "aws_lambda_event_source_mapping" "%s" {
  event_source_arn = "arn:aws:sqs:us-east-1:123456789012:orders"
  filter_criteria {
    dynamic "filter" {
      for_each = ["x", "%s"]
      content { pattern = jsonencode({body = {status = [var.names[filter.value]]}}) }
    }
  }
}
"""
    file = tmp_path / "template.tf"
    file.write_text(block % ("first", "y") + block % ("second", "z"))
    assert pipefilter.compare(f"{file}#first", f"{file}#second").implies is None
    assert not any(each.code == "PF445" for each in pipefilter.check(file).problems)


def test_variables_of_a_file(tmp_path: Path) -> None:
    """A file with other values for its variables is another pattern, though the function of them is not known."""
    (tmp_path / "pattern.tpl").write_text('{"source": ["${lookup(names, "x")}"]}')
    rule = 'resource "aws_cloudwatch_event_rule" "%s" {\n  event_pattern = templatefile("pattern.tpl", {names = %s})\n}\n'
    file = tmp_path / "template.tf"
    file.write_text(
        "".join(rule % each for each in (("a", "var.a"), ("b", "var.b"), ("c", "[var.a]"), ("d", "[var.b]")))
    )
    for first, second in ("ab", "ac", "cd"):
        assert pipefilter.compare(f"{file}#{first}", f"{file}#{second}").implies is None
    assert pipefilter.compare(f"{file}#a", f"{file}#a").relation == "equal"


def test_a_comparison_in_an_assertion() -> None:
    comparison = pipefilter.compare({"status": ["PAID"]}, {"status": ["PAID", "SENT"]})
    assert (comparison.implies, comparison.is_implied, comparison.relation) == (True, False, "narrower")
    assert repr(comparison) == (
        "<PatternComparison: the first pattern matches less than the second pattern; "
        'only the second pattern matches {"status":"SENT"}>'
    )
    assert comparison.only_first is None
    assert comparison.only_second
    assert comparison.only_second.event == {"status": "SENT"}
    with pytest.raises(TypeError, match=r"use its \.relation or \.implies"):
        bool(comparison)


def test_names(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"a": [1]}')
    (tmp_path / "b.json").write_text('{"a": [1, 2]}')
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    assert str(pipefilter.compare(first, second)).startswith(f"{first} matches less than {second}\n")
    assert str(pipefilter.compare(first, {"a": [2]})).startswith(
        f"{first} and the second pattern match no event"
    )
