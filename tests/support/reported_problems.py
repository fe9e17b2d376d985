"""The problems that `check --json` prints, as an editor should show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["Shown", "shown_by_check", "shown_by_editor"]

Shown = tuple[Any, ...]
"""Start and end (lines and UTF-16 units, from 0), code, severity, message."""

_SEVERITIES = {"error": 1, "warning": 2, "note": 3}


def shown_by_check(values: Iterable[dict[str, Any]]) -> dict[str, list[Shown]]:
    """What an editor should show for each file, of the objects that `check --json` prints."""
    problems: dict[str, list[Shown]] = {}
    for value in values:
        if "unreadable" in value:
            fault = value["unreadable"]
            place = {"line": fault.get("line", 1), "column": fault.get("column", 1)}
            reason = fault["reason"].rpartition(f":{place['line']}:{place['column']}: ")[2]
            problems.setdefault(fault["file"], []).insert(0, (_position(place), None, None, 1, reason))
        for problem in (*value.get("problems", ()), *value.get("advice", ())):
            hint = f"\nhint: {problem['hint']}" if problem["hint"] else ""
            places = problem.get("in_file", problem)
            problems.setdefault(value["pattern"].partition("#")[0], []).append(
                (
                    _position(places["start"]),
                    _position(places["end"]),
                    problem["code"],
                    _SEVERITIES[problem["severity"]],
                    problem["message"] + hint,
                )
            )
    return problems


def shown_by_editor(diagnostics: Iterable[dict[str, Any]]) -> list[Shown]:
    """What an editor shows of diagnostics; how far it underlines a fault of reading is not said by `check`."""
    return [
        (
            _units(each["range"]["start"]),
            _units(each["range"]["end"]) if "code" in each else None,
            each.get("code"),
            each["severity"],
            each["message"],
        )
        for each in diagnostics
    ]


def _units(position: dict[str, int]) -> tuple[int, int]:
    return position["line"], position["character"]


def _position(place: dict[str, int]) -> tuple[int, int]:
    return place["line"] - 1, max(0, place["column"] - 1)
