"""`pipefilter check --sarif`: a log that code scanning accepts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import pipefilter
from pipefilter.analysis.catalog import check_kinds
from pipefilter.cli.main import main
from pipefilter.formats.check_json import check_json

TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
PLACE = {
    "type": "object",
    "required": ["artifactLocation", "region"],
    "properties": {
        "artifactLocation": {
            "required": ["uri"],
            "properties": {"uri": {"type": "string", "format": "uri-reference"}},
        },
        "region": {
            "required": ["startLine", "startColumn", "endLine", "endColumn"],
            "additionalProperties": False,
            "properties": {
                "startLine": {"type": "integer", "minimum": 1},
                "startColumn": {"type": "integer", "minimum": 1},
                "endLine": {"type": "integer", "minimum": 1},
                "endColumn": {"type": "integer", "minimum": 1},
            },
        },
    },
}
RESULT: dict[str, Any] = {
    "type": "object",
    "required": ["ruleId", "level", "message", "locations"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "level": LEVEL,
        "message": TEXT,
        "locations": {
            "type": "array",
            "minItems": 1,
            "items": {"required": ["physicalLocation"], "properties": {"physicalLocation": PLACE}},
        },
    },
}
NOTIFICATION = {
    "type": "object",
    "required": ["level", "message"],
    "additionalProperties": False,
    "properties": {key: RESULT["properties"][key] for key in ("level", "message", "locations")},
}
INVOCATION = {
    "type": "object",
    "required": ["executionSuccessful"],
    "additionalProperties": False,
    "properties": {
        "executionSuccessful": {"type": "boolean"},
        "toolExecutionNotifications": {"type": "array", "items": NOTIFICATION},
    },
}
RULE = {
    "type": "object",
    "required": ["id", "name", "shortDescription", "fullDescription", "help", "helpUri"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "pattern": "^(PF[0-9]{3}|unreadable-file)$"},
        "name": {"type": "string", "pattern": "^[A-Z][A-Za-z0-9]+$"},
        "help": {
            "required": ["text", "markdown"],
            "additionalProperties": False,
            "properties": {
                "text": {"type": "string", "minLength": 1},
                "markdown": {"type": "string", "minLength": 1},
            },
        },
        "shortDescription": TEXT,
        "fullDescription": TEXT,
        "helpUri": {"type": "string", "pattern": "^https://"},
        "defaultConfiguration": {"required": ["level"], "properties": {"level": LEVEL}},
    },
}
DRIVER = {
    "type": "object",
    "required": ["name", "rules"],
    "additionalProperties": False,
    "properties": {
        "name": {"const": "pipefilter"},
        "version": {"type": "string"},
        "informationUri": {"type": "string", "pattern": "^https://"},
        "rules": {"type": "array", "uniqueItems": True, "items": RULE},
    },
}
RUN = {
    "type": "object",
    "required": ["tool", "invocations", "results", "columnKind"],
    "additionalProperties": False,
    "properties": {
        "tool": {"required": ["driver"], "properties": {"driver": DRIVER}},
        "invocations": {"type": "array", "minItems": 1, "maxItems": 1, "items": INVOCATION},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "results": {"type": "array", "items": RESULT},
    },
}
LOG = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "minItems": 1, "maxItems": 1, "items": RUN},
    },
}
"""The schema of SARIF 2.1.0 for the parts that pipefilter writes; other parts are not allowed.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json
"""


def log_of(capsys: pytest.CaptureFixture[str], *arguments: str, code: int) -> dict[str, Any]:
    """The log that a run prints, validated against the standard; it has a rule for each result."""
    with pytest.raises(SystemExit) as caught:
        main(["check", "--sarif", *arguments])
    assert caught.value.code == code
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.validate(printed, LOG)
    (run,) = printed["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    assert {result["ruleId"] for result in run["results"]} <= set(rules)
    return printed


def underlined(log: dict[str, Any], text: str) -> list[str]:
    """The text of the file at each result."""
    lines = text.split("\n")
    parts = []
    for result in log["runs"][0]["results"]:
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] == region["endLine"]
        parts.append(lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1])
    return parts


def results(log: dict[str, Any]) -> list[tuple[str, str, str, int, int]]:
    """Code, level and position of each result."""
    rows = []
    for result in log["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        uri = place["artifactLocation"]["uri"]
        rows.append((result["ruleId"], result["level"], uri, region["startLine"], region["startColumn"]))
    return rows


def test_patterns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Errors and advice, each at its position in its file, which is identified by a URL."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my patterns").mkdir()
    (tmp_path / "my patterns" / "a.json").write_text('{"Body":\n ["x", "true"]}')
    (tmp_path / "bad.json").write_text('{"a":\n 1}')
    log = log_of(capsys, "my patterns/a.json", "bad.json", "--source", "sqs", code=2)
    assert results(log) == [
        ("PF404", "error", "my%20patterns/a.json", 1, 2),
        ("PF417", "note", "my%20patterns/a.json", 2, 8),
        ("PF112", "error", "bad.json", 2, 2),
    ]
    texts = [result["message"]["text"] for result in log["runs"][0]["results"]]
    assert texts[0] == 'The field is called "body", not "Body". Hint: write body'
    assert texts[2] == '"a" must be an object or an array. Hint: write it as a list: "a": [1]'


def test_no_results(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A log without results; it has all rules, without placeholders of messages."""
    path = tmp_path / "a.json"
    path.write_text('{"a": ["x"]}')
    (run,) = log_of(capsys, str(path), code=0)["runs"]
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True}]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert rules.keys() == check_kinds().keys()
    for code, rule in rules.items():
        assert rule["defaultConfiguration"]["level"] == check_kinds()[code].severity
        assert "{{" not in json.dumps([rule["shortDescription"], rule["fullDescription"], rule["help"]])
        assert rule["shortDescription"]["text"] == check_kinds()[code].title
        assert rule["helpUri"].endswith(f"/reference/codes/{code}/")
        assert rule["helpUri"] in rule["help"]["text"]
        assert rule["helpUri"] in rule["help"]["markdown"]


UNREADABLE = {
    "t.yaml": "Resources:\n  Rule:\n    Type: AWS::Events::Rule\n   Properties: x\n",
    "u.json": '{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"R": {"Type": "AWS::Events::Rule"}',
    "m.tf": 'resource "aws_cloudwatch_event_rule" "a" {\n  event_pattern = jsonencode({\n',
}


@pytest.mark.parametrize("has_patterns", [True, False])
def test_unreadable_files(
    has_patterns: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What annotations and messages report is in the log, too: as a result and as a failure of the run."""
    monkeypatch.chdir(tmp_path)
    for name, text in UNREADABLE.items() if has_patterns else ():
        (tmp_path / name).write_text(text)
    (tmp_path / "ok.yaml").write_text("Resources:\n  A: {Type: AWS::S3::Bucket}\n")
    if not has_patterns:
        (run,) = log_of(capsys, ".", code=2)["runs"]
        (invocation,) = run["invocations"]
        notes = [note["message"]["text"] for note in invocation["toolExecutionNotifications"]]
        assert (invocation["executionSuccessful"], notes) == (False, ["no patterns in these files"])
        return
    log = log_of(capsys, ".", code=2)
    with pytest.raises(SystemExit):
        main(["check", "--format", "github", "."])
    annotated = {line.partition("file=")[2].split(",")[0] for line in capsys.readouterr().out.splitlines()}
    failed = {row[2]: row for row in results(log) if row[0] == "unreadable-file"}
    assert annotated <= {row[2] for row in results(log)}
    assert failed["t.yaml"] == ("unreadable-file", "error", "t.yaml", 4, 4)
    (invocation,) = log["runs"][0]["invocations"]
    assert not invocation["executionSuccessful"]
    notes = [note["message"]["text"] for note in invocation["toolExecutionNotifications"]]
    texts = [
        each["message"]["text"] for each in log["runs"][0]["results"] if each["ruleId"] == "unreadable-file"
    ]
    assert notes == texts


def test_an_unreadable_resource_is_in_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(UNREADABLE["t.yaml"])
    assert results(log_of(capsys, f"{path}#Rule", "--ignore", "PF", code=2)) == [
        ("unreadable-file", "error", path.as_uri(), 4, 4)
    ]


def test_json_has_unreadable_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The third form of a report, besides annotations and the log."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.yaml").write_text(UNREADABLE["t.yaml"])
    (file,) = pipefilter.check("t.yaml").files
    (value,) = check_json(file)
    assert value == {"unreadable": {"file": "t.yaml", "reason": file.unreadable, "line": 4, "column": 4}}


def test_rules_for_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each error also has a rule with a title: that of the kind, not of the first result."""
    path = tmp_path / "a.json"
    path.write_text('{"first": 1, "second": 2}')
    (run,) = log_of(capsys, str(path), code=2)["runs"]
    (rule,) = [rule for rule in run["tool"]["driver"]["rules"] if rule["id"] == "PF112"]
    assert "first" not in json.dumps(rule)
    assert rule["helpUri"].endswith("/reference/codes/PF112/")
    assert rule["help"]["text"].startswith(f"PF112 (error): {rule['shortDescription']['text']}\n")


TEMPLATE = """Resources:
  Orders:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [shop]
        state: [running]
        detail:
          id: ["<$.detail.other>", {{{name}: "A-"}}]
"""


@pytest.mark.parametrize(
    ("name", "parts", "code"),
    [
        ("prefix", ["state", '"<$.detail.other>"'], 1),
        ("prefx", ["prefx"], 2),
    ],
)
def test_templates(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, parts: list[str], code: int
) -> None:
    """A region in a template is the text that the carets underline: for a wrong name, the name."""
    path = tmp_path / "t.yaml"
    path.write_text(TEMPLATE.format(name=name))
    log = log_of(capsys, str(path), code=code)
    assert underlined(log, path.read_text()) == parts
    with pytest.raises(SystemExit):
        main(["check", str(path)])
    carets = [line for line in capsys.readouterr().out.splitlines() if line.strip(" |^") == "" and "^" in line]
    assert [line.count("^") for line in carets] == [len(part) for part in parts]
    assert [line.index("^") - len("   9 | ") for line in carets] == [column - 1 for *_, column in results(log)]


def test_filters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A problem in a filter has its position in the file, although the pattern is a string there."""
    path = tmp_path / "criteria.json"
    filters = ['{"Pattern": "{\\"a\\": [{\\"prefix\\": \\"\\"}]}"}', '{"Pattern": "{\\"a\\": 1}"}']
    path.write_text('{"Filters": [\n' + ",\n".join(filters) + "]}")
    log = log_of(capsys, str(path), code=2)
    assert [row[:2] for row in results(log)] == [("PF112", "error"), ("PF422", "note")]
    assert underlined(log, path.read_text()) == ["1", '{\\"prefix\\": \\"\\"}']
    texts = [result["message"]["text"] for result in log["runs"][0]["results"]]
    assert [text.split(": ")[0] for text in texts] == ["filter 2", "filter 1"]
    path.write_text('{"Filters": [\n{"pattern": {"a": [{"prefix": ""}]}}]}')
    log = log_of(capsys, str(path), code=0)
    assert results(log) == [("PF422", "note", path.as_uri(), 2, 20)]
    assert underlined(log, path.read_text()) == ['{"prefix": ""}']
    filters = ['{"Pattern": "{\\"a\\": [1]}"}', '{"Pattern": "{\\"a\\": [1]}"}']
    path.write_text('{"Filters": [\n' + ",\n".join(filters) + "]}")
    log = log_of(capsys, str(path), "--service", "pipe", code=1)
    assert results(log) == [("PF445", "warning", path.as_uri(), 3, 1)]
