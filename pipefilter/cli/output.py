"""Printing: results on stdout, messages on stderr, colour only on a terminal."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Mapping

import click

from pipefilter.errors import Problem, Severity

__all__ = [
    "colours",
    "counted",
    "discard_output",
    "message",
    "print_json",
    "print_problem",
    "result",
    "styled",
    "use_safe_output",
]

_COLOURS = {"yes": "green", "no": "red", "hint": "yellow", "dim": "bright_black"}
_MEANT: dict[Severity, str] = {"error": "no", "warning": "hint", "note": "dim"}
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]|\x1b(?!\[(?:0|1|3[123]|90)m)"
)
"""Control characters, odd line ends and turned writing directions, of which names in events and patterns may
be full; but not what `styled` writes."""


def use_safe_output() -> None:
    """Print what the terminal's encoding cannot say as escapes, and to closed streams nothing; do not fail."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # as after `>&-`
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - open to the end
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def discard_output() -> None:
    """Print nothing any more, not even what Python has kept back for the exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())


def colours(stream: object) -> bool:
    """Whether a stream shows colours: a terminal does, if the user does not say otherwise."""
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return isinstance(stream, io.TextIOBase) and stream.isatty()


def styled(text: str, meant: str) -> str:
    """The text in the colour of what it means: `yes`, `no`, `hint`, `dim` or nothing."""
    colour = _COLOURS.get(meant)
    return click.style(text, fg=colour) if colour and text else text


def result(text: str) -> None:
    """Print a result."""
    click.echo(_visible(text), color=colours(sys.stdout))


def message(text: str) -> None:
    """Print what is no result."""
    click.echo(_visible(text), err=True, color=colours(sys.stderr))


def _visible(text: str) -> str:
    r"""The text with `\u001b` for a control character, as JSON has it, so that none commands the terminal."""
    return _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def counted(number: int, noun: str) -> str:
    """The number with its noun: `1 event`, `2 events`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def print_json(value: Mapping[str, object]) -> None:
    """Print a result as JSON on one line."""
    # where `use_safe_output` would have to help out, its escapes are not those of JSON
    plain = (sys.stdout.encoding or "").lower().startswith("utf")
    result(json.dumps(value, ensure_ascii=not plain))


def print_problem(problem: Problem, file: str, *, is_result: bool) -> None:
    """Print a problem, as a result or as a message."""
    first, *rest = problem.shown(file).split("\n")
    text = "\n".join([styled(first, _MEANT[problem.severity]), *rest])
    (result if is_result else message)(text)
