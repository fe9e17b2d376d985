"""Files that may be templates, and patterns named in them: `template.yaml#OrdersPipe/2`."""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.application import template_input
from pipefilter.application.pattern_files import PatternFile, files_with_patterns
from pipefilter.cli.inputs import STDIN, InputError, file_bytes, is_folder, is_inline, shown_name
from pipefilter.cli.named_files import all_files, expanded
from pipefilter.errors import UnreadableInput
from pipefilter.templates.found_filters import FoundFilters
from pipefilter.templates.reference import NoSuchPattern, split_reference, whole_file
from pipefilter.templates.template_file import TemplateFile

__all__ = ["files_to_check", "pattern_file", "referred"]


def files_to_check(given: Iterable[str], *, skip_others: bool) -> list[PatternFile]:
    """The files themselves, and of folders those that may have patterns, in order of their names.

    Args:
        given: files, patterns named in them, folders, globs and `-`.
        skip_others: whether files may be named that have no patterns.

    Raises:
        InputError: there is no such file, or none in a folder.
    """
    names = [name for one in given for name in expanded(one)]
    plain = [name for name in names if not is_folder(name) and split_reference(name) is None]
    all_files(plain)  # says what is wrong with them
    found: list[PatternFile] = []
    for name in names:
        found += _in_folder(name) if is_folder(name) else [PatternFile(name, is_named=not skip_others)]
    return found


def _in_folder(name: str) -> list[PatternFile]:
    try:
        return files_with_patterns(name)
    except UnreadableInput as error:
        raise InputError(str(error)) from None


def read_template(name: str, data: bytes) -> TemplateFile | None:
    """A file as a template, as `application.template_input` reads it.

    Args:
        name: of the file, as it was given.
        data: its contents.

    Raises:
        InputError: it is a template, and cannot be read.
    """
    is_json = name == STDIN or is_inline(name)
    try:
        return template_input.read_template(name, data, label=shown_name(name), is_json=is_json)
    except UnreadableInput as error:
        raise InputError(str(error)) from None


def referred(name: str) -> tuple[TemplateFile, FoundFilters, int] | None:
    """The template, the resource in it and the number of the filter (0 for all) that a name is of; None for a file's.

    Args:
        name: as it was given.

    Raises:
        InputError: the template cannot be read, or has no such resource.
    """
    parts = split_reference(name)
    if parts is None:
        return None
    path, resource, number = parts
    try:
        return (*template_input.resource_in(path, file_bytes(path), resource, number), number)
    except UnreadableInput as error:
        raise InputError(str(error)) from None


def pattern_file(name: str) -> tuple[TemplateFile, FoundFilters]:
    """The pattern or the filter criteria that a file in YAML consists of.

    Args:
        name: of the file.

    Raises:
        InputError: it cannot be read, or is a template, whose patterns are to be named.
    """
    read = read_template(name, file_bytes(name))
    try:
        found = whole_file(read.found if read is not None else (), name)
    except NoSuchPattern as error:
        raise InputError(str(error)) from None
    assert read is not None  # noqa: S101 - something is found in it
    return read, found
