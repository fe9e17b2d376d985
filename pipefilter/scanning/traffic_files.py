"""Which files hold the traffic: files, standard input, folders, globs; S3's URLs are left as they are."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pipefilter.errors import UnreadableInput
from pipefilter.scanning.globs import glob_matches, is_glob, is_there, raise_error

__all__ = ["skipped_files", "traffic_files"]

_STDIN = "-"
_S3 = "s3://"
_SUFFIXES = (".json", ".jsonl", ".ndjson", ".log", ".txt", ".gz", ".zst", ".zstd")
_ARCHIVES = (".tar.gz", ".tar.zst", ".tar.zstd")


def traffic_files(given: Iterable[str]) -> list[str]:
    """The names of the files that hold the traffic, in the order given.

    - a file is itself, whatever its name; named twice, it is read twice, as `cat` would.
    - `-` is standard input.
    - a folder is all files in it and in its folders that look like traffic, in order of their names: .json, .jsonl,
      .ndjson, .log and .txt, and what is compressed (.gz, .zst, .zstd) but no tar archive. Hidden files and
      folders are left out, and so are folders behind symbolic links, which may lead round in circles.
    - what is no file is a glob if it has `*`, `?` or `[` in it; `**` is any number of folders, but
      not those behind links either. Each file that it takes
      is named once, and each folder is taken as above. It is for names in quotes, and for shells that expand none.
    - `s3://...` is left as it is.

    Args:
        given: what the user named.

    Raises:
        UnreadableInput: there is no such file, no traffic in a folder, or `-` is given twice; in one sentence.
    """
    try:
        names = [name for one in given for name in _files(one)]
    except OSError as error:  # nothing that cannot be looked at is passed over: it could have matched
        raise UnreadableInput(f"cannot read {error.filename}: {error.strerror or error}") from None
    if names.count(_STDIN) > 1:
        raise UnreadableInput("- can be given once only: standard input is read to its end")
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
    found = sorted(_traffic_in(name))
    if not found:
        raise UnreadableInput(
            f"there is no traffic file in the folder {name}: it takes {', '.join(_SUFFIXES)}, and no hidden files"
        )
    return [str(path) for path in found]


def _traffic_in(folder: str) -> Iterator[Path]:
    for here, folders, files in os.walk(folder, onerror=raise_error):
        folders[:] = [one for one in folders if not one.startswith(".")]
        for file in files:
            if _is_traffic_name(file) and not file.startswith(".") and (path := Path(here, file)).is_file():
                yield path


def skipped_files(given: Iterable[str]) -> Iterator[str]:
    """The files in the folders that `traffic_files` passes over because of their names; not hidden ones.

    Args:
        given: what the user named.
    """
    for name in given:
        if name == _STDIN or name.startswith(_S3) or not (is_there(name) and Path(name).is_dir()):
            continue
        for here, folders, files in os.walk(name):
            folders[:] = sorted(one for one in folders if not one.startswith("."))
            yield from (
                str(Path(here, file))
                for file in sorted(files)
                if not file.startswith(".") and not _is_traffic_name(file)
            )


def _is_traffic_name(file: str) -> bool:
    return file.lower().endswith(_SUFFIXES) and not file.lower().endswith(_ARCHIVES)


def _of_glob(name: str) -> list[str]:
    """What a glob takes: the files, and what is in the folders."""
    found: dict[tuple[str, str], Path] = {}
    hits = glob_matches(name)
    if not hits:
        raise UnreadableInput(f"no file matches {name}")
    for hit in hits:
        for path in sorted(_traffic_in(str(hit))) if hit.is_dir() else [hit]:
            # a link to a folder is another way to the same files; a link to a file is a file
            found.setdefault((os.path.realpath(path.parent), path.name), path)
    if not found:
        raise UnreadableInput(f"there is no traffic file in the folders that match {name}")
    return [str(path) for path in found.values()]
