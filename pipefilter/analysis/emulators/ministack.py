"""Check: MiniStack evaluates the pattern differently from AWS. It has one engine for event buses and one for Lambda, but none for pipes."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.emulators.emulator import (
    ABSENT_IN_ANY_ELEMENT,
    Emulator,
    fields_by_list,
    matches_absence_in_list,
)
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import branch_count
from pipefilter.language.event_pattern import Field
from pipefilter.language.operator import Operator
from pipefilter.language.operator_form import form_of
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.cidr import Cidr
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.numeric import Numeric
from pipefilter.services.sns_subscription import SNS_ATTRIBUTES, SNS_BODY

__all__ = ["ministack"]

MINISTACK = AdviceKind(
    "PF452",
    "MiniStack evaluates this differently: do not rely on tests there",
    "{emulator} evaluates this differently from AWS: {how}",
    "MiniStack was compared with AWS's engine side by side; it has a separate engine for Lambda filters.",
    "do not rely on tests there; pipefilter test evaluates patterns as AWS does",
    severity="warning",
    url="https://github.com/ministackorg/ministack",
    bad=Example(
        '{"body": {"amount": [{"numeric": [">", 5]}]}}', service="lambda", source="sqs", emulators=True
    ),
    good=Example('{"body": {"state": [{"prefix": "run"}]}}', service="lambda", source="sqs", emulators=True),
)


def ministack(subject: Subject) -> Iterator[Problem]:
    """Patterns, fields and alternatives that MiniStack 1.5.33 evaluates differently."""
    emulator = Emulator("MiniStack 1.5.33", MINISTACK, subject.pattern)
    service = subject.service
    if service in (SNS_ATTRIBUTES, SNS_BODY):  # its filter policies were not compared
        return
    if service is not None and service.name in ("pipe", "v2"):
        yield emulator.whole(f"it does not run the filters of {service.place}")
        return
    in_lambda = service is not None and service.name == "lambda"
    yield from emulator.alternatives(_in_lambda if in_lambda else _on_bus)
    if in_lambda:
        if branch_count(subject.pattern.members) > 1:
            yield emulator.whole("its Lambda filters do not support $or")
        for field, _ in fields_by_list(subject.pattern):
            yield emulator.in_list(field, "its Lambda filters do not look into arrays")
    else:
        for field in matches_absence_in_list(subject.pattern):
            yield emulator.in_list(field, ABSENT_IN_ANY_ELEMENT)


def _on_bus(_field: Field, operator: Operator) -> Iterator[str]:
    if isinstance(operator, Cidr) and ":" in (text := str(operator.operand())) and text.endswith("/0"):
        yield "there, the range of all IPv6 addresses also matches IPv4 addresses"


def _in_lambda(_field: Field, operator: Operator) -> Iterator[str]:
    form = form_of(operator)
    if isinstance(operator, Numeric):
        yield "its Lambda filters also match numbers in quotes"
    elif isinstance(operator, Exists) and operator.present:
        yield "an object counts as a value there"
    elif isinstance(operator, AnythingBut):
        yield "its Lambda filters also match if the field is absent"
    elif form in ("wildcard", "cidr") or "ignore-case" in form:
        yield f"its Lambda filters do not support {form.replace('/', ' with ')}"
