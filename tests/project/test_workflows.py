"""The workflows of GitHub Actions: what they run exists, on each supported Python, with no more rights than needed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from repository import ROOT

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SUPPORTED = [
    name.removeprefix("Programming Language :: Python :: ")
    for name in SETTINGS["project"]["classifiers"]
    if re.fullmatch(r"Programming Language :: Python :: 3\.\d+", name)
]
PINNED = re.compile(r"uses: (?:\./\S*|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)(?: # zizmor: .*)?")


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    return dict(yaml.safe_load(path.read_text("utf-8"))["jobs"])


def steps(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each step of a workflow, with the name of its job."""
    for name, job in jobs(path).items():
        for step in job.get("steps", []):
            yield name, step


SCRIPTS = [
    pytest.param(step["run"], id=f"{path.stem}: {name}: {step['name']}")
    for path in WORKFLOWS
    for name, step in steps(path)
    if "run" in step
]


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_parse(script: str) -> None:
    """The script of each step parses as shell code, and has no expression that a stranger could fill in."""
    assert "${{" not in script, "hand the value over in `env`"
    bash = shutil.which("bash")
    if bash is None or sys.platform == "win32":
        pytest.skip("bash is not installed, or runs in a system of its own")
    done = subprocess.run([bash, "-n"], input=script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_run_what_exists(script: str) -> None:
    """A file, or a stage of CI, that a step names exists."""
    named = re.findall(r"(?<![\w/])(?:packaging|\.ci)/[\w./-]+", script)
    assert [name for name in named if not (ROOT / name).is_file()] == []
    for stages in re.findall(r"\.ci/run((?: \w+)*)", script):
        assert all((ROOT / ".ci" / "stages" / f"{stage}.sh").is_file() for stage in stages.split())


def test_pythons() -> None:
    """Workflows test the Pythons that pyproject.toml lists, on each system."""
    assert len(SUPPORTED) >= 4
    assert SETTINGS["project"]["requires-python"] == f">={SUPPORTED[0]}"
    matrix = jobs(ROOT / ".github" / "workflows" / "test.yml")["quick"]["strategy"]["matrix"]
    assert matrix["python"] == SUPPORTED
    assert [system.partition("-")[0] for system in matrix["system"]] == ["ubuntu", "macos", "windows"]
    for path in WORKFLOWS:
        for _, step in steps(path):
            versions = str(step.get("with", {}).get("python-version", "")).split()
            assert "matrix.python" in versions or set(versions) <= set(SUPPORTED)
    for path in (ROOT / "SECURITY.md", *(ROOT / "docs").rglob("versioning.md")):
        mentioned = set(re.findall(r"\b3\.\d\d\b", path.read_text("utf-8")))
        assert mentioned == set(SUPPORTED), path.name


def test_the_last_job_needs_all_others() -> None:
    """A branch can be protected by one job."""
    *others, last = jobs(ROOT / ".github" / "workflows" / "test.yml").items()
    assert last[1]["needs"] == [name for name, _ in others]
    assert last[1]["if"] == "always()"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_least_privilege(path: Path) -> None:
    """A workflow has no rights; each job says which it needs, and how long it may take. Actions are pinned by commit."""
    text = path.read_text("utf-8")
    assert yaml.safe_load(text)["permissions"] == {}
    for name, job in jobs(path).items():
        assert "permissions" in job, name
        assert "uses" in job or "timeout-minutes" in job, name
    for name, step in steps(path):
        if "actions/checkout@" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False, name
    lines = [line.strip().removeprefix("- ") for line in text.splitlines() if "uses:" in line]
    assert [line for line in lines if not PINNED.fullmatch(line)] == []


def test_one_commit_for_each_action() -> None:
    """An action has the same commit, and the same version, everywhere."""
    pins: dict[str, set[str]] = {}
    for path in WORKFLOWS:
        for action, pin in re.findall(r"uses: ([\w/-]+)@(.+)", path.read_text("utf-8")):
            pins.setdefault(action, set()).add(pin)
    assert {action for action, versions in pins.items() if len(versions) > 1} == set()
