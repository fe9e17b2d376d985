"""Printing: results on stdout, messages on stderr, colour only on a terminal."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Mapping

import click

from pipefilter.errors import Problem

__all__ = [
    "ReaderGone",
    "counted",
    "message",
    "print_json",
    "print_problem",
    "result",
    "styled",
    "use_safe_encoding",
]

_COLOURS = {"yes": "green", "no": "red", "hint": "yellow", "dim": "bright_black"}


def use_safe_encoding() -> None:
    """Print what the terminal's encoding cannot say as escapes, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _colours(stream: object) -> bool:
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return isinstance(stream, io.TextIOBase) and stream.isatty()


def styled(text: str, meant: str) -> str:
    """The text in the colour of what it means: `yes`, `no`, `hint`, `dim` or nothing."""
    colour = _COLOURS.get(meant)
    return click.style(text, fg=colour) if colour and text else text


class ReaderGone(Exception):
    """Whoever read the results has closed the pipe; click would make exit code 1 of it, which means no."""


def result(text: str) -> None:
    """Print a result."""
    try:
        click.echo(text, color=_colours(sys.stdout))
    except BrokenPipeError:
        raise ReaderGone from None


def message(text: str) -> None:
    """Print what is no result."""
    click.echo(text, err=True, color=_colours(sys.stderr))


def counted(number: int, noun: str) -> str:
    """The number with its noun: `1 event`, `2 events`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def print_json(value: Mapping[str, object]) -> None:
    """Print a result as JSON on one line."""
    result(json.dumps(value, ensure_ascii=False))


def print_problem(problem: Problem, file: str, *, is_result: bool) -> None:
    """Print a problem, as a result or as a message."""
    first, *rest = problem.shown(file).split("\n")
    text = "\n".join([styled(first, "hint" if problem.advice else "no"), *rest])
    (result if is_result else message)(text)
