"""What `check` reports: of each pattern whether it is valid, and what its author probably did not mean."""

from __future__ import annotations

import reprlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from pipefilter.errors import Place, Problem, Severity

__all__ = ["CheckSettings", "FileReport", "LocatedProblem", "Outcome", "PatternReport", "Report"]

Outcome = Literal["valid", "advice", "invalid", "unreadable", "no_patterns"]
"""What became of a file: `advice` if there are errors or warnings in valid patterns."""

_WEIGHT: dict[Severity, int] = {"note": 0, "warning": 1, "error": 2}


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """What to look for.

    Args:
        service: the name of the service in which the patterns run; "" if that is not known, or a template says it.
        source: the name of the source whose records they see, likewise.
        emulators: whether to report also where emulators of AWS differ.
        select: the beginnings of the codes to report; empty for all.
        ignore: the beginnings of the codes not to report.
        severity: the least to report.
        strict: whether notes, too, keep a report from being ok.

    Raises:
        ValueError: there is no such severity.
    """

    service: str = ""
    source: str = ""
    emulators: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Severity = "note"
    strict: bool = False

    def __post_init__(self) -> None:
        if self.severity not in tuple(_WEIGHT):
            raise ValueError(f"{reprlib.repr(self.severity)} is not a severity: there are {', '.join(_WEIGHT)}")

    def reports(self, problem: Problem) -> bool:
        """Whether to report a piece of advice.

        Args:
            problem: that a check found.
        """
        code = problem.code
        return (
            _WEIGHT[problem.severity] >= _WEIGHT[self.severity]
            and (not self.select or code.startswith(self.select))
            and not (self.ignore and code.startswith(self.ignore))
        )


@dataclass(frozen=True, slots=True)
class LocatedProblem:
    """A problem, and where in its file it is.

    Args:
        file: what messages call it.
        problem: the problem; its own places may be those in one filter's pattern.
        number: of that filter, from 1; 0 if the places of the problem are those in the file.
        start: where it begins in the file.
        end: where it ends there: the place after its last character.
        excerpt: the line of the file, and carets; "" if the places of the problem are those in the file.
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
        """The sentence; AWS's own words where AWS has words for it."""
        return self.problem.message

    @property
    def hint(self) -> str:
        """What to do about it; may be empty."""
        return self.problem.hint

    @property
    def in_file(self) -> Problem:
        """The problem with its places in the file, and the number of its filter in its message."""
        problem = self.problem
        if not self.number:
            return problem
        return replace(
            problem,
            message=f"filter {self.number}: {problem.message}",
            start=self.start,
            end=self.end,
            line=problem.line and self.start.line,
            column=problem.column and self.start.column,
            excerpt=self.excerpt,
        )

    def __str__(self) -> str:
        return self.in_file.as_text(self.file)


@dataclass(frozen=True, slots=True)
class PatternReport:
    """What `check` reports of one pattern, or of a list of filters as a whole.

    Args:
        file: what messages call it.
        name: the file's, or that of the resource in the template, such as `template.yaml#OrdersPipe`.
        number: of the filter, from 1; 0 for a lone pattern or a whole list.
        count: of a whole list, how many filters it has; None of a pattern.
        in_template: whether the pattern is in a template.
        service: where it runs, as its template says; "" if it does not.
        source: whose records it sees, likewise.
        place: where it begins in its template; None of a file that is not one.
        valid: whether AWS accepts it; None if the template does not say enough of it.
        unknown: what the template does not say, such as `${Stage}`.
        problems: what makes it invalid.
        advice: what its author probably did not mean.
        service_answer: what the service says of any invalid filter; "" if it says what is wrong, or that is not known.
        event_kind: what it is if it is an event and not a pattern, such as `an event of a bus`; "" otherwise.
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
    event_kind: str = ""

    @property
    def all_problems(self) -> tuple[LocatedProblem, ...]:
        """What makes it invalid, then the advice."""
        return (*self.problems, *self.advice)


@dataclass(frozen=True, slots=True)
class FileReport:
    """What `check` reports of one file.

    Args:
        file: what messages call it.
        patterns: in it, in the order of the file.
        unreadable: why it cannot be read, in a sentence; "" if it can.
        is_named: whether a user named it, and it does not only lie in a folder.
        place: where it cannot be read, if that is known.
    """

    file: str
    patterns: tuple[PatternReport, ...] = ()
    unreadable: str = ""
    is_named: bool = True
    place: Place | None = None

    def outcome(self, *, strict: bool = False) -> Outcome:
        """What became of it.

        Args:
            strict: whether notes count like warnings.
        """
        if self.unreadable:
            return "unreadable"
        if not self.patterns:
            return "no_patterns"
        if any(pattern.valid is False for pattern in self.patterns):
            return "invalid"
        advice = [each for pattern in self.patterns for each in pattern.advice]
        is_serious = any(strict or each.severity != "note" for each in advice)
        return "advice" if is_serious else "valid"

    @property
    def is_passed_over(self) -> bool:
        """Whether nobody named it, and it was taken for no pattern."""
        return not self.is_named and not self.patterns and not self.unreadable


@dataclass(frozen=True, slots=True)
class Report:
    """What `check` reports of all files.

    Args:
        files: in their order.
        strict: whether notes, too, keep it from being ok.
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
        """Of each pattern and each list of filters, in the order of the files."""
        return tuple(pattern for file in self.files for pattern in file.patterns)

    @property
    def passed_over(self) -> tuple[str, ...]:
        """The files that nobody named and that were taken for no patterns, in their order."""
        return tuple(file.file for file in self.files if file.is_passed_over)

    @property
    def problems(self) -> tuple[LocatedProblem, ...]:
        """All problems and all advice, in the order of the files."""
        return tuple(each for pattern in self.patterns for each in pattern.all_problems)

    def __iter__(self) -> Iterator[LocatedProblem]:
        return iter(self.problems)

    def __bool__(self) -> bool:
        raise TypeError("a report is neither true nor false: use its .ok")

    def __str__(self) -> str:
        unreadable = [file.unreadable for file in self.files if file.unreadable]
        return "\n".join([*unreadable, *map(str, self.problems)]) or "valid"

    def __repr__(self) -> str:
        counts = f"{len(self.patterns)} patterns, {len(self.problems)} problems"
        unreadable = sum(bool(file.unreadable) for file in self.files)
        files = f", {unreadable} files not readable" if unreadable else ""
        files += f", {len(self.passed_over)} files passed over" if self.passed_over else ""
        return f"<Report: {'ok' if self.ok else 'not ok'}, {counts}{files}>"
