"""The catalog of problem kinds that the checks can report, by code."""

from __future__ import annotations

import importlib

from pipefilter.analysis.checks import CHECKS, CHECKS_OF_PLACE
from pipefilter.analysis.criteria_checks import CHECKS_OF_CRITERIA
from pipefilter.analysis.emulator_checks import CHECKS_OF_EMULATORS
from pipefilter.analysis.emulators import emulator
from pipefilter.analysis.template import (
    common_subscription,
    double_rules,
    literal_reference,
    open_scope,
    property_shapes,
    template_values,
    terraform_blocks,
)
from pipefilter.errors import ProblemKind

__all__ = ["check_kinds"]

_OTHERS = (
    common_subscription.__name__,
    double_rules.__name__,
    template_values.__name__,
    literal_reference.__name__,
    open_scope.__name__,
    property_shapes.__name__,
    terraform_blocks.__name__,
)


def check_kinds() -> dict[str, ProblemKind]:
    """Every kind of problem that the checks can report, in the order of the codes."""
    kinds: dict[str, ProblemKind] = {}
    checks = (*CHECKS, *CHECKS_OF_PLACE, *CHECKS_OF_CRITERIA, *CHECKS_OF_EMULATORS)
    for module in (*(check.__module__ for check in checks), emulator.__name__, *_OTHERS):
        for value in vars(importlib.import_module(module)).values():
            if isinstance(value, ProblemKind) and value.advice:
                kinds[value.code] = value
    return dict(sorted(kinds.items()))
