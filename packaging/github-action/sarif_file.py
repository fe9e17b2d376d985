"""Writes the SARIF log: only into the workspace, through no link, and over nothing but an earlier log.

The checkout may be that of a pull request, whose author chooses its links and files.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from action_inputs import ActionError

__all__ = ["write_sarif"]


def write_sarif(workspace: Path, name: str, log: str) -> None:
    """Write a log to a file in the workspace.

    Raises:
        ActionError: it is no SARIF log, or the file must not or cannot be written.
    """
    try:
        if not _is_log(log):  # a version that prints no SARIF
            raise _refusal(name, "this version of pipefilter prints no SARIF log")
        path = _checked(workspace, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(log, "utf-8", newline="\n")
    except OSError as error:
        raise _refusal(name, error.strerror or str(error)) from None
    except ValueError as error:  # a null character in the path
        raise _refusal(name, str(error)) from None


def _checked(workspace: Path, name: str) -> Path:
    """The path of the file, if it may be written.

    Raises:
        ActionError: it may not.
    """
    top = Path(os.path.normpath(workspace))
    path = Path(os.path.normpath(top / name))
    if path == top or not path.is_relative_to(top):
        raise _refusal(name, "it is outside of the workspace")
    inside = path.relative_to(top)
    real = Path(os.path.realpath(top)) / inside
    if os.path.normcase(os.path.realpath(path)) != os.path.normcase(real):
        raise _refusal(name, "it is, or is in, a symbolic link")
    if os.path.lexists(path):
        if _is_tracked(top, inside):
            raise _refusal(name, "it is a file of the repository")
        if path.is_file() and not _is_log(path.read_text("utf-8", "replace")):
            raise _refusal(name, "it exists, and is no SARIF log")
    return path


def _is_log(text: str) -> bool:
    try:
        log = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(log, dict) and isinstance(log.get("runs"), list)


def _is_tracked(top: Path, inside: Path) -> bool:
    command = ("git", "-c", "core.fsmonitor=false", "--literal-pathspecs", "ls-files", "--error-unmatch", "--")
    try:
        done = subprocess.run(
            (*command, str(inside)), cwd=top, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError:  # without git, nothing is tracked
        return False
    return done.returncode == 0


def _refusal(name: str, reason: str) -> ActionError:
    return ActionError(f"sarif: {name} cannot be written: {reason}")
