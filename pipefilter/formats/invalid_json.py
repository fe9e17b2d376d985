"""Filters that are not valid, as the objects that `--json` prints."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.errors import Problem

__all__ = ["invalid_filters_json", "invalid_words_json"]


def invalid_filters_json(name: str, problems: Sequence[Problem], number: int) -> dict[str, object]:
    """The object that commands print which evaluate events."""
    verdict = "undecided" if _is_undecided(problems) else "invalid_pattern"
    return {"pattern": name, "verdict": verdict, **_members(problems, number)}


def invalid_words_json(name: str, problems: Sequence[Problem], number: int) -> dict[str, object]:
    """The object that `pipefilter explain` prints."""
    valid = None if _is_undecided(problems) else False
    return {"pattern": name, "valid": valid, **_members(problems, number)}


def _is_undecided(problems: Sequence[Problem]) -> bool:
    """Whether it is not known whether AWS rejects the filters."""
    return all(problem.severity == "note" for problem in problems)


def _members(problems: Sequence[Problem], number: int) -> dict[str, object]:
    """The problems, and the number of the filter, unless it is 0 for a bare pattern or the list as a whole."""
    members: dict[str, object] = {"problems": [problem.as_json() for problem in problems]}
    return {**members, "filter": number} if number else members
