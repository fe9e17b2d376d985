"""Check: an image that the record lacks: `OldImage` of an INSERT, `NewImage` of a REMOVE, or one outside the stream's view."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from pipefilter.analysis.reading.event_names import EVENT_NAME, is_of_time_to_live, selected_names
from pipefilter.analysis.reading.report import each_once, every_alternative, report_alternative, report_name
from pipefilter.analysis.reading.subject import Subject
from pipefilter.enumeration import enumeration
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.json_text.tree import Scalar
from pipefilter.json_text.writer import written
from pipefilter.language.branches import Branch, branches_of
from pipefilter.language.dynamodb_record import ABSENT_IMAGE, IMAGES, IMAGES_BY_VIEW
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operators.exact import Exact
from pipefilter.matching.field_predicate import FieldPredicate

__all__ = ["missing_image"]

_STREAMS = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html"

NO_IMAGE = AdviceKind(
    "PF407",
    "OldImage or NewImage absent: the event type or view excludes it",
    "{image} is always absent if {why}",
    "An INSERT has no OldImage, a REMOVE has no NewImage, and a stream contains only the images of its view "
    "type.",
    "remove the condition, or move it to a filter for other event types",
    severity="error",
    url=_STREAMS,
    bad=Example(
        '{"eventName": ["INSERT"], "dynamodb": {"OldImage": {"state": {"S": ["NEW"]}}}}', source="dynamodb"
    ),
    good=Example(
        '{"eventName": ["MODIFY"], "dynamodb": {"OldImage": {"state": {"S": ["NEW"]}}}}', source="dynamodb"
    ),
)
NO_SUCH_NAME = AdviceKind(
    "PF434",
    "Unknown event name or view type: DynamoDB streams do not use it",
    "{path} is never {text}; it is always {known}",
    "DynamoDB streams use only the values that the message lists.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html",
    bad=Example('{"eventName": ["INSERTED"], "dynamodb": {"Keys": {"pk": {"S": ["a"]}}}}', source="dynamodb"),
    good=Example('{"eventName": ["INSERT"], "dynamodb": {"Keys": {"pk": {"S": ["a"]}}}}', source="dynamodb"),
)
_VIEW = "dynamodb.StreamViewType"
_LACKS: dict[str, dict[str, set[str]]] = {
    EVENT_NAME: {name: {image} - {""} for name, image in ABSENT_IMAGE.items()},
    _VIEW: {view: set(IMAGES).difference(images) for view, images in IMAGES_BY_VIEW.items()},
}
"""The images that a record lacks, by the value of a field."""
_SYNONYMS = {
    "MODIFY": ("UPDATE", "UPDATED", "CHANGE", "CHANGED", "EDIT", "EDITED", "REPLACE", "REPLACED"),
    "INSERT": ("CREATE", "CREATED", "ADD", "ADDED", "NEW"),
    "REMOVE": ("DELETE", "DELETED", "DROP", "DROPPED", "EXPIRE", "EXPIRED"),
}
"""The names of the changes in other systems. PUT is not among them: it may be an INSERT or a MODIFY."""


def missing_image(subject: Subject) -> Iterator[Problem]:
    """Conditions on an image that is absent whenever the other conditions match; event names and views that do not exist."""
    branches = branches_of(subject.pattern)
    about = {path.partition(".")[0] for branch in branches for path in branch.fields}
    if not (subject.is_of_dynamodb and (subject.source is not None or "dynamodb" in about)):
        return
    for field, number, operator in every_alternative(subject.pattern):
        known = _LACKS.get(field.path)
        if known is not None and isinstance(operator, Exact) and operator.value not in known:
            words = {"text": written(operator.value), "known": enumeration(known, "or")}
            hint = _hint(operator.value, tuple(known))
            yield report_alternative(NO_SUCH_NAME, subject.pattern, field, number, hint=hint, **words)
    yield from each_once(_without_image(subject.pattern, branches))


def _without_image(pattern: EventPattern, branches: Sequence[Branch]) -> Iterator[Problem]:
    """The fields in an image that the records of their branch lack."""
    seen: set[int] = set()  # a field may be in a thousand branches
    for branch in branches:
        for name in _LACKS:
            lacking, why = _lacking(name, branch)
            for path, field in branch.fields.items():
                image = path.split(".")[1] if path.startswith("dynamodb.") else ""
                if image not in lacking or id(field) in seen:
                    continue
                seen.add(id(field))
                if FieldPredicate(field.alternatives).matches_absence:
                    continue
                names = {"image": f"dynamodb.{image}", "why": why}
                yield report_name(NO_IMAGE, pattern, field, "dynamodb", **names)


def _lacking(name: str, branch: Branch) -> tuple[set[str], str]:
    """The images that are missing from every record that the branch's condition on a field matches, and why."""
    field = branch.fields.get(name)
    if name == EVENT_NAME:
        if is_of_time_to_live(branch):
            return _LACKS[name]["REMOVE"], "userIdentity is that of a deletion by Time to Live"
        selected = selected_names(field)
        if not selected:
            return set(), ""
        lacking = set.intersection(*(_LACKS[name][each] for each in selected))
        return lacking, f"{name} is {enumeration(selected, 'or')}"
    values = [
        operator.value if isinstance(operator, Exact) else None
        for operator in (field.alternatives if field else ())
    ]
    if not values or not all(isinstance(value, str) and value in _LACKS[name] for value in values):
        return set(), ""
    lacking = set.intersection(*(_LACKS[name][str(value)] for value in values))
    return lacking, f"{name} is {enumeration(map(str, values), 'or')}"


def _hint(value: Scalar, known: tuple[str, ...]) -> str:
    """The hint: what to write instead of a value that a field of a record never has."""
    if isinstance(value, str):
        plain = value.strip().upper().replace("-", "_").replace(" ", "_")
        if plain in known:
            return f"write it in capitals, as in the records: {written(plain)}"
        meant = next((name for name in known if plain in _SYNONYMS.get(name, ())), "")
        meant = meant or next(iter(difflib.get_close_matches(plain, known, n=1)), "")
        if meant:
            return f"did you mean {written(meant)}?"
    return f"write {enumeration(map(written, known), 'or')}"
