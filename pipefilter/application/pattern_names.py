"""Lists the names of patterns in folders, globs and templates, as `load` accepts them: `template.yaml#OrdersPipe`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from pipefilter.application.input_files import file_contents
from pipefilter.application.pattern_files import PatternFile, files_with_patterns
from pipefilter.errors import UnreadableInput
from pipefilter.scanning.globs import expanded_glob, glob_matches, is_glob, is_there
from pipefilter.templates.recognition import may_be_template

if TYPE_CHECKING:
    from pipefilter.templates.template_file import TemplateFile

__all__ = ["SeveralPatterns", "expanded_names", "names_in_file", "names_in_folder", "one_pattern_name"]

_MAX_LISTED = 5


class SeveralPatterns(UnreadableInput):
    """A folder or a glob has several patterns instead of one; the message lists them."""


def names_in_folder(folder: str) -> list[str]:
    """The names of the patterns in a folder and below it, in order of the files.

    Raises:
        UnreadableInput: there are no patterns, or a file cannot be read.
    """
    names = [name for file in files_with_patterns(folder, is_of_patterns=True) for name in _names_in(file)]
    if not names:
        raise UnreadableInput(f"no patterns in the folder {folder}")
    return names


def expanded_names(name: str) -> list[str]:
    """The files, folders and patterns in templates that a glob matches; only the name itself if it is not a glob.

    `stacks/*.yaml#OrdersPipe` matches the files that have such filters. The name of a file is not a glob.

    Raises:
        UnreadableInput: it matches nothing, or cannot be searched; or no file that it matches has such filters.
    """
    path, mark, resource = name.rpartition("#")
    try:
        if mark and not is_glob(path) and Path(path).is_file() and not glob_matches(name):
            return [name]  # that of a resource, which may have brackets
        if not mark or not is_glob(path) or is_there(name) or (is_glob(name) and glob_matches(name)):
            return expanded_glob(name)
    except OSError as error:
        raise UnreadableInput(f"cannot read {error.filename or name}: {error.strerror or error}") from None
    names = [f"{file}#{resource}" for file in expanded_glob(path) if Path(file).is_file()]
    if len(names) < 2:
        return names or expanded_glob(name)
    return [each for each in names if _may_have_filters(each)] or names[:1]


def _may_have_filters(name: str) -> bool:
    from pipefilter.application.template_input import resource_in
    from pipefilter.templates.reference import split_reference

    parts = split_reference(name)
    if parts is None:
        return False
    try:
        resource_in(parts[0], file_contents(parts[0]), *parts[1:])
    except UnreadableInput as error:
        return error.place is not None  # an unreadable file may have them, and is reported when it is read
    return True


def one_pattern_name(name: str) -> str:
    """The name of one pattern: a folder or a glob must have exactly one.

    Raises:
        SeveralPatterns: it has several.
        UnreadableInput: it has none.
    """
    names = expanded_names(name)
    is_folder = os.path.isdir(name)  # noqa: PTH112 - for `Path`, "" is the working directory, and long names fail
    if names == [name] and not is_folder:
        return name
    patterns = [each for file in names for each in (names_in_folder(file) if Path(file).is_dir() else [file])]
    if len(patterns) == 1:
        return patterns[0]
    listed = ", ".join(patterns[:_MAX_LISTED])
    more = f" and {len(patterns) - _MAX_LISTED} more" if len(patterns) > _MAX_LISTED else ""
    kind = "patterns" if any("#" in each for each in patterns) else "files"
    what = "is a folder with" if is_folder else "matches"
    raise SeveralPatterns(f"{name} {what} {len(patterns)} {kind}: {listed}{more}")


def names_in_file(name: str) -> list[str]:
    """The names of the patterns in a file: its own, or those in a template.

    Raises:
        UnreadableInput: it cannot be read, or is a template without patterns.
    """
    names = _names_in(PatternFile(name))
    if not names:
        raise UnreadableInput(f"no patterns in {name}")
    return names


def _names_in(file: PatternFile) -> list[str]:
    data = file_contents(file.name)
    template = _template(file, data)
    if template is None:
        from pipefilter.application.pattern_recognition import is_meant_as_pattern

        return [file.name] if file.is_named or is_meant_as_pattern(file.name, data) else []
    from pipefilter.application.template_input import has_patterns

    if not file.is_named and not has_patterns(template, file.name):
        return []
    if len(template.resources) == 1 and not template.resources[0].name.strip():
        return [file.name]
    return [f"{file.name}#{each.name}" for each in template.resources if each.name.strip()]


def _template(file: PatternFile, data: bytes) -> TemplateFile | None:
    """The template, or the patterns in YAML; None if it is JSON and certainly not a template."""
    if not may_be_template(file.name, data):
        return None
    from pipefilter.application.template_input import read_template

    return read_template(file.name, data, is_named=file.is_named)
