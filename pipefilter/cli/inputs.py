"""Files and standard input, as the commands take them: `-` is standard input."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from pipefilter.application.input_files import STDIN, file_contents, is_inline, opened, shown_name
from pipefilter.cli.exit_codes import COULD_NOT_TELL
from pipefilter.errors import UnreadableInput
from pipefilter.ready_patterns import EVENT_SUFFIXES, PATTERN_FILE

__all__ = [
    "STDIN",
    "InputError",
    "all_files",
    "file_bytes",
    "is_folder",
    "is_inline",
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
    return file_bytes(name)


def is_yaml(name: str) -> bool:
    """Whether it is the name of a file in YAML: a pattern, filter criteria, or a template."""
    return name.lower().endswith((".yaml", ".yml")) and Path(name).is_file()


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


def all_files(given: Iterable[str], *, patterns: bool = False) -> list[str]:
    """The files themselves, and of folders those in them and in their folders, in order of their names.

    Args:
        given: files, folders and `-`.
        patterns: where a folder holds a file of the name `pattern.json`, only that: the others are its events.

    Raises:
        click.UsageError: `-` is given twice.
        InputError: there is no such file, or none in a folder.
    """
    names = [name for one in given for name in _files(one, patterns=patterns)]
    if names.count(STDIN) > 1:
        raise click.UsageError("- can be given once only: standard input is read to its end")
    return names


def _files(name: str, *, patterns: bool) -> list[str]:
    if not is_folder(name):
        if name == STDIN or is_inline(name):
            return [name]
        if not (name and Path(name).exists()) and not is_reference(name):
            raise InputError(f"there is no file {shown_name(name)}")
        return [name]
    path = Path(name)
    found = [path for path in path.rglob("*") if path.is_file() and path.suffix.lower() in EVENT_SUFFIXES]
    if patterns:
        named = {path.parent for path in found if path.name == PATTERN_FILE}
        found = [
            path
            for path in found
            if path.name == PATTERN_FILE or (path.suffix.lower() == ".json" and named.isdisjoint(path.parents))
        ]
    if not found:
        raise InputError(f"there is no JSON file in the folder {name}")
    return [str(path) for path in sorted(found)]
