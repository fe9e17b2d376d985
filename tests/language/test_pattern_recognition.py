"""Telling events, patterns and other files apart: in files that nobody named, and in swapped arguments."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from repository import ROOT
from source_records import FORMS, kafka_records, kafka_wrapper, kinesis_records, queue_records, record_of

import pipefilter
from pipefilter.application.pattern_recognition import is_meant_as_pattern
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.event_recognition import MAX_RECOGNISED, event_kind
from pipefilter.language.operators import OPERATORS
from pipefilter.strategies import event_patterns

PATTERNS = ROOT / "patterns"
TEMPLATE = "Resources:\n  R:\n    Type: AWS::Events::Rule\n    Properties:\n      EventPattern: {source: [a]}\n"
KEYWORDS = sorted(operator.keyword for operator in OPERATORS if operator.keyword)


@pytest.mark.slow
@given(event_patterns())
def test_a_valid_pattern_is_a_pattern_and_not_an_event(pattern: EventPattern) -> None:
    text = str(pattern)
    assert event_kind(text) == ""
    assert is_meant_as_pattern("pattern.json", text.encode("utf-8", "surrogatepass"))
    text = f'{{"detail": {text}}}'
    assert is_meant_as_pattern("x.json", text.encode("utf-8", "surrogatepass")) or len(text) > MAX_RECOGNISED


@given(kinesis_records() | queue_records() | kafka_records())
def test_a_record_is_an_event_and_not_a_pattern(record: dict[str, Any]) -> None:
    for value in (record, [record], {"Records": [record]}, {"messages": [record]}):
        text = json.dumps(value)
        assert event_kind(text), text
        assert not is_meant_as_pattern("x.json", text.encode())
        assert not is_meant_as_pattern("x.json", (text + "\n" + text).encode())  # JSON lines


@given(st.lists(kafka_records(), min_size=1))
def test_a_kafka_invocation_of_lambda_is_not_a_pattern(records: list[dict[str, Any]]) -> None:
    assert event_kind(json.dumps(kafka_wrapper(records)))


@pytest.mark.parametrize(("source", "form"), FORMS, ids=str)
def test_records_in_every_form_are_events(source: str, form: str) -> None:
    data = {"status": {"S": "PAID"}} if source == "dynamodb" else {"status": "PAID", "items": ["a"], "n": 1}
    text = FORMS[source, form]([data, data])
    assert event_kind(text), text
    assert not is_meant_as_pattern("x.json", text.encode()), text


@pytest.mark.parametrize(
    "file", sorted(PATTERNS.rglob("match/*.json")), ids=lambda path: path.parent.parent.name
)
def test_the_events_of_ready_patterns_are_not_patterns(file: Path) -> None:
    if isinstance(json.loads(file.read_text("utf-8")), dict):
        assert not is_meant_as_pattern("x.json", file.read_bytes())


@pytest.mark.slow
@pytest.mark.parametrize("file", sorted(PATTERNS.rglob("pattern.json")), ids=lambda path: path.parent.name)
def test_a_truncated_ready_pattern_is_reported(file: Path) -> None:
    data = file.read_bytes().strip()
    for end in range(1, len(data), 7):
        assert is_meant_as_pattern("x-pattern.json", data[:end])


@pytest.mark.slow
@given(event_patterns(), st.sampled_from(KEYWORDS), st.integers(0, 30))
def test_a_pattern_with_one_mistake_among_templates_is_reported(
    pattern: EventPattern, keyword: str, at: int
) -> None:
    """One letter of an operator's name is missing, under a field name that events from an event bus have."""
    misspelled = keyword[: at % len(keyword)] + keyword[at % len(keyword) + 1 :]
    if misspelled in KEYWORDS:
        return
    text = f'{{"detail": {{"x": [{{"{misspelled}": "a"}}], "y": {pattern}}}}}'
    with pytest.raises(pipefilter.InvalidEventPattern):
        pipefilter.parse(text)
    assert is_meant_as_pattern("x.json", text.encode("utf-8", "surrogatepass")) or len(text) > MAX_RECOGNISED


OTHERS = {
    "query.json": '{"query": {"bool": {"must": [{"wildcard": {"a": "b*"}}, {"prefix": {"a": "b"}}]}}, "size": 5}',
    "openapi.json": '{"openapi": "3.0.0", "security": [{"api_key": []}], "paths": {"/a": {"tags": ["x"], "id": "y"}}}',
    "schema.json": '{"type": "object", "oneOf": [{"required": ["a"]}], "allOf": [{"$ref": "#/a"}], "title": "x"}',
    "routes.json": '{"name": "x", "version": "1", "routes": [{"prefix": "/api"}]}',
    "policy.json": '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["a"], "Resource": "*"}]}',
    "answer.json": '{"data": [{"id": 1, "name": "x"}], "version": 2}',
    "request.json": '{"body": "{}", "httpMethod": "POST", "headers": {"a": "b"}, "isBase64Encoded": false}',
    "object-event.json": '{"Records": [{"eventSource": "aws:s3", "eventName": "x", "s3": {"object": {"key": "k"}}}]}',
    "renovate-base.json": '{"extends": ["config:base"], "ignorePaths": ["dist/**"]}',
    "paths.json": '{"paths": {"@/*": ["./src/*"]}}',
    "kustomization.json": '{"resources": ["service.json"]}',
    "filters.json": '{"filters": [{"pattern": "*.js"}, {"pattern": "*.ts"}]}',
    "comments.json": '{// of a tool\n "files": ["a"]}',
    "example-pattern.json": '{"title": "EventBridge to Batch", "level": "300", "services": {"from": "a"}, "tags": ["x"]}',
    "event_patterns.snapshot.json": '{"detail": {"a": ["x"]}}',
    "list.json": '["a"]',
    "number.json": "5",
    "empty.json": " ",
    "tsconfig.app.json": "{// of the app\n}",
    "example2-pattern.json": '{"name": "x", "resources": {"bullets": [{"text": "a", "link": "b"}]}, "authors": [{"name": "A", "bio": "B"}]}',
    "invalid-pattern.json": '{"title": "x", "templateFile": main.tf, "authors": [{"name": "A", "bio": "B"}]}',
    "a/pattern.json": '{"$schema": "http://json-schema.org/draft-07/schema#", "required": ["a"]}',
    "pattern-1.json": '{"notes": "x", "use_bda": false, "classes": ["a"]}',
    "saga-pattern/flight.json": '{"passengerName": "A", "departure": "x", "destination": "y"}',
    "events/product-shipped.json": '{"version": "0", "id": "1", "detail": {"eventId": "2", "color": "red"}}',
    "faulty-template.json": '{"Metadata": {"regions": ["a" "b"]}, "Resources": {}}',
    "faulty-settings.json": '{// of a tool\n "sets": [{"source": {"dir": "a"}, "data": ["x"]}]}',
    "long-pattern.json": json.dumps({"title": "x" * MAX_RECOGNISED, "source": ["a"]}),
    "settings.json": '{"dynamodb": {"tableName": "orders", "ttl": 300}}',
    "en.json": '{"detail": {"title": "Details", "close": "Close"}}',
    "pattern-schema.json": '{"id": "x", "type": "object", "properties": {"title": {"type": "string"}}}',
    "part.json": '{"detail": {"prefix": "x"}}',
    "parts.json": '{"detail": {"file": {"exists": true}, "name": "x"}}',
    "bucket.json": '{"source": {"prefix": "logs/"}, "destination": {"prefix": "x/"}}',
    "listing.json": '{"detail": {"requestParameters": {"prefix": "logs/"}, "eventName": "ListObjects"}}',
    "commented-event.json": '// recorded\n{"version": "0", "id": "1", "source": "s", "detail-type": "t", "detail": {}}',
    "event-in-quotes.json": '"{\\"detail-type\\": \\"t\\", \\"source\\": \\"s\\", \\"detail\\": {}}"',
    "commented-settings.json": '// of a tool\n{"files": ["a"], "source": "b"}',
    "url.pattern.json": '{"title": "URL pattern", "type": "object", "properties": {"a": {"type": "string"}}}',
    "tests/pattern.json": '[{"description": "x", "schema": {"pattern": "^a*$"}, "tests": [{"data": "a", "valid": true}]}]',
    "example.pattern.json": '{"title": "x", "introBox": {"headline": "How"}, "gitHub": {"template": {"repoURL": "u"}}}',
    "path.pattern.json": '{"properties": {"source": {"type": "string"}}, "required": ["source"]}',
    "settings/object.json": '{"type": "object", "properties": {"tags": {"enum": ["x"]}}}',
    "network.json": '{"region": "eu-west-1", "resources": {"vpc": {"cidr": "10.0.0.0/16"}}}',
    "accounts.json": '{"account": {"prod": {"cidr": "10.0.0.0/16"}, "dev": {"cidr": "10.1.0.0/16"}}}',
    "subnets.json": '{"subnets": [{"cidr": "10.0.0.0/16"}], "name": "x", "zone": "y"}',
    "logs.json": '{"source": {"prefix": "logs/"}}',
    "flags.json": '{"resources": {"api": {"exists": true}}}',
    "names.json": '{"region": {"prefix": "eu"}, "account": {"suffix": "prod"}}',
    "form.json": '{"detail": {"phone": {"prefix": "+49"}}}',
    "hosts.json": '{"resources": {"cert": {"wildcard": "*.example.com"}}}',
    "commented-lists.json": '{"version": ["1"], // of the tool\n "resources": ["a"]}',
    "trailing-lists.json": '{"version": ["1"], "resources": ["a"],}',
    "mongo.json": '{"$or": [{"a": 1}, {"b": {"$in": ["x"]}}]}',
    "find.json": '{"find": "c", "filter": {"$or": [{"a": 1}, {"b": 2}]}}',
    "commented-openapi.json": '{// draft\n "openapi": "3.0.0", "paths": {}, "detail": {"a": 1}}',
    "commented-mongo.json": '{// by status\n "$or": [{"a": 1}, {"b": {"$gt": 2}}]}',
    "script-mongo.json": "{$or: [{a: 1}, {b: {$in: ['x']}}]}",
    "de.json": '{"detail": "Detail", "version": "Version", "source": "Quelle"}',
    "fr.json": '{"detail": {"title": "Titre"}, "source": "Origine"}',
    "patterns.snapshot.json": '{"tests/test_patterns.py::a": {"recorded-date": "x"}}',
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_not_patterns(name: str) -> None:
    assert not is_meant_as_pattern(name, OTHERS[name].encode())


FAULTY = {
    "numbers.json": '{"total": [{"numeric": [">=", 100]}, {"exists": true}]',
    "without.json": '{"total": ["x", {"anything-but": "a"}]',
    "policy.json": '{"FilterPolicy": "{\\"store\\": [\\"a\\"]}", "FilterPolicyScope": "MessageBody}',
    "criteria.json": '{"FilterCriteria": {"Filters": [{}}',
    "mapping.json": '{"UUID": "1", "Filters": [{"Pattern": "{\\"a\\": [1]}"}}',
    "rule.json": '{"Name": "r" "EventPattern": "{}"}',
    "exists.json": '{"detail": {"a": {"exists": true}}}',
    "anything-but.json": '{"id": {"anything-but": "x"}}',
    "prefix.json": '{"source": {"prefix": "aws"}, "detail-type": {"prefix": "x"}}',
    "alternatives.json": '{"$or": [{"status": ["a"]}, {"total": "x"}]}',
    "commented-alternatives.json": '{"$or": [{"status": ["a"]}, {"total": [["x"]]}]} // both',
    "beside-values.json": '{"detail": {"status": "PAID", "total": {"numeric": [">", 5]}}}',
    "typographic.json": "{“source”: [“aws.s3”]}",
    "typographic-operator.json": "{“total”: [{“numeric”: [“>”, 5]}]}",
    "colon.json": '{"source" ["aws.s3"]}',
    "comma.json": '{,"source": ["a"]}',
    "string.json": '"{\\"source\\": [\\"aws.s3\\"]}"',
    "in-quotes.json": '"{"source": ["aws.s3"]}"',
    "in-single-quotes.json": '\'{"source": ["aws.s3"]}\'',
    "line-comment.json": '// of the team\n{"source": ["aws.s3"]}',
    "block-comment.json": '/* of the\nteam */ {"source": ["a//b"], // here\n"detail-type": ["x"]}',
    "commented-policy.json": '{// of SNS\n "Name": "x", "FilterPolicy": {"a": ["x"]}}',
    "hash.json": '# of the team\n{"source": ["aws.s3"]}',
    "orders.pattern.json": '{"status": "PAID", "total": 5}',
    "orders.event-pattern.json": '{"version": "0", "id": "1", "detail-type": "x", "source": "y", "detail": {}}',
    "event_pattern.json": "status: PAID",
    "pattern/orders.pattern.json": "",
    "a/pattern.json": '{"title": "x", "resources": {"bullets": [{"text": "a", "link": "b"}]}}',
    "title.pattern.json": '{"title": "Orders", "status": ["PAID"]}',
    "described.pattern.json": '{"description": "paid", "status": ["PAID"]}',
    "schema.pattern.json": '{"$schema": "./event-pattern.schema.json", "status": ["PAID"]}',
    "ordersEventPattern.json": '{"status": "PAID"}',
    "orders_event_pattern.json": '{"status": "PAID"}',
    "patterns/unclosed.json": '{"status": ["PAID"',
    "patterns/unclosed-object.json": '{"order": {"status": ["PAID"',
    "patterns/single.json": "{'status': ['PAID']}",
    "patterns/unquoted.json": '{status: ["PAID"]}',
    "patterns/nested.json": "{'order': {'status': ['PAID', {'prefix': 'x'}]}}",
    "patterns/typographic.json": "{‘status’: [‘PAID’]}",
    "single-typographic.json": "{‘source’: [‘aws.s3’]}",
    "single-string.json": "{source: 'aws.s3'}",
    "title.pattern.yaml": "title: Orders\nstatus: [PAID]\n",
    "list.pattern.yaml": "- status\n",
    "flow-list.pattern.yaml": "[status]\n",
    "word.pattern.yaml": "status\n",
    "empty.pattern.yaml": "",
    "comment.event-pattern.yml": "# orders\n",
    "ordersEventPattern.yaml": "status: PAID\n",
    "orders.yaml": "source: [orders]\ndetail-type: [a\n",
    "flow.yaml": "{detail: {status: [PAID}\n",
    "orders.pattern.yaml": "status: [PAID\n",
    "pattern.yaml": "# orders\n\nbody:\n  status: [PAID\n",
}
"""Patterns, and files that contain some, that are being typed or have a mistake."""


@pytest.mark.parametrize("name", FAULTY)
def test_faulty_patterns_among_other_files_are_reported(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(FAULTY[name])
    (report,) = pipefilter.check(str(tmp_path)).files
    assert report.unreadable or report.outcome() == "invalid", report


@pytest.mark.parametrize("name", ["network.json", "logs.json", "de.json", "mongo.json", "url.pattern.json"])
def test_other_files_are_not_patterns_in_yaml(name: str, tmp_path: Path) -> None:
    (tmp_path / name).with_suffix(".yaml").write_text(OTHERS[name])
    (report,) = pipefilter.check(str(tmp_path)).files
    assert report.is_passed_over


@pytest.mark.parametrize("text", ["- a\n", "word\n", "", "# only a comment\n", "[a, b]\n", "null\n"])
@pytest.mark.parametrize("is_named", [True, False])
def test_yaml_that_is_not_an_object_is_reported_as_that(text: str, is_named: bool, tmp_path: Path) -> None:
    file = tmp_path / "orders.pattern.yaml"
    file.write_text(text)
    assert [each.code for each in pipefilter.check(file if is_named else tmp_path).problems] == ["PF110"]


FAULTY_OTHERS = {
    "patterns/settings.json": "{'name': 'x', 'level': 5, 'tags': ['a']}",
    "globs.json": '{"files": [{"pattern": "{src,test}/**"} {"pattern": "x"}]}',
    "query.json": '{"must": [{"wildcard": {"a": "b*"}} {"exists": {"field": "a"}}]}',
    "values.yaml": "source:\n  image: [x\nbody: {{ .Values.x }}\n",
    "play.yaml": "- hosts: all\n  vars:\n    detail: [x\n",
    "index.json": '{"detail": {\n {%- if x %}\n "a": ["b"],\n {%- endif %}\n "c": ["d"]}}',
    "patterns/list.yaml": "names: [x\n",
    "chart.pattern.yaml": "{{ .Values.a }}-x: [{{ .Values.b }}\n",
    "jinja.pattern.yaml": "status:\n{% if x %}\n  - [a\n{% endif %}\n",
}


@pytest.mark.parametrize("name", FAULTY_OTHERS)
def test_other_faulty_files_are_skipped(name: str, tmp_path: Path) -> None:
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text(FAULTY_OTHERS[name])
    (report,) = pipefilter.check(str(tmp_path)).files
    assert report.is_passed_over


@pytest.mark.parametrize("text", ["{/*" * 20_000, '{"' + '\\"' * 30_000, "{'a" * 20_000, "{a:[" * 15_000])
def test_texts_with_many_starts_and_no_end_are_recognised_in_linear_time(text: str) -> None:
    for name in ("patterns/x.json", "x.json", "x.pattern.yaml"):
        is_meant_as_pattern(name, text.encode())


def test_skipped_files_are_in_the_report(tmp_path: Path) -> None:
    files = {"t.yaml": TEMPLATE, "package.json": '{"name": "x"}', "bad.json": '{"source": ["a"'}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    report = pipefilter.check(tmp_path)
    assert not report.ok
    assert report.passed_over == (str(tmp_path / "package.json"),)
    assert [each.code for each in report.problems] == ["PF101"]
    (tmp_path / "bad.json").unlink()
    assert pipefilter.check(tmp_path).ok
    assert repr(pipefilter.check(tmp_path)) == "<Report: ok, 1 patterns, 0 problems, 1 files skipped>"


def test_an_event_is_reported_as_an_event() -> None:
    (pattern,) = pipefilter.check(json.dumps(record_of("sqs", {"a": 1}))).patterns
    assert (pattern.valid, pattern.event_kind) == (False, "a record from a stream, queue or broker")


def test_a_broken_template_has_a_position(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(TEMPLATE + "   x: y\n")
    (file,) = pipefilter.check(tmp_path).files
    assert file.place is not None
    assert file.place.line == 6


def test_a_long_file_is_not_read_as_an_event() -> None:
    """However long the file is, no more memory is used than to hold it."""
    text = '{"detail-type": "T", "source": "s", "detail": {"a": [' + "1," * (1 << 20) + "1]}}"
    tracemalloc.start()
    assert event_kind(text) == ""
    assert tracemalloc.get_traced_memory()[1] < 1 << 16
    tracemalloc.stop()


def test_template_json_is_a_template(tmp_path: Path) -> None:
    template = {"Resources": {"R": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"a": [1]}}}}}
    (tmp_path / "template.json").write_text(json.dumps(template))
    with pytest.raises(pipefilter.UnreadableInput, match=r"is a template: .*#R"):
        pipefilter.load(tmp_path / "template.json")
    assert pipefilter.load(f"{tmp_path / 'template.json'}#R").evaluate({"a": 1}).matched


RECORD = json.dumps({"messageId": "1", "eventSource": "aws:sqs", "body": "x" * 60})
MANY = 2 * MAX_RECOGNISED // len(RECORD)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("\n".join([RECORD] * MANY), "a record from a stream, queue or broker"),
        ("[\n" + ",\n".join([RECORD] * MANY), "a list of events"),
        ('{"Records": [' + ", ".join([RECORD] * MANY), "a list of records in Records"),
        (RECORD[:-1] + f', "more": "{"x" * 2 * MAX_RECOGNISED}"}}', "a record from a stream, queue or broker"),
        ('{"a": [' + ", ".join([RECORD] * MANY) + "]}", ""),
        ('{"a": [1]}\n' * MAX_RECOGNISED, ""),
        ("x" * 2 * MAX_RECOGNISED, ""),
    ],
    ids=["lines", "list", "wrapper", "record", "other list", "other lines", "text"],
)
def test_long_events_are_detected_by_the_first(text: str, kind: str) -> None:
    assert event_kind(text) == kind
    with pytest.raises(pipefilter.InvalidEventPattern) as caught:
        pipefilter.parse(text)
    assert (caught.value.code, caught.value.hint) == ("PF304", "" if kind else "split the pattern into several")
