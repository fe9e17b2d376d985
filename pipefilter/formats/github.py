"""Problems as annotations of GitHub Actions: lines that a workflow prints, and that a pull request shows at its lines.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from pipefilter.application.report import FileReport, LocatedProblem

__all__ = ["github_annotations"]

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def github_annotations(report: FileReport) -> Iterator[str]:
    """The lines on one file.

    Args:
        report: of the file.
    """
    if report.unreadable:
        yield f"::error file={_property(_path(report.file))}::{_data(report.unreadable)}"
    for pattern in report.patterns:
        yield from map(_annotation, pattern.all_problems)


def _annotation(located: LocatedProblem) -> str:
    problem, start, end = located.problem, located.start, located.end
    properties = [
        f"file={_property(_path(located.file))}",
        f"line={start.line}",
        f"endLine={end.line}",
    ]
    if start.line == end.line:  # columns of a span over lines would be read as those of its first
        properties += [f"col={start.column}", f"endColumn={end.column}"]
    properties.append(f"title={_property(problem.code)}")
    words = f"filter {located.number}: {problem.message}" if located.number else problem.message
    hint = f"\nhint: {problem.hint}" if problem.hint else ""
    return f"::{_COMMANDS[problem.severity]} {','.join(properties)}::{_data(words + hint)}"


def _path(file: str) -> str:
    """With the slashes of the repository, also on Windows."""
    return PurePath(file).as_posix()


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
