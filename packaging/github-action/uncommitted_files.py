"""The files with patterns that are checked, but not compared, as the commit does not contain them as they are."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

__all__ = ["uncommitted_files"]

_GIT = ("git", "-c", "core.fsmonitor=false")


def uncommitted_files(workspace: Path, report: str) -> list[str]:
    """The files in the report that git does not track, or that differ from HEAD; none if git cannot tell.

    Args:
        report: what `check --format json` prints.
    """
    committed, changed = (
        _names(workspace, *command)
        for command in (
            ("ls-tree", "-r", "-z", "--name-only", "HEAD"),
            ("diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--relative", "HEAD"),
        )
    )
    if committed is None or changed is None:
        return []
    files = {_from_workspace(workspace, name) for name in _checked(workspace, report)}
    return sorted(name for name in files if name and (name not in committed or name in changed))


def _checked(workspace: Path, report: str) -> set[str]:
    """The files that have patterns, or cannot be read."""
    names = set()
    for line in report.split("\n"):
        try:
            value = json.loads(line) if line else {}
        except ValueError:
            continue
        match value:
            case {"pattern": str(name)}:
                names.add(_file_of(workspace, name))
            case {"unreadable": {"file": str(name)}}:
                names.add(name)
    return names


def _file_of(workspace: Path, name: str) -> str:
    """The file of a pattern, such as template.yaml#OrdersPipe; names of files may contain the sign, too."""
    parts = name.split("#")
    files = ("#".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((file for file in files if (workspace / file).is_file()), name)


def _from_workspace(workspace: Path, name: str) -> str:
    """The name as git prints it; "" for a file that is elsewhere."""
    try:
        return Path(os.path.normpath(workspace / name)).relative_to(os.path.normpath(workspace)).as_posix()
    except ValueError:
        return ""


def _names(workspace: Path, *command: str) -> set[str] | None:
    try:
        done = subprocess.run(
            (*_GIT, *command), cwd=workspace, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError:
        return None
    return None if done.returncode else set(os.fsdecode(done.stdout).split("\0"))
