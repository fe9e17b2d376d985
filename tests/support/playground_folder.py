"""The files of the playground, built once in a run of tests, whichever of its processes needs them first."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from real_tools import node_package_folder

__all__ = ["playground_folder"]


def playground_folder(folders: pytest.TempPathFactory) -> Path:
    """The folder with the playground; skip if Node or Pyodide is missing, or fail where tools are required."""
    import fcntl

    from playground import main

    pyodide = node_package_folder("pyodide")
    base = folders.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    output = base / "playground"
    with (base / "playground.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not output.is_dir():
            assert main([str(output), "--pyodide", str(pyodide)]) == 0
    return output
