"""Check: a condition on a DynamoDB attribute itself, above its type key, as in `{"state": [{"exists": true}]}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.attribute_place import AttributePlace, attribute_place, holds_no_value
from pipefilter.analysis.reading.hint_text import digits_in_stream, excluded_numbers, hint_text
from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.numeric import Numeric

__all__ = ["above_type_key"]

_PAGE = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.Lambda.Tutorial2.html"

EXISTS_ABOVE = AdviceKind(
    "PF403",
    "exists on a DynamoDB attribute: it belongs below the type key",
    "exists {there} on {path} {always} matches: exists tests only values, and this is {what}",
    'An attribute is an object such as `{{"S": "x"}}`; the value of `M` and the elements of `L` are objects, too.',
    "{hint}",
    severity="error",
    url=_PAGE,
    bad=Example('{"dynamodb": {"NewImage": {"state": [{"exists": true}]}}}', source="dynamodb"),
    good=Example('{"dynamodb": {"NewImage": {"state": {"S": [{"exists": true}]}}}}', source="dynamodb"),
)
VALUE_ABOVE = AdviceKind(
    "PF433",
    "Value above a DynamoDB type key: an attribute is an object",
    "{path} never matches: it is not a value but {what}",
    'An attribute is an object such as `{{"S": "x"}}`, and an object never equals a value.',
    "{hint}",
    severity="error",
    url=_PAGE,
    bad=Example('{"dynamodb": {"NewImage": {"state": ["SHIPPED"]}}}', source="dynamodb"),
    good=Example('{"dynamodb": {"NewImage": {"state": {"S": ["SHIPPED"]}}}}', source="dynamodb"),
)
_BELOW_ATTRIBUTE = 'write it below the type key: "S": [{{"exists": {there}}}]'
_BELOW_IMAGE = (
    "write it below the type key of an attribute that every image has, such as a key: "
    '"S": [{{"exists": {there}}}]; or use eventName instead'
)


def above_type_key(subject: Subject) -> Iterator[Problem]:
    """Alternatives of fields that end at an image, an attribute, `M` or `L`."""
    if not subject.is_of_dynamodb:
        return
    for field, number, operator in every_alternative(subject.pattern):
        if not holds_no_value(field.path):
            continue
        place = attribute_place(field.path)
        is_image = place is None
        if isinstance(operator, Exists):
            words = {
                "there": "true" if operator.present else "false",
                "always": "never" if operator.present else "always",
            }
            what = _contents(place).partition(",")[0]
            hint = (_BELOW_IMAGE if is_image else _BELOW_ATTRIBUTE).format(**words)
            yield report_alternative(
                EXISTS_ABOVE, subject.pattern, field, number, hint=hint, what=what, **words
            )
        else:
            what = _contents(place)
            below = "below an attribute and its type key" if is_image else "below the type key"
            hint = f"write it {below}: {_below_type_key(operator)}"
            yield report_alternative(VALUE_ABOVE, subject.pattern, field, number, what=what, hint=hint)


def _contents(place: AttributePlace | None) -> str:
    """The object or array of objects at a place in an image; None for the image itself."""
    if place is not None and place.type == "L":
        return "an array of objects"
    return f"an object, with {'its type as the field name' if place and not place.type else 'attribute names as field names'}"


def _below_type_key(operator: Operator) -> str:
    """The alternative below the type key that its operand suggests."""
    if isinstance(operator, Numeric):
        return '"N": [{"exists": true}], and compare the numbers in your code: they are strings there'
    if numbers := excluded_numbers(operator):
        digits: list[Json] = [digits_in_stream(number) for number in numbers]
        return f'"N": [{hint_text((("anything-but", digits),))}]'
    if not isinstance(operator, Exact) or isinstance(operator.value, str):
        return f'"S": [{hint_text(operator.element())}]'
    if isinstance(operator.value, Number):
        return f'"N": [{hint_text(digits_in_stream(operator.value))}]'
    return '"NULL": [true]' if operator.value is None else f'"BOOL": [{hint_text(operator.value)}]'
