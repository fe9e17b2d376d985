"""Expands arguments to files: folders, globs and standard input, the same way in all commands."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipefilter.cli.inputs.files import (
    STDIN,
    InputError,
    input_errors,
    is_folder,
    is_inline,
    is_reference,
    refuse_repeated_stdin,
    shown_name,
)

if TYPE_CHECKING:
    from pipefilter.application.pattern_files import PatternFile

__all__ = ["all_files", "expanded", "files_to_check", "one_pattern"]

_ACCEPT_SEVERAL = "`check` and `filter --rules FOLDER EVENTS` accept several"


def all_files(arguments: Iterable[str], *, patterns: bool = False) -> list[str]:
    """The files, and instead of a folder the files in it and its subfolders, in order of their names.

    Args:
        patterns: whether a folder means the patterns in it that `check` reads, including those in templates.

    Raises:
        click.UsageError: `-` is given twice.
        InputError: there is no such file, none in a folder, or none that a glob matches.
    """
    names = [
        file
        for argument in arguments
        for name in expanded(argument)
        for file in _files(name, patterns=patterns)
    ]
    refuse_repeated_stdin(names)
    return names


def expanded(name: str) -> list[str]:
    """The files and folders that a glob matches; any other name, even one that contains `*` or `[`, is unchanged.

    For names in quotes, and for shells that do not expand globs, such as those of Windows.

    Raises:
        InputError: a glob matches nothing, or cannot be searched for.
    """
    if name == STDIN or is_inline(name) or is_reference(name):
        return [name]
    if not any(character in name for character in "*?[#"):
        return [name]
    from pipefilter.application.pattern_names import expanded_names

    with input_errors():
        return expanded_names(name)


def one_pattern(name: str, several: str = _ACCEPT_SEVERAL) -> str:
    """The file of the one pattern that an argument names: a folder or a glob must have just one.

    Args:
        several: what to do with several patterns.

    Raises:
        click.UsageError: it has several.
        InputError: it has none.
    """
    if name == STDIN or is_inline(name) or is_reference(name):
        return name
    if not any(character in name for character in "*?[#") and not is_folder(name):
        return name
    from pipefilter.application.pattern_names import SeveralPatterns, one_pattern_name

    with input_errors():
        try:
            return one_pattern_name(name)
        except SeveralPatterns as error:
            raise click.UsageError(f"{error}; pass the file of one pattern: {several}") from None


def _files(name: str, *, patterns: bool) -> list[str]:
    if not is_folder(name):
        if (
            name != STDIN
            and not is_inline(name)
            and not (name and Path(name).exists())
            and not is_reference(name)
        ):
            raise InputError(f"there is no file {shown_name(name)}")
        return [name]
    from pipefilter.application.pattern_files import event_files
    from pipefilter.application.pattern_names import names_in_folder

    with input_errors():
        return names_in_folder(name) if patterns else [str(path) for path in event_files(Path(name))]


def files_to_check(arguments: Iterable[str], *, skip_others: bool) -> list[PatternFile]:
    """The files, and instead of a folder the files in it that may have patterns, in order of their names.

    Args:
        arguments: files, patterns named in them, folders, globs and `-`.
        skip_others: whether named files may lack patterns; those of Terraform stand for their modules, whose patterns may refer
            to them.

    Raises:
        InputError: there is no such file, or none in a folder.
    """
    from pipefilter.application.pattern_files import PatternFile, files_with_patterns

    names = [name for argument in arguments for name in expanded(argument)]
    plain = [name for name in names if not is_folder(name) and not ("#" in name and is_reference(name))]
    all_files(plain)  # raises errors for missing files
    if skip_others:
        names = _with_modules(names)
    files: list[PatternFile] = []
    with input_errors():
        for name in names:
            files += (
                files_with_patterns(name) if is_folder(name) else [PatternFile(name, is_named=not skip_others)]
            )
    return files


def _with_modules(names: Iterable[str]) -> list[str]:
    """The names, each once, and the other files of the Terraform modules among them."""
    from pipefilter.application.module_folder import module_files

    files: dict[str, str] = {}
    for name in names:
        for each in (name, *module_files(name)):
            files.setdefault(os.path.normpath(each), each)
    return list(files.values())
