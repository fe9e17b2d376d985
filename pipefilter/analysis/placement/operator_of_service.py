"""Check: operators that the service does not support, or that its page does not list."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.place import problem_at
from pipefilter.json_text.tree import Json
from pipefilter.language.event_pattern import Member, Or
from pipefilter.language.operator import Operator
from pipefilter.language.operator_form import OR, form_of
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.wildcard import Wildcard, pieces_of
from pipefilter.services.service import Service

__all__ = ["instead_of", "is_refused_on_v2", "operator_of_service"]

NOT_SUPPORTED = AdviceKind(
    "PF429",
    "Operator not supported by the service: its page says so",
    "{form} is documented as not supported by the service {service}",
    "Not each service takes the whole language. What it answers is not recorded: it may refuse the pattern, or never "
    "match.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"data": {"name": [{"wildcard": "a*b"}]}}', service="pipe", source="kinesis"),
    good=Example('{"data": {"name": [{"prefix": "a"}]}}', service="pipe", source="kinesis"),
)
NOT_LISTED = AdviceKind(
    "PF430",
    "Operator not listed by the service: its page leaves it out",
    "{form} is not in the list of what the service {service} takes",
    "Its page leaves the operator out; it may work all the same.",
    "try it before relying on it: a filter that never matches is silent",
    severity="note",
    url="https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html",
    bad=Example('{"body": {"ip": [{"cidr": "10.0.0.0/24"}]}}', service="lambda", source="sqs"),
    good=Example('{"body": {"ip": [{"prefix": "10.0.0."}]}}', service="lambda", source="sqs"),
)


def operator_of_service(subject: Subject) -> Iterator[Problem]:
    """Alternatives in a form that the service does not support, or does not list."""
    service = subject.service
    if service is None:
        return
    if service.support(OR, subject.scope) == "no":
        for or_ in _every_or(subject.pattern.members):
            names = {"form": OR, "service": _service_in_words(service, subject.scope)}
            hint = "write several filters, or check it in the target"
            yield problem_at(
                NOT_SUPPORTED, subject.pattern.text, or_.span, pointer=or_.pointer, hint=hint, names=names
            )
    for field, number, operator in every_alternative(subject.pattern):
        form = form_of(operator)
        support = service.support(form, subject.scope)
        if is_refused_on_v2(service, form):
            continue  # in AWS's own words, which another check reports
        names = {"form": form.replace("/", " around "), "service": _service_in_words(service, subject.scope)}
        if support == "no":
            hint = instead_of(operator, service)
            yield report_alternative(NOT_SUPPORTED, subject.pattern, field, number, hint=hint, **names)
        elif support == "not listed" and form != "exactly":  # which another check reports
            yield report_alternative(NOT_LISTED, subject.pattern, field, number, **names)


def instead_of(operator: Operator, service: Service) -> str:
    """The hint: what to write instead of an operator that a service does not support."""
    if isinstance(operator, Wildcard):
        first, *_, last = pieces_of(operator.text) if len(pieces_of(operator.text)) > 1 else ("", "")
        if first:
            return f"widen it to {hint_text((('prefix', first),))}, and check the rest in the target"
        if last and service.support("suffix") != "no":
            return f"widen it to {hint_text((('suffix', last),))}, and check the rest in the target"
    if form_of(operator) == "anything-but/equals-ignore-case" and isinstance(operator, AnythingBut):
        texts = [str(excluded.operand()) for excluded in operator.excluded if isinstance(excluded, Operator)]
        spellings: list[Json] = [
            spelling for text in texts for spelling in (text, text.upper(), text.capitalize())
        ]
        return f"list the spellings: {hint_text((('anything-but', list(dict.fromkeys(spellings))),))}"
    if isinstance(operator, Wildcard | AnythingBut):
        return 'widen it to {"exists": true}, and check the rest in the target'
    return "leave it out, and check it in the target"


def is_refused_on_v2(service: Service, form: str) -> bool:
    """Whether an EventBridge v2 subscriber refuses the operator, which AWS says in an error of its own."""
    return service.name == "v2" and service.support(form) == "no"


def _service_in_words(service: Service, scope: str) -> str:
    return f"{service.name} for the scope {scope}" if scope == "METADATA" else service.name


def _every_or(members: tuple[Member, ...]) -> Iterator[Or]:
    todo = list(members)
    while todo:
        member = todo.pop()
        if isinstance(member, Or):
            yield member
            todo += [below for choice in member.choices for below in choice]
