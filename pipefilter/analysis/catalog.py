"""What the checks can find, by code."""

from __future__ import annotations

import importlib

from pipefilter.analysis.checks import CHECKS, CHECKS_OF_EMULATORS, CHECKS_OF_PLACE
from pipefilter.analysis.emulators import emulator
from pipefilter.analysis.filter_problems import CHECKS_OF_CRITERIA
from pipefilter.analysis.template import template_values
from pipefilter.errors import ProblemKind

__all__ = ["check_kinds"]


def check_kinds() -> dict[str, ProblemKind]:
    """Everything that the checks can find, by code, in the order of the codes."""
    found: dict[str, ProblemKind] = {}
    checks = (*CHECKS, *CHECKS_OF_PLACE, *CHECKS_OF_CRITERIA, *CHECKS_OF_EMULATORS)
    for module in (*(check.__module__ for check in checks), emulator.__name__, template_values.__name__):
        for value in vars(importlib.import_module(module)).values():
            if isinstance(value, ProblemKind) and value.advice:
                found[value.code] = value
    return dict(sorted(found.items()))
