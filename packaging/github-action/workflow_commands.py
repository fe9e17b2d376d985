"""What a step tells GitHub: annotations and log lines on stdout, and files for outputs and for the summary.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from pathlib import Path

__all__ = ["ANNOTATIONS", "add_summary", "annotation", "fenced", "inert", "printable", "set_outputs"]

ANNOTATIONS: Mapping[str, str] = {"::error": "error", "::warning": "warning", "::notice": "note"}
"""How the annotations of `check --format github` begin, with the severity of the problem."""

_MARKS = ("::", "##[")
"""What each command contains, in the present syntax and in the one before."""


def annotation(level: str, message: str) -> str:
    """An annotation on no file: `level` is error, warning or notice."""
    escaped = message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{level} title=pipefilter::{escaped}"


def inert(text: str) -> str:
    """Lines for the log in which GitHub interprets no commands, such as messages with the names of files; "" for no lines."""
    if not any(mark in text for mark in _MARKS):
        return text.rstrip()
    token = secrets.token_hex(16)  # nothing that a file contains can end it
    return f"::stop-commands::{token}\n{text.rstrip()}\n::{token}::"


def printable(name: str) -> str:
    """The name of a file on one line."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in name)


def fenced(text: str) -> str:
    """The text in a block that it cannot end."""
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence}\n{text}\n{fence}\n"


def set_outputs(path: str, values: Mapping[str, str]) -> None:
    """Append outputs to the file in GITHUB_OUTPUT; a value may have several lines."""
    lines = []
    for name, value in values.items():
        end = f"end_{secrets.token_hex(16)}"
        lines.append(f"{name}<<{end}\n{value}\n{end}\n")
    _append(path, "".join(lines))


def add_summary(path: str, markdown: str) -> None:
    """Append Markdown to the file in GITHUB_STEP_SUMMARY."""
    _append(path, f"{markdown.rstrip()}\n\n")


def _append(path: str, text: str) -> None:
    if path:  # outside of GitHub, there is no such file
        with Path(path).open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
