"""Finds the files that hold the traffic: files, standard input, folders, globs; S3 URLs stay as they are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.globs import glob_matches, is_glob, is_there, raise_error

__all__ = ["skipped_files", "traffic_files"]

_STDIN = "-"
_S3 = "s3://"
_SUFFIXES = (".json", ".jsonl", ".ndjson", ".log", ".txt", ".gz", ".zst", ".zstd")
_ARCHIVES = (".tar.gz", ".tar.zst", ".tar.zstd")


def traffic_files(inputs: Iterable[str]) -> list[str]:
    """The names of the files that hold the traffic, in the order of the inputs.

    - A file stands for itself, whatever its name; if it is named twice, it is read twice, as `cat` does.
    - `-` is standard input.
    - A folder means all files in it and its subfolders that look like traffic, in order of their names: .json,
      .jsonl, .ndjson, .log and .txt, and compressed files (.gz, .zst, .zstd) except tar archives. Hidden files and
      folders are left out, and so are folders behind symbolic links, which may form cycles.
    - A name that is not a file is a glob if it has `*`, `?` or `[` in it; `**` matches any number of folders, but not
      those behind links. Each file that matches is named once, and each folder is treated as above. Globs are for
      names in quotes, and for shells that do not expand them.
    - `s3://...` stays as it is.

    Raises:
        UnreadableInput: there is no such file, no traffic in a folder, or `-` is named twice.
    """
    try:
        names = [name for input_ in inputs for name in _files(input_)]
    except OSError as error:  # a file that cannot be read must not be skipped: it may have events that match
        raise UnreadableInput(f"cannot read {error.filename}: {error.strerror or error}") from None
    if names.count(_STDIN) > 1:
        raise UnreadableInput("- can be used only once: standard input can be read only once")
    return names


def _files(name: str) -> list[str]:
    if name == _STDIN or name.startswith(_S3):
        return [name]
    if is_there(name):
        return _in_folder(name) if Path(name).is_dir() else [name]
    if is_glob(name):
        return _of_glob(name)
    raise UnreadableInput(f"there is no file {name or repr(name)}")


def _in_folder(name: str) -> list[str]:
    paths = sorted(_traffic_in(name))
    if not paths:
        raise UnreadableInput(
            f"there is no traffic file in the folder {name}: files must end with {', '.join(_SUFFIXES)}, and not be hidden"
        )
    return [str(path) for path in paths]


def _traffic_in(folder: str) -> Iterator[Path]:
    files = _visible_files(folder, raise_error)
    return (path for path in files if _is_traffic_name(path.name) and path.is_file())


def _visible_files(folder: str, onerror: Callable[[OSError], object] | None) -> Iterator[Path]:
    """The files in a folder and its subfolders, folder by folder, without hidden ones."""
    for here, folders, files in os.walk(folder, onerror=onerror):
        folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
        yield from (Path(here, file) for file in sorted(files) if not file.startswith("."))


def skipped_files(inputs: Iterable[str]) -> Iterator[str]:
    """The files in folders that `traffic_files` skips because of their names, without hidden files."""
    for name in inputs:
        if name == _STDIN or name.startswith(_S3) or not (is_there(name) and Path(name).is_dir()):
            continue
        yield from (str(path) for path in _visible_files(name, None) if not _is_traffic_name(path.name))


def _is_traffic_name(file: str) -> bool:
    return file.lower().endswith(_SUFFIXES) and not file.lower().endswith(_ARCHIVES)


def _of_glob(name: str) -> list[str]:
    """The files that a glob matches, and those in the folders that it matches."""
    paths: dict[tuple[str, str], Path] = {}
    matches = glob_matches(name)
    if not matches:
        raise UnreadableInput(f"no file matches {name}")
    for match in matches:
        for path in sorted(_traffic_in(str(match))) if match.is_dir() else [match]:
            # a link to a folder is another way to the same files; a link to a file is a file
            paths.setdefault((os.path.realpath(path.parent), path.name), path)
    if not paths:
        raise UnreadableInput(f"there is no traffic file in the folders that match {name}")
    return [str(path) for path in paths.values()]
