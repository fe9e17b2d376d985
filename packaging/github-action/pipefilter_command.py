"""Installs pipefilter in a virtual environment of its own, and runs its command."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from action_inputs import ActionError

__all__ = ["Pipefilter", "Run", "install", "last_line"]

_WITHHELD = ("GITHUB_TOKEN", "GH_TOKEN", "PYTHONPATH", "PYTHONHOME")
"""Variables that no command needs: the token, and what could replace modules."""


@dataclass(frozen=True, slots=True)
class Run:
    """A command that has ended.

    Args:
        output: what it has printed to stdout.
        messages: what it has printed to stderr.
    """

    code: int
    output: str
    messages: str


@dataclass(frozen=True, slots=True)
class Pipefilter:
    """The command `pipefilter`.

    Args:
        command: the program and its first arguments.
        folder: where it runs.
    """

    command: tuple[str, ...]
    folder: Path

    def run(self, *arguments: str) -> Run:
        """Run the command.

        Raises:
            ActionError: it ends with another exit code than its own.
        """
        run = _run((*self.command, *arguments), self.folder)
        if run.code not in {0, 1, 2}:
            raise ActionError(
                f"pipefilter {arguments[0]} ended with the exit code {run.code}: {last_line(run.messages)}"
            )
        return run


def install(requirement: str, temporary: Path, workspace: Path) -> Pipefilter:
    """Install a requirement, unless an earlier step of the job has done it.

    Raises:
        ActionError: pip or venv fails.
    """
    folder = temporary / f"pipefilter-{hashlib.sha256(requirement.encode()).hexdigest()[:16]}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready = folder / "ready"
    if not ready.exists():
        pip = (str(python), "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        for command in ((sys.executable, "-I", "-m", "venv", "--clear", str(folder)), (*pip, requirement)):
            run = _run(command, temporary)
            if run.code:
                raise ActionError(f"pipefilter cannot be installed: {last_line(run.messages or run.output)}")
        ready.touch()
    # isolated, as otherwise a module in the workspace could replace one of Python's
    return Pipefilter((str(python), "-I", "-X", "utf8", "-m", "pipefilter"), workspace)


def last_line(text: str) -> str:
    """The last line with text in it, which usually is the error."""
    return next((line.strip() for line in reversed(text.splitlines()) if line.strip()), "it printed no message")


def _run(command: Sequence[str], folder: Path) -> Run:
    environment = {name: value for name, value in os.environ.items() if name not in _WITHHELD}
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="backslashreplace",
            check=False,
        )
    except (OSError, ValueError) as error:  # a null character in a path
        raise ActionError(f"cannot run {Path(command[0]).name}: {error}") from None
    return Run(done.returncode, done.stdout, done.stderr)
