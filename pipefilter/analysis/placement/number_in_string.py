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

NUMBER_IN_STRING = AdviceKind(
    "PF402",
    "DynamoDB numbers are strings: numeric and plain numbers never match",
    "{what} never matches a DynamoDB {kind}: {values}",
    'DynamoDB streams write numbers as strings, such as `{{"N": "5"}}`, and a number in a pattern never '
    "equals a string.",
    "{hint}",
    severity="error",
    url=_PAGE,
    bad=Example('{"dynamodb": {"NewImage": {"qty": {"N": [{"numeric": [">", 5]}]}}}}', source="dynamodb"),
    good=Example('{"dynamodb": {"NewImage": {"qty": {"N": ["5", {"prefix": "1"}]}}}}', source="dynamodb"),
)
EXCLUDES_NOTHING = AdviceKind(
    "PF438",
    "anything-but with a number: it excludes no DynamoDB value",
    "anything-but with a number excludes no DynamoDB {kind}: {values}",
    "DynamoDB streams write numbers as strings, and a string always differs from a number.",
    "exclude the digits as {holds}: {instead}",
    severity="error",
    url=_PAGE,
    bad=Example('{"dynamodb": {"NewImage": {"qty": {"N": [{"anything-but": 5}]}}}}', source="dynamodb"),
    good=Example('{"dynamodb": {"NewImage": {"qty": {"N": [{"anything-but": "5"}]}}}}', source="dynamodb"),
)
_STRING_TYPES = {
    "N": ("number", "a string"),
    "NS": ("number set", "strings"),
    "S": ("string", "a string"),
    "SS": ("string set", "strings"),
    "B": ("binary value", "a string"),
    "BS": ("binary set", "strings"),
}


def number_in_string(subject: Subject) -> Iterator[Problem]:
    """Alternatives with numbers under a type key for strings."""
    if not subject.is_of_dynamodb:
        return
    for field, number, operator in every_alternative(subject.pattern):
        place = attribute_place(field.path)
        if place is None or place.type not in _STRING_TYPES:
            continue
        kind, holds = _STRING_TYPES[place.type]
        values = (
            f"the value of {place.type} is {holds}"
            if len(place.type) == 1
            else f"{place.type} contains {holds}"
        )
        names = {"kind": kind, "values": values, "holds": holds}
        if what := _number(operator):
            hint = _instead(operator, place.type)
            yield report_alternative(
                NUMBER_IN_STRING, subject.pattern, field, number, what=what, hint=hint, **names
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
    """The hint: what to write instead of a number, or a range of numbers, under a type key for strings."""
    if type_ in ("B", "BS"):
        return f"{type_} contains base64: write the value in base64, in quotes"
    if isinstance(operator, Numeric) and operator.terms[0][0] != "=":
        return (
            'replace it with {"exists": true} and compare the numbers in your code: a pattern cannot compare numbers that '
            "are strings (pipefilter build dynamodb --from FILE writes such patterns)"
        )
    value = operator.terms[0][1] if isinstance(operator, Numeric) else operator.operand()
    assert isinstance(value, Number)
    return f"write the digits as a string: {hint_text(digits_in_stream(value))}"
