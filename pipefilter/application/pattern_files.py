"""Finds the files in a folder that may have patterns: templates, `pattern.json`, or JSON files."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path, PurePath
from typing import NoReturn, TypeVar

from pipefilter.application.faulty_pattern import is_pattern_file_name
from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput
from pipefilter.ready_patterns import EVENT_SUFFIXES, PATTERN_FILE
from pipefilter.templates.recognition import SYNTHESIZED, TEMPLATE_SUFFIXES, may_be_template

__all__ = [
    "PatternFile",
    "event_files",
    "files_with_patterns",
    "is_checked",
    "may_have_patterns",
    "paths_of_patterns",
]

_DEPENDENCIES = "node_modules"
_Path = TypeVar("_Path", bound=PurePath)


@dataclass(frozen=True, slots=True)
class PatternFile:
    """A file that may have patterns.

    Args:
        name: of the file, maybe with a reference to a resource in it.
        is_named: whether the user named the file itself, and not its folder: then it must have a pattern.
    """

    name: str
    is_named: bool = True


def files_with_patterns(folder: str, *, is_of_patterns: bool = False) -> list[PatternFile]:
    """The files in a folder and below it that may have patterns, in order of their names; and folders that cannot be read.

    Templates may be without patterns, and any folder may contain files of other tools, such as `package.json`. In the
    output of the CDK, only the templates count. In a folder with a `pattern.json`, the other JSON files are its events,
    except templates, and files such as `orders.pattern.json`.

    Args:
        is_of_patterns: whether the user says that the folder contains patterns: if it contains only JSON files, each of
            them is one, except configuration files.
    """
    unread = list[OSError]()
    candidates = [
        path for path in _own_files(Path(folder), unread.append) if may_have_patterns(Path(path.name))
    ]
    folders = [PatternFile(error.filename) for error in unread]
    files = paths_of_patterns(candidates, lambda path: path.exists(), Path.read_bytes)
    is_other = any(path.suffix.lower() != ".json" or _is_template_by_name(path) for path in files)
    if is_other or not is_of_patterns:
        return [*(PatternFile(str(path), is_named=False) for path in files), *folders]
    from pipefilter.application.pattern_recognition import is_configuration

    names = [str(path) for path in files]
    return [*(PatternFile(name, is_named=not is_configuration(name)) for name in names), *folders]


def _own_files(top: Path, onerror: Callable[[OSError], object]) -> Iterator[Path]:
    """The files in a folder and below it, without those in hidden folders and in dependencies."""
    for here, folders, files in os.walk(top, onerror=onerror):
        folders[:] = [folder for folder in folders if _is_own(PurePath(folder))]
        yield from (path for file in files if (path := Path(here, file)).is_file())


def may_have_patterns(path: PurePath) -> bool:
    """Whether a file in a folder may have patterns by its path there: neither a hidden file nor of another project."""
    return path.name.lower().endswith(TEMPLATE_SUFFIXES) and _is_own(path)


def paths_of_patterns(
    paths: Iterable[_Path], exists: Callable[[_Path], bool], contents: Callable[[_Path], bytes]
) -> list[_Path]:
    """The files that count in the output of the CDK and beside a `pattern.json`, in order of their names.

    Args:
        paths: of files that may have patterns.
        exists: whether there is a file or a folder.
        contents: of a file; it may raise `OSError` or `UnreadableInput`.
    """
    files = sorted(paths)
    synthesized = {
        path.parent for path in files if path.name.endswith(SYNTHESIZED) and _is_assembly(path.parent, exists)
    }
    return _without_events(
        [
            path
            for path in files
            if path.name.endswith(SYNTHESIZED) or path.suffix != ".json" or synthesized.isdisjoint(path.parents)
        ],
        contents,
    )


def is_checked(path: Path, folder: Path, data: bytes) -> bool:
    """Whether a file is among those of a folder that may have patterns, without a search of the folder.

    Args:
        path: of the file, in the folder or below it.
        data: the contents of the file, which may not be saved.
    """
    if not path.is_relative_to(folder) or not may_have_patterns(path.relative_to(folder)):
        return False
    parents = path.parents[: len(path.relative_to(folder).parts)]
    if any(parent.is_symlink() for parent in parents[:-1]):  # the search does not follow links to folders
        return False
    paths = {path, *(file for parent in parents for file in _files_that_exclude(parent))}

    def contents(file: Path) -> bytes:
        return data if file == path else file.read_bytes()

    return path in paths_of_patterns(paths, Path.exists, contents)


def _files_that_exclude(folder: Path) -> Iterator[Path]:
    """The files in a folder that make its other JSON files the events of a pattern, or parts of the CDK's output."""
    if (folder / PATTERN_FILE).is_file():
        yield folder / PATTERN_FILE
    if _is_assembly(folder, Path.exists):
        yield from islice(folder.glob(f"*{SYNTHESIZED}"), 1)


def _is_template_by_name(path: Path) -> bool:
    return path.name.endswith((SYNTHESIZED, ".tf.json"))


def _without_events(files: Sequence[_Path], contents: Callable[[_Path], bytes]) -> list[_Path]:
    """The files without the JSON files beside and below a `pattern.json`, which are its events, unless they are templates."""
    named = {path.parent for path in files if path.name == PATTERN_FILE}
    return [
        path
        for path in files
        if path.name == PATTERN_FILE
        or (path.parent in named and is_pattern_file_name(path))
        or path.suffix.lower() != ".json"
        or named.isdisjoint(path.parents)
        or _is_template(path, contents)
    ]


def _is_template(path: _Path, contents: Callable[[_Path], bytes]) -> bool:
    """Whether a JSON file is a template with filters; also one that cannot be read, which is reported."""
    try:
        data = contents(path)
        if not may_be_template(path.name, data):
            return False
        from pipefilter.application.template_input import read_template

        template = read_template(str(path), data, is_named=False)
    except (OSError, UnreadableInput):
        return True
    return template is not None and bool(template.resources)


def event_files(top: Path) -> list[Path]:
    """The files in a folder and below it with names of JSON files, in order.

    Raises:
        UnreadableInput: there are none, or a folder cannot be read.
    """
    paths = (Path(here, file) for here, _, names in os.walk(top, onerror=_refuse) for file in names)
    files = [path for path in paths if path.suffix.lower() in EVENT_SUFFIXES and path.is_file()]
    if not files:
        raise UnreadableInput(f"no JSON files in the folder {top}")
    return sorted(files)


def _refuse(error: OSError) -> NoReturn:
    raise UnreadableInput(f"cannot read {error.filename}: {error.strerror}")


def _is_assembly(folder: _Path, exists: Callable[[_Path], bool]) -> bool:
    """Whether a folder is output of the CDK, which also contains other files than templates."""
    return "cdk.out" in folder.parts or exists(folder / "cdk.out") or exists(folder / "manifest.json")


def _is_own(path: PurePath) -> bool:
    return not any(part.startswith(".") or part == _DEPENDENCIES for part in path.parts)
