"""The Python API of `pipefilter test`: it loads filters and evaluates records."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from repository import ROOT
from source_records import FORMS, record_of

import pipefilter
from pipefilter.errors import InvalidEvent, UnreadableInput
from pipefilter.filtering.lookup import Contradiction
from pipefilter.language.filter_criteria import InvalidFilter

PATTERN = '{"body": {"type": ["paid"]}}'
STACK = """Resources:
  Orders:
    Type: AWS::Pipes::Pipe
    Properties:
      RoleArn: !GetAtt Role.Arn
      Source: arn:aws:sqs:eu-west-1:111122223333:orders
      SourceParameters:
        FilterCriteria:
          Filters:
            - Pattern: '{"body": {"type": ["paid"]}}'
            - Pattern: !Sub '{"body": {"stage": ["${Stage}"]}}'
      Target: arn:aws:sqs:eu-west-1:111122223333:paid
"""


def message(**body: object) -> dict[str, Any]:
    return record_of("sqs", body)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_records_in_any_form(folder: Path) -> None:
    """A record can be a string, bytes in any encoding, a dict, a list or an envelope."""
    (folder / "p.json").write_text(PATTERN)
    filters = pipefilter.load(folder / "p.json")
    record = message(type="paid")
    for form in (record, json.dumps(record), json.dumps(record).encode("utf-16"), {"Records": [record]}):
        assert filters.evaluate(form).matched
    verdicts = [each.verdict for each in filters.evaluate_all([record, json.dumps(message(type="sent"))])]
    assert verdicts == ["match", "no_match"]
    printed = FORMS["sqs", "printed"]([{"type": "paid"}, {"type": "sent"}])
    assert [each.matched for each in filters.evaluate_all(printed)] == [True, False]
    with pytest.raises(ValueError, match="expected one record but found 2: use evaluate_all"):
        filters.evaluate(printed)


def test_attributes_of_an_evaluation(folder: Path) -> None:
    """The filter that matched, the reason for no match, and the service and source."""
    listed = {"Filters": [{"Pattern": PATTERN}, {"Pattern": '{"body": ["hello"]}'}]}
    (folder / "f.json").write_text(json.dumps(listed))
    filters = pipefilter.load("f.json", source="sqs")
    assert (filters.service, filters.source, len(filters.patterns)) == ("pipe", "sqs", 2)
    paid = filters.evaluate(message(type="paid"))
    assert (paid.verdict, paid.numbers, paid.service, paid.source) == ("match", (1,), "pipe", "sqs")
    assert repr(paid) == "<Evaluation: match by filter (1,)>"
    assert paid.explanation is not None
    assert paid.explanation.matches
    sent = filters.evaluate(message(type="sent"))
    assert not sent.matched
    assert 'body.type: is "sent"' in str(sent)
    with pytest.raises(TypeError, match=r"use its \.matched"):
        bool(sent)
    with pytest.raises(TypeError, match=r"use its \.matches"):
        bool(sent.explanation)


def test_no_verdict_raises(folder: Path) -> None:
    """So that a record is neither kept nor dropped by mistake."""
    (folder / "p.json").write_text(PATTERN)
    evaluation = pipefilter.load("p.json", source="kinesis").evaluate(message(type="paid"))
    assert (evaluation.verdict, evaluation.numbers, evaluation.explanation) == ("undecided", (), None)
    with pytest.raises(
        pipefilter.Undecided, match=r"these are SQS messages \(source sqs\), but the filter reads Kinesis"
    ):
        _ = evaluation.matched
    assert str(evaluation).startswith("undecided: no verdict")


def test_templates(folder: Path) -> None:
    """One filter or all filters of a resource; an undefined value is only decided where it has no effect."""
    (folder / "stack.yaml").write_text(STACK)
    filters = pipefilter.load("stack.yaml#Orders/1")
    assert (filters.service, filters.source) == ("pipe", "sqs")
    assert filters.evaluate(message(type="paid")).matched
    both = pipefilter.load("stack.yaml#Orders")
    assert both.evaluate(message(type="paid")).matched
    assert not both.evaluate(message(type="sent")).matched
    with pytest.raises(pipefilter.Undecided, match=r"depends on \$\{Stage\}"):
        _ = both.evaluate(message(stage="prod")).matched


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("stack.yaml", STACK, "stack.yaml is a template: name one of its patterns, such as stack.yaml#Orders"),
        ("stack.yaml#Other", STACK, "stack.yaml has no filters called Other"),
        ("none.json", None, "cannot read none.json: No such file or directory"),
        ("a\0b", None, "cannot read a"),
        ("broken.yaml", "a: [", "broken.yaml:1:"),
        ("empty.yaml", "", "empty.yaml contains no pattern"),
        ("two.yaml", "a: [1]\n---\nb: [1]\n", "two.yaml contains several documents"),
    ],
)
def test_files_that_cannot_be_loaded(folder: Path, name: str, text: str | None, message: str) -> None:
    """The error is one sentence that gives the reason."""
    if text is not None:
        (folder / name.partition("#")[0]).write_text(text)
    with pytest.raises(UnreadableInput) as caught:
        pipefilter.load(name)
    assert str(caught.value).startswith(message)


def test_wrong_arguments(folder: Path) -> None:
    """Unknown services and sources, or a pair that does not go together; values that are not records."""
    (folder / "p.yaml").write_text("body:\r\n  type: [paid]\r\n")
    with pytest.raises(Contradiction, match="unknown service foo"):
        pipefilter.load("p.yaml", service="foo")
    with pytest.raises(Contradiction, match="does not receive records from sqs"):
        pipefilter.load("p.yaml", service="rule", source="sqs")
    filters = pipefilter.load("p.yaml")
    assert filters.evaluate(message(type="paid")).matched
    for wrong in ("nope", b"\xff", {"a": {1, 2}}):
        with pytest.raises(InvalidEvent):
            filters.evaluate(wrong)
    with pytest.raises(TypeError, match="use its read_text"):
        filters.evaluate_all([Path("p.yaml")])
    assert pipefilter.__version__ == "0.1.0"


def test_filters_that_the_service_rejects() -> None:
    """AWS documents that a v2 subscriber rejects wildcards: there is no verdict, as on the command line."""
    wildcard = {"a": [{"wildcard": "x*y"}]}
    with pytest.raises(pipefilter.InvalidEventPattern, match="must not contain wildcard matchers") as refused:
        pipefilter.load(wildcard, service="v2")
    assert refused.value.code == "PF447"
    listed = [{"Scope": "DATA", "Pattern": json.dumps(each)} for each in ({"a": [1]}, wildcard)]
    with pytest.raises(InvalidFilter) as of_list:
        pipefilter.load({"Filters": listed})
    assert of_list.value.number == 2
    assert pipefilter.load(wildcard).evaluate({"a": "xy"}).matched


def test_filters_are_counted_from_one() -> None:
    """A number that no filter has does not mean all filters."""
    with pytest.raises(UnreadableInput, match=r"no filters called Notify\.Paid/0"):
        pipefilter.load(f"{SAM}#Notify.Paid/0")
    assert len(pipefilter.load(f"{SAM}#Notify.Paid/2").patterns) == 1


SAM = ROOT / "examples" / "stacks" / "sam" / "template.yaml"


def test_content_after_the_end_is_reported(folder: Path) -> None:
    """A second pattern in a file is not read; each function that loads a pattern warns about it once."""
    (folder / "p.json").write_text('{"a": [1]}\n{"a": [2]}')
    (folder / "c.json").write_text('{"Filters": [{"Pattern": "{\\"a\\": [1]} x"}]}\n{"Filters": []}')
    (folder / "e.jsonl").write_text('{"a": 1}\n{"a": 2}\n')
    with pytest.warns(
        UserWarning, match="p.json: PF411  AWS's engine ignores or rejects content after"
    ) as caught:
        filters = pipefilter.load("p.json")
    assert len(caught) == 1
    assert next(iter(pipefilter.filter(filters, "e.jsonl"))).text == '{"a": 1}'
    with pytest.warns(UserWarning, match="PF411"):
        pipefilter.estimate("p.json", "e.jsonl", per_month=1000)
    with pytest.warns(UserWarning, match=r"c.json: PF411") as caught:
        pipefilter.load("c.json")
    assert len(caught) == 2  # after the criteria, and after the pattern in them
    (folder / "p.json").write_text('{"a": [1]} \n\t')
    pipefilter.load("p.json")


ENVELOPE = {"Records": [{"eventSource": "aws:sqs", "messageId": "1", "body": "x"}]}
CRITERIA = {"Filters": [{"Pattern": '{"body": ["x"]}'}]}
IN_FILE = "this is a list of records in Records, not a pattern"


@pytest.mark.parametrize(
    ("call", "hint"),
    [
        (lambda: pipefilter.load(ENVELOPE), IN_FILE),
        (lambda: pipefilter.load(json.dumps(ENVELOPE)), IN_FILE),
        (lambda: pipefilter.matches(ENVELOPE, {"body": ["x"]}), IN_FILE),
        (lambda: pipefilter.explain(json.dumps(ENVELOPE).encode(), {"body": ["x"]}), IN_FILE),
        (
            lambda: pipefilter.compile({"detail-type": "T", "source": "s", "id": "1", "detail": {}}),
            "this is an event from an event bus, not a pattern",
        ),
        (
            lambda: pipefilter.matches(CRITERIA, ENVELOPE),
            "use pipefilter.load and its evaluate method: these are filter criteria",
        ),
        (
            lambda: pipefilter.RuleSet({"a": json.dumps(CRITERIA)}) or pipefilter.compile(CRITERIA),
            "use pipefilter.load and its evaluate method: these are filter criteria",
        ),
        (lambda: pipefilter.matches({"a": 1}, {}), 'write it as a list: "a": [1]'),
    ],
)
def test_known_objects_that_are_not_patterns(call: Callable[[], object], hint: str) -> None:
    """The error says what was passed instead of a pattern, as the command does."""
    with pytest.raises(pipefilter.InvalidEventPattern) as caught:
        call()
    assert caught.value.hint == hint


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"source": "SQS"}, "unknown source SQS: did you mean sqs?"),
        ({"source": "kinesys"}, "unknown source kinesys: did you mean kinesis?"),
        ({"source": "mq"}, "unknown source mq: did you mean rabbitmq or activemq?"),
        ({"source": "pipe"}, "pipe is a service, not a source"),
        ({"service": "Kinesis"}, "kinesis is a source, not a service"),
        ({"service": "lamda"}, "unknown service lamda: did you mean lambda?"),
    ],
)
def test_names_that_do_not_exist(options: dict[str, Any], message: str) -> None:
    """The error suggests the nearest name, or says that the name is of the other kind."""
    with pytest.raises(Contradiction) as caught:
        pipefilter.load(PATTERN, **options)
    assert str(caught.value) == message


def test_targets_that_do_not_exist() -> None:
    """The error suggests the nearest names; a pattern in the place of the target is not opened as a file."""
    with pytest.raises(ValueError, match=r"^unknown target cdk: did you mean cdk-typescript or cdk-python\?$"):
        pipefilter.generate("cdk", PATTERN, service="pipe", source="sqs")
    for pattern in (PATTERN, {"body": ["x"]}, "p.json"):
        with pytest.raises(TypeError, match=r"^the target comes first: generate\('sam', filters\)$"):
            pipefilter.generate(pattern, "sam")  # type: ignore[arg-type]  # swapped
