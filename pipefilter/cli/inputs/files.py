"""Opens files and standard input, which is called `-`, and turns failures into errors of the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from pipefilter.application.input_files import STDIN, file_contents, input_label, is_inline, opened, shown_name
from pipefilter.application.pattern_text import PatternText, read_pattern_text
from pipefilter.cli.inputs.parameters import parameter_hint, parameter_values
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL
from pipefilter.errors import TemplateGap, UnreadableInput
from pipefilter.override import override
from pipefilter.single_line import single_line
from pipefilter.templates.recognition import is_yaml_name

__all__ = [
    "STDIN",
    "InputError",
    "UnspecifiedFilters",
    "file_bytes",
    "input_errors",
    "input_label",
    "is_folder",
    "is_inline",
    "is_reference",
    "is_yaml",
    "opened",
    "pattern_text",
    "refuse_repeated_stdin",
    "shown_name",
]


class InputError(click.ClickException):
    """An input cannot be read; printed as one sentence, without the command's usage."""

    exit_code = COULD_NOT_TELL

    def __init__(self, message: str) -> None:
        super().__init__(single_line(message))


class UnspecifiedFilters(InputError):
    """A template does not specify filters in full.

    Args:
        hint: how to give the values of its parameters; may be empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self._hint = hint

    @override
    def format_message(self) -> str:
        return f"{self.message} ({self._hint})" if self._hint else self.message


def pattern_text(name: str) -> PatternText:
    """Read the text of a pattern or of filter criteria: from a file, a template, or JSON itself.

    Raises:
        InputError: it cannot be read, or the template does not determine it.
    """
    with input_errors():
        text = name.encode("utf-8", "surrogateescape") if is_inline(name) else name
        return read_pattern_text(text, parameter_values())


@contextmanager
def input_errors() -> Iterator[None]:
    """Turn what the application raises for files into an error of the command line.

    Raises:
        InputError: a file cannot be read, or a template leaves too much open.
    """
    try:
        yield
    except TemplateGap as error:
        raise UnspecifiedFilters(str(error), parameter_hint(str(error))) from None
    except UnreadableInput as error:
        raise InputError(str(error)) from None


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
    from pipefilter.templates.reference import split_reference

    return split_reference(name) is not None


def file_bytes(name: str) -> bytes:
    """The contents of a file.

    Raises:
        InputError: it cannot be read.
    """
    with input_errors():
        return file_contents(name)


def refuse_repeated_stdin(names: Sequence[str | None]) -> None:
    """Reject a second `-`.

    Raises:
        click.UsageError: it is, and standard input is read to its end the first time.
    """
    if names.count(STDIN) > 1:
        raise click.UsageError("- can be used only once: standard input can be read only once")


def is_folder(name: str) -> bool:
    """Whether it is the name of a folder."""
    return name not in ("", STDIN) and not is_inline(name) and Path(name).is_dir()
