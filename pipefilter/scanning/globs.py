"""Expands globs (`*`, `?` and `[` in names of files) that the shell has not expanded."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from pipefilter.errors import UnreadableInput

__all__ = ["expanded_glob", "glob_matches", "is_glob", "is_there", "raise_error"]

_MAGIC = "*?["
_ANY_FOLDERS = "**"
_MAX_NAME = 4_096
"""Maximum length of a name, which no system exceeds; the time that Python needs for a glob grows with its square."""


def is_glob(name: str) -> bool:
    """Whether a name is a glob; if a file with exactly this name exists, it is not."""
    return len(name) <= _MAX_NAME and _has_magic(name) and not is_there(name)


def _has_magic(name: str) -> bool:
    return any(character in name for character in _MAGIC)


def is_there(name: str) -> bool:
    """Whether there is a file or a folder with this name.

    Raises:
        OSError: its status cannot be read.
    """
    try:
        os.stat(name)  # noqa: PTH116 - `Path("")` is the working directory
    except (FileNotFoundError, NotADirectoryError, ValueError):  # a ValueError: a NUL in it
        return False
    except OSError:  # a glob may be too long for a name, or have characters that Windows does not allow
        if _has_magic(name):
            return False
        raise
    return True


def expanded_glob(name: str) -> list[str]:
    """The files and folders that a glob matches; any other name, or that of a file, as it is.

    Raises:
        UnreadableInput: it matches nothing, or a folder cannot be read.
    """
    try:
        if not is_glob(name):
            return [name]
        matches = glob_matches(name)
    except OSError as error:
        raise UnreadableInput(f"cannot read {error.filename or name}: {error.strerror or error}") from None
    if not matches:
        raise UnreadableInput(f"no file matches {name}")
    return [str(path) for path in matches]


def glob_matches(name: str) -> list[Path]:
    """The files and folders that a glob matches, each once, in order of their names.

    Args:
        name: the glob. `**` matches any number of folders, but not those behind links, which may form cycles.
            Folders at its start that exist with exactly that name have priority.

    Raises:
        OSError: a folder cannot be read.
    """
    import glob

    parts = Path(name).parts
    there = next((at for at in range(len(parts) - 1, 0, -1) if is_there(str(Path(*parts[:at])))), 0)
    if there:
        name = str(Path(glob.escape(str(Path(*parts[:there]))), *parts[there:]))
    return sorted(set(_matches(name)))


def _matches(name: str) -> Iterator[Path]:
    import glob

    parts = Path(name).parts
    if _ANY_FOLDERS not in parts:
        yield from map(Path, glob.glob(name))  # noqa: PTH207 - Path.glob needs a separate folder
        return
    at = parts.index(_ANY_FOLDERS)
    rest = parts[at + 1 :]
    if set(rest) == {_ANY_FOLDERS}:
        rest = ()
    tops = glob.glob(str(Path(*parts[:at]))) if at else ["."]  # noqa: PTH207 - as above
    for top in filter(os.path.isdir, tops):
        for here, folders, files in os.walk(top, onerror=raise_error):
            folders[:] = [folder for folder in folders if not folder.startswith(".")]
            if rest:
                yield from _matches(str(Path(glob.escape(here), *rest)))
            else:
                yield from (Path(here, file) for file in files if not file.startswith("."))


def raise_error(error: OSError) -> NoReturn:
    """A handler for `os.walk`, which otherwise skips folders that cannot be read.

    Raises:
        OSError: always.
    """
    raise error
