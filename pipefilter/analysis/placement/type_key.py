"""Check: a name below a DynamoDB attribute is not a type key, as in `{"state": {"s": ["SHIPPED"]}}`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.attribute_place import attribute_place
from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import report_name
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import every_field
from pipefilter.language.dynamodb_record import IMAGES, TYPE_KEYS

__all__ = ["type_key"]

NOT_A_TYPE_KEY = AdviceKind(
    "PF459",
    "Not a DynamoDB type key: attribute values are below S, N and so on",
    '{path} never has a value: "{name}" is not a DynamoDB type key',
    'An attribute is an object such as `{{"S": "x"}}`. Values exist only below a type key, in capitals: '
    "`S`, `N`, `B`, `SS`, `NS`, `BS`, `BOOL` or `NULL`, or inside `M` and `L`.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html",
    bad=Example('{"dynamodb": {"NewImage": {"state": {"s": ["SHIPPED"]}}}}', source="dynamodb"),
    good=Example('{"dynamodb": {"NewImage": {"state": {"S": ["SHIPPED"]}}}}', source="dynamodb"),
)
_MEANT = {
    "string": "S",
    "str": "S",
    "number": "N",
    "num": "N",
    "int": "N",
    "binary": "B",
    "boolean": "BOOL",
    "map": "M",
    "object": "M",
    "list": "L",
    "array": "L",
    "none": "NULL",
}
_MIN_STEPS = 4
"""The names on the way to an attribute's value: `dynamodb`, an image, the attribute, the type key."""


def type_key(subject: Subject) -> Iterator[Problem]:
    """Fields in an image that do not end with a type key: an attribute has no value there.

    An attribute's name may have dots, but its value is below a type key all the same.
    """
    if not subject.is_of_dynamodb:
        return
    reported = set()
    for field in every_field(subject.pattern.members):
        names = field.path.split(".")
        is_in_image = names[0] == "dynamodb" and len(names) >= _MIN_STEPS and names[1] in IMAGES
        if not is_in_image or names[-1] in TYPE_KEYS or attribute_place(field.path) is not None:
            continue
        above = ".".join(names[:-1])
        problem = report_name(
            NOT_A_TYPE_KEY, subject.pattern, field, above, name=names[-1], hint=_hint(names[-1])
        )
        if problem.pointer not in reported:
            reported.add(problem.pointer)
            yield problem


def _hint(name: str) -> str:
    upper = name.upper()
    meant = upper if upper in TYPE_KEYS else _MEANT.get(name.lower(), "")
    if meant:
        return f"write {meant}"
    return f'write a type key, such as "S" for a string, instead of {hint_text(name)}, or below it'
