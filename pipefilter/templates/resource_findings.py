"""What the checks find in the filters of a resource, with places in its template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.findings import Finding, findings
from pipefilter.errors import Problem
from pipefilter.language.filter_criteria import FilterCriteria
from pipefilter.services import Service, service_named
from pipefilter.sources import Source, source_named
from pipefilter.templates.parsed_resource import ParsedResource, has_mark
from pipefilter.templates.template_file import TemplateFile

__all__ = ["resource_findings", "resource_problems"]


def resource_findings(
    read: ParsedResource,
    template: TemplateFile,
    *,
    service: Service | None = None,
    source: Source | None = None,
    emulators: bool = False,
) -> list[tuple[int, Problem]]:
    """What is probably not meant so, with the number of the filter; 0 for the list as a whole.

    Args:
        read: the resource.
        template: that it is in.
        service: where the filters run, if the template does not tell.
        source: what they see records of, if the template does not tell.
        emulators: whether emulators are to be thought of.
    """
    found = read.found
    service = service_named(found.service) if found.service else service
    source = source_named(found.source) if found.source else source
    if service is not None and source is not None and service.name not in source.services:
        source = None
    # what is said of the list as a whole would be of a part of it
    is_whole = all(one.pattern is not None for one in read.filters) and not found.is_choice
    lists = [read.criteria]
    if found.is_choice:  # they are not deployed together
        lists = [replace(read.criteria, filters=(one,)) for one in read.criteria.filters]
    listed: list[tuple[int, Problem]] = []
    for criteria in lists:
        told = list(findings(criteria, service=service, source=source, emulators=emulators))
        for other in _other_guesses(read, criteria):
            again = {_said(one) for one in findings(other, service=service, source=source, emulators=emulators)}
            told = [one for one in told if _said(one) in again]
        for finding in told:
            number = finding.number or (1 if criteria.is_bare_pattern else 0)
            if (number or is_whole) and not has_mark(finding.problem.message):  # it may be another text
                listed.append((number, read.located(finding.problem, number, template.text)))
    return [*listed, *read.as_deployed(template.tool, template.text)]


def _said(one: Finding) -> tuple[int, str, str, str]:
    return one.number, one.problem.code, one.problem.pointer, one.problem.message


def _other_guesses(read: ParsedResource, criteria: FilterCriteria) -> Iterator[FilterCriteria]:
    """The filters with other numbers and truth values where those had to be guessed; none at all if there are none."""
    known = {one.found.number: one for one in read.filters}
    filled = [known[one.number].filled for one in criteria.filters]
    if any(one is not None and one.is_guess for one in filled):
        filters = [
            replace(one, pattern=given.other) if given is not None and given.other is not None else one
            for one, given in zip(criteria.filters, filled, strict=True)
            if given is None or not given.is_guess or given.other is not None
        ]
        yield replace(criteria, filters=tuple(filters))


def resource_problems(read: ParsedResource, template: TemplateFile) -> list[tuple[int, Problem]]:
    """What makes patterns invalid, with the number of the filter.

    Args:
        read: the resource.
        template: that it is in.
    """
    return [
        (one.found.number, read.located(problem, one.found.number, template.text))
        for one in read.filters
        if one.error is not None
        for problem in one.error.problems
    ]
