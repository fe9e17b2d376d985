"""Check: a value that a field of the record never has, such as `UPDATE` for the event name of a DynamoDB stream record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.reading.report import every_alternative, report_alternative
from pipefilter.analysis.reading.subject import Subject
from pipefilter.enumeration import enumeration
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.events.near_name import near_name
from pipefilter.events.pattern_path import reach
from pipefilter.events.records import RECORD_SHAPES
from pipefilter.events.shape import Shape
from pipefilter.json_text.tree import Scalar
from pipefilter.json_text.writer import written
from pipefilter.language.dynamodb_record import TTL_PATH, TTL_PRINCIPAL
from pipefilter.language.event_pattern import Field
from pipefilter.language.literal_strings import whole_strings
from pipefilter.language.operator import Operator
from pipefilter.language.operators.anything_but import AnythingBut
from pipefilter.language.operators.equals_ignore_case import EqualsIgnoreCase
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.prefix import Prefix
from pipefilter.language.operators.suffix import Suffix
from pipefilter.language.operators.wildcard import Wildcard
from pipefilter.sources.pattern_parts import root_names

__all__ = ["value_of_record"]

NO_SUCH_VALUE = AdviceKind(
    "PF434",
    "Value that a field of the record never has: AWS uses other ones",
    "{path} is never {text}; it is always {known}",
    "AWS itself sets these fields of a record, and uses only the values that the message lists.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html",
    bad=Example('{"eventName": ["INSERTED"], "dynamodb": {"Keys": {"pk": {"S": ["a"]}}}}', source="dynamodb"),
    good=Example('{"eventName": ["INSERT"], "dynamodb": {"Keys": {"pk": {"S": ["a"]}}}}', source="dynamodb"),
)
_SYNONYMS = {
    "MODIFY": ("UPDATE", "UPDATED", "CHANGE", "CHANGED", "EDIT", "EDITED", "REPLACE", "REPLACED"),
    "INSERT": ("CREATE", "CREATED", "ADD", "ADDED", "NEW"),
    "REMOVE": ("DELETE", "DELETED", "DROP", "DROPPED", "EXPIRE", "EXPIRED"),
}
"""The names of the changes in other systems. PUT is not among them: it may be an INSERT or a MODIFY."""
_USUAL_VALUES = {
    "userIdentity.type": "Service",
    TTL_PATH: TTL_PRINCIPAL,
}
"""The only documented value of a field that may have others, too: only similar values are reported."""
_OF_TIME_TO_LIVE = (
    "{path} is not {text} for any documented record; for a deletion by Time to Live it is {known}"
)
_ACCOUNT, _LIKE_ACCOUNT = r"\d{12}", r"\s*(\d[\s-]*){9,15}"
"""Shorter numbers are placeholders, in tests and in samples."""
_REGION = r"[a-z]+(-[a-z]+)+-\d+"
_LIKE_REGION = r"\s*[a-z]{2}[-_ ]?([a-z]+)[-_ ]?(\d)([a-z]?)\s*"
_DIRECTIONS = frozenset(
    ("north", "south", "east", "west", "central", "northeast", "northwest", "southeast", "southwest")
)


def value_of_record(subject: Subject) -> Iterator[Problem]:
    """Values, selected or excluded, that a field of the record never has."""
    if subject.service is not None and subject.service.any_shape:
        return
    shape = _shape(subject)
    for field, number, operator in every_alternative(subject.pattern):
        place = reach(shape, field.steps)
        known = place.shapes[0].values if place.is_there and len(place.shapes) == 1 else ()
        kind = (
            replace(NO_SUCH_VALUE, severity="warning") if isinstance(operator, AnythingBut) else NO_SUCH_VALUE
        )
        if known:
            for text, hint in _unlisted(operator, known):
                words = {"text": text, "known": enumeration(known, "or")}
                words["hint"] = _of_data(subject, field) or hint
                yield report_alternative(kind, subject.pattern, field, number, **words)
        elif place.is_there and not place.shapes[0].is_open:
            yield from _other_forms(subject, kind, field, number)


def _shape(subject: Subject) -> Shape:
    """What the records have; nothing if the source is not known."""
    if subject.source is not None:
        return RECORD_SHAPES.get(subject.source.name, Shape())
    return RECORD_SHAPES["dynamodb"] if "dynamodb" in root_names([subject.pattern]) else Shape()


def _unlisted(operator: Operator, known: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """What an alternative selects or excludes although no record has it, each with the hint."""
    if isinstance(operator, Exact):
        if operator.value not in known:
            yield written(operator.value), _hint(operator.value, known)
    elif isinstance(operator, AnythingBut):
        for value in whole_strings(operator):
            if value not in known:
                yield written(value), _hint(value, known)
    elif isinstance(operator, Prefix | Suffix | Wildcard | EqualsIgnoreCase) and not any(
        map(operator.holds, known)
    ):
        operand = operator.operand()
        yield f"a value that {operator.words()}", _hint(operand if isinstance(operand, str) else None, known)


def _hint(value: Scalar, known: tuple[str, ...]) -> str:
    """The hint: what to write instead of a value that a field of a record never has."""
    if isinstance(value, str):
        plain = value.strip().upper().replace("-", "_").replace(" ", "_")
        if plain in known:
            return f"write it in capitals, as in the records: {written(plain)}"
        meant = next((name for name in known if plain in _SYNONYMS.get(name, ())), "")
        from difflib import get_close_matches

        meant = meant or next(iter(get_close_matches(plain, known, n=1)), "")
        if meant:
            return f"did you mean {written(meant)}?"
    return f"write {enumeration(map(written, known), 'or')}"


def _of_data(subject: Subject, field: Field) -> str:
    """The hint for a name that data have more often than records: `eventName` of table changes in a Kinesis stream."""
    if subject.source is not None and subject.source.name == "kinesis" and field.path == "eventName":
        return 'if it is a field of the data, write "data": {"eventName": ...}'
    return ""


def _other_forms(subject: Subject, kind: AdviceKind, field: Field, number: int) -> Iterator[Problem]:
    """Strings in a form that the field never has, if its values cannot be listed."""
    for value in whole_strings(field.alternatives[number]):
        if hint := _usual(field.path, value):
            usual = replace(kind, message=_OF_TIME_TO_LIVE)
            words = {"text": written(value), "known": written(_USUAL_VALUES[field.path]), "hint": hint}
            yield report_alternative(usual, subject.pattern, field, number, **words)
        elif (
            field.path == "account" and re.fullmatch(_LIKE_ACCOUNT, value) and not re.fullmatch(_ACCOUNT, value)
        ):
            words = {"text": written(value), "known": "12 digits", "hint": _account(value)}
            yield report_alternative(kind, subject.pattern, field, number, **words)
        elif field.path in ("region", "awsRegion") and (region := _region(value)):
            words = {
                "text": written(value),
                "known": "the code of a Region",
                "hint": f"did you mean {written(region)}?",
            }
            yield report_alternative(kind, subject.pattern, field, number, **words)


def _usual(path: str, value: str) -> str:
    """The hint for a value that is similar to the only one that is documented; "" if it is not."""
    usual = _USUAL_VALUES.get(path)
    if usual is None or value == usual:
        return ""
    is_similar = near_name(value, (usual,)) or value.lower() == usual.lower() or "dynamodb" in value.lower()
    return f"write {written(usual)}" if is_similar else ""


def _account(value: str) -> str:
    digits = re.sub(r"[\s-]", "", value)
    if re.fullmatch(_ACCOUNT, digits):
        return f"write {written(digits)}"
    return "write all 12 digits in quotes, including zeros at the beginning"


def _region(value: str) -> str:
    """The Region that was probably meant by a value that is none; "" if it may be one."""
    like = re.fullmatch(_LIKE_REGION, value, re.IGNORECASE)
    if re.fullmatch(_REGION, value) or like is None or like[1].lower() not in _DIRECTIONS:
        return ""
    return f"{value.strip()[:2].lower()}-{like[1].lower()}-{like[2]}"
