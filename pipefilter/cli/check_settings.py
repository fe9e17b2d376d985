"""What `pipefilter check` is to look for, and how to print it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipefilter.cli.output import counted, styled
from pipefilter.errors import Problem, Severity
from pipefilter.services.service import Service
from pipefilter.sources.source import Source

__all__ = ["CheckSettings", "Totals", "counts_in_words", "verdict_in_words", "with_counts"]

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


def counts_in_words(found: Sequence[Problem]) -> str:
    """How many errors, warnings and notes there are; "" if there are none.

    Args:
        found: by the checks.
    """
    counts = Counter(problem.severity for problem in found)
    return ", ".join(counted(counts[severity], severity) for severity in reversed(_WEIGHT) if counts[severity])


def verdict_in_words(found: Sequence[Problem], rest: str = "") -> str:
    """That a pattern is valid, or how many errors there are in it: a pattern with an error is valid to AWS only.

    Args:
        found: by the checks.
        rest: what to say behind that.
    """
    counts = counts_in_words(found)
    if any(problem.severity == "error" for problem in found):
        return f"{counts}{rest}"
    return f"{styled('valid', 'yes')}{rest}{with_counts(found)}"


def with_counts(found: Sequence[Problem]) -> str:
    """How many errors, warnings and notes there are, if any, behind something else.

    Args:
        found: by the checks.
    """
    counts = counts_in_words(found)
    return f", with {counts}" if counts else ""


class Totals:
    """What was found in all patterns."""

    def __init__(self) -> None:
        self.patterns = 0
        self._with_problems = 0
        self._problems: list[Problem] = []

    def add(self, found: Sequence[Problem]) -> None:
        """Count one more pattern.

        Args:
            found: in it.
        """
        self.patterns += 1
        self._with_problems += bool(found)
        self._problems += found

    def add_to_list(self, found: Sequence[Problem]) -> None:
        """Count what was found in a list of patterns as a whole.

        Args:
            found: in it.
        """
        self._problems += found

    def __str__(self) -> str:
        if not self._problems:
            return f"{counted(self.patterns, 'pattern')} checked"
        several = f"{self._with_problems} of " if self._with_problems else ""
        return f"{counts_in_words(self._problems)} in {several}{counted(self.patterns, 'pattern')}"
