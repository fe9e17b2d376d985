"""Every kind of problem that pipefilter can report, collected from its modules."""

from __future__ import annotations

import importlib
from pathlib import Path

import pipefilter
from pipefilter.errors import ProblemKind

WITH_AN_EXTRA = (
    "pipefilter.spark",
    "pipefilter.cfn_lint",
    "pipefilter.cdk_validation",
)  # they can be imported only with it, and define no kind


def _module_names() -> list[str]:
    folder = Path(pipefilter.__file__).parent
    paths = [path.relative_to(folder.parent).with_suffix("") for path in folder.rglob("*.py")]
    names = [".".join(path.parts).removesuffix(".__init__") for path in paths if path.stem != "__main__"]
    return [name for name in names if not name.startswith(WITH_AN_EXTRA)]


def _all_kinds() -> list[ProblemKind]:
    kinds = {
        id(value): value
        for name in _module_names()
        for value in vars(importlib.import_module(name)).values()
        if isinstance(value, ProblemKind)
    }
    return sorted(kinds.values(), key=lambda kind: kind.code)


ALL_KINDS = _all_kinds()
