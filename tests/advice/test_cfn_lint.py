"""The rules for cfn-lint, run by cfn-lint: they report what `pipefilter check` reports, at the same positions."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from real_tools import python_packages
from repository import ROOT, TEST_CASES

from pipefilter.cli.main import pipefilter as command

CORPUS = TEST_CASES / "templates" / "corpus"
BROKEN = """Resources:
  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern:
        source: [shop]
        detail_type: [x]
        detail:
          state: [{prefxi: a}]
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      EventSourceArn: arn:aws:dynamodb:eu-west-1:111122223333:table/t/stream/2026-01-01T00:00:00.000
      FunctionName: f
      StartingPosition: LATEST
      FilterCriteria:
        Filters:
          - Pattern: '{"dynamodb": {"NewImage": {"n": {"N": [5]}}}}'
          - Pattern: !Sub '{"eventName": ["${Kind}"], "dynamodb": {"new_image": {"a": {"S": ["x"]}}}}'
          - Pattern: '{"eventName": "INSERT"}'
Parameters:
  Kind:
    Type: String
"""


def linted(*arguments: str, stdin: str = "") -> list[dict[str, Any]]:
    """The matches of pipefilter's rules in cfn-lint."""
    python_packages("cfnlint")
    program = "from cfnlint.runner import main; main()"
    options = ("--append-rules", "pipefilter.cfn_lint", "--include-checks", "I", "--format", "json")
    done = subprocess.run(
        [sys.executable, "-c", program, *options, *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    return [match for match in json.loads(done.stdout) if match["Rule"]["Id"][1] == "9"]


def checked(*paths: str) -> list[tuple[str, str, int, int]]:
    """File, code, line and column of each problem that `check` reports."""
    problems: list[tuple[str, str, int, int]] = []
    for line in CliRunner().invoke(command, ["check", "--json", *paths]).stdout.splitlines():
        report = json.loads(line)
        path = report["pattern"].rpartition("#")[0] or report["pattern"]
        problems += [
            (path, problem["code"], problem["start"]["line"], problem["start"]["column"])
            for problem in (*report["problems"], *report["advice"])
        ]
    return sorted(problems)


def as_checked(matches: list[dict[str, Any]]) -> list[tuple[str, str, int, int]]:
    """The same for cfn-lint's matches: the rule id contains the code's digits, or the message contains the code of an error."""
    return sorted(
        (
            match["Filename"],
            match["Message"].rpartition("(")[2][:-1],
            match["Location"]["Start"]["LineNumber"],
            match["Location"]["Start"]["ColumnNumber"],
        )
        for match in matches
    )


def test_versions_of_cfn_lint() -> None:
    """Version 2 is a rewrite: the extra does not install it before its rules are known to be these."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert settings["project"]["optional-dependencies"]["cfn-lint"] == ["cfn-lint>=1.20,<2"]


@pytest.mark.tools
@pytest.mark.slow
def test_cfn_lint_reports_what_check_reports(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(BROKEN, "utf-8")
    matches = linted(str(broken))
    assert as_checked(matches) == checked(str(broken))
    rule_ids = {match["Rule"]["Id"] for match in matches}
    assert rule_ids == {"E9100", "E9402", "E9404"}
    for match in matches:
        assert match["Level"] == "Error"
        assert match["Rule"]["Source"].startswith("https://")


@pytest.mark.tools
@pytest.mark.nightly
def test_on_many_templates() -> None:
    files = sorted(
        str(path)
        for folder in ("cloudformation", "sam", "cdk.out")
        for path in (CORPUS / folder).glob("*")
        if path.name.endswith((".yaml", ".yml", ".template.json", ".template"))
        and "multi-document" not in path.name  # cfn-lint does not read these
    )
    matches = linted("--", *files)
    assert as_checked(matches) == checked(*files)
    assert matches


@pytest.mark.tools
@pytest.mark.nightly
def test_from_standard_input() -> None:
    """cfn-lint then passes no positions, only the resource."""
    matches = linted(stdin=BROKEN)
    assert {match["Rule"]["Id"] for match in matches} == {"E9100", "E9402", "E9404"}
    assert {match["Location"]["Path"][1] for match in matches} == {"Rule", "Mapping"}


@pytest.mark.tools
@pytest.mark.nightly
def test_rules_can_be_ignored(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(BROKEN, "utf-8")
    matches = linted("--ignore-checks", "E9402", "--", str(broken))
    assert {match["Rule"]["Id"] for match in matches} == {"E9100", "E9404"}


@pytest.mark.tools
def test_every_check_has_a_rule() -> None:
    python_packages("cfnlint")
    from cfnlint.helpers import create_rules

    import pipefilter.cfn_lint as rules
    from pipefilter.analysis.catalog import check_kinds

    made = {rule.id for rule in create_rules(rules)}
    letters = {"error": "E", "warning": "W", "note": "I"}
    assert made == {"E9100", *(f"{letters[kind.severity]}9{code[2:]}" for code, kind in check_kinds().items())}


@pytest.mark.tools
@pytest.mark.nightly
@pytest.mark.parametrize("name", ["broken.txt", "none.yaml"])
def test_files_that_are_not_templates(name: str, tmp_path: Path) -> None:
    """cfn-lint itself reports their problems."""
    path = tmp_path / name
    if name.startswith("broken"):
        path.write_text("Resources: [\n", "utf-8")
    assert not linted(str(path))
