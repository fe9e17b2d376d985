"""Check: a number under `N`, where DynamoDB streams have strings, as in `{"N": [{"numeric": [">", 5]}]}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.attribute_place import attribute_place
from pipefilter.analysis.reading.hint_text import digits_in_stream, excluded_numbers, hint_text
from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.numeric import Numeric

__all__ = ["number_in_string"]

_PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html"

NUMBER_IN_TEXT = AdviceKind(
    "PF402",
    "DynamoDB numbers are strings: numeric and plain numbers never match",
    "{what} never matches a DynamoDB {kind}: {type} holds {holds}",
    'DynamoDB streams write numbers as text, `{{"N": "5"}}`, and no number of a pattern equals text.',
    "{hint}",
    severity="error",
    url=_PAGE,
    bad=Example('{"dynamodb": {"NewImage": {"qty": {"N": [{"numeric": [">", 5]}]}}}}', source="dynamodb"),
    good=Example('{"dynamodb": {"NewImage": {"qty": {"N": ["5", {"prefix": "1"}]}}}}', source="dynamodb"),
)
EXCLUDES_NOTHING = AdviceKind(
    "PF438",
    "DynamoDB numbers are strings for anything-but too: a number excludes nothing",
    "anything-but a number excludes no DynamoDB {kind}: {type} holds {holds}",
    "DynamoDB streams write numbers as text, so that text which differs from the number always matches.",
    "exclude the digits as {holds}: {instead}",
    severity="error",
    url=_PAGE,
    bad=Example('{"dynamodb": {"NewImage": {"qty": {"N": [{"anything-but": 5}]}}}}', source="dynamodb"),
    good=Example('{"dynamodb": {"NewImage": {"qty": {"N": [{"anything-but": "5"}]}}}}', source="dynamodb"),
)
_STRING_TYPES = {
    "N": ("number", "a string"),
    "NS": ("set of numbers", "strings"),
    "S": ("string", "a string"),
    "SS": ("set of strings", "strings"),
    "B": ("binary value", "a string"),
    "BS": ("set of binary values", "strings"),
}


def number_in_string(subject: Subject) -> Iterator[Problem]:
    """Alternatives with numbers under a type key whose values are strings."""
    if not subject.is_of_dynamodb:
        return
    for field, number, operator in every_alternative(subject.pattern):
        place = attribute_place(field.path)
        if place is None or place.type not in _STRING_TYPES:
            continue
        kind, holds = _STRING_TYPES[place.type]
        names = {"kind": kind, "type": place.type, "holds": holds}
        if what := _number(operator):
            hint = _instead(operator, place.type)
            yield report_alternative(
                NUMBER_IN_TEXT, subject.pattern, field, number, what=what, hint=hint, **names
            )
        elif isinstance(operator, AnythingBut) and (numbers := excluded_numbers(operator)):
            digits: list[Json] = [digits_in_stream(each) for each in numbers]
            instead = hint_text((("anything-but", digits if operator.listed else digits[0]),))
            yield report_alternative(EXCLUDES_NOTHING, subject.pattern, field, number, instead=instead, **names)


def _number(operator: Operator) -> str:
    if isinstance(operator, Numeric):
        return "numeric"
    if isinstance(operator, Exact) and isinstance(operator.value, Number):
        return f"The number {operator.value.text}"
    return ""


def _instead(operator: Operator, type_: str) -> str:
    """The hint: what to write instead of a number, or a range of numbers, under a type key whose values are strings."""
    if type_ in ("B", "BS"):
        return f"{type_} holds base64: write the value in base64, in quotes"
    if isinstance(operator, Numeric) and operator.terms[0][0] != "=":
        return (
            'no pattern compares numbers that are strings: widen it to {"exists": true}, as pipefilter build dynamodb '
            "--from FILE does, and compare the numbers in the consumer"
        )
    value = operator.terms[0][1] if isinstance(operator, Numeric) else operator.operand()
    assert isinstance(value, Number)
    return f"write the digits as a string: {hint_text(digits_in_stream(value))}"
