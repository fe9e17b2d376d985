"""Filters that are not valid, as the objects that `--json` prints."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.errors import Problem

__all__ = ["invalid_filters_json", "invalid_words_json"]


def invalid_filters_json(name: str, problems: Sequence[Problem], number: int) -> dict[str, object]:
    """The object that commands print which evaluate events."""
    return {"pattern": name, "verdict": "invalid_pattern", **_members(problems, number)}


def invalid_words_json(name: str, problems: Sequence[Problem], number: int) -> dict[str, object]:
    """The object that `pipefilter explain` prints."""
    return {"pattern": name, "valid": False, **_members(problems, number)}


def _members(problems: Sequence[Problem], number: int) -> dict[str, object]:
    """The problems, and the number of the filter, unless it is 0 for a bare pattern or the list as a whole."""
    members: dict[str, object] = {"problems": [problem.as_json() for problem in problems]}
    return {**members, "filter": number} if number else members
