"""Check: what MiniStack evaluates differently from AWS. It has one engine for event buses, another for Lambda, none for pipes."""

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

__all__ = ["ministack"]

MINISTACK = AdviceKind(
    "PF452",
    "MiniStack evaluates it differently: a test there proves nothing",
    "{emulator} judges this otherwise than AWS: {how}",
    "MiniStack was run side by side with AWS's engine; its filters of Lambda are judged by another engine of its own.",
    "do not rely on a test there; pipefilter test judges as AWS does",
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
    service = subject.service.name if subject.service is not None else ""
    if service in ("pipe", "v2"):
        yield emulator.whole(f"it runs no filters of the service {service}")
        return
    in_lambda = service == "lambda"
    yield from emulator.alternatives(_in_lambda if in_lambda else _on_bus)
    if in_lambda:
        if branch_count(subject.pattern.members) > 1:
            yield emulator.whole("it does not know $or in filters of Lambda")
        for field, _ in fields_by_list(subject.pattern):
            yield emulator.in_list(field, "its filters of Lambda do not look into lists")
    else:
        for field in matches_absence_in_list(subject.pattern):
            yield emulator.in_list(field, ABSENT_IN_ANY_ELEMENT)


def _on_bus(_field: Field, operator: Operator) -> Iterator[str]:
    if isinstance(operator, Cidr) and ":" in (text := str(operator.operand())) and text.endswith("/0"):
        yield "the whole of IPv6 takes addresses of IPv4, too"


def _in_lambda(_field: Field, operator: Operator) -> Iterator[str]:
    form = form_of(operator)
    if isinstance(operator, Numeric):
        yield "its filters of Lambda take numbers in quotes, too"
    elif isinstance(operator, Exists) and operator.present:
        yield "an object has a value there"
    elif isinstance(operator, AnythingBut):
        yield "its filters of Lambda take it where the name is missing, too"
    elif form in ("wildcard", "cidr") or "ignore-case" in form:
        yield f"its filters of Lambda do not know {form.replace('/', ' around ')}"
