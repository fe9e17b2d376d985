"""Terminal text: words in the color of their meaning, and counts with their nouns."""

from __future__ import annotations

import re
from typing import Literal

from pipefilter.errors import Problem, Severity

__all__ = ["Meaning", "counted", "plain", "problem_text", "styled"]

Meaning = Literal["yes", "no", "hint", "dim", ""]
_CODES = {"yes": 32, "no": 31, "hint": 33, "dim": 90}
_CODE = re.compile(r"\x1b\[\d*m")
_MEANING: dict[Severity, Meaning] = {"error": "no", "warning": "hint", "note": "dim"}


def styled(text: str, meaning: str) -> str:
    """The text in the color of its meaning, with ANSI codes; printing removes them where they are not supported.

    Args:
        meaning: `yes`, `no`, `hint`, `dim`, or "" for no color.
    """
    code = _CODES.get(meaning)
    return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


def plain(text: str) -> str:
    """The text without the codes of `styled`."""
    return _CODE.sub("", text)


def counted(number: int, noun: str) -> str:
    """The number with its noun: `1 event`, `2 events`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def problem_text(problem: Problem, label: str) -> str:
    """A problem of the text with this label, its first line in the color of its severity."""
    first, *rest = problem.as_text(label).split("\n")
    return "\n".join([styled(first, _MEANING[problem.severity]), *rest])
