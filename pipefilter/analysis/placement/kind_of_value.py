"""Check: a value of a kind that the record's field never has, such as the number in `{"account": [123456789012]}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import report_alternative
from pipefilter.analysis.reading.shape_in_words import in_words
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.events.pattern_path import Reach, reach
from pipefilter.events.records.dynamodb import has_only_attributes, has_type_keys
from pipefilter.events.shape import Kind, Shape
from pipefilter.events.value_kinds import excluded_kinds, kind_of, matched_kinds
from pipefilter.json_text.number import Number
from pipefilter.language.branches import every_field
from pipefilter.language.dynamodb_record import IMAGES
from pipefilter.language.event_pattern import Field
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.numeric import Numeric

__all__ = ["kind_of_value"]

OTHER_KIND = AdviceKind(
    "PF471",
    "Value of the wrong type: the field of the record never has this type",
    "{what} {effect}: {path} is {holds}",
    'A pattern compares types, too: the string `"5"` never equals the number `5`. The types of a record\'s own fields are '
    "fixed. In YAML, a value without quotes may be read as a number or a boolean.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html",
    bad=Example('{"source": ["my.app"], "account": [123456789012]}', service="rule"),
    good=Example('{"source": ["my.app"], "account": ["123456789012"]}', service="rule"),
)
ON_OBJECT = AdviceKind(
    "PF472",
    "Condition on an object: conditions match only the values inside it",
    "{what} {effect}: {path} is {holds}, not a value",
    "Operators, including `exists`, match only strings, numbers, booleans and null. An object has no value of its own.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"messageAttributes": {"kind": ["order"]}}', source="sqs"),
    good=Example('{"messageAttributes": {"kind": {"stringValue": ["order"]}}}', source="sqs"),
)
_OBJECT_PATHS = frozenset(("dynamodb", *(f"dynamodb.{image}" for image in IMAGES)))
"""Objects about which other checks report more precisely."""
_ACCOUNTS = frozenset(
    ("account", "detail.accountId", "detail.recipientAccountId", "detail.userIdentity.accountId")
)
_SHORTENED_ACCOUNT = range(8, 12)
"""The number of digits of an account ID that has lost the zeros at its start."""
_FIRST_FIELDS = {
    "attributes": "ApproximateReceiveCount",
    "basicProperties": "contentType",
    "destination": "physicalName",
    "userIdentity": "principalId",
}

_OF_PLACE = {
    "headers": 'the value of a header is an array of bytes, such as [97, 98] for "ab": compare it in your code',
    "time": 'it is a string such as "2026-11-29T08:30:00Z": use a prefix, or compare it in your code',
}
"""The hints for fields whose values cannot be compared with the value that a pattern has there."""


def kind_of_value(subject: Subject) -> Iterator[Problem]:
    """Alternatives that the field never matches, or that exclude nothing, because of the type of its values."""
    if subject.record is None:
        return
    for field in every_field(subject.pattern.members):
        place = reach(subject.record, field.steps)
        if not place.is_there or place.is_open or field.path in _OBJECT_PATHS:
            continue
        if place.kinds:
            yield from _of_other_kind(subject, field, place)
        elif not any(has_type_keys(each) or has_only_attributes(each) for each in place.shapes):
            yield from _on_object(subject, field, place.shapes[0])


def _of_other_kind(subject: Subject, field: Field, place: Reach) -> Iterator[Problem]:
    kinds = place.kinds
    is_in_image = place.parts[0] == "dynamodb" and len(place.parts) > 1 and place.parts[1] in IMAGES
    for number, operator in enumerate(field.alternatives):
        is_exclusion = isinstance(operator, AnythingBut)
        operand_kinds = excluded_kinds(operator) if is_exclusion else matched_kinds(operator)
        if not operand_kinds or not kinds.isdisjoint(operand_kinds):
            continue
        # numbers below type keys, and values other than booleans below BOOL, have checks of their own
        if is_in_image and (operand_kinds == {"number"} if "string" in kinds else not is_exclusion):
            continue
        holds = in_words(replace(place.shapes[0], kinds=kinds))
        if "null" not in kinds:
            holds = f"always {holds}"
        names = {
            "what": _in_words(operator),
            "effect": "excludes nothing" if is_exclusion else "never matches",
        }
        hint = _OF_PLACE.get(place.parts[0], "") or _hint(operator, operand_kinds, kinds, field.path)
        yield report_alternative(OTHER_KIND, subject.pattern, field, number, holds=holds, hint=hint, **names)


def _in_words(operator: Operator) -> str:
    """An alternative at the start of a sentence: a value with its kind, or the name of the operator."""
    if not isinstance(operator, Exact):
        return operator.keyword
    if operator.value is None:
        return "null"
    text = operator.value.text if isinstance(operator.value, Number) else hint_text(operator.value)
    return f"The {kind_of(operator.value)} {text}"


def _hint(operator: Operator, operand_kinds: frozenset[Kind], kinds: frozenset[Kind], path: str) -> str:
    """The hint: the value as the field has it, if it can be read from the alternative.

    Args:
        operand_kinds: those of the values that the alternative matches or excludes.
        kinds: those of the field's values.
        path: of the field.
    """
    if isinstance(operator, Exact) and operator.value is None:
        return 'write {"exists": false} if you mean that the field is absent'
    if "string" in kinds:
        return _quoted(operator, path) if operand_kinds == {"number"} else "write it in quotes"
    if "number" in kinds:
        return "write a number without quotes, or a range with numeric"
    if isinstance(operator, AnythingBut):
        return "list the value that should match instead, such as [true]: anything-but cannot exclude a boolean"
    return "write true or false without quotes"


def _quoted(operator: Operator, path: str) -> str:
    """The hint for a number where the field has a string.

    Args:
        path: of the field.
    """
    if isinstance(operator, Numeric) and operator.terms[0][0] != "=":
        return "a pattern cannot compare numbers that are strings: list the values in quotes, or compare them in your code"
    number = operator.terms[0][1] if isinstance(operator, Numeric) else None
    value = operator.value if isinstance(operator, Exact) else number
    if path in _ACCOUNTS and isinstance(value, Number) and len(value.text) in _SHORTENED_ACCOUNT:
        return "write all 12 digits of the account ID in quotes: a number has lost the zeros at its start"
    return f"write it in quotes: {hint_text(value.text)}" if isinstance(value, Number) else "write it in quotes"


def _on_object(subject: Subject, field: Field, shape: Shape) -> Iterator[Problem]:
    for number, operator in enumerate(field.alternatives):
        is_absence = isinstance(operator, Exists) and not operator.present
        effect = "always matches" if is_absence else "never matches"
        what = (
            f"exists {str(operator.present).lower()}" if isinstance(operator, Exists) else _in_words(operator)
        )
        hint = _below(field, shape, operator)
        yield report_alternative(
            ON_OBJECT,
            subject.pattern,
            field,
            number,
            what=what,
            effect=effect,
            holds=in_words(shape),
            hint=hint,
        )


def _below(field: Field, shape: Shape, operator: Operator) -> str:
    """The hint: the alternative on a field of the object."""
    name = hint_text(field.path.rpartition(".")[2])
    element = hint_text(operator.element())
    if "stringValue" in shape.fields:
        return f'write {name}: {{"stringValue": [{element}]}}'
    first = _FIRST_FIELDS.get(field.path, "")
    if first in shape.fields:
        return f"put the condition on a field of the object, such as {name}: {{{hint_text(first)}: [...]}}"
    if isinstance(operator, AnythingBut | Exists):
        return f"put the condition on a field that every such record has: {name}: {{...: [{element}]}}"
    return f"put the condition on a field of the object: {name}: {{...: [{element}]}}"
