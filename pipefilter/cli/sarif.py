"""Findings in the format that code scanning reads: https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.parse import quote

from pipefilter.errors import Place, Problem, ProblemKind

__all__ = ["Located", "sarif"]

_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")
_ERRORS = "https://github.com/pipefilter/pipefilter/blob/main/docs/errors.md"


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
    findings = list(findings)
    rules: dict[str, dict[str, object]] = {
        kind.code: {
            "id": kind.code,
            "shortDescription": {"text": _plain(_PLACEHOLDER.sub("...", kind.message))},
            "fullDescription": {"text": _plain(kind.meaning)},
            "helpUri": kind.url,
            "defaultConfiguration": {"level": kind.severity},
        }
        for kind in kinds.values()
    }
    for found in findings:  # what makes a pattern invalid has no page: the sentence is all there is
        rules.setdefault(
            found.problem.code,
            {"id": found.problem.code, "shortDescription": {"text": found.problem.message}, "helpUri": _ERRORS},
        )
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
                        "rules": list(rules.values()),
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
                    "artifactLocation": {"uri": _uri(found.file)},
                    "region": {"startLine": max(1, place.line), "startColumn": max(1, place.column)},
                }
            }
        ],
    }


def _uri(file: str) -> str:
    """Relative to the root of the repository, as code scanning wants it, or absolute as the file was given."""
    path = Path(file)
    if path.is_absolute():
        return path.as_uri()
    return quote(path.as_posix().strip("<>"))


def _plain(text: str) -> str:
    return text.replace("{{", "{").replace("}}", "}")
