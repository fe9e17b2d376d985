"""Files and standard input, as the commands take them: `-` is standard input."""

from __future__ import annotations

from pathlib import Path

import click

from pipefilter.application.input_files import STDIN, file_contents, is_inline, opened, shown_name
from pipefilter.cli.exit_codes import COULD_NOT_TELL
from pipefilter.errors import UnreadableInput
from pipefilter.templates.recognition import is_yaml_name

__all__ = [
    "STDIN",
    "InputError",
    "file_bytes",
    "is_folder",
    "is_inline",
    "is_reference",
    "is_yaml",
    "opened",
    "pattern_bytes",
    "shown_name",
]


class InputError(click.ClickException):
    """A file that was named cannot be read; said in one sentence, without the command's usage."""

    exit_code = COULD_NOT_TELL


def pattern_bytes(name: str, *, unknown_too: bool = False) -> bytes:
    """A pattern, or filter criteria: the contents of a file, or what a template has, as in `template.yaml#OrdersPipe`.

    Args:
        name: of the file, maybe with a resource in it.
        unknown_too: whether parts that the template does not tell may stand as they do there, such as `${Stage}`.

    Raises:
        InputError: it cannot be read, or the template does not tell it.
    """
    if is_reference(name):
        from pipefilter.cli.pattern_in_template import pattern_in_template  # noqa: PLC0415 - only for a template

        return pattern_in_template(name, unknown_too=unknown_too)
    data = file_bytes(name)
    if name != STDIN and not is_inline(name):
        from pipefilter.application.pattern_names import refuse_template  # noqa: PLC0415 - only for a file

        try:
            refuse_template(name, data)
        except UnreadableInput as error:
            raise InputError(str(error)) from None
    return data


def is_yaml(name: str) -> bool:
    """Whether it is the name of a file in YAML: a pattern, filter criteria, or a template."""
    return is_yaml_name(name) and Path(name).is_file()


def is_reference(name: str) -> bool:
    """Whether it names a resource in a file, as in `template.yaml#OrdersPipe`, or a file in YAML."""
    if is_inline(name):
        return False
    if is_yaml(name):
        return True
    if "#" not in name:
        return False
    from pipefilter.templates.reference import split_reference  # noqa: PLC0415 - only for a template

    return split_reference(name) is not None


def file_bytes(name: str) -> bytes:
    """The contents of a file.

    Raises:
        InputError: it cannot be read.
    """
    try:
        return file_contents(name)
    except UnreadableInput as error:
        raise InputError(str(error)) from None


def is_folder(name: str) -> bool:
    """Whether it is the name of a folder."""
    return name not in ("", STDIN) and not is_inline(name) and Path(name).is_dir()
