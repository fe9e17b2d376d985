"""The VS Code extension, copied into a folder in which it can be built."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from patience import PATIENCE
from real_tools import missing, program
from repository import ROOT

__all__ = ["EXTENSION", "extension_copy", "run_in"]

EXTENSION = ROOT / "editors" / "vscode"


def extension_copy(folder: Path) -> Path:
    """A copy with the packages that it is built with; skip, or fail where tools are required, if npm has not got them."""
    program("npm", "npm")
    copy = folder / "vscode"
    shutil.copytree(EXTENSION, copy, ignore=shutil.ignore_patterns("node_modules", "dist", "out"))
    options = ("--silent", "--ignore-scripts", "--no-fund", "--no-audit", "--prefer-offline")
    done = subprocess.run(
        ["npm", "ci", *options], cwd=copy, capture_output=True, text=True, timeout=10 * PATIENCE, check=False
    )
    if done.returncode:
        missing(f"the npm packages of the extension: {done.stderr[-500:]}")
    return copy


def run_in(folder: Path, *command: str, **variables: str) -> str:
    """The output of a command in a folder; it must succeed."""
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=10 * PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
