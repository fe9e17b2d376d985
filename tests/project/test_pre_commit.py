"""The hooks, installed and run by pre-commit itself, in a good repository and in a bad one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from real_tools import python_packages
from repository import ROOT

IN_PACKAGE = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "pipefilter", "patterns")
TUTORIAL = ROOT / "examples" / "tutorial"
OTHERS = {
    "tsconfig.json": '{\n  // a comment\n  "compilerOptions": {"strict": true},\n}\n',
    "chart/templates/service.yaml": "{{- if .Values.enabled }}\nkind: Service\n{{- end }}\n",
    "-q.json": '{"source": ["shop"]}\n',
    "--severity=error.json": '{"source": ["shop"]}\n',
}
"""Files that the hook gets, too: those without patterns, and those whose names could be options."""

MODULE = {
    "infra/main.tf": (
        'resource "aws_cloudwatch_event_rule" "r" {\n  event_pattern = jsonencode({source = ["a"], detail = local.detail})\n}\n'
    ),
    "infra/locals.tf": "locals {\n  detail = { a = [1] }\n}\n",
}
"""A Terraform module with a pattern that another file completes."""


class Project:
    """A repository with hooks."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON"))},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"),
        }
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def run(self, *command: str) -> tuple[int, str]:
        """The exit code of a command, and what it prints."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, done.stdout

    def git(self, *arguments: str) -> tuple[int, str]:
        """Run git."""
        user = ("-c", "user.name=Example", "-c", "user.email=example@example.com", "-c", "commit.gpgsign=false")
        return self.run("git", *user, *arguments)

    def write(self, files: Mapping[str, str]) -> None:
        """Write files, and add them to the index."""
        for name, content in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        self.git("add", "--all")

    def hooks(self, *names: str) -> tuple[int, str]:
        """Run the hooks on all files."""
        return self.run(sys.executable, "-m", "pre_commit", "run", "--all-files", *names)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project with the configuration of the docs, whose repository of hooks is this one."""
    python_packages("pre_commit")
    hooks = Project(tmp_path / "pipefilter")
    for name in IN_PACKAGE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, hooks.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, hooks.folder / name)
    hooks.git("add", "--all")
    assert hooks.git("commit", "--quiet", "--message=hooks")[0] == 0
    project = Project(tmp_path / "project")
    config = yaml.safe_load((ROOT / "examples" / "ci" / "pre-commit-config.yaml").read_text("utf-8"))
    config["repos"][0] |= {"repo": str(hooks.folder), "rev": hooks.git("rev-parse", "HEAD")[1].strip()}
    shutil.copytree(TUTORIAL / "order-shipped", project.folder / "filters" / "order-shipped")
    good = (TUTORIAL / "template-fixed.yaml").read_text("utf-8")
    project.write({".pre-commit-config.yaml": yaml.safe_dump(config), "template.yaml": good, **OTHERS})
    return project


@pytest.mark.slow
@pytest.mark.tools
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_hooks_in_a_good_and_in_a_bad_repository(project: Project) -> None:
    """They pass and fail as the commands do, and stop a commit; options go into `args`."""
    code, output = project.hooks()
    assert code == 0, output
    assert output.count("Passed") == 2

    project.run(sys.executable, "-m", "pre_commit", "install")
    assert project.git("commit", "--quiet", "--message=good")[0] == 0

    bad = (TUTORIAL / "template.yaml").read_text("utf-8")
    project.write({"template.yaml": bad})
    code, output = project.git("commit", "--quiet", "--message=bad")
    assert code == 1
    assert "template.yaml:30:127  PF402" in output
    assert "- hook id: pipefilter-check\n- exit code: 1\n" in output
    assert output.count("Passed") == 1  # the folder is as before

    config = yaml.safe_load((project.folder / ".pre-commit-config.yaml").read_text("utf-8"))
    config["repos"][0]["hooks"][0]["args"] = ["--ignore", "PF402"]
    project.write({".pre-commit-config.yaml": yaml.safe_dump(config)})
    code, output = project.hooks("pipefilter-check")
    assert code == 0, output

    project.write(MODULE)
    code, output = project.git("commit", "--quiet", "--message=module")
    assert code == 0, output
    project.write({"infra/locals.tf": MODULE["infra/locals.tf"].replace("[1]", "1")})
    code, output = project.git("commit", "--quiet", "--message=local")
    assert code == 1
    assert "infra/main.tf#aws_cloudwatch_event_rule.r: not valid" in output
    project.git("reset", "--quiet", "--hard")

    project.write({"NEW.JSON": '{"detail-type": ["x"], "source": "shop"}\n'})
    code, output = project.hooks("pipefilter-check")
    assert code == 1
    assert "NEW.JSON:1:" in output
    assert "- exit code: 2\n" in output

    match = project.folder / "filters" / "order-shipped" / "match"
    shutil.copy(next(match.iterdir()), match.parent / "no-match" / "wrong.json")
    project.git("add", "--all")
    code, output = project.hooks("pipefilter-test")
    assert code == 1
    assert "wrong.json" in output
    assert "- hook id: pipefilter-test\n- exit code: 1\n" in output
