"""Check: an image that the record lacks: `OldImage` of an INSERT, `NewImage` of a REMOVE, or one outside the stream's view."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipefilter.analysis.reading.event_names import (
    EVENT_NAME,
    images_required,
    is_of_time_to_live,
    selected_names,
)
from pipefilter.analysis.reading.report import each_once, report_name
from pipefilter.analysis.reading.subject import Subject
from pipefilter.enumeration import enumeration
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.language.branches import Branch, branches_of
from pipefilter.language.dynamodb_record import ABSENT_IMAGE, IMAGES, IMAGES_BY_VIEW
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.operators.exact import Exact

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
_VIEW = "dynamodb.StreamViewType"
_LACKS: dict[str, dict[str, set[str]]] = {
    EVENT_NAME: {name: {image} - {""} for name, image in ABSENT_IMAGE.items()},
    _VIEW: {view: set(IMAGES).difference(images) for view, images in IMAGES_BY_VIEW.items()},
}
"""The images that a record lacks, by the value of a field."""


def missing_image(subject: Subject) -> Iterator[Problem]:
    """Conditions on an image that is absent whenever the other conditions match."""
    branches = branches_of(subject.pattern)
    about = {path.partition(".")[0] for branch in branches for path in branch.fields}
    if not (subject.is_of_dynamodb and (subject.source is not None or "dynamodb" in about)):
        return
    yield from each_once(_without_image(subject.pattern, branches))


def _without_image(pattern: EventPattern, branches: Sequence[Branch]) -> Iterator[Problem]:
    """The fields in an image that the records of their branch lack."""
    reported: set[int] = set()  # a field may be in a thousand branches
    for branch in branches:
        for name in _LACKS:
            lacking, why = _lacking(name, branch)
            for image, field in images_required(branch) if lacking else ():
                if image in lacking and id(field) not in reported:
                    reported.add(id(field))
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
