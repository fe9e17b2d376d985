"""Findings in the format that code scanning reads: https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import quote

from pipefilter.errors import Problem, ProblemKind

__all__ = ["sarif"]

_LEVELS = {"error": "error", "warning": "warning", "note": "note"}


def sarif(findings: Iterable[tuple[str, int, Problem]], kinds: dict[str, ProblemKind]) -> dict[str, object]:
    """A SARIF log with one run.

    Args:
        findings: each with its file's name, and the number of the filter that it is about: then its place is that in
            the filter's own text, which is not one in the file; 0 for a file that is one pattern.
        kinds: what there is to find, by code.
    """
    rules = [
        {
            "id": kind.code,
            "shortDescription": {"text": kind.message},
            "fullDescription": {"text": kind.meaning},
            "helpUri": kind.url,
            "defaultConfiguration": {"level": _LEVELS[kind.severity]},
        }
        for kind in kinds.values()
    ]
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
                "results": [_result(*one) for one in findings],
            }
        ],
    }


def _version() -> dict[str, str]:
    try:
        return {"version": version("pipefilter")}
    except PackageNotFoundError:  # run from a checkout
        return {}


def _result(file: str, number: int, problem: Problem) -> dict[str, object]:
    place = problem.place
    words = problem.message + (f". {problem.hint}" if problem.hint else "")
    where: dict[str, object] = {"artifactLocation": {"uri": quote(Path(file).as_posix())}}
    if number:
        words = f"filter {number}, line {place.line}, column {place.column}: {words}"
    else:
        where["region"] = {"startLine": max(1, place.line), "startColumn": max(1, place.column)}
    return {
        "ruleId": problem.code,
        "level": _LEVELS[problem.severity],
        "message": {"text": words},
        "locations": [{"physicalLocation": where}],
    }
