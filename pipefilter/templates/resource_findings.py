"""The findings and problems in the filters of a resource, with their places in the template."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from functools import partial

from pipefilter.analysis.filter_problems import FilterProblem, filter_problems
from pipefilter.errors import Problem
from pipefilter.events.schema.event_schema import EventSchema
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.language.unknown_value import has_mark
from pipefilter.services import Service, service_named
from pipefilter.sources import Source, source_named
from pipefilter.templates.parsed_resource import ParsedFilter, ParsedResource, have_same_marks
from pipefilter.templates.template_file import TemplateFile
from pipefilter.templates.variants import Decisions, agreed

__all__ = ["resource_findings", "resource_problems"]

_EMPTY = ("PF111", "PF113")
"""Empty objects and empty arrays."""
_OF_WHOLE_PATTERNS = ("PF445", "PF468")
"""What a pattern matches compared with another: a guess for a number may decide it, and the message does not show it."""
_READ_BY_YAML, _OTHER_TYPE = "PF454", "PF471"


def resource_findings(  # noqa: PLR0913 - the settings of a check
    resource: ParsedResource,
    template: TemplateFile,
    service: Service | None = None,
    source: Source | None = None,
    *,
    emulators: bool = False,
    schemas: tuple[EventSchema, ...] = (),
) -> list[tuple[int, Problem]]:
    """The findings of the checks, with the number of the filter; 0 for the list as a whole.

    Args:
        service: the service that runs the filters, if not known from the template.
        source: the source of the records, if not known from the template.
        emulators: whether to check for differences between emulators and AWS.
        schemas: of the user's own events.
    """
    located = resource.located
    service = service_named(located.service) if located.service else service
    source = source_named(located.source) if located.source else source
    if service is not None and source is not None and service.name not in source.services:
        source = None
    # a finding about the list would cover only a part of it
    # a filter with conditions has no pattern of its own
    is_whole = all(each.pattern is not None for each in resource.filters) and not located.is_choice
    lists = [resource.criteria]
    if located.is_choice:  # they are not deployed together
        lists = [replace(resource.criteria, filters=(each,)) for each in resource.criteria.filters]
    problems_of = partial(
        filter_problems,
        service=service,
        source=source,
        table=located.table,
        emulators=emulators,
        schemas=schemas,
    )
    reported: list[tuple[int, Problem]] = []
    for criteria in lists:
        certain = _certain(resource, criteria, problems_of)
        for finding in certain:
            number = finding.number or (1 if criteria.is_bare_pattern else 0)
            if (number or is_whole) and not has_mark(finding.problem.message):  # its string is not known
                reported.append((number, resource.in_template(finding.problem, number, template.text)))
    reported += _in_variants(
        resource,
        lambda variant: resource_findings(
            variant, template, service, source, emulators=emulators, schemas=schemas
        ),
    )
    return _with_value_as_written(reported, list(resource.as_deployed(template.tool, template.text)))


def _with_value_as_written(
    reported: list[tuple[int, Problem]], deployed: list[tuple[int, Problem]]
) -> list[tuple[int, Problem]]:
    """The findings, with one about a value of another type and one about how YAML reads that value as one."""
    as_read = {
        (number, problem.start): problem for number, problem in deployed if problem.code == _READ_BY_YAML
    }
    of_type = {(number, problem.start) for number, problem in reported if problem.code == _OTHER_TYPE}
    findings = [
        (number, replace(problem, hint=as_read[number, problem.start].hint))
        if problem.code == _OTHER_TYPE and (number, problem.start) in as_read
        else (number, problem)
        for number, problem in reported
    ]
    return findings + [
        (number, problem)
        for number, problem in deployed
        if problem.code != _READ_BY_YAML or (number, problem.start) not in of_type
    ]


def _certain(
    resource: ParsedResource,
    criteria: FilterCriteria,
    problems_of: Callable[[FilterCriteria], list[FilterProblem]],
) -> list[FilterProblem]:
    """The findings that do not depend on unknown values."""
    certain = problems_of(criteria)
    if not have_same_marks(resource.filters) or any(
        parsed.filled is not None and parsed.filled.is_guess for parsed in resource.filters
    ):
        certain = [finding for finding in certain if finding.problem.code not in _OF_WHOLE_PATTERNS]
    others = (*_other_guesses(resource, criteria), *_equal_values(resource, criteria)) if certain else ()
    for other in others:
        again = set(map(_identity, problems_of(other)))
        certain = [
            finding
            for finding in certain
            if _identity(finding) in again or has_mark(finding.problem.pointer)  # below an unknown name
        ]
    return certain


def _in_variants(
    resource: ParsedResource, reported: Callable[[ParsedResource], list[tuple[int, Problem]]]
) -> Iterator[tuple[int, Problem]]:
    """The problems in filters with conditions inside them, each once."""
    for parsed in resource.filters:
        variants = [(each.decisions, reported(each.value)) for each in parsed.variants]
        certain = [each for each in agreed(variants, _identity_in_file) if _is_certain(each, variants)]
        yield from sorted(certain, key=lambda each: (each[1].start.line, each[1].start.column))


def _is_certain(
    reported: tuple[int, Problem], variants: list[tuple[Decisions, list[tuple[int, Problem]]]]
) -> bool:
    """Whether a problem is not only that `AWS::NoValue` leaves nothing: AWS does not document what is deployed then."""
    identity = _identity_in_file(reported)
    return reported[1].code not in _EMPTY or all(
        identity in map(_identity_in_file, problems) for _, problems in variants
    )


def _identity_in_file(reported: tuple[int, Problem]) -> Hashable:
    number, problem = reported
    return number, problem.code, problem.message, problem.start.line, problem.start.column


def _identity(finding: FilterProblem) -> tuple[int, str, str, str]:
    return finding.number, finding.problem.code, finding.problem.pointer, finding.problem.message


def _other_guesses(resource: ParsedResource, criteria: FilterCriteria) -> Iterator[FilterCriteria]:
    """The filters with other guesses for numbers and booleans; nothing if there are no guesses."""
    by_number = {parsed.located.number: parsed.filled for parsed in resource.filters}
    filled = [by_number[each.number] for each in criteria.filters]
    if any(text is not None and text.is_guess for text in filled):
        filters = [
            replace(each, pattern=text.other) if text is not None and text.other is not None else each
            for each, text in zip(criteria.filters, filled, strict=True)
            if text is None or not text.is_guess or text.other is not None
        ]
        yield replace(criteria, filters=tuple(filters))


def _equal_values(resource: ParsedResource, criteria: FilterCriteria) -> Iterator[FilterCriteria]:
    """The filters, each with equal strings for its unknown values; nothing if all values are known."""
    by_number = {parsed.located.number: parsed for parsed in resource.filters}
    others = {each.number: list(_with_equal_values(by_number[each.number])) for each in criteria.filters}
    for at in range(max(map(len, others.values()), default=0)):
        filters = tuple(
            replace(each, pattern=others[each.number][at]) if at < len(others[each.number]) else each
            for each in criteria.filters
        )
        yield replace(criteria, filters=filters)


def _with_equal_values(parsed: ParsedFilter) -> Iterator[EventPattern]:
    source, filled = parsed.located.source, parsed.filled
    if source is not None and filled is not None and source.unknown:
        yield from source.with_equal_values(filled)


def resource_problems(resource: ParsedResource, template: TemplateFile) -> list[tuple[int, Problem]]:
    """The problems that make patterns invalid, with the number of the filter."""
    problems = [
        (parsed.located.number, resource.in_template(problem, parsed.located.number, template.text))
        for parsed in resource.filters
        if parsed.error is not None
        for problem in parsed.error.problems
    ]
    problems += resource.shape_problems(template.text, advice=False)
    return [*problems, *_in_variants(resource, lambda variant: resource_problems(variant, template))]
