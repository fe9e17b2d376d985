"""Checks the patterns in a template, and reports them with their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.report import OVER_BUDGET, FileReport, LocatedProblem, PatternReport
from pipefilter.errors import Problem
from pipefilter.filtering.placement import scope_mismatch
from pipefilter.json_text.place import place_of
from pipefilter.services import Service, service_named
from pipefilter.services.service_answer import in_words_of
from pipefilter.services.sns_subscription import POLICY_SERVICES, SNS_ATTRIBUTES
from pipefilter.sources import source_named
from pipefilter.sources.sns import SNS
from pipefilter.templates.double_rules import double_rule_problems
from pipefilter.templates.located_filters import LocatedFilters
from pipefilter.templates.open_scope import open_scope_problems
from pipefilter.templates.parsed_resource import ParsedFilter, ParsedResource, parse_resource
from pipefilter.templates.resource_findings import resource_findings, resource_problems
from pipefilter.templates.template_file import TemplateFile

__all__ = ["template_report"]


def template_report(  # noqa: PLR0913 - the facts about a file
    label: str,
    template: TemplateFile,
    settings: CheckSettings,
    *,
    resource: LocatedFilters | None = None,
    number: int = 0,
    is_named: bool = True,
) -> FileReport:
    """Check the patterns in a template, or only those of a resource, or only its filter with this number."""
    double: dict[str, list[Problem]] = {}
    for name, problem in double_rule_problems(template):
        if settings.reports(problem):
            double.setdefault(name, []).append(problem)
    reports: list[PatternReport] = []
    contradictions: list[str] = []
    is_of_policies = settings.service in POLICY_SERVICES
    for each in template.resources if resource is None else (resource,):
        located = each
        if is_of_policies and each.has_scope and settings.service != each.service:
            name = f"{label}#{each.name}" if each.name else label
            contradictions.append(f"{name}: {scope_mismatch(each.filters[0].scope, settings.service)}")
            continue
        if is_of_policies and each.source == SNS.name:  # instead of the default
            located = replace(each, service=settings.service)
        check = _ResourceCheck(label, template, settings, located, double.get(each.name, ()))
        reports += check.reports(number)
    return FileReport(label, tuple(reports), "; ".join(contradictions), is_named)


class _ResourceCheck:
    """Checks one resource.

    Args:
        double: problems with other rules that send its events to the same target.
    """

    def __init__(
        self,
        label: str,
        template: TemplateFile,
        settings: CheckSettings,
        resource: LocatedFilters,
        double: Sequence[Problem],
    ) -> None:
        self._double = double
        self._label = label
        self._template = template
        self._settings = settings
        self._resource = resource
        self._name = f"{label}#{resource.name}" if resource.name else label

    def reports(self, number: int) -> list[PatternReport]:
        """The report of the list as a whole, if there are findings, then of each filter, or of the one with this number."""
        resource = parse_resource(self._resource, self._template.text)
        advice = self._advice(resource)
        reports = []
        if advice.get(0) and not number:
            whole = self._located(advice[0])
            reports.append(self._report(self._resource.start, count=len(self._resource.filters), advice=whole))
        filters = [each for each in resource.filters if number in {0, each.located.number}]
        return reports + [
            self._filter_report(resource, each, advice.get(each.located.number, [])) for each in filters
        ]

    def _advice(self, resource: ParsedResource) -> dict[int, list[Problem]]:
        """The findings of the checks, by the number of the filter, with places in the template."""
        settings = self._settings
        reported = resource_findings(
            resource,
            self._template,
            service=self._service,
            source=source_named(settings.source) if settings.source else None,
            emulators=settings.emulators,
            schemas=settings.schemas,
        )
        advice: dict[int, list[Problem]] = {}
        for number, problem in reported:
            if not problem.advice or settings.reports(problem):
                advice.setdefault(number, []).append(problem)
        for number, problem in open_scope_problems(resource, self._template):
            if settings.reports(problem):
                advice.setdefault(number, []).append(problem)
        for problem in self._double:
            advice.setdefault(1, []).append(problem)
        for problems in advice.values():
            problems.sort(key=lambda problem: (problem.start.line, problem.start.column, problem.code))
        return advice

    def _filter_report(
        self, resource: ParsedResource, parsed: ParsedFilter, advice: Sequence[Problem]
    ) -> PatternReport:
        located, is_known = parsed.located, parsed.filled is not None
        may_be_invalid = parsed.error is not None or parsed.variants or located.shapes
        problems = [
            problem
            for number, problem in (resource_problems(resource, self._template) if may_be_invalid else ())
            if number == located.number
        ]
        doubts = [problem for problem in problems if problem.advice]  # whether SNS rejects it is not known
        if doubts:
            problems = [problem for problem in problems if not problem.advice]
            advice, is_known = [*advice, *doubts], False
        problems += [problem for problem in advice if not problem.advice]  # what the service rejects
        problems = [in_words_of(self._service, problem) for problem in problems]
        has_unknown = parsed.filled is None or located.source is not None
        unknown = tuple(dict.fromkeys(filter(None, parsed.unknown))) if has_unknown else ()
        if located.has_too_many_variants and not problems:
            is_known, unknown = False, OVER_BUDGET
        return self._report(
            located.start,
            number=0 if resource.located.is_bare_pattern else located.number,
            valid=False if problems else True if is_known else None,
            unknown=unknown,
            problems=self._located(problems),
            advice=self._located([problem for problem in advice if problem.advice]),
        )

    @property
    def _service(self) -> Service | None:
        name = self._resource.service or self._settings.service
        if not name and not self._resource.source and self._settings.source == SNS.name:
            return SNS_ATTRIBUTES  # as in every command
        return service_named(name) if name else None

    def _report(  # noqa: PLR0913 - the parts of a report
        self,
        start: int,
        *,
        number: int = 0,
        count: int | None = None,
        valid: bool | None = True,
        unknown: tuple[str, ...] = (),
        problems: tuple[LocatedProblem, ...] = (),
        advice: tuple[LocatedProblem, ...] = (),
    ) -> PatternReport:
        return PatternReport(
            self._label,
            self._name,
            number,
            count,
            True,  # noqa: FBT003 - in a template
            self._resource.service,
            self._resource.source,
            place_of(self._template.text, start),
            valid,
            unknown,
            problems,
            advice,
        )

    def _located(self, problems: Sequence[Problem]) -> tuple[LocatedProblem, ...]:
        return tuple(
            LocatedProblem(self._label, problem, 0, problem.start, problem.end) for problem in problems
        )
