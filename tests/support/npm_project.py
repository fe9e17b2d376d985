"""A project that has installed the npm package `pipefilter`, as a user would, from the packed file."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path

from pyodide_archive import pyodide_archive
from real_tools import node_package_folder, node_packages, run
from repository import ROOT

__all__ = ["npm_project", "run_in_project"]

PACKAGE = ROOT / "npm" / "pipefilter"
TOOLS = ("pyodide", "typescript", "jest", "vitest", "@types/jest", "@types/node")


def npm_project(folder: Path) -> Path:
    """Build and pack the package, and install it into a new project beside Jest, Vitest and TypeScript."""
    node_packages(*TOOLS)
    tools = node_package_folder("vitest").parent
    packed = _packed(folder, tools)
    project = folder / "project"
    modules = project / "node_modules"
    modules.mkdir(parents=True)
    for path in tools.iterdir():
        (modules / path.name).symlink_to(path)
    with tarfile.open(packed) as archive:
        archive.extractall(modules, filter="data")
    (modules / "package").rename(modules / "pipefilter")
    (project / "package.json").write_text('{"private": true}\n', "utf-8")
    return project


def _packed(folder: Path, tools: Path) -> Path:
    source = folder / "source"
    shutil.copytree(PACKAGE, source, ignore=shutil.ignore_patterns("node_modules", "lib", "*.tgz"))
    (source / "node_modules").symlink_to(tools)
    run("node", str(tools / "typescript" / "bin" / "tsc"), cwd=source)
    (source / "lib" / "python.zip").write_bytes(pyodide_archive(tools / "pyodide"))
    run("node", "scripts/snapshot.mjs", cwd=source)
    run("npm", "pack", "--silent", "--pack-destination", str(folder), cwd=source)
    return next(folder.glob("*.tgz"))


def run_in_project(
    project: Path, *command: str, files: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Write files, and run a command of a package, such as `jest`, or `node`."""
    for name, text in (files or {}).items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    name, *arguments = command
    program = name if name == "node" else str(project / "node_modules" / ".bin" / name)
    return subprocess.run(
        [program, *arguments],
        cwd=project,
        env={**node_packages(), "CI": "true", "NO_COLOR": "1", "NODE_PATH": ""},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
