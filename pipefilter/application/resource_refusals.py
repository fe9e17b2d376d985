"""Detects filters in a template that their service is documented to reject although AWS's engine accepts them."""

from __future__ import annotations

from pipefilter.application.refused_filters import service_refusals
from pipefilter.errors import Problem
from pipefilter.filtering.placement import Placement
from pipefilter.services import service_named
from pipefilter.services.service_answer import in_words_of
from pipefilter.sources import source_named
from pipefilter.templates.parsed_resource import ParsedResource
from pipefilter.templates.resource_findings import resource_findings
from pipefilter.templates.template_file import TemplateFile

__all__ = ["resource_refusals"]


def resource_refusals(resource: ParsedResource, template: TemplateFile) -> tuple[tuple[int, Problem], ...]:
    """What the service is documented to reject, with the number of the filter and the place in the template."""
    located = resource.located
    if not located.service:
        return ()
    service, source = service_named(located.service), source_named(located.source) if located.source else None
    # other checks might take long
    if not service_refusals(resource.criteria, Placement((service,), source)):
        return ()
    return tuple(
        (number, in_words_of(service, problem))
        for number, problem in resource_findings(resource, template)
        if not problem.advice
    )
