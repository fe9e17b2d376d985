"""Problems in SARIF, the format of code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import quote

from pipefilter.analysis.problem_page import problem_page
from pipefilter.application.report import FileReport, LocatedProblem
from pipefilter.errors import ProblemKind
from pipefilter.problem_kind import docs_address

__all__ = ["sarif"]

_UNREADABLE = "unreadable-file"
"""The rule of files that cannot be read or parsed: it has no code, so that no option hides them."""


def sarif(
    problems: Iterable[LocatedProblem],
    kinds: Mapping[str, ProblemKind],
    *,
    unreadable: Iterable[FileReport] = (),
    failure: str = "",
) -> dict[str, object]:
    """A SARIF log with one run.

    Args:
        unreadable: the reports of files that cannot be read or parsed. They are results, because code scanning shows
            nothing else, and notifications, because the standard has a place for them.
        failure: why nothing was checked, in a sentence; "" if something was.
    """
    problems, unreadable = list(problems), list(unreadable)
    codes = {located.code for located in problems}
    # the rules of all checks, so that a later run can report that a problem is fixed
    rules = [_rule(kind) for kind in kinds.values() if kind.advice or kind.code in codes]
    if unreadable:
        rules.append(_rule_for_unreadable())
    failures = [_notification(report) for report in unreadable]
    if failure:
        failures.append({"level": "error", "message": {"text": failure}})
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "pipefilter",
                        **_version(),
                        "informationUri": "https://github.com/pipefilter/pipefilter",
                        "rules": rules,
                    }
                },
                "invocations": [_invocation(failures)],
                "columnKind": "utf16CodeUnits",
                "results": [*map(_result, problems), *map(_unreadable_result, unreadable)],
            }
        ],
    }


def _version() -> dict[str, str]:
    try:
        return {"version": version("pipefilter")}
    except PackageNotFoundError:  # run from a checkout
        return {}


def _result(located: LocatedProblem) -> dict[str, object]:
    problem, start, end = located.problem, located.start, located.end
    words = problem.message + (f"{_separator(problem.message)} Hint: {problem.hint}" if problem.hint else "")
    if located.number:
        words = f"filter {located.number}: {words}"
    return {
        "ruleId": problem.code,
        "level": problem.severity,
        "message": {"text": words},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(located.file)},
                    "region": {
                        "startLine": start.line,
                        "startColumn": start.column,
                        "endLine": end.line,
                        "endColumn": end.column,
                    },
                }
            }
        ],
    }


def _invocation(failures: list[dict[str, object]]) -> dict[str, object]:
    """Whether everything could be checked, and if not, why."""
    if not failures:
        return {"executionSuccessful": True}
    return {"executionSuccessful": False, "toolExecutionNotifications": failures}


def _notification(report: FileReport) -> dict[str, object]:
    return {
        "level": "error",
        "message": {"text": report.unreadable},
        "locations": [_location_of_fault(report)],
    }


def _unreadable_result(report: FileReport) -> dict[str, object]:
    return {"ruleId": _UNREADABLE, **_notification(report)}


def _location_of_fault(report: FileReport) -> dict[str, object]:
    """The place of the fault, or the start of the file: code scanning requires a region."""
    line, column = (report.place.line, report.place.column) if report.place else (1, 1)
    region = {"startLine": line, "startColumn": column, "endLine": line, "endColumn": column}
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(report.file)}, "region": region}}


def _rule_for_unreadable() -> dict[str, object]:
    title = "A file cannot be read or parsed"
    meaning = "The patterns in this file were not checked. Problems that an earlier run reported in it may still be there."
    page = docs_address("how-to/pull-requests")
    return {
        "id": _UNREADABLE,
        "name": "UnreadableFile",
        "shortDescription": {"text": title},
        "fullDescription": {"text": meaning},
        "help": {"text": f"{title}\n{meaning}\n{page}", "markdown": f"{meaning}\n\n[Docs]({page})"},
        "helpUri": page,
        "defaultConfiguration": {"level": "error"},
    }


def _uri(file: str) -> str:
    """Relative to the root of the repository, as code scanning requires, or absolute if you named the file that way."""
    path = Path(file)
    if path.is_absolute():
        return path.as_uri()
    return quote(os.fsencode(path.as_posix().strip("<>")))


def _separator(sentence: str) -> str:
    return "" if sentence.endswith((".", "?", "!")) else "."


def _rule(kind: ProblemKind) -> dict[str, object]:
    """The texts that code scanning shows beside each problem: a title, and a page with a fix."""
    page = problem_page(kind)
    return {
        "id": kind.code,
        "name": kind.name,
        "shortDescription": {"text": kind.title},
        "fullDescription": {"text": page.meaning},
        "help": {"text": page.text, "markdown": f"{page.markdown}\n\n[{kind.code} in the docs]({kind.page})"},
        "helpUri": kind.page,
        "defaultConfiguration": {"level": kind.severity},
    }
