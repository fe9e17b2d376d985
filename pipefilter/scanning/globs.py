"""Names of files with `*`, `?` and `[` in them: which files they match, where the shell has not looked."""

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
"""Characters of a name, of which no system takes more: Python takes the square of their number to read a glob."""


def is_glob(name: str) -> bool:
    """Whether there is no file of this name, and it can be the name of several.

    Args:
        name: as it was given; a file of that very name is what is meant.
    """
    return len(name) <= _MAX_NAME and _has_magic(name) and not is_there(name)


def _has_magic(name: str) -> bool:
    return any(character in name for character in _MAGIC)


def is_there(name: str) -> bool:
    """Whether there is a file or a folder of this name.

    Args:
        name: of it.

    Raises:
        OSError: it cannot be looked at.
    """
    try:
        os.stat(name)  # noqa: PTH116 - `Path` makes of "" the working directory
    except (FileNotFoundError, NotADirectoryError, ValueError):  # a ValueError: a NUL in it
        return False
    except OSError:  # a glob may be too long for a name, or have characters that Windows has in none
        if _has_magic(name):
            return False
        raise
    return True


def expanded_glob(name: str) -> list[str]:
    """The files and folders that a glob matches; any other name is itself.

    Args:
        name: as it was given; a file of that very name is what is meant.

    Raises:
        UnreadableInput: it matches nothing, or cannot be looked for.
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
        name: the glob. `**` is any number of folders, but not those behind links, which may lead round in circles.
            Folders at its begin that are there by that very name are what is meant.

    Raises:
        OSError: a folder cannot be looked at.
    """
    import glob  # noqa: PLC0415 - not for names of files

    parts = Path(name).parts
    there = next((at for at in range(len(parts) - 1, 0, -1) if is_there(str(Path(*parts[:at])))), 0)
    if there:
        name = str(Path(glob.escape(str(Path(*parts[:there]))), *parts[there:]))
    return sorted(set(_matches(name)))


def _matches(name: str) -> Iterator[Path]:
    import glob  # noqa: PLC0415 - likewise

    parts = Path(name).parts
    if _ANY_FOLDERS not in parts:
        yield from map(Path, glob.glob(name))  # noqa: PTH207 - Path.glob wants a folder apart
        return
    at = parts.index(_ANY_FOLDERS)
    rest = parts[at + 1 :]
    if set(rest) == {_ANY_FOLDERS}:
        rest = ()
    tops = glob.glob(str(Path(*parts[:at]))) if at else ["."]  # noqa: PTH207 - likewise
    for top in filter(os.path.isdir, tops):
        for here, folders, files in os.walk(top, onerror=raise_error):
            folders[:] = [one for one in folders if not one.startswith(".")]
            if rest:
                yield from _matches(str(Path(glob.escape(here), *rest)))
            else:
                yield from (Path(here, file) for file in files if not file.startswith("."))


def raise_error(error: OSError) -> NoReturn:
    """What `os.walk` is to do of a folder that cannot be read: nothing in it is passed over.

    Args:
        error: which it met.

    Raises:
        OSError: always.
    """
    raise error
