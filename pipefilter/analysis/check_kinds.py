"""What the checks can find, by code, and the page on each."""

from __future__ import annotations

import importlib
import re
from textwrap import indent

from pipefilter.analysis import CHECKS, CHECKS_OF_EMULATORS, CHECKS_OF_PLACE, deployed_values, emulator
from pipefilter.analysis.findings import CHECKS_OF_CRITERIA, findings
from pipefilter.errors import Example, Problem, ProblemKind
from pipefilter.language.filter_criteria import parse_filters
from pipefilter.services import service_named
from pipefilter.sources import source_named

__all__ = ["check_kinds", "page_of"]

_PLACEHOLDER = re.compile(r"(?<!\{)\{[a-z_]+\}")


def check_kinds() -> dict[str, ProblemKind]:
    """Everything that the checks can find, by code, in the order of the codes."""
    found: dict[str, ProblemKind] = {}
    checks = (*CHECKS, *CHECKS_OF_PLACE, *CHECKS_OF_CRITERIA, *CHECKS_OF_EMULATORS)
    for module in (*(check.__module__ for check in checks), emulator.__name__, deployed_values.__name__):
        for value in vars(importlib.import_module(module)).values():
            if isinstance(value, ProblemKind) and value.advice:
                found[value.code] = value
    return dict(sorted(found.items()))


def page_of(kind: ProblemKind) -> str:
    """The page on one of them: what it says, why, what to do, an example of each, and the source.

    Args:
        kind: what a check can find.
    """
    shown = _found(kind)
    message, hint = (
        (shown.message, shown.hint) if shown else (_plain(kind.message), _plain(kind.hint).strip("."))
    )
    lines = [f"{kind.code} ({kind.severity}): {message}", "", _plain(kind.meaning)]
    if hint.strip("."):
        lines += ["", f"What to do: {hint}"]
    for title, example in (("Found in", kind.bad), ("Not found in", kind.good)):
        if example is not None:
            text = indent(example.pattern.rstrip(), "    ")
            lines += ["", f"{title}{_where(example)}:", "", text]
    return "\n".join([*lines, "", f"See {kind.url}"])


def _found(kind: ProblemKind) -> Problem | None:
    """What is found in the example."""
    if kind.bad is None or kind.bad.template:
        return None
    service = service_named(kind.bad.service) if kind.bad.service else None
    source = source_named(kind.bad.source) if kind.bad.source else None
    criteria = parse_filters(kind.bad.pattern)
    found = findings(criteria, service=service, source=source, emulators=kind.bad.emulators)
    return next((one.problem for one in found if one.problem.code == kind.code), None)


def _plain(text: str) -> str:
    """A kind's words without what each occurrence has of its own."""
    return _PLACEHOLDER.sub("...", text).replace("{{", "{").replace("}}", "}")


def _where(example: Example) -> str:
    if example.template:
        return f" {example.template}"
    options = [f"--service {example.service}"] if example.service else []
    options += [f"--source {example.source}"] if example.source else []
    options += ["--emulators"] if example.emulators else []
    return f" ({' '.join(options)})" if options else ""
