"""Every kind of problem that pipefilter can report, collected from its modules."""

from __future__ import annotations

import importlib
import pkgutil

import pipefilter
from pipefilter.errors import ProblemKind


def _all_kinds() -> list[ProblemKind]:
    kinds: dict[int, ProblemKind] = {}
    for module in pkgutil.walk_packages(pipefilter.__path__, "pipefilter."):
        # what runs on Spark is there only with its extra
        if module.name.startswith(("pipefilter.__main__", "pipefilter.spark")):
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, ProblemKind):
                kinds[id(value)] = value
    return sorted(kinds.values(), key=lambda kind: kind.code)


ALL_KINDS = _all_kinds()
