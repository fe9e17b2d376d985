"""The patterns in a template checked for `pipefilter check`, with places in the template."""

from __future__ import annotations

from dataclasses import dataclass

from pipefilter.cli.check_settings import CheckSettings, Totals, verdict_in_words, with_counts
from pipefilter.cli.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.output import print_json, print_problem, result, styled
from pipefilter.cli.sarif import Located
from pipefilter.errors import Problem
from pipefilter.json_text.place import place_of
from pipefilter.templates.found_filters import FoundFilters
from pipefilter.templates.read_resource import ReadFilter, ReadResource, read_resource
from pipefilter.templates.resource_findings import resource_findings, resource_problems
from pipefilter.templates.template_file import TemplateFile

__all__ = ["CheckedTemplate", "check_template"]


@dataclass(frozen=True, slots=True)
class CheckedTemplate:
    """What was found.

    Args:
        code: the exit code.
        found: with places in the template.
    """

    code: int
    found: list[Located]


def check_template(
    shown: str,
    template: TemplateFile,
    chosen: tuple[FoundFilters, int] | None,
    given: CheckSettings,
    totals: Totals,
) -> CheckedTemplate:
    """Check the patterns in a template, and print what is found.

    Args:
        shown: what the file is called.
        template: it, with at least one pattern.
        chosen: a resource and the number of its filter (0 for all), if only these are wanted.
        given: what to look for, and how to print it.
        totals: to which to add what is found.
    """
    checked = _Checked(shown, template, given, totals)
    for one in (chosen[0],) if chosen else template.found:
        checked.resource(one, chosen[1] if chosen else 0)
    return CheckedTemplate(checked.code, checked.found)


class _Checked:
    def __init__(self, shown: str, template: TemplateFile, given: CheckSettings, totals: Totals) -> None:
        self._shown = shown
        self._template = template
        self._given = given
        self._totals = totals
        self.code = YES
        self.found: list[Located] = []

    def resource(self, found: FoundFilters, number: int) -> None:
        read = read_resource(found, self._template.text)
        advice = self._advice(read)
        if advice.get(0) and not number:
            self._whole(found, advice[0])
        for one in read.filters:
            if number in {0, one.found.number}:
                self._filter(read, one, advice.get(one.found.number, []))

    def _advice(self, read: ReadResource) -> dict[int, list[Problem]]:
        """What is found, by the number of the filter, with places in the template."""
        given = self._given
        listed = resource_findings(
            read, self._template, service=given.service, source=given.source, emulators=given.emulators
        )
        advice: dict[int, list[Problem]] = {}
        for number, problem in listed:
            if given.wants(problem):
                advice.setdefault(number, []).append(problem)
        for problems in advice.values():
            problems.sort(key=lambda problem: (problem.start.line, problem.start.column, problem.code))
        return advice

    def _whole(self, found: FoundFilters, advice: list[Problem]) -> None:
        self._totals.add_to_list(advice)
        self._count(advice)
        label = f"{self._shown}#{found.name}"
        if self._given.as_json:
            line = {"pattern": label, "filters": len(found.filters), **self._where(found, found.start)}
            pieces = [problem.as_json() for problem in advice]
            print_json({**line, "valid": True, "problems": [], "advice": pieces})
        elif not self._given.as_sarif:
            for problem in advice:
                print_problem(problem, self._shown, is_result=True)
            result(f"{label}: {len(found.filters)} filters{with_counts(advice)}")

    def _filter(self, read: ReadResource, one: ReadFilter, advice: list[Problem]) -> None:
        found = read.found
        number = 0 if found.is_lone else one.found.number
        problems = []
        if one.error is not None:
            problems = [
                problem
                for filter_number, problem in resource_problems(read, self._template)
                if filter_number == one.found.number
            ]
            self.code = COULD_NOT_TELL
            self.found += [Located(self._shown, problem) for problem in problems]
        self._totals.add([*problems, *advice])
        self._count(advice)
        unknown = [shown for shown in one.unknown if shown] if one.filled is None or one.found.source else []
        if self._given.as_json:
            valid = None if one.filled is None else one.error is None
            line = {
                "pattern": self._label(found, 0),
                **({"filter": number} if number else {}),
                **self._where(found, one.found.start),
                "valid": valid,
                "unknown": unknown,
            }
            print_json(
                {
                    **line,
                    "problems": [problem.as_json() for problem in problems],
                    "advice": [problem.as_json() for problem in advice],
                }
            )
        elif not self._given.as_sarif:
            for problem in [*problems, *advice]:
                print_problem(problem, self._shown, is_result=True)
            result(f"{self._label(found, number)}: {self._verdict(one, unknown, advice)}")

    def _verdict(self, one: ReadFilter, unknown: list[str], advice: list[Problem]) -> str:
        if one.filled is None:
            there = f": the template has {', '.join(unknown)} there" if unknown else ""
            return f"{styled('not known', 'hint')}{there}{with_counts(advice)}"
        if one.error is not None:
            return f"{styled('not valid', 'no')}{with_counts(advice)}"
        return verdict_in_words(advice, f", whatever {', '.join(unknown)} may be" if unknown else "")

    def _label(self, found: FoundFilters, number: int) -> str:
        label = f"{self._shown}#{found.name}" if found.name else self._shown
        return f"{label}/{number}" if number else label

    def _where(self, found: FoundFilters, start: int) -> dict[str, object]:
        place = place_of(self._template.text, start)
        return {
            "service": found.service or None,
            "source": found.source or None,
            "line": place.line,
            "column": place.column,
        }

    def _count(self, advice: list[Problem]) -> None:
        self.found += [Located(self._shown, problem) for problem in advice]
        if any(self._given.strict or problem.severity != "note" for problem in advice):
            self.code = max(self.code, NO)
