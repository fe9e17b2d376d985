"""Each function that accepts a pattern accepts it in every form; likewise for a stream record in each of its envelopes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import pipefilter
from pipefilter import dynamodb_stream as ddb
from pipefilter.application.pattern_input import PatternInput
from pipefilter.errors import TemplateGap

PATTERN = {"dynamodb": {"NewImage": {"status": {"S": ["PAID"]}}}}
TEXT = '{"dynamodb":{"NewImage":{"status":{"S":["PAID"]}}}}'
NARROWED = ddb.narrow(ddb.new("status").equals("PAID"), types={"status": "S"}, service="lambda")
RECORD = {
    "eventSource": "aws:dynamodb",
    "eventName": "MODIFY",
    "dynamodb": {"NewImage": {"status": {"S": "PAID"}}, "OldImage": {"status": {"S": "NEW"}}},
}
WHERE: dict[str, Any] = {"service": "lambda", "source": "dynamodb"}
INPUTS: dict[str, PatternInput] = {
    "a dict": PATTERN,
    "JSON text": TEXT,
    "UTF-8": TEXT.encode(),
    "a name": "p.json",
    "a path": Path("p.json"),
    "a parsed pattern": pipefilter.parse(TEXT),
    "loaded filters": pipefilter.load(PATTERN),
    "a narrowed condition": NARROWED,
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder with a pattern and an event."""
    monkeypatch.chdir(tmp_path)
    Path("p.json").write_text(TEXT)
    Path("e.jsonl").write_text(json.dumps(RECORD))


@pytest.mark.parametrize("kind", INPUTS)
def test_every_function_accepts_each_form(kind: str) -> None:
    pattern = INPUTS[kind]
    assert pipefilter.load(pattern, **WHERE).evaluate(RECORD).matched
    assert pipefilter.check(pattern, **WHERE).ok
    assert len(list(pipefilter.filter(pattern, "e.jsonl"))) == 1
    text = pipefilter.generate("sam", pattern, **WHERE)
    assert TEXT in text
    assert pipefilter.generate("sam", [pattern, pattern], **WHERE).count(TEXT) == 2
    assert pipefilter.estimate(pattern, "e.jsonl", per_month=1_000_000, **WHERE).with_filter is not None
    assert pipefilter.RuleSet({"x": pattern}).matching(RECORD) == ["x"]
    assert pipefilter.RuleSet([pattern, {"a": [1]}]).matching(RECORD) == ["1"]


def test_narrow_sets_service_and_source() -> None:
    """The result of `narrow` has the service and the source; an option overrides them."""
    assert pipefilter.generate("sam", NARROWED) == pipefilter.generate("sam", TEXT, **WHERE)
    loaded = pipefilter.load(NARROWED)
    assert (loaded.service, loaded.source) == ("lambda", "dynamodb")
    assert pipefilter.load(NARROWED, service="pipe").service == "pipe"
    with pytest.raises(pipefilter.PipefilterError, match="does not receive records from dynamodb"):
        pipefilter.load(NARROWED, service="rule")
    unplaced = {"data": {"a": [1]}, "kinesis": [1]}
    assert pipefilter.check(pipefilter.load(unplaced)).ok
    kinesis = pipefilter.load(unplaced, service="lambda", source="kinesis")
    assert [each.code for each in pipefilter.check(kinesis)] == ["PF405"]


def test_a_rule_has_one_pattern() -> None:
    several = pipefilter.load({"Filters": [{"Pattern": TEXT}, {"Pattern": '{"a": [1]}'}]})
    with pytest.raises(ValueError, match="a rule has exactly one pattern, but there are 2 filters") as error:
        pipefilter.RuleSet({"mine": several})
    assert error.value.__notes__ == ["in the pattern 'mine'"]
    with pytest.raises(pipefilter.UnreadableInput) as missing:
        pipefilter.RuleSet({"mine": "missing.json"})
    assert missing.value.__notes__ == ["in the pattern 'mine'"]
    rules = pipefilter.RuleSet()
    rules.add("x", Path("p.json"))
    assert str(rules["x"]) == TEXT
    assert [each.code for each in pipefilter.check(several)] == []


RULE = {"EventPattern": {"source": ["shop"], "detail-type": ["OrderPaid"]}}
PIPE = {"SourceParameters": {"FilterCriteria": {"Filters": [{"Pattern": '{"body": {"a": [1]}}'}]}}}


@pytest.mark.parametrize(
    ("fragment", "event", "service"),
    [
        (RULE, {"source": "shop", "detail-type": "OrderPaid"}, "rule"),
        (PIPE, {"messageId": "1", "body": '{"a": 1}'}, "pipe"),
    ],
)
def test_fragments_of_templates(
    tmp_path: Path, fragment: dict[str, Any], event: dict[str, Any], service: str
) -> None:
    """The output of `generate` is read as the filters in it, in each form, as `check` reads it."""
    text = json.dumps(fragment)
    (tmp_path / "f.json").write_text(text, "utf-8")
    for form in (fragment, text, text.encode(), tmp_path / "f.json"):
        filters = pipefilter.load(form)
        assert [each.name for each in filters.placement.services] == [service]
        assert filters.evaluate(event).verdict == "match"
        assert pipefilter.RuleSet({"a": form}).matching(event) == ["a"]
        assert pipefilter.check(form).ok


def test_filters_that_a_template_does_not_define() -> None:
    Path("t.yaml").write_text(
        "Parameters: {Stage: {Type: String}}\n"
        "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n"
        "      EventPattern: {detail: {stage: [!Ref Stage]}}\n"
    )
    filters = pipefilter.load("t.yaml#R")
    for use in (pipefilter.check, lambda filters: pipefilter.RuleSet({"x": filters})):
        with pytest.raises(TemplateGap, match="the template does not specify"):
            use(filters)


def test_missing_arguments_are_named_as_in_python() -> None:
    with pytest.raises(pipefilter.PipefilterError, match=r"give service=, one of rule, pipe"):
        pipefilter.generate("sam", PATTERN)
    with pytest.raises(pipefilter.PipefilterError, match=r"give source=, one of dynamodb"):
        pipefilter.generate("sam", {"a": [1]}, service="pipe")
    with pytest.raises(
        pipefilter.PipefilterError, match=r'PF402 .* \(hint: write the digits as a string: "1"\)'
    ):
        pipefilter.generate("sam", {"dynamodb": {"NewImage": {"a": {"N": [1]}}}}, **WHERE)


ENVELOPES: list[Any] = [
    RECORD,
    {"Records": [RECORD]},
    {"Records": [RECORD], "NextShardIterator": "x"},
    [RECORD],
    json.dumps(RECORD),
    json.dumps({"Records": [RECORD]}),
    json.dumps([RECORD]).encode(),
]


@pytest.mark.parametrize("envelope", ENVELOPES, ids=[str(number) for number in range(len(ENVELOPES))])
def test_a_record_in_its_envelope(envelope: Any) -> None:  # noqa: ANN401 - in every form
    assert NARROWED.passes(envelope)
    assert pipefilter.load(NARROWED).evaluate(envelope).matched
    assert ddb.changed("status").holds(envelope)
    assert ddb.changed_attributes(envelope) == ("status",)


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"Records": [RECORD, RECORD]}, "expected one record but found 2"),
        ({"Records": []}, "expected one record but found 0"),
        (
            {"Records": [{"eventSource": "aws:sqs", "body": "x"}]},
            "this record is from SQS messages, not from DynamoDB",
        ),
        ({"eventSource": "aws:s3"}, "this record is from aws:s3, not from DynamoDB"),
        ({"Records": [5]}, "A record must be an object"),
        ("e.json", r"use pathlib.Path\('e.json'\)"),
        (Path("e.json"), r"use its read_text\(\)"),
    ],
)
def test_values_that_are_not_one_record(record: Any, reason: str) -> None:  # noqa: ANN401 - anything
    for use in (NARROWED.passes, ddb.changed("a").holds, ddb.changed_attributes):
        with pytest.raises(ddb.InvalidRecord, match=reason):
            use(record)


def test_an_attribute_named_records_is_not_an_envelope() -> None:
    item = {"Records": {"L": [{"S": "x"}]}, "userIdentity": {"M": {"Type": {"S": "x"}}}}
    record = {"eventName": "MODIFY", "dynamodb": {"NewImage": item, "OldImage": {}}}
    assert ddb.changed_attributes(record) == ("Records", "userIdentity")
    assert ddb.new("userIdentity.Type").equals("x").holds(record)


def test_names_one_by_one_and_in_a_list() -> None:
    for several in (["a", "b"], ("a", "b"), iter(["a", "b"])):
        assert str(ddb.any_changed(several)) == "a changed or b changed"
    assert ddb.all_changed(["a"], "b") == ddb.all_changed("a", "b")
    assert ddb.event(["modify", "Insert"]) == ddb.event("MODIFY", "INSERT")
    with pytest.raises(ddb.InvalidCondition, match="any_changed and all_changed accept several"):
        ddb.changed(["a", "b"])  # type: ignore[arg-type]  # the fault that is tested
    with pytest.raises(ddb.InvalidCondition, match="event names are case-sensitive: write MODIFY"):
        ddb.from_extended_pattern({"eventName": ["modify"]})


def test_residual_code_of_narrow() -> None:
    condition = ddb.changed("total")
    for numbers in ("text", "value"):
        narrowed = ddb.narrow(condition, numbers=numbers)
        assert ddb.residual_code(narrowed, "python") == ddb.residual_code(
            narrowed.residual, "python", numbers=numbers
        )
    assert ddb.residual_code(ddb.narrow(condition), "python") != ddb.residual_code(
        ddb.narrow(condition, numbers="value"), "python"
    )
    with pytest.raises(ValueError, match="'javascript' is not supported: use python, typescript, jsonata-note"):
        ddb.residual_code(condition, "javascript")
    with pytest.raises(ddb.InvalidCondition, match=r"add a test, such as \.exists\(\)"):
        ddb.narrow(ddb.new("a"))  # type: ignore[arg-type]  # the fault that is tested
