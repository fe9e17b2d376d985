"""Prints results on stdout and messages on stderr, in color only on a terminal."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

import click

from pipefilter.errors import Problem
from pipefilter.formats.style import counted, problem_text, styled
from pipefilter.override import override

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

__all__ = [
    "colours",
    "counted",
    "discard_output",
    "error_result",
    "is_quiet",
    "message",
    "print_json",
    "print_json_text",
    "print_problem",
    "remark",
    "result",
    "styled",
    "use_safe_output",
    "without_results",
]

_QUIET: ContextVar[bool] = ContextVar("quiet", default=False)
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]|\x1b(?!\[(?:0|1|3[123]|90)m)"
)
"""Control characters, unusual line ends and changes of the writing direction, which names in events and patterns may
have; but not what `styled` writes."""


def use_safe_output() -> None:
    """Print as escapes what the encoding of the terminal lacks.

    After `2>&-` messages go nowhere; after `>&-` printing a result fails, as grep's does: it would be lost.
    """
    # in this order, so that no file that is opened later takes the number of the one that is closed
    if sys.stdout is None:
        sys.stdout = io.TextIOWrapper(_ClosedOutput(), encoding="utf-8", write_through=True)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


class _ClosedOutput(io.RawIOBase):
    """Stands for a closed standard output; the first attempt to write to it is an error."""

    def __init__(self) -> None:
        self._nowhere = os.open(os.devnull, os.O_WRONLY)
        self._has_failed = False

    @override
    def fileno(self) -> int:
        return self._nowhere

    @override
    def isatty(self) -> bool:
        return False

    @override
    def writable(self) -> bool:
        return True

    @override
    def write(self, data: Buffer, /) -> int:
        if (
            memoryview(data).nbytes and not self._has_failed
        ):  # click writes nothing to detect the kind of stream
            self._has_failed = True  # after the first error, another at the exit would help nobody
            raise OSError(errno.EBADF, os.strerror(errno.EBADF))
        return memoryview(data).nbytes


def discard_output() -> None:
    """Print nothing any more, not even what Python would flush at the exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())


def colours(stream: object) -> bool:
    """Whether a stream shows colors: a terminal does, unless the environment says otherwise."""
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    if os.environ.get("TERM") == "dumb":
        return False
    return isinstance(stream, io.TextIOBase) and stream.isatty()


@contextmanager
def without_results() -> Iterator[None]:
    """Print nothing but errors in this block, for --quiet."""
    before = _QUIET.set(True)
    try:
        yield
    finally:
        _QUIET.reset(before)


def is_quiet() -> bool:
    """Whether results are not printed, and so need not be made."""
    return _QUIET.get()


def result(text: str) -> None:
    """Print a result on standard output; not with --quiet."""
    if not is_quiet():
        error_result(text)


def error_result(text: str) -> None:
    """Print a result that reports an error, also with --quiet."""
    click.echo(_visible(text), color=colours(sys.stdout))


def remark(text: str) -> None:
    """Print a message that is not an error, such as counts and assumptions; not with --quiet."""
    if not is_quiet():
        message(text)


def message(text: str) -> None:
    """Print a message on standard error, also with --quiet."""
    click.echo(_visible(text), err=True, color=colours(sys.stderr))


def _visible(text: str) -> str:
    r"""The text with `\u001b` for a control character, as in JSON, so that none controls the terminal."""
    return _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def print_json(value: Mapping[str, object]) -> None:
    """Print a result as JSON on one line."""
    # the escapes of `use_safe_output` are not those of JSON
    plain = (sys.stdout.encoding or "").lower().startswith("utf")
    result(json.dumps(value, ensure_ascii=not plain))


def print_json_text(text: str) -> None:
    """Print a result that is JSON text; in ASCII if standard output has another encoding than UTF-8."""
    if (sys.stdout.encoding or "").lower().startswith("utf"):
        result(text)
        return
    from pipefilter.formats.example_json import ascii_json

    result(ascii_json(text))  # the escapes of `use_safe_output` are not those of JSON


def print_problem(problem: Problem, file: str, *, is_result: bool) -> None:
    """Print a problem, as a result or as a message."""
    # with --quiet, problems of a pattern that is not valid are printed as messages, and advice is not
    is_printed_as_result = is_result and not (is_quiet() and not problem.advice)
    (result if is_printed_as_result else message)(problem_text(problem, file))
