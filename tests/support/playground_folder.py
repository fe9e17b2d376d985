"""The files of the playground, built once in a run of tests, whichever of its processes needs them first."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from real_tools import node_package_folder, run
from repository import ROOT

__all__ = ["playground_folder"]

BUILD = ROOT / "packaging" / "playground.py"


def playground_folder(folders: pytest.TempPathFactory) -> Path:
    """The folder with the playground; skip if Node or Pyodide is missing, or fail where tools are required."""
    import fcntl

    pyodide = node_package_folder("pyodide")
    base = folders.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    output = base / "playground"
    with (base / "playground.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not output.is_dir():
            # a process of its own: it takes the code of the checkout, and these tests may run on an installed package
            run(sys.executable, str(BUILD), str(output), "--pyodide", str(pyodide), cwd=base)
    return output
