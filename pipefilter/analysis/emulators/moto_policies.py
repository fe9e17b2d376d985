"""Check: moto evaluates the filter policy differently from AWS, as far as the policy alone shows it.

A message can do the same to any policy: moto matches a string that contains a JSON array or object with its elements or
names, and the elements of a body that is an array; and it filters by attributes of type Binary.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.emulators.emulator import (
    BOOLEAN_AS_NUMBER,
    WITHOUT_ATTRIBUTES,
    Emulator,
    fields_by_list,
    is_like_boolean,
    is_number,
)
from pipefilter.analysis.emulators.moto import MOTO, REPLACED, replaced_fields
from pipefilter.analysis.reading.report import report_alternative
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import Problem
from pipefilter.json_text.number import Number
from pipefilter.language.event_pattern import Field, Member
from pipefilter.language.operator import Operator
from pipefilter.language.operator_form import form_of
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.cidr import Cidr
from pipefilter.language.operators.equals_ignore_case import EqualsIgnoreCase
from pipefilter.language.operators.exact import Exact, Exactly
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.operators.prefix import Prefix
from pipefilter.language.operators.suffix import Suffix
from pipefilter.language.operators.wildcard import Wildcard
from pipefilter.services.sns_subscription import SNS_ATTRIBUTES, SNS_BODY

__all__ = ["moto_policies"]

_MAX_NUMBER = 10**9
_MAX_COMBINATIONS = 150


def moto_policies(subject: Subject) -> Iterator[Problem]:
    """Filter policies that moto 5.2.5 evaluates differently."""
    if subject.service not in (SNS_ATTRIBUTES, SNS_BODY):
        return
    pattern, of_body = subject.pattern, subject.service is SNS_BODY
    emulator = Emulator("moto 5.2.5", MOTO, pattern)
    yield from emulator.alternatives(_in_body if of_body else _in_attributes)
    yield from _after_numbers(emulator)
    has_or = any(not isinstance(member, Field) for member in pattern.members)
    if has_or and _combinations(pattern.members, 0) > _MAX_COMBINATIONS:
        yield emulator.whole("it rejects the policy as too complex, because it multiplies the branches of $or")
    elif has_or and of_body:
        yield emulator.whole("it fails with an exception on $or in policies on the body")
    for field in replaced_fields(pattern):
        yield emulator.field(field, REPLACED)
    if of_body:
        yield from _of_lists(emulator)


def _of_lists(emulator: Emulator) -> Iterator[Problem]:
    for field, count in fields_by_list(emulator.pattern):
        if count > 1:
            yield emulator.in_list(field, "there, the fields below it may match in different elements")
        elif len(field.steps) > 2:
            yield emulator.in_list(field, "there, every element must have the objects that contain the field")


def _in_body(field: Field, operator: Operator) -> Iterator[str]:
    yield from _anywhere(field, operator)
    if any("." in step for step in field.steps):
        yield "there, a name with a dot is never a path"
    if _has_values(operator):
        yield "there, an array matches only if it contains none of the excluded values, and null never does"
    elif isinstance(operator, Exists):
        yield "an empty array or an object counts as a value there"
        if not operator.present and len(field.steps) > 1:
            yield "there, the object that contains the field must not be missing"
    elif isinstance(operator, Prefix | Suffix | EqualsIgnoreCase):
        yield "it fails with an exception if the value is not a string"
    elif isinstance(operator, Numeric):
        yield "it fails with an exception if the value is not a number"


def _in_attributes(field: Field, operator: Operator) -> Iterator[str]:
    yield from _anywhere(field, operator)
    if _has_values(operator):
        yield "there, the characters of a String.Array are compared, not its elements"
    elif isinstance(operator, Exists) and operator.present:
        yield "an attribute of type Binary or an empty array counts as a value there"
    elif isinstance(operator, Exists):
        yield WITHOUT_ATTRIBUTES
    elif isinstance(operator, Prefix | Suffix | Numeric):
        yield "there, it does not match an element of a String.Array"


def _anywhere(field: Field, operator: Operator) -> Iterator[str]:
    """The differences in both scopes."""
    form = form_of(operator)
    if isinstance(operator, Cidr | Wildcard | Exactly):
        yield f"it rejects {form}"
    elif form == "null":
        yield "null never matches there"
    elif isinstance(operator, AnythingBut):
        yield from _of_anything_but(operator, form)
    elif form in ("prefix/equals-ignore-case", "suffix/equals-ignore-case"):
        yield "it never matches there"
    elif isinstance(operator, EqualsIgnoreCase):
        text = str(operator.operand())
        if text != text.lower() or not text.isascii():
            yield "there, only an operand without capital letters ever matches"
    if isinstance(operator, Exact) and is_like_boolean(field, operator):
        yield BOOLEAN_AS_NUMBER
    if isinstance(operator, Exact) and isinstance(operator.value, Number):
        yield from _of_number(operator.value.text)


def _of_anything_but(operator: AnythingBut, form: str) -> Iterator[str]:
    if form not in ("anything-but", "anything-but/prefix"):
        yield "it never matches there"
    elif not operator.listed and isinstance(operator.excluded[0], Number):
        yield "it fails with an exception; a list with the number does not"


def _has_values(operator: Operator) -> bool:
    """Whether it is an `anything-but` that moto evaluates."""
    return isinstance(operator, AnythingBut) and form_of(operator) in ("anything-but", "anything-but/prefix")


def _of_number(text: str) -> Iterator[str]:
    if abs(float(text)) >= _MAX_NUMBER:
        yield f"it rejects numbers of {_MAX_NUMBER} and more, and of -{_MAX_NUMBER} and less"
    yield "it fails with an exception if the value is an array in which not all elements are numbers"


def _after_numbers(emulator: Emulator) -> Iterator[Problem]:
    """Alternatives that moto does not reach, as it gives up at a number or a boolean if the value is not a number."""
    how = "it does not match there if the value is not a number, because a number or a boolean comes before it"
    for field in _fields(emulator.pattern.members):
        has_number = False
        for place, operator in enumerate(field.alternatives):
            if has_number and not is_number(operator):
                yield report_alternative(
                    emulator.kind, emulator.pattern, field, place, emulator=emulator.name, how=how
                )
            has_number = has_number or (
                isinstance(operator, Exact) and isinstance(operator.value, Number | bool)
            )


def _fields(members: tuple[Member, ...]) -> Iterator[Field]:
    for member in members:
        if isinstance(member, Field):
            yield member
        else:
            for choice in member.choices:
                yield from _fields(choice)


def _combinations(members: tuple[Member, ...], choices: int) -> int:
    """The combinations as moto counts them: all are multiplied, each by its level.

    Args:
        choices: the number of `$or` around the members, each of which is a level.
    """
    count = 1
    for member in members:
        if isinstance(member, Field):
            count *= len(member.alternatives) * (len(member.steps) + choices)
        else:
            count *= len(member.choices) * (len(member.steps) + 1 + choices)
            for choice in member.choices:
                count *= _combinations(choice, choices + 1)
    return count
