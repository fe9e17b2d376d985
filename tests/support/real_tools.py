"""The real tools that check generated programs: where they are, and what to do where they are not installed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from target_deployments import meaning

from pipefilter.language.event_pattern import EventPattern
from pipefilter.templates.template_file import template_file

__all__ = [
    "lint_templates",
    "missing",
    "node_package_folder",
    "node_packages",
    "patterns_in",
    "program",
    "python_packages",
    "run",
]


def missing(what: str) -> None:
    """Skip, or fail where tools are required: this tool is missing."""
    if os.environ.get("PIPEFILTER_TOOLS") == "needed":
        pytest.fail(f"{what} is needed here")
    pytest.skip(f"{what} is not installed")


def python_packages(*names: str) -> None:
    """Skip, or fail where tools are required, unless these packages can be imported; does not import them."""
    from importlib.util import find_spec

    for name in names:
        if find_spec(name) is None:
            missing(f"the Python package {name}")


def program(what: str, *names: str) -> str:
    """The path of a program with one of these names; skip if there is none, or fail where tools are required."""
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        missing(what)
    assert path is not None
    return path


def node_packages(*names: str) -> dict[str, str]:
    """The environment in which Node finds these packages; skip if it does not, or fail where tools are required."""
    if shutil.which("node") is None:
        missing("Node")
    folders = [Path(folder) for folder in os.environ.get("NODE_PATH", "").split(os.pathsep) if folder]
    for name in names:
        if not any((folder / name).is_dir() for folder in folders):
            missing(f"the Node package {name}")
    if "typescript" in names and shutil.which("tsc") is None:
        missing("the command tsc")
    return {**os.environ, "JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION": "1"}


def node_package_folder(name: str) -> Path:
    """Where a Node package is; skip if it is not there, or fail where tools are required."""
    folders = node_packages(name)["NODE_PATH"].split(os.pathsep)
    return next(Path(folder, name) for folder in folders if Path(folder, name).is_dir())


def run(*command: str, cwd: Path, env: dict[str, str] | None = None) -> str:
    """The output of a command that must succeed."""
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert not done.returncode, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout


def lint_templates(folder: Path, *ignored: str) -> None:
    """Run cfn-lint on all templates in a folder: it reports nothing except ignored rules and unused parameters."""
    python_packages("cfnlint")
    files = sorted(str(path) for path in folder.iterdir() if path.suffix in {".yaml", ".json"})
    assert files
    command = (
        sys.executable,
        "-c",
        "from cfnlint.runner import main; main()",
        "--format",
        "json",
        "--regions",
        "us-east-1",
        "--",
        *files,
    )
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    problems = [
        problem for problem in json.loads(done.stdout) if problem["Rule"]["Id"] not in {"W2001", *ignored}
    ]
    assert not problems, [
        (problem["Filename"], problem["Rule"]["Id"], problem["Message"]) for problem in problems[:5]
    ]


def patterns_in(name: str, text: str) -> list[object]:
    """The parsed patterns of a template, in order."""
    meanings = []
    for resource in template_file(name, text.encode()).resources:
        for each in resource.filters:
            assert each.source is not None
            filled, result = each.source.filled()
            assert isinstance(result, EventPattern), result
            assert not each.source.unknown
            meanings.append(meaning(filled.text))
    return meanings
