"""Check: a condition on a DynamoDB attribute itself, above its type key, as in `{"state": [{"exists": true}]}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.attribute_place import attribute_place, holds_no_value
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
    "exists above a DynamoDB type key: it looks at values, and an attribute is an object",
    "exists {there} on {path} is {always} true: what it holds is an object, and exists looks at values only",
    'An attribute is an object such as `{{"S": "x"}}`; so are the elements of `L`, and `M`.',
    "{hint}",
    severity="error",
    url=_PAGE,
    bad=Example('{"dynamodb": {"NewImage": {"state": [{"exists": true}]}}}', source="dynamodb"),
    good=Example('{"dynamodb": {"NewImage": {"state": {"S": [{"exists": true}]}}}}', source="dynamodb"),
)
VALUE_ABOVE = AdviceKind(
    "PF433",
    "Value above a DynamoDB type key: an attribute is an object and never equal to a value",
    "{path} never has a value: what it holds is an object, with {what}",
    'An attribute is an object such as `{{"S": "x"}}`, and a value is never equal to an object.',
    "{hint}",
    severity="error",
    url=_PAGE,
    bad=Example('{"dynamodb": {"NewImage": {"state": ["SHIPPED"]}}}', source="dynamodb"),
    good=Example('{"dynamodb": {"NewImage": {"state": {"S": ["SHIPPED"]}}}}', source="dynamodb"),
)
_BELOW_ATTRIBUTE = 'go down to the type key: "S": [{{"exists": {there}}}]'
_BELOW_IMAGE = (
    "go down to an attribute that is in every image, such as a key, and to its type key: "
    '"S": [{{"exists": {there}}}]; or ask for eventName'
)


def above_type_key(subject: Subject) -> Iterator[Problem]:
    """Alternatives of fields that end at an image, an attribute, `M` or `L`."""
    if not subject.is_of_dynamodb:
        return
    for field, number, operator in every_alternative(subject.pattern):
        if not holds_no_value(field.path):
            continue
        is_image = attribute_place(field.path) is None
        if isinstance(operator, Exists):
            words = {
                "there": "true" if operator.present else "false",
                "always": "never" if operator.present else "always",
            }
            hint = (_BELOW_IMAGE if is_image else _BELOW_ATTRIBUTE).format(**words)
            yield report_alternative(EXISTS_ABOVE, subject.pattern, field, number, hint=hint, **words)
        else:
            what = "the attributes as names" if is_image else "its type as a name"
            hint = f"{'name an attribute, and go' if is_image else 'go'} down to the type key: {_below_type_key(operator)}"
            yield report_alternative(VALUE_ABOVE, subject.pattern, field, number, what=what, hint=hint)


def _below_type_key(operator: Operator) -> str:
    """The alternative below the type key, as far as its operand shows which that is."""
    if isinstance(operator, Numeric):
        return '"N": [{"exists": true}], and compare the numbers, which are strings there, in the consumer'
    if numbers := excluded_numbers(operator):
        digits: list[Json] = [digits_in_stream(number) for number in numbers]
        return f'"N": [{hint_text((("anything-but", digits),))}]'
    if not isinstance(operator, Exact) or isinstance(operator.value, str):
        return f'"S": [{hint_text(operator.element())}]'
    if isinstance(operator.value, Number):
        return f'"N": [{hint_text(digits_in_stream(operator.value))}]'
    return '"NULL": [true]' if operator.value is None else f'"BOOL": [{hint_text(operator.value)}]'
