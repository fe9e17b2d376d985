"""Findings in the format that code scanning reads: https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import quote

from pipefilter.errors import Place, Problem, ProblemKind

__all__ = ["Located", "sarif"]


@dataclass(frozen=True, slots=True)
class Located:
    """What was found, and where.

    Args:
        file: its name.
        problem: with its place in the file, or in the pattern of one filter.
        number: of that filter, from 1; 0 if the place is that in the file.
        start: where that filter begins in the file.
    """

    file: str
    problem: Problem
    number: int = 0
    start: Place | None = None


def sarif(findings: Iterable[Located], kinds: dict[str, ProblemKind]) -> dict[str, object]:
    """A SARIF log with one run.

    Args:
        findings: in the order of the files.
        kinds: what there is to find, by code.
    """
    rules = [
        {
            "id": kind.code,
            "shortDescription": {"text": _plain(kind.message)},
            "fullDescription": {"text": _plain(kind.meaning)},
            "helpUri": kind.url,
            "defaultConfiguration": {"level": kind.severity},
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
                "results": [_result(one) for one in findings],
            }
        ],
    }


def _version() -> dict[str, str]:
    try:
        return {"version": version("pipefilter")}
    except PackageNotFoundError:  # run from a checkout
        return {}


def _result(found: Located) -> dict[str, object]:
    problem = found.problem
    place = problem.place
    words = problem.message + (f". {problem.hint}" if problem.hint else "")
    if found.number:  # the pattern is text inside the file's JSON: its own places are not places in the file
        words = f"filter {found.number}, line {place.line}, column {place.column}: {words}"
        place = found.start or Place(1, 1)
    return {
        "ruleId": problem.code,
        "level": problem.severity,
        "message": {"text": words},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(Path(found.file).as_posix())},
                    "region": {"startLine": max(1, place.line), "startColumn": max(1, place.column)},
                }
            }
        ],
    }


def _plain(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}")
