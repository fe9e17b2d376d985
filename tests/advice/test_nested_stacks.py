"""The templates of nested stacks in the report for the CDK: which files list them depends on the synthesizer of a stack."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from repository import TEST_CASES

from pipefilter.cli.main import pipefilter as command

APP, OUTER, INNER = (
    f"App{name}.template.json" for name in ("", "Outer7158B61A.nested", "OuterInner198E4FD9.nested")
)
METADATA = "App.metadata.json"


def reported(*names: Path) -> tuple[int, list[dict[str, Any]]]:
    """The exit code and the violations in the report that the npm package requests."""
    options = ("--format", "cdk", "--skip-others", "--severity", "warning", "--")
    done = CliRunner().invoke(command, ["check", *options, *map(str, names)], standalone_mode=False)
    assert done.exception is None
    report = json.loads(done.stdout)
    assert report["success"] == (not report["violations"])
    return int(done.return_value), report["violations"]


@pytest.fixture(params=["default", "legacy"])
def assembly(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """What `cdk synth` wrote for a mistake in a stack that is nested in a nested stack."""
    return Path(shutil.copytree(TEST_CASES / "cdk" / f"nested-{request.param}", tmp_path / "out"))


def edit(path: Path, change: Callable[[Any], Any]) -> None:
    """Change the value in a file of JSON."""
    path.write_text(json.dumps(change(json.loads(path.read_text("utf-8")))), "utf-8")


def with_metadata(template: dict[str, Any], path: str) -> dict[str, Any]:
    """A template with what the command line adds to it, unless it has `--no-asset-metadata`."""
    (name,) = template["Resources"]
    template["Resources"][name]["Metadata"] = {"aws:asset:path": path, "aws:asset:property": "TemplateURL"}
    return template


def without_lists(assembly: Path) -> None:
    for path in (*assembly.glob("*.metadata.json"), *assembly.glob("*.assets.json")):
        path.unlink()


def assert_finds(assembly: Path) -> None:
    """The mistake is found once, whichever templates are named."""
    for names in ([APP], [OUTER], [INNER, APP], [APP, OUTER, INNER]):
        code, (violation,) = reported(*(assembly / name for name in names))
        assert (code, violation["ruleName"]) == (2, "PF238"), names
        (resource,) = violation["violatingResources"]
        assert Path(resource["templatePath"]).name == INNER, names
        assert resource["resourceLogicalId"] == "Rule4C995B7F"


def test_by_hash(assembly: Path) -> None:
    assert_finds(assembly)


def test_by_the_manifest(assembly: Path) -> None:
    """Older libraries write the metadata of a stack into the manifest."""
    if (assembly / METADATA).exists():
        metadata = json.loads((assembly / METADATA).read_text("utf-8"))
        without_lists(assembly)
        manifest = {"artifacts": {"App": {"metadata": metadata}, "Tree": {"type": "cdk:tree"}}}
        (assembly / "manifest.json").write_text(json.dumps(manifest), "utf-8")
        assert_finds(assembly)


def test_by_the_metadata_of_the_resource(assembly: Path) -> None:
    without_lists(assembly)
    edit(assembly / APP, lambda template: with_metadata(template, OUTER))
    edit(assembly / OUTER, lambda template: with_metadata(template, INNER))
    assert_finds(assembly)


def test_a_missing_file(assembly: Path) -> None:
    """It is an error, as what is in it was not checked."""
    (assembly / INNER).unlink()
    code, (violation,) = reported(assembly / APP)
    assert (code, violation["ruleName"]) == (2, "unreadable-file")
    assert INNER in violation["description"]


@pytest.mark.parametrize("contents", ["", "[]", "{", '{"files": []}', '{"files": {"a": 1}}', '{"/App": 1}'])
def test_an_unknown_file(assembly: Path, contents: str) -> None:
    """Nothing was checked for certain, as the file of a stack that the CDK declares is not known."""
    for path in (*assembly.glob("*.metadata.json"), *assembly.glob("*.assets.json")):
        path.write_text(contents, "utf-8")
    code, (violation,) = reported(assembly / APP)
    assert (code, violation["ruleName"], violation["severity"]) == (2, "not-checked", "fatal")
    assert "the template of the nested stack OuterNestedStack" in violation["description"]
    assert "was not found" in violation["description"]


@pytest.mark.parametrize(
    "url",
    [
        "https://s3.amazonaws.com/templates/shop.yaml",
        f"https://s3.amazonaws.com/templates/{'0' * 64}.json",
        {"Ref": "TemplateURL"},
        None,
        [],
    ],
)
def test_a_template_of_others(tmp_path: Path, url: object) -> None:
    """A stack with a template that the CDK does not upload is no problem."""
    stack = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}
    for resources in ({"Shared": stack}, {"Shared": {"Type": stack["Type"]}}, {"Shared": 1}, [stack]):
        (tmp_path / APP).write_text(json.dumps({"Resources": resources}), "utf-8")
        assert reported(tmp_path / APP) == (0, [])


def test_a_stack_in_itself(assembly: Path) -> None:
    """Each template is checked once."""
    edit(assembly / APP, lambda template: with_metadata(template, APP))
    edit(assembly / OUTER, lambda template: with_metadata(template, INNER))
    _, violations = reported(assembly / APP, assembly / OUTER)
    assert [each["ruleName"] for each in violations] == ["PF238"]
