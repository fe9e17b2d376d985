"""Detects filter policies of SNS whose scope a template leaves open, and which SNS accepts only with one scope."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.template.open_scope import OPEN_SCOPE
from pipefilter.errors import Problem
from pipefilter.json_text.place import offset_of, problem_at
from pipefilter.services.service_answer import in_words_of
from pipefilter.services.sns_subscription import SNS_ATTRIBUTES, SNS_BODY
from pipefilter.templates.parsed_resource import ParsedResource
from pipefilter.templates.resource_findings import resource_findings
from pipefilter.templates.template_file import TemplateFile

__all__ = ["open_scope_problems"]

_SERVICES = (SNS_ATTRIBUTES, SNS_BODY)


def open_scope_problems(resource: ParsedResource, template: TemplateFile) -> Iterator[tuple[int, Problem]]:
    """What SNS rejects with only one of the two scopes, with the number of the filter."""
    if not resource.located.is_of_any_scope:
        return
    refused = [
        [
            (number, in_words_of(service, problem))
            for number, problem in resource_findings(resource, template, service)
            if not problem.advice
        ]
        for service in _SERVICES
    ]
    if all(refused):  # which makes it not valid
        return
    for problems, service, other in zip(refused, _SERVICES, reversed(_SERVICES), strict=True):
        for number, problem in problems[:1]:
            span = (offset_of(template.text, problem.start), offset_of(template.text, problem.end))
            names = {
                "scope": service.scopes[0],
                "answer": problem.message,
                "other": other.scopes[0],
            }
            yield number, problem_at(OPEN_SCOPE, template.text, span, pointer=problem.pointer, names=names)
