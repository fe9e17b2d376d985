"""Check: a wildcard in a filter of an EventBridge v2 subscriber, which rejects it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.placement.operator_of_service import instead_of, is_refused_on_v2
from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import Example, Problem, ProblemKind
from pipefilter.language.operator_form import form_of

__all__ = ["wildcard_on_v2"]

REFUSED = ProblemKind(
    "PF447",
    "Wildcard in an EventBridge v2 filter: AWS rejects it",
    "Filter pattern must not contain wildcard matchers (wildcard, anything-but wildcard)",
    "EventBridge v2 rejects the filter with this message.",
    "{hint}",
    advice=True,
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-custom-bus-filtering.html",
    bad=Example('{"a": [{"wildcard": "a*b"}]}', service="v2"),
    good=Example('{"a": [{"prefix": "a"}]}', service="v2"),
)


def wildcard_on_v2(subject: Subject) -> Iterator[Problem]:
    """Alternatives with a wildcard."""
    service = subject.service
    if service is None:
        return
    for field, number, operator in every_alternative(subject.pattern):
        if is_refused_on_v2(service, form_of(operator)):
            hint = instead_of(operator, service)
            problem = report_alternative(REFUSED, subject.pattern, field, number, hint=hint)
            yield replace(problem, aws_message=problem.message)
