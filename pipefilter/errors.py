"""Problems and errors: `{"code": "PF111", "message": "Empty arrays are not allowed", ...}`.

A `Problem` is an occurrence of a `ProblemKind` at a position in a text. Errors carry problems.
"""

from __future__ import annotations

import re
from dataclasses import asdict, replace

from pipefilter.dataclass import dataclass
from pipefilter.override import override
from pipefilter.problem_kind import AdviceKind, Example, ProblemKind, Severity
from pipefilter.single_line import single_line

__all__ = [
    "AdviceKind",
    "EventTooIntricate",
    "Example",
    "InvalidEvent",
    "InvalidEventPattern",
    "PipefilterError",
    "Place",
    "Problem",
    "ProblemKind",
    "Severity",
    "TemplateGap",
    "Undecided",
    "UnreadableInput",
]

_PLACE_IN_MESSAGE = r"line: (\d+), column: (\d+)"


@dataclass(frozen=True, slots=True)
class Place:
    """A position in a pattern, event or file: line and column, both from 1, columns in UTF-16 units as AWS counts them."""

    line: int
    column: int

    def as_json(self) -> dict[str, int]:
        """The position as `--json` prints it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem in a part of a pattern or event.

    Args:
        code: `PF` and three digits, as listed in the reference.
        message: one sentence; AWS's own message if AWS has one.
        pointer: JSON pointer (RFC 6901) to the part of the text.
        line: AWS's line, from 1, or in a template that of `start`; None where AWS reports no position.
        column: AWS's column, from 1, in UTF-16 units: the position after the last character that
            AWS's parser had read; or in a template that of `start`; None where AWS reports no position.
        start: the first character of the part, by our own count.
        end: the position after its last character.
        excerpt: the line of `start`, and a line with carets under the part; "" if there is no text.
        hint: how to fix it; may be empty.
        advice: true if the pattern is nevertheless valid.
        severity: `error`, `warning` or `note`.
        aws_message: AWS's full message, with its position and its excerpt; "" where AWS reports nothing.
        aws_place: AWS's line and column in the pattern's own text, even within a template; None where AWS
            reports no position.
    """

    code: str
    message: str
    pointer: str
    line: int | None
    column: int | None
    start: Place
    end: Place
    excerpt: str
    hint: str = ""
    advice: bool = False
    aws_message: str = ""
    severity: Severity = "error"
    aws_place: Place | None = None

    @property
    def place(self) -> Place:
        """The position that is printed: AWS's position, or `start` in a template and where AWS reports none."""
        if self.line is None or self.column is None:
            return self.start
        return Place(self.line, self.column)

    def moved(self, lines: int, columns: int) -> Problem:
        """The problem in a longer text, in which its own text starts later.

        Args:
            lines: how many lines come before.
            columns: how many columns come before its first line.
        """
        right = columns if self.line == 1 else 0

        def shifted(place: Place) -> Place:
            return Place(place.line + lines, place.column + (columns if place.line == 1 else 0))

        def moved(place: re.Match[str]) -> str:
            line, column = int(place[1]), int(place[2])
            if not column:  # the root, which the parser places before all columns
                return place[0]
            return f"line: {line + lines}, column: {column + (columns if line == 1 else 0)}"

        return replace(
            self,
            message=re.sub(_PLACE_IN_MESSAGE, moved, self.message),
            line=None if self.line is None else self.line + lines,
            column=None if self.column is None else self.column + right,
            start=shifted(self.start),
            end=shifted(self.end),
        )

    def as_text(self, file: str = "") -> str:
        """The problem as it is printed: position, code, message, excerpt, pointer, hint.

        Args:
            file: the name to print before the line; "" for none.
        """
        before = f"{single_line(file)}:" if file else ""
        message, pointer, hint = map(single_line, (self.message, self.pointer, self.hint))
        lines = [f"{before}{self.place.line}:{self.place.column}  {self.code}  {message}"]
        if self.excerpt:
            code_line, carets = self.excerpt.split("\n")
            margin = f"   {self.start.line} | "
            lines += [margin + code_line, " " * (len(margin) - 2) + "| " + carets]
        if pointer:
            lines.append(f"   at {pointer}")
        if hint:
            lines.append(f"   hint: {hint}")
        return "\n".join(lines)

    def as_json(self) -> dict[str, object]:
        """The problem as `--json` prints it."""
        return {
            "code": self.code,
            "message": self.message,
            "pointer": self.pointer,
            "line": self.line,
            "column": self.column,
            "start": self.start.as_json(),
            "end": self.end.as_json(),
            "aws_place": self.aws_place.as_json() if self.aws_place else None,
            "excerpt": self.excerpt,
            "hint": self.hint,
            "advice": self.advice,
            "severity": self.severity,
            "aws_message": self.aws_message,
        }


class PipefilterError(Exception):
    """The base class of all errors that pipefilter raises intentionally."""


class _WithProblems(PipefilterError, ValueError):
    """An error with its problems; the first is the one that AWS reports."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(problems[0].message)
        self.problems: tuple[Problem, ...] = problems

    @override
    def __reduce__(self) -> tuple[object, ...]:
        return type(self), self.problems

    @property
    def problem(self) -> Problem:
        """The first problem: the one that AWS reports."""
        return self.problems[0]

    @property
    def message(self) -> str:
        """The first problem's message; AWS's own message if AWS has one."""
        return self.problem.message

    @property
    def line(self) -> int | None:
        """AWS's line of the first problem, from 1; None where AWS reports no position."""
        return self.problem.line

    @property
    def column(self) -> int | None:
        """AWS's column of the first problem, from 1; None where AWS reports no position."""
        return self.problem.column

    @property
    def pointer(self) -> str:
        """JSON pointer to the part of the text with the first problem."""
        return self.problem.pointer

    @property
    def code(self) -> str:
        """The first problem's code, `PF` and three digits."""
        return self.problem.code

    @property
    def hint(self) -> str:
        """How to fix the first problem; may be empty."""
        return self.problem.hint

    @property
    def aws_message(self) -> str:
        """AWS's full message for the first problem; "" where AWS reports nothing."""
        return self.problem.aws_message

    @override
    def __str__(self) -> str:
        return "\n".join(problem.as_text() for problem in self.problems)


class InvalidEventPattern(_WithProblems):
    """AWS rejects the event pattern."""


class InvalidEvent(_WithProblems):
    """The event is not a JSON object, or not JSON."""


class EventTooIntricate(PipefilterError):
    """The verdict would exceed the budget: the event repeats keys with arrays below them, or is crafted to be expensive."""


class Undecided(PipefilterError):
    """There is no verdict: the input is contradictory, or AWS does not document what happens to such a record."""


class UnreadableInput(PipefilterError):
    """A file or standard input cannot be read, or is not text in UTF-8.

    Args:
        message: one sentence.
        place: the position in the file, if it is known.
    """

    def __init__(self, message: str, *, place: Place | None = None) -> None:
        super().__init__(single_line(message))
        self.place = place


class TemplateGap(PipefilterError):
    """A template leaves too much of a pattern unknown; the message names the unknown part.

    `load`, `generate` and `estimate` raise it.
    """
