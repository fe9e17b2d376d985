"""Lists every kind of problem by its code: findings of the checks, and problems of invalid patterns and events."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from types import ModuleType

from pipefilter.analysis.catalog import check_kinds
from pipefilter.errors import ProblemKind
from pipefilter.filtering import envelopes as wrapped_records
from pipefilter.json_text import syntax_problems
from pipefilter.language import (
    affix,
    complexity,
    criteria_problems,
    operator_problems,
    parse,
    structure_problems,
)
from pipefilter.language.operators import OPERATORS
from pipefilter.matching import event_text

__all__ = ["always_reported", "problem_kinds"]

_MODULES: tuple[ModuleType, ...] = (
    syntax_problems,
    structure_problems,
    operator_problems,
    parse,
    complexity,
    criteria_problems,
    affix,
    *(import_module(operator.__module__) for operator in OPERATORS),
    event_text,
    wrapped_records,
)
"""The modules with kinds that do not belong to a check; a test verifies that the list is complete."""


def always_reported(prefixes: Iterable[str]) -> list[str]:
    """The codes and prefixes that are only of patterns that AWS rejects, so that to ignore them has no effect."""
    kinds = problem_kinds()
    advice = [code for code, kind in kinds.items() if kind.advice]
    return [
        prefix
        for prefix in prefixes
        if any(code.startswith(prefix) for code in kinds)
        and not any(code.startswith(prefix) for code in advice)
    ]


def problem_kinds() -> dict[str, ProblemKind]:
    """Every kind, by code, in the order of the codes."""
    kinds = check_kinds()
    for module in _MODULES:
        for value in vars(module).values():
            if isinstance(value, ProblemKind):
                kinds[value.code] = value
    return dict(sorted(kinds.items()))
