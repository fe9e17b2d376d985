"""Problems as annotations of GitHub Actions: a workflow prints them, and a pull request shows them beside its lines.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from pipefilter.application.report import FileReport, LocatedProblem

__all__ = ["github_annotations", "github_error"]

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def github_annotations(report: FileReport, *, errors_only: bool = False) -> Iterator[str]:
    """The annotations of one file."""
    if report.unreadable:
        properties = [f"file={_property(_path(report.file))}"]
        if report.place is not None:
            properties += [f"line={report.place.line}", f"col={report.place.column}"]
        yield f"::error {','.join(properties)}::{_data(report.unreadable)}"
    for pattern in report.patterns:
        for each in pattern.all_problems:
            if each.severity == "error" or not errors_only:
                yield _annotation(each)


def github_error(message: str) -> str:
    """The annotation of an error that is not about a file."""
    return f"::error::{_data(message)}"


def _annotation(located: LocatedProblem) -> str:
    problem, start, end = located.problem, located.start, located.end
    properties = [
        f"file={_property(_path(located.file))}",
        f"line={start.line}",
        f"endLine={end.line}",
    ]
    # GitHub applies the columns of a span over several lines to its first line
    if start.line == end.line:
        properties += [f"col={start.column}", f"endColumn={end.column}"]
    properties.append(f"title={_property(problem.code)}")
    words = f"filter {located.number}: {problem.message}" if located.number else problem.message
    hint = f"\nhint: {problem.hint}" if problem.hint else ""
    return f"::{_COMMANDS[problem.severity]} {','.join(properties)}::{_data(words + hint)}"


def _path(file: str) -> str:
    """The path with forward slashes, also on Windows."""
    return PurePath(file).as_posix()


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
