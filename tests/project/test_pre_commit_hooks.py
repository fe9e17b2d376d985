"""The hooks for pre-commit: each entry is a command that does what the hook describes."""

from __future__ import annotations

import re
from typing import Any

import yaml
from click.testing import CliRunner
from repository import ROOT

from pipefilter.cli.main import pipefilter as command

CORPUS = ROOT / "tests" / "cases" / "templates" / "corpus"


def hook(name: str) -> dict[str, Any]:
    """The hook with this id."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (definition,) = (hook_ for hook_ in hooks if hook_["id"] == name)
    assert definition["language"] == "python"
    return dict(definition)


def run(name: str, *arguments: str) -> tuple[int, str]:
    """The exit code and stdout of a hook's entry."""
    program, *words = hook(name)["entry"].split()
    assert program == "pipefilter"
    done = CliRunner().invoke(command, [*words, *arguments], standalone_mode=False)
    assert done.exception is None, done.output
    return int(done.return_value), done.stdout


def test_check_on_changed_files() -> None:
    """The hook gets files of all kinds, and skips those without patterns."""
    pattern = re.compile(hook("pipefilter-check")["files"])
    nothing = [str(path) for path in sorted((CORPUS / "nothing").iterdir()) if pattern.search(path.name)]
    assert len(nothing) > 15
    assert run("pipefilter-check", *nothing) == (0, "")
    good = str(CORPUS / "cloudformation" / "s3-object-created.yaml")
    assert run("pipefilter-check", *nothing, good)[0] == 0
    doubtful = str(CORPUS / "cloudformation" / "docdb.yaml")
    code, output = run("pipefilter-check", *nothing, good, doubtful)
    assert code == 1
    assert "PF446" in output


def test_test_on_a_folder() -> None:
    code, output = run("pipefilter-test", str(ROOT / "patterns" / "dynamodb_stream"))
    assert code == 0, output
