"""The report for the CDK: it has the errors and warnings that `check` reports, each with the property that it is about."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from command_cases import Case, load, put_files
from hypothesis import given
from hypothesis import strategies as st
from repository import ROOT, TEST_CASES

from pipefilter.cli.main import pipefilter as command
from pipefilter.templates.nodes.json_nodes import json_node
from pipefilter.templates.nodes.node import Mapping, Node, Sequence
from pipefilter.templates.nodes.property_path import property_path

CORPUS = TEST_CASES / "templates" / "corpus"
RULE = {
    "Type": "AWS::Events::Rule",
    "Properties": {"EventPattern": {"source": ["shop"], "x": [{"prefxi": "a"}]}},
}


def checked(*arguments: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The objects of `check --json`, and the report for the CDK."""
    lines = CliRunner().invoke(command, ["check", "--json", *arguments], standalone_mode=False)
    report = CliRunner().invoke(command, ["check", "--format", "cdk", *arguments], standalone_mode=False)
    assert lines.return_value == report.return_value
    return [json.loads(line) for line in lines.stdout.splitlines()], json.loads(report.stdout)


def reported(*names: str) -> Any:  # noqa: ANN401 - JSON
    """The report for the CDK, as the npm package requests it."""
    options = ("--format", "cdk", "--skip-others", "--severity", "warning", "--")
    done = CliRunner().invoke(command, ["check", *options, *names], standalone_mode=False)
    report = json.loads(done.stdout)
    assert (done.return_value == 0) == (not report["violations"])
    return report


def assert_same(lines: list[dict[str, Any]], report: dict[str, Any]) -> None:
    """Each error and warning is a violation, in the same order, and each unreadable file is."""
    expected = []
    for line in lines:
        if "unreadable" in line:
            expected.append(("unreadable-file", line["unreadable"]["reason"], None, "error"))
        for problem in [*line.get("problems", ()), *line.get("advice", ())]:
            if problem["severity"] != "note":
                words = (problem["message"], problem["hint"] or None)
                expected.append((problem["code"], *words, problem["severity"]))
    violations = report["violations"]
    reported = [
        (each["ruleName"], description[: len(message)], each.get("fix"), each["severity"])
        for each, (_, message, *_) in zip(violations, expected, strict=True)
        for description in [each["description"]]
    ]
    assert reported == expected
    assert report["success"] == all(severity != "error" for *_, severity in expected)


def assert_places_exist(report: dict[str, Any]) -> None:
    """Each property is in its template."""
    for violation in report["violations"]:
        (resource,) = violation["violatingResources"]
        assert Path(resource["templatePath"]).is_file()
        if not resource["templatePath"].endswith(".json"):
            continue
        for location in resource["locations"]:
            template = json.loads(Path(resource["templatePath"]).read_text("utf-8"))
            value = template["Resources"][resource["resourceLogicalId"]]
            for step in location.split("."):
                value = value[int(step)] if isinstance(value, list) else value[step]


def test_the_corpus() -> None:
    lines, report = checked(str(CORPUS))
    assert report["violations"]
    assert_same(lines, report)
    assert_places_exist(report)


CASES = [case for case in load() if case.values[0]["args"][:1] == ["check"] and case.values[0].get("files")]


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES)
def test_cases(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of each file in the cases of `check`."""
    monkeypatch.chdir(tmp_path)
    put_files(case)
    names = [name for name in case["files"] if Path(name).is_file() and not name.startswith("-")]
    if names:
        assert_same(*checked("--skip-others", "--", *names))


NAMES = st.text(max_size=3)
VALUES = st.recursive(
    st.none() | st.integers() | NAMES,
    lambda values: st.lists(values, max_size=3) | st.dictionaries(NAMES, values, max_size=3),
    max_leaves=12,
)


def places(node: Node, path: tuple[str, ...] = ()) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The offset of each value, and of the name of each member, with its path."""
    yield node.start, path
    if isinstance(node, Mapping):
        for name, value in node.members:
            yield name.start, (*path, name.value)
            yield from places(value, (*path, name.value))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from places(item, (*path, str(index)))


@given(VALUES, st.sampled_from([None, 1]))
def test_paths(value: object, indent: int | None) -> None:
    """The path at the offset of a value, and at that of its name, leads to the value."""
    root = json_node(json.dumps(value, indent=indent))
    for offset, path in places(root):
        assert property_path(root, offset) == path


def write(folder: Path, name: str, value: object) -> str:
    (folder / name).write_text(json.dumps(value), "utf-8")
    return str(folder / name)


def test_properties(tmp_path: Path) -> None:
    """The property is that of the filter: of the only pattern, of a filter in a list, and of what a function returns."""
    bad = '{"event_name": ["INSERT"]}'
    mapping = {
        "EventSourceArn": "arn:aws:dynamodb:eu-west-1:111122223333:table/t/stream/2026-01-01T00:00:00.000"
    }
    lists = {
        "Second": [{"Pattern": '{"eventName": ["INSERT"]}'}, {"Pattern": bad}],
        "Joined": [{"Pattern": {"Fn::Join": ["", ['{"event_name": ["', {"Ref": "Kind"}, '"]}']]}}],
    }
    resources: dict[str, Any] = {
        name: {
            "Type": "AWS::Lambda::EventSourceMapping",
            "Properties": {**mapping, "FunctionName": "f", "FilterCriteria": {"Filters": filters}},
        }
        for name, filters in lists.items()
    }
    parameters = {"Kind": {"Type": "String"}}
    template = {"Parameters": parameters, "Resources": {"Rule": RULE, **resources}}
    name = write(tmp_path, "a.template.json", template)
    _, report = checked(name)
    locations = {
        each["violatingResources"][0]["resourceLogicalId"]: each["violatingResources"][0]["locations"]
        for each in report["violations"]
    }
    assert locations == {
        "Rule": ["Properties.EventPattern"],
        "Second": ["Properties.FilterCriteria.Filters.1.Pattern"],
        "Joined": ["Properties.FilterCriteria.Filters.0.Pattern"],
    }
    assert "(filter 2, at /event_name)" in report["violations"][1]["description"]


def test_nested_stacks(tmp_path: Path) -> None:
    """Templates that the CDK uploads for a stack are checked with it, once; other files of the assembly are not."""
    outer = write(tmp_path, "App.template.json", {"Resources": {}})
    inner = write(tmp_path, "Inner.nested.template.json", {"Resources": {"Rule": RULE}})
    write(tmp_path, "Old.nested.template.json", {"Resources": {"Rule": RULE}})
    sources = [{"path": Path(name).name} for name in (outer, inner)] + [{"path": "gone.template.json"}, {}]
    assets = {str(number): {"source": source} for number, source in enumerate(sources)}
    write(tmp_path, "App.assets.json", {"files": assets})
    for names in ([outer], [outer, inner], [inner, outer]):
        (violation,) = reported(*names)["violations"]
        assert violation["violatingResources"][0]["templatePath"] == inner
    for broken in ("[]", '{"files": []}', '{"files": {"a": 1}}', "{", '{"files": {"a": {"source": null}}}'):
        (tmp_path / "App.assets.json").write_text(broken, "utf-8")
        assert reported(outer) == {"success": True, "violations": []}


def test_an_unreadable_template(tmp_path: Path) -> None:
    """It is an error: what is in it was not checked."""
    (tmp_path / "a.template.json").write_text('{"Resources": {"A": {"Type": "AWS::Events::Rule",', "utf-8")
    lines, report = checked(str(tmp_path / "a.template.json"))
    assert_same(lines, report)
    (violation,) = report["violations"]
    assert violation["ruleName"] == "unreadable-file"
    assert "this is not JSON" in violation["description"]
    assert report["success"] is False


def test_the_stacks_of_the_examples() -> None:
    """Nothing stops the stacks in `examples/`."""
    _, report = checked(str(ROOT / "examples" / "stacks"))
    assert report == {"success": True, "violations": []}


def test_standard_input() -> None:
    """Only the logical ID is known, from the name."""
    text = json.dumps({"Resources": {"Rule": RULE}})
    done = CliRunner().invoke(command, ["check", "--format", "cdk", "-"], input=text)
    (violation,) = json.loads(done.stdout)["violations"]
    resource = {"resourceLogicalId": "Rule", "templatePath": "<stdin>", "locations": []}
    assert violation["violatingResources"] == [resource]
