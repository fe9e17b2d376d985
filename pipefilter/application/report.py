"""The report of `check`: for each pattern, whether it is valid, and likely mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from pipefilter.dataclass import dataclass
from pipefilter.errors import Place, Problem, Severity
from pipefilter.override import override

__all__ = ["OVER_BUDGET", "FileReport", "LocatedProblem", "Outcome", "PatternReport", "Report"]

Outcome = Literal["valid", "advice", "invalid", "unreadable", "no_patterns"]
"""The outcome of a file: `advice` if there are errors or warnings in valid patterns."""

_ADVICE = ("PF4", "PF5")
"""How the codes of valid patterns begin."""
OVER_BUDGET = ("conditions with more combinations than are checked",)
"""The unknown part of a pattern of which not all variants are read."""


@dataclass(frozen=True, slots=True)
class LocatedProblem:
    """A problem with its place in the file.

    Args:
        file: its name in messages.
        problem: its own places may be in one filter's pattern.
        number: of that filter, from 1; 0 if the places of the problem are already in the file, or if it is a filter policy.
        start: in the file.
        end: in the file: the place after its last character.
        excerpt: the line of the file, and carets; "" if the places of the problem are already in the file.
    """

    file: str
    problem: Problem
    number: int
    start: Place
    end: Place
    excerpt: str = ""

    @property
    def code(self) -> str:
        """`PF` and three digits."""
        return self.problem.code

    @property
    def severity(self) -> Severity:
        """`error`, `warning` or `note`."""
        return self.problem.severity

    @property
    def message(self) -> str:
        """The message, in AWS's own words if AWS has a message for it."""
        return self.problem.message

    @property
    def hint(self) -> str:
        """A suggestion; may be empty."""
        return self.problem.hint

    @property
    def in_file(self) -> Problem:
        """The problem with its places in the file, and the number of its filter in its message."""
        problem = self.problem
        if not self.number and not self.excerpt:
            return problem
        return replace(
            problem,
            message=f"filter {self.number}: {problem.message}" if self.number else problem.message,
            start=self.start,
            end=self.end,
            line=problem.line and self.start.line,
            column=problem.column and self.start.column,
            excerpt=self.excerpt,
        )

    @override
    def __str__(self) -> str:
        return self.in_file.as_text(self.file)


@dataclass(frozen=True, slots=True)
class PatternReport:
    """The report of one pattern, or of a list of filters as a whole.

    Args:
        file: its name in messages.
        name: of the file, or of the resource in the template, such as `template.yaml#OrdersPipe`.
        number: of the filter, from 1; 0 for a bare pattern or a whole list.
        count: the number of filters of a whole list; None for a pattern.
        in_template: whether the pattern is in a template.
        service: the name of its service in the template; "" if not known.
        source: the name of its source in the template; "" if not known.
        place: in its template; None if the file is not a template.
        valid: whether AWS accepts it; None if too much of it is not known from the template, or if AWS does not document it.
        unknown: placeholders for values that are not known from the template, such as `${Stage}`.
        problems: that make it invalid.
        advice: likely mistakes.
        service_answer: the service's message for any invalid filter; "" if it names the fault, or is not known.
        service_answers: what SNS answers to an invalid filter policy: to `Subscribe`, and to `SetSubscriptionAttributes`.
        answers_recorded: when SNS answered that to a policy that may be valid now; "" for an invalid one.
        event_kind: of an event that is not a pattern, such as `an event from an event bus`; "" otherwise.
    """

    file: str
    name: str
    number: int = 0
    count: int | None = None
    in_template: bool = False
    service: str = ""
    source: str = ""
    place: Place | None = None
    valid: bool | None = True
    unknown: tuple[str, ...] = ()
    problems: tuple[LocatedProblem, ...] = ()
    advice: tuple[LocatedProblem, ...] = ()
    service_answer: str = ""
    service_answers: tuple[str, ...] = ()
    answers_recorded: str = ""
    event_kind: str = ""

    @property
    def is_undecided(self) -> bool:
        """Whether AWS does not document if it accepts the pattern, all of which is known."""
        if self.valid is not None:
            return False
        # in a template, too much may be unknown for a verdict; then there is no problem of an invalid pattern
        return not self.in_template or any(not each.code.startswith(_ADVICE) for each in self.advice)

    @property
    def all_problems(self) -> tuple[LocatedProblem, ...]:
        """The problems that make it invalid, then the advice."""
        return (*self.problems, *self.advice)


@dataclass(frozen=True, slots=True)
class FileReport:
    """The report of one file.

    Args:
        file: its name in messages.
        patterns: in the order of the file.
        unreadable: why it cannot be read, in a sentence; "" if it can.
        is_named: whether the user named the file itself, and not its folder.
        place: of the fault if it cannot be read, and if known.
    """

    file: str
    patterns: tuple[PatternReport, ...] = ()
    unreadable: str = ""
    is_named: bool = True
    place: Place | None = None

    def outcome(self, *, strict: bool = False) -> Outcome:
        """The outcome of the file.

        Args:
            strict: whether notes count like warnings.
        """
        if self.unreadable:
            return "unreadable"
        if not self.patterns:
            return "no_patterns"
        if any(pattern.valid is False or pattern.is_undecided for pattern in self.patterns):
            return "invalid"
        advice = [each for pattern in self.patterns for each in pattern.advice]
        is_serious = any(strict or each.severity != "note" for each in advice)
        return "advice" if is_serious else "valid"

    @property
    def is_passed_over(self) -> bool:
        """Whether it was skipped: a file of a folder that is not a pattern."""
        return not self.is_named and not self.patterns and not self.unreadable


@dataclass(frozen=True, slots=True)
class Report:
    """The report of all files.

    Args:
        files: the reports of the files, in order.
        strict: whether a report with notes is not ok.
    """

    files: tuple[FileReport, ...]
    strict: bool = False

    @property
    def ok(self) -> bool:
        """Whether every pattern is valid, without errors and warnings, and every file was read."""
        outcomes = {file.outcome(strict=self.strict) for file in self.files}
        return outcomes <= {"valid", "no_patterns"} and "valid" in outcomes

    @property
    def patterns(self) -> tuple[PatternReport, ...]:
        """The reports of all patterns and lists of filters, in the order of the files."""
        return tuple(pattern for file in self.files for pattern in file.patterns)

    @property
    def passed_over(self) -> tuple[str, ...]:
        """The skipped files of folders, which are not patterns, in order."""
        return tuple(file.file for file in self.files if file.is_passed_over)

    @property
    def problems(self) -> tuple[LocatedProblem, ...]:
        """All problems and all advice, in the order of the files."""
        return tuple(each for pattern in self.patterns for each in pattern.all_problems)

    def __iter__(self) -> Iterator[LocatedProblem]:
        return iter(self.problems)

    def __bool__(self) -> bool:
        raise TypeError("a report has no truth value: use its .ok")

    @override
    def __str__(self) -> str:
        unreadable = [file.unreadable for file in self.files if file.unreadable]
        return "\n".join([*unreadable, *map(str, self.problems)]) or "valid"

    @override
    def __repr__(self) -> str:
        counts = f"{len(self.patterns)} patterns, {len(self.problems)} problems"
        unreadable = sum(bool(file.unreadable) for file in self.files)
        files = f", {unreadable} unreadable files" if unreadable else ""
        files += f", {len(self.passed_over)} files skipped" if self.passed_over else ""
        return f"<Report: {'ok' if self.ok else 'not ok'}, {counts}{files}>"
