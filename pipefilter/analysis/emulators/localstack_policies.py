"""How LocalStack evaluates filter policies of SNS differently from AWS, as far as the policy alone shows it."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.emulators.emulator import (
    BOOLEAN_AS_NUMBER,
    Emulator,
    fields_by_list,
    is_like_boolean,
)
from pipefilter.analysis.emulators.policy_differences import (
    WITHOUT_ATTRIBUTES,
    excludes_numbers,
    is_number,
)
from pipefilter.errors import Problem
from pipefilter.language.event_pattern import Field
from pipefilter.language.operator import Operator
from pipefilter.language.operator_form import form_of
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.numeric import Numeric
from pipefilter.services.service import Service
from pipefilter.services.sns_subscription import SNS_BODY

__all__ = ["localstack_policies"]

_REJECTED = ("wildcard", "anything-but/suffix", "anything-but/wildcard")
_STRINGS = ("prefix", "equals-ignore-case")


def localstack_policies(emulator: Emulator, service: Service) -> Iterator[Problem]:
    """The differences of a filter policy.

    Args:
        service: which decides whether the policy is on attributes or on the body.
    """
    of_body = service is SNS_BODY
    yield from emulator.alternatives(_in_body if of_body else _in_attributes)
    if of_body:
        for field, count in fields_by_list(emulator.pattern):
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
