"""The hooks for pre-commit: each entry is a command that does what the hook says."""

from __future__ import annotations

import re
from typing import Any

import yaml
from click.testing import CliRunner
from repository import ROOT

from pipefilter.cli.main import pipefilter as command

CORPUS = ROOT / "tests" / "cases" / "templates" / "corpus"


def hook(name: str) -> dict[str, Any]:
    """A hook of the file."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (found,) = (one for one in hooks if one["id"] == name)
    assert found["language"] == "python"
    return dict(found)


def run(name: str, *arguments: str) -> tuple[int, str]:
    """The exit code and stdout of a hook's entry."""
    program, *words = hook(name)["entry"].split()
    assert program == "pipefilter"
    done = CliRunner().invoke(command, [*words, *arguments], standalone_mode=False)
    assert done.exception is None, done.output
    return int(done.return_value), done.stdout


def test_check_on_whatever_changed() -> None:
    """It gets files of all kinds, and passes over those without patterns."""
    wanted = re.compile(hook("pipefilter-check")["files"])
    nothing = [str(path) for path in sorted((CORPUS / "nothing").iterdir()) if wanted.search(path.name)]
    assert len(nothing) > 15
    assert run("pipefilter-check", *nothing) == (0, "")
    good = str(CORPUS / "cloudformation" / "s3-object-created.yaml")
    assert run("pipefilter-check", *nothing, good)[0] == 0
    doubtful = str(CORPUS / "cloudformation" / "docdb.yaml")
    code, said = run("pipefilter-check", *nothing, good, doubtful)
    assert code == 1
    assert "PF446" in said


def test_test_on_a_folder() -> None:
    code, said = run("pipefilter-test", str(ROOT / "patterns" / "dynamodb_stream"))
    assert code == 0, said
