"""A job on GitHub: its repository, its event, and what the action writes for it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from action import run_action
from action_inputs import Inputs
from github_api import GitHubApi
from pipefilter_command import Pipefilter
from repository import ROOT

__all__ = ["PAID", "Job", "commit", "git"]

_PROGRAM = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pipefilter.__main__ import main; main()"
"""The command of this checkout: the action runs it without PYTHONPATH."""
PAID = '{"detail": {"status": ["PAID"]}}'


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, and return what it prints."""
    user = ("-c", "user.name=Example", "-c", "user.email=example@example.com", "-c", "commit.gpgsign=false")
    run = subprocess.run(
        ["git", *user, *arguments], cwd=folder, check=True, capture_output=True, encoding="utf-8"
    )
    return run.stdout.strip()


def commit(folder: Path, files: Mapping[str, str | None]) -> str:
    """Write files, or delete those without contents, and commit them: the hash of the commit."""
    for name, content in files.items():
        path = folder / name
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message=change")
    return git(folder, "rev-parse", "HEAD")


class Job:
    """A job on GitHub whose working directory is a repository.

    Attributes:
        output: what the last step has printed.
    """

    def __init__(self, folder: Path, api: GitHubApi) -> None:
        self.folder = folder
        self.workspace = folder / "origin"
        self.output = ""
        self.environment = {
            "GITHUB_API_URL": api.url,
            "GITHUB_REPOSITORY": "o/r",
            "GITHUB_TOKEN": "secret",
            "GITHUB_EVENT_NAME": "workflow_dispatch",
            "GITHUB_OUTPUT": str(folder / "output"),
            "GITHUB_STEP_SUMMARY": str(folder / "summary"),
        }
        self.workspace.mkdir()
        git(self.workspace, "init", "--quiet", "--initial-branch=main")

    def event(self, name: str, event: Mapping[str, Any]) -> None:
        """The event that starts the next steps."""
        path = self.folder / "event.json"
        path.write_text(json.dumps(event), "utf-8")
        self.environment |= {"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(path)}

    def pull_request(self, base: Mapping[str, str | None], head: Mapping[str, str | None]) -> None:
        """A pull request with these changes, checked out as actions/checkout does: its merge commit, and no other."""
        base_commit = commit(self.workspace, base)
        git(self.workspace, "switch", "--quiet", "--create", "feature")
        head_commit = commit(self.workspace, head)
        git(self.workspace, "switch", "--quiet", "main")
        # what happens on the base branch after the event
        commit(self.workspace, {"later.json": PAID})
        git(self.workspace, "switch", "--quiet", "--detach")
        git(self.workspace, "merge", "--quiet", "--no-ff", "--message=merge", "feature")
        git(self.workspace, "update-ref", "refs/pull/7/merge", "HEAD")
        self.clone("refs/pull/7/merge")
        commits = {"base": {"sha": base_commit}, "head": {"sha": head_commit}}
        self.event("pull_request", {"number": 7, "pull_request": commits})

    def clone(self, ref: str, *options: str) -> None:
        """Make a clone of one commit, and work in it."""
        origin, self.workspace = self.folder / "origin", self.folder / "clone"
        self.workspace.mkdir()
        git(self.workspace, "init", "--quiet")
        git(self.workspace, "remote", "add", "origin", origin.as_uri())
        git(self.workspace, "fetch", "--quiet", *(options or ("--depth=1",)), "origin", ref)
        git(self.workspace, "checkout", "--quiet", "FETCH_HEAD")

    def run(self, capsys: pytest.CaptureFixture[str], **values: str) -> int:
        """Run the step with these inputs: its exit code."""
        for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
            Path(self.environment[name]).write_text("", "utf-8")
        inputs = Inputs.read({f"INPUT_{name.upper()}": value for name, value in values.items()})
        command = Pipefilter((sys.executable, "-c", _PROGRAM), self.workspace)
        code = run_action(inputs, command, self.environment)
        self.output = capsys.readouterr().out
        return code

    @property
    def outputs(self) -> dict[str, str]:
        """The outputs, as GitHub reads them."""
        text = Path(self.environment["GITHUB_OUTPUT"]).read_text("utf-8")
        return {match[1]: match[3] for match in re.finditer(r"^(.+)<<(.+)\n(.*)\n\2\n", text, re.MULTILINE)}

    @property
    def summary(self) -> str:
        """The summary of the job."""
        return Path(self.environment["GITHUB_STEP_SUMMARY"]).read_text("utf-8")

    @property
    def commands(self) -> list[str]:
        """The workflow commands in the output that GitHub interprets."""
        lines, end = [], ""
        for line in self.output.split("\n"):
            if end:
                end = "" if line == end else end
            elif line.startswith("::stop-commands::"):
                end = f"::{line.removeprefix('::stop-commands::')}::"
            elif line.startswith("::"):
                lines.append(line)
        assert not end
        return lines
