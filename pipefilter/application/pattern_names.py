"""The patterns in a folder by their names, as `load` takes them: files, and `template.yaml#OrdersPipe`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipefilter.application.input_files import file_contents
from pipefilter.application.pattern_files import PatternFile, files_with_patterns
from pipefilter.errors import UnreadableInput
from pipefilter.templates.recognition import ROOT_NAMES, TEMPLATE_SUFFIXES, is_json_name

if TYPE_CHECKING:
    from pipefilter.templates.template_file import TemplateFile

__all__ = ["names_in_file", "names_in_folder", "refuse_template"]

_ROOT_NAME = re.compile(b'"(?:%s)"' % b"|".join(name.encode() for name in sorted(ROOT_NAMES)))
"""What a template in JSON has for sure; that a text has none of them is seen without reading it."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def names_in_folder(folder: str) -> list[str]:
    """The names of the patterns in a folder and below it, in order of the files: those that `check` looks at.

    Args:
        folder: its name.

    Raises:
        UnreadableInput: there are no patterns, or a file cannot be read.
    """
    names = [name for file in files_with_patterns(folder) for name in _names_in(file)]
    if not names:
        raise UnreadableInput(f"there are no patterns in the folder {folder}")
    return names


def names_in_file(name: str) -> list[str]:
    """The names of the patterns in a file: its own, or those in a template.

    Args:
        name: of the file.

    Raises:
        UnreadableInput: it cannot be read, or is a template without patterns.
    """
    names = _names_in(PatternFile(name))
    if not names:
        raise UnreadableInput(f"there are no patterns in {name}")
    return names


def refuse_template(name: str, data: bytes) -> None:
    """Refuse a template where one pattern is meant; of a file in YAML it is seen when it is read.

    Args:
        name: of the file.
        data: its contents.

    Raises:
        UnreadableInput: it is a template; the message says which patterns it has.
    """
    template = _template(PatternFile(name), data)
    if template is None or template.tool == "plain":
        return
    from pipefilter.templates.reference import NoSuchPattern, whole_file  # noqa: PLC0415 - only for a template

    try:
        whole_file(template.found, name)
    except NoSuchPattern as error:
        raise UnreadableInput(str(error)) from None


def _names_in(file: PatternFile) -> list[str]:
    data = file_contents(file.name)
    template = _template(file, data)
    if template is None:
        from pipefilter.application.pattern_recognition import is_meant_as_pattern  # noqa: PLC0415 - not for templates

        return [file.name] if file.is_named or is_meant_as_pattern(file.name, data) else []
    from pipefilter.application.template_input import has_patterns  # noqa: PLC0415 - only for a template

    if not file.is_named and not has_patterns(template, file.name):
        return []
    if len(template.found) == 1 and not template.found[0].name.strip():
        return [file.name]
    return [f"{file.name}#{each.name}" for each in template.found if each.name.strip()]


def _template(file: PatternFile, data: bytes) -> TemplateFile | None:
    """The template, or the patterns in YAML; None if it is JSON that surely is not a template."""
    is_template_name = file.name.lower().endswith(TEMPLATE_SUFFIXES) and not is_json_name(file.name)
    if not is_template_name and not data.startswith(_UTF_16) and not _ROOT_NAME.search(data):
        return None
    from pipefilter.application.template_input import read_template  # noqa: PLC0415 - only for a template

    return read_template(file.name, data, is_named=file.is_named)
