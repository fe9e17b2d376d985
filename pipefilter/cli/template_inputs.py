"""Files that may be templates, and patterns named in them: `template.yaml#OrdersPipe/2`."""

from __future__ import annotations

from pipefilter.application import template_input
from pipefilter.cli.inputs import STDIN, InputError, file_bytes, is_inline, shown_name
from pipefilter.errors import UnreadableInput
from pipefilter.templates.found_filters import FoundFilters
from pipefilter.templates.reference import NoSuchPattern, split_reference, whole_file
from pipefilter.templates.template_file import TemplateFile

__all__ = ["pattern_file", "referred"]


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
