"""Check: operators that the service does not support, or that its page does not list."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.pattern.needless_wildcard import equivalent_of_wildcard
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
    "Unsupported operator: the service's documentation excludes it",
    "{service} does not support {form}{scope}, according to AWS's documentation",
    "Services support different parts of the pattern language. How the service responds is not recorded: it "
    "may reject the pattern, or the pattern may never match.",
    "{hint}",
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"data": {"name": [{"wildcard": "a*b"}]}}', service="pipe", source="kinesis"),
    good=Example('{"data": {"name": [{"prefix": "a"}]}}', service="pipe", source="kinesis"),
)
NOT_LISTED = AdviceKind(
    "PF430",
    "Operator not listed for the service: it may not be supported",
    "AWS's list of operators for {service} does not include {form}",
    "AWS's page does not list the operator, but it may still work.",
    "test it on AWS before you rely on it: AWS does not report that a filter never matches",
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
            names = {"form": OR, "service": _as_subject(service), "scope": _scope_in_words(subject)}
            hint = "write several filters, or check it in the target"
            yield problem_at(
                NOT_SUPPORTED, subject.pattern.text, or_.span, pointer=or_.pointer, hint=hint, names=names
            )
    for field, number, operator in every_alternative(subject.pattern):
        form = form_of(operator)
        support = service.support(form, subject.scope)
        if is_refused_on_v2(service, form):
            continue  # another check reports it in AWS's words
        names = {"form": form.replace("/", " with "), "service": service.place}
        if support == "no":
            hint = instead_of(operator, service)
            names |= {"service": _as_subject(service), "scope": _scope_in_words(subject)}
            yield report_alternative(NOT_SUPPORTED, subject.pattern, field, number, hint=hint, **names)
        elif support == "not listed" and form != "exactly":  # another check reports it
            yield report_alternative(NOT_LISTED, subject.pattern, field, number, **names)
        elif _has_list_inside(operator) and service.operators.lists_no_list(form):
            names["form"] = form.replace("/", " with a list in ")
            yield report_alternative(NOT_LISTED, subject.pattern, field, number, **names)


def _has_list_inside(operator: Operator) -> bool:
    return isinstance(operator, AnythingBut) and operator.listed and bool(operator.excluded_operators)


def instead_of(operator: Operator, service: Service) -> str:
    """The hint: what to write instead of an operator that a service does not support."""
    if isinstance(operator, Wildcard):
        first, *_, last = pieces_of(operator.text) if len(pieces_of(operator.text)) > 1 else ("", "")
        equivalent = equivalent_of_wildcard(operator.text)
        is_clear = not {"?", "%"} & set(operator.text)  # placeholders in other languages
        if equivalent is not None and is_clear and (not last or service.support("suffix") != "no"):
            return f"use {hint_text(equivalent)}"
        if first:
            return f"replace it with {hint_text((('prefix', first),))}, and check the rest in the target"
        if last and service.support("suffix") != "no":
            return f"replace it with {hint_text((('suffix', last),))}, and check the rest in the target"
    if form_of(operator) == "anything-but/equals-ignore-case" and isinstance(operator, AnythingBut):
        texts = [str(excluded.operand()) for excluded in operator.excluded if isinstance(excluded, Operator)]
        spellings: list[Json] = [
            spelling for text in texts for spelling in (text, text.upper(), text.capitalize())
        ]
        return f"list the spellings: {hint_text((('anything-but', list(dict.fromkeys(spellings))),))}"
    if isinstance(operator, Wildcard | AnythingBut):
        return 'replace it with {"exists": true}, and check the rest in the target'
    return "remove it, and check it in the target"


def is_refused_on_v2(service: Service, form: str) -> bool:
    """Whether an EventBridge v2 subscriber rejects the operator, for which AWS has a message of its own."""
    return service.name == "v2" and service.support(form) == "no"


def _as_subject(service: Service) -> str:
    """The service at the start of a sentence."""
    return service.place[0].upper() + service.place[1:]


def _scope_in_words(subject: Subject) -> str:
    """The scope, if it supports less than the service does."""
    return f" in the scope {subject.scope}" if subject.scope == "METADATA" else ""


def _every_or(members: tuple[Member, ...]) -> Iterator[Or]:
    todo = list(members)
    while todo:
        member = todo.pop()
        if isinstance(member, Or):
            yield member
            todo += [below for choice in member.choices for below in choice]
