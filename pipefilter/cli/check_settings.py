"""What `pipefilter check` is to look for, and how to print it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pipefilter.cli.output import counted
from pipefilter.errors import Problem, Severity
from pipefilter.services.service import Service
from pipefilter.sources.source import Source

__all__ = ["CheckSettings", "pieces_in_words"]

_WEIGHT: dict[Severity, int] = {"note": 0, "warning": 1, "error": 2}


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """What to look for, and how to print it.

    Args:
        service: where the patterns run; None if not given.
        source: what they see records of; None if not given.
        emulators: whether to tell also what emulators judge otherwise.
        select: the begins of the codes that are wanted; empty for all.
        ignore: the begins of those that are not.
        severity: the least that is wanted.
        strict: whether notes too make the exit code 1.
        as_json: one JSON object a pattern.
        as_sarif: one SARIF log.
    """

    service: Service | None
    source: Source | None
    emulators: bool
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    severity: Severity
    strict: bool
    as_json: bool
    as_sarif: bool

    def wants(self, problem: Problem) -> bool:
        """Whether a piece of advice is wanted."""
        code = problem.code
        return (
            _WEIGHT[problem.severity] >= _WEIGHT[self.severity]
            and (not self.select or code.startswith(self.select))
            and not (self.ignore and code.startswith(self.ignore))
        )


def pieces_in_words(found: list[Problem]) -> str:
    """How many errors, warnings and notes there are, if any.

    Args:
        found: by the checks.
    """
    counts = Counter(problem.severity for problem in found)
    shown = [counted(counts[severity], severity) for severity in _WEIGHT if counts[severity]]
    return f", with {', '.join(reversed(shown))}" if shown else ""
