"""Patterns read and checked for `pipefilter check`, and what is found in them printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from pipefilter.analysis.check_kinds import check_kinds
from pipefilter.analysis.findings import findings
from pipefilter.cli.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.inputs import pattern_bytes, shown_name
from pipefilter.cli.output import counted, message, print_json, print_problem, result, styled
from pipefilter.cli.sarif import Located, sarif
from pipefilter.errors import InvalidEventPattern, Problem, Severity
from pipefilter.json_text.place import place_of
from pipefilter.language.filter_criteria import InvalidFilter, valid_filters
from pipefilter.services.service import Service
from pipefilter.sources.source import Source

__all__ = ["CheckSettings", "check_all"]

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


def check_all(names: Iterable[str], given: CheckSettings) -> int:
    """Check the patterns in files, print what is found, and return the exit code.

    Args:
        names: of the files.
        given: what to look for, and how to print it.
    """
    checked = _Checked(given)
    code = max([checked.check(name) for name in names], default=COULD_NOT_TELL)
    if given.as_sarif:
        print_json(sarif(checked.found, check_kinds()))
    elif checked.count > 1:
        message(f"{counted(checked.count, 'pattern')} checked")
    return code


class _Checked:
    """What was found so far."""

    def __init__(self, given: CheckSettings) -> None:
        self._given = given
        self.found: list[Located] = []
        self.count = 0

    def check(self, name: str) -> int:
        """Check one file, and return its exit code."""
        shown = shown_name(name)
        try:
            criteria, faults = valid_filters(pattern_bytes(name))
        except InvalidEventPattern as error:
            self.count += 1
            self._invalid(shown, error)
            return COULD_NOT_TELL
        for fault in faults:
            self.count += 1
            self._invalid(shown, fault)
        given = self._given
        found = findings(criteria, service=given.service, source=given.source, emulators=given.emulators)
        if faults:  # what is said of the list as a whole would be of a part of it
            found = [one for one in found if one.number]
        wanted = [one for one in found if given.wants(one.problem)]
        if not criteria.is_lone and not faults:
            self._criteria(shown, len(criteria.filters), [one.problem for one in wanted if not one.number])
        for one in criteria.filters:
            self.count += 1
            number = 0 if criteria.is_lone else one.number
            start = place_of(criteria.text, one.span[0]) if number else None
            problems = [found.problem for found in wanted if found.number == number]
            self.found += [Located(shown, problem, number, start) for problem in problems]
            self._filter(shown, problems, number=number)
        serious = [one for one in wanted if given.strict or one.problem.severity != "note"]
        return COULD_NOT_TELL if faults else NO if serious else YES

    def _invalid(self, shown: str, error: InvalidEventPattern) -> None:
        number = error.number if isinstance(error, InvalidFilter) else 0
        start = error.start if isinstance(error, InvalidFilter) else None
        self.found += [Located(shown, problem, number, start) for problem in error.problems]
        if self._given.as_json:
            problems = [problem.as_json() for problem in error.problems]
            line: dict[str, object] = {"pattern": shown, "valid": False, "problems": problems, "advice": []}
            if answer := self._answer():
                line["service_answer"] = answer
            print_json({**line, "filter": number} if number else line)
        elif not self._given.as_sarif:
            for problem in error.problems:
                print_problem(problem, _label(shown, number), is_result=True)
            if answer := self._answer():
                result(f"   AWS says no more there than: {answer}")

    def _answer(self) -> str:
        """What the service says of any filter that is not valid; "" if it says what is wrong, or that is not known."""
        service = self._given.service
        return "" if service is None or "{message}" in service.refusal else service.refusal

    def _criteria(self, shown: str, count: int, found: list[Problem]) -> None:
        """What is found in the list as a whole."""
        self.found += [Located(shown, problem) for problem in found]
        if self._given.as_json:
            pieces = [problem.as_json() for problem in found]
            print_json({"pattern": shown, "filters": count, "valid": True, "problems": [], "advice": pieces})
        elif not self._given.as_sarif:
            for problem in found:
                print_problem(problem, shown, is_result=True)
            if not count:
                result(f"{shown}: no filters: everything goes through")
            elif found:
                result(f"{shown}: {counted(count, 'filter')}{_pieces(found)}")

    def _filter(self, shown: str, found: list[Problem], *, number: int) -> None:
        if self._given.as_json:
            pieces = [problem.as_json() for problem in found]
            line: dict[str, object] = {"pattern": shown, "valid": True, "problems": [], "advice": pieces}
            print_json({**line, "filter": number} if number else line)
        elif not self._given.as_sarif:
            for problem in found:
                print_problem(problem, _label(shown, number), is_result=True)
            result(f"{_label(shown, number)}: {styled('valid', 'yes')}{_pieces(found)}")


def _label(shown: str, number: int) -> str:
    return f"{shown} (filter {number})" if number else shown


def _pieces(found: list[Problem]) -> str:
    """How many errors, warnings and notes there are, if any."""
    counts = Counter(problem.severity for problem in found)
    shown = [counted(counts[severity], severity) for severity in _WEIGHT if counts[severity]]
    return f", with {', '.join(reversed(shown))}" if shown else ""
