"""Check: a name below a DynamoDB attribute is not a type key, as in `{"state": {"s": ["SHIPPED"]}}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import each_once, report_name
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.events.pattern_path import Reach, reach
from pipefilter.events.records.dynamodb import DYNAMODB_RECORD, KEY, has_type_keys
from pipefilter.language.branches import every_field
from pipefilter.language.dynamodb_record import TYPE_KEYS
from pipefilter.language.event_pattern import EventPattern

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
_NOT_OF_KEY = "{path} never has a value: a key is a string, a number or binary data, never {name}"
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

_MAX_LEVELS = 6
"""The names that a hint repeats."""


def type_key(subject: Subject) -> Iterator[Problem]:
    """Fields in an image with a name that is not a type key where only type keys can be.

    An attribute's name may have dots, but its value is below a type key all the same.
    """
    if subject.is_of_dynamodb:
        yield from each_once(_every_name(subject.pattern))


def _every_name(pattern: EventPattern) -> Iterator[Problem]:
    for field in every_field(pattern.members):
        place = reach(DYNAMODB_RECORD, field.steps)
        if not place.is_there and any(map(has_type_keys, place.shapes)):
            is_of_key = any(shape.fields is KEY.fields for shape in place.shapes)
            other = is_of_key and place.name in TYPE_KEYS
            kind = replace(NOT_A_TYPE_KEY, message=_NOT_OF_KEY) if other else NOT_A_TYPE_KEY
            hint = _hint_for_key(place.name) if is_of_key else _hint(place)
            yield report_name(kind, pattern, field, place.above, name=place.name, hint=hint)


def _hint_for_key(name: str) -> str:
    """The hint below a key of the table, which is never a map, a list or a set."""
    meant = name.upper() if name.upper() in TYPE_KEYS else _MEANT.get(name.lower(), "")
    if meant in KEY.fields:
        return f"write {meant}"
    return "write S for a string, N for a number or B for binary data, as the table declares the key"


def _hint(place: Reach) -> str:
    """The hint: the type key that was probably meant, or the level `M` that is missing."""
    name, above, below = place.name, place.parts[place.known - 1], place.parts[place.known + 1 :]
    upper = name.upper()
    meant = upper if upper in TYPE_KEYS else _MEANT.get(name.lower(), "")
    if meant and not (below and below[0] in TYPE_KEYS and meant != "L"):
        return f"write {meant}"
    quoted = hint_text(name)
    if above == "L" and name.isdecimal():
        return f"remove {quoted}: a pattern looks at every element of a list"
    in_map = f"{hint_text(above)}: {_in_maps((name, *below))}"
    if below:
        return f"if {above} contains maps, write {in_map}" if above == "L" else f"for a map, write {in_map}"
    return f'write a type key, such as "S" for a string, instead of {quoted}; for a map, write {in_map}'


def _in_maps(names: tuple[str, ...]) -> str:
    """The names as attributes of nested maps, down to the first type key: `{"M": {"city": {"S": ...}}}`."""
    text = "..." if names[-1] in TYPE_KEYS else '{"S": ...}'
    for name in reversed(names[:_MAX_LEVELS]):
        is_key = name in TYPE_KEYS
        text = f"{{{hint_text(name)}: {text}}}" if is_key else f'{{"M": {{{hint_text(name)}: {text}}}}}'
    return text
