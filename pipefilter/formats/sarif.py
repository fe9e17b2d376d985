"""Problems in SARIF, the format of code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import quote

from pipefilter.analysis.problem_page import problem_page
from pipefilter.application.report import LocatedProblem
from pipefilter.errors import ProblemKind

__all__ = ["sarif"]


def sarif(problems: Iterable[LocatedProblem], kinds: Mapping[str, ProblemKind]) -> dict[str, object]:
    """A SARIF log with one run."""
    problems = list(problems)
    codes = {located.code for located in problems}
    # the rules of all checks, so that a later run can report that a problem is fixed
    rules = [_rule(kind) for kind in kinds.values() if kind.advice or kind.code in codes]
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
                "columnKind": "utf16CodeUnits",
                "results": [_result(located) for located in problems],
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
