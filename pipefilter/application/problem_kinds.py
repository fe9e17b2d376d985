"""Lists every kind of problem by its code: findings of the checks, and problems of invalid patterns and events."""

from __future__ import annotations

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

__all__ = ["problem_kinds"]

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


def problem_kinds() -> dict[str, ProblemKind]:
    """Every kind, by code, in the order of the codes."""
    kinds = check_kinds()
    for module in _MODULES:
        for value in vars(module).values():
            if isinstance(value, ProblemKind):
                kinds[value.code] = value
    return dict(sorted(kinds.items()))
