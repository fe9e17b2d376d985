"""Check: LocalStack evaluates the filter policy differently from AWS, as far as the policy alone shows it."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.emulators.emulator import (
    BOOLEAN_AS_NUMBER,
    WITHOUT_ATTRIBUTES,
    Emulator,
    excludes_numbers,
    fields_by_list,
    is_like_boolean,
    is_number,
)
from pipefilter.analysis.emulators.localstack import LOCALSTACK
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import Problem
from pipefilter.language.event_pattern import Field
from pipefilter.language.operator import Operator
from pipefilter.language.operator_form import form_of
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.numeric import Numeric
from pipefilter.services.sns_subscription import SNS_ATTRIBUTES, SNS_BODY

__all__ = ["localstack_policies"]

_REJECTED = ("wildcard", "anything-but/suffix", "anything-but/wildcard")
_STRINGS = ("prefix", "equals-ignore-case")


def localstack_policies(subject: Subject) -> Iterator[Problem]:
    """Filter policies that LocalStack, at its commit 8b9a79f0, evaluates differently."""
    if subject.service not in (SNS_ATTRIBUTES, SNS_BODY):
        return
    of_body = subject.service is SNS_BODY
    emulator = Emulator("LocalStack of 2026-03-23", LOCALSTACK, subject.pattern)
    yield from emulator.alternatives(_in_body if of_body else _in_attributes)
    if of_body:
        for field, count in fields_by_list(subject.pattern):
            if count > 1:
                yield emulator.in_list(field, "there, the fields below it may match in different elements")


def _in_body(field: Field, operator: Operator) -> Iterator[str]:
    yield from _anywhere(operator)
    if isinstance(operator, Exact) and is_like_boolean(field, operator):
        yield BOOLEAN_AS_NUMBER
    if form_of(operator) in _STRINGS:
        yield "it fails with an exception if the value is a number"
    elif isinstance(operator, Numeric):
        yield "there, it matches numbers in quotes, too"


def _in_attributes(_field: Field, operator: Operator) -> Iterator[str]:
    yield from _anywhere(operator)
    if is_number(operator):
        yield "there, a plain number never matches an attribute of type Number"
    elif excludes_numbers(operator):
        yield "there, an attribute of type Number matches, whatever its value is"
    elif isinstance(operator, Exists):
        yield "an attribute of type Binary counts as a value there" if operator.present else WITHOUT_ATTRIBUTES


def _anywhere(operator: Operator) -> Iterator[str]:
    if form_of(operator) in _REJECTED:
        yield f"it rejects {form_of(operator).replace('/', ' with ')}"
