"""Check: an operator that the service's page lists, but that the service has been observed to reject."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.operator_form import form_of

__all__ = ["DISPUTED", "disputed_operator"]

DISPUTED = AdviceKind(
    "PF512",
    "Operator that the service may reject: AWS's page lists it, a recording does not",
    "It is not certain that {service} accepts {form}",
    "AWS's page lists the operator, but AWS was observed to reject it, or one that its engine has had for longer. It may have been "
    "added since.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html",
    bad=Example('{"file": [{"anything-but": {"suffix": ".tmp"}}]}', service="sns"),
    good=Example('{"file": [{"anything-but": {"prefix": "tmp-"}}]}', service="sns"),
)


def disputed_operator(subject: Subject) -> Iterator[Problem]:
    """Alternatives whose support is uncertain, although the page lists them."""
    service = subject.service
    if service is None:
        return
    for field, number, operator in every_alternative(subject.pattern):
        form = form_of(operator)
        known = service.operators[form]
        if known.support == "yes" and known.evidence.certainty == "uncertain":
            names = {"service": service.place, "form": form.replace("/", " with "), "hint": known.evidence.note}
            yield report_alternative(DISPUTED, subject.pattern, field, number, **names)
