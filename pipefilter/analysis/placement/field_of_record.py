"""Check: a name below the root that records of the source do not have, as in `{"dynamodb": {"Key": ...}}`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.misspelled_name import MISSPELLED
from pipefilter.analysis.reading.report import report_name
from pipefilter.analysis.reading.shape_in_words import in_words
from pipefilter.analysis.reading.subject import Subject
from pipefilter.enumeration import enumeration
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.events.near_name import near_name, near_path
from pipefilter.events.pattern_path import Reach, reach
from pipefilter.events.records import RECORD_SHAPES
from pipefilter.events.records.dynamodb import ATTRIBUTE
from pipefilter.events.shape import Shape
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import Field
from pipefilter.language.name_spelling import loose_spelling

__all__ = ["field_of_record"]

NOT_THERE = AdviceKind(
    "PF470",
    "Unknown field of a record: the source's records have no such name there",
    '{above} has no field "{name}"',
    "The names in the records of a source are fixed, except in the data itself and where the sender chooses names, such as "
    "those of attributes. A condition on a field that never exists never matches.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html",
    bad=Example('{"dynamodb": {"Key": {"pk": {"S": ["a"]}}}}', source="dynamodb"),
    good=Example('{"dynamodb": {"Keys": {"pk": {"S": ["a"]}}}}', source="dynamodb"),
)
BELOW_VALUE = AdviceKind(
    "PF473",
    "Field below a value: a string or a number contains no fields",
    "{above} is {what}, so it has no field {name}",
    "A condition on a field below a value never matches: only objects contain fields.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html",
    bad=Example('{"source": ["my.app"], "resources": {"arn": ["arn:aws:s3:::b"]}}', service="rule"),
    good=Example('{"source": ["my.app"], "resources": ["arn:aws:s3:::b"]}', service="rule"),
)
_MAX_NAMES = 10
_MESSAGE = "body.Message."
"""Inside the member with the message in a notification of SNS, which is a string unless raw message delivery is on.

https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html
"""
_IF_OF_TOPIC = "{above} is a string if SNS sends the message, so it has no field {name}"


def field_of_record(subject: Subject) -> Iterator[Problem]:
    """Fields with a name that records of the source do not have below the root; each name is reported once."""
    shape = RECORD_SHAPES.get(subject.source.name) if subject.source else None
    if shape is None or (subject.service is not None and subject.service.scopes):
        return
    reported = set()
    for field in every_field(subject.pattern.members):
        if subject.source is not None and subject.source.name == "sqs" and field.path.startswith(_MESSAGE):
            problem = _in_message_of_topic(subject, field)
            if (problem.code, problem.pointer) not in reported:
                reported.add((problem.code, problem.pointer))
                yield problem
            continue
        place = reach(shape, field.steps)
        if place.is_there or not place.known or _is_in_attribute(place):
            continue
        problem = _problem(subject, shape, field, place)
        if (problem.code, problem.pointer) not in reported:
            reported.add((problem.code, problem.pointer))
            yield problem


def _in_message_of_topic(subject: Subject, field: Field) -> Problem:
    name = field.path.removeprefix(_MESSAGE).partition(".")[0]
    hint = f'turn on raw message delivery in the SNS subscription, and write "body": {{{hint_text(name)}: ...}}'
    above = _MESSAGE[:-1]
    kind = replace(BELOW_VALUE, message=_IF_OF_TOPIC, severity="note")
    return report_name(kind, subject.pattern, field, above, above=above, name=hint_text(name), hint=hint)


def _is_in_attribute(place: Reach) -> bool:
    """Whether the unknown name is where a type key must be, which another check reports."""
    return any(shape.fields is ATTRIBUTE.fields for shape in place.shapes)


def _problem(subject: Subject, shape: Shape, field: Field, place: Reach) -> Problem:
    above, name = place.above, place.name
    if not any(each.has_fields for each in place.shapes):
        what = in_words(place.shapes[0])
        hint = f"write the condition on {above} itself: {hint_text(place.parts[place.known - 1])}: [...]"
        return report_name(
            BELOW_VALUE, subject.pattern, field, above, above=above, what=what, name=hint_text(name), hint=hint
        )
    known = [other for each in place.shapes for other in each.fields]
    meant = next((other for other in known if loose_spelling(other) == loose_spelling(name)), "")
    if meant:
        return report_name(MISSPELLED, subject.pattern, field, above, name=name, meant=meant)
    hint = _hint(subject, shape, place, known)
    is_certain = near_name(name, known) or (subject.source and subject.source.name in ("dynamodb", "bus"))
    kind = NOT_THERE if is_certain else replace(NOT_THERE, severity="warning")
    return report_name(kind, subject.pattern, field, above, above=above, name=name, hint=hint)


def _hint(subject: Subject, shape: Shape, place: Reach, known: list[str]) -> str:
    """The hint: the name that was probably meant, its level, or the names that are there."""
    name, quoted = place.name, hint_text(place.name)
    near = near_name(name, known)
    if near:
        return f"write {near}"
    if place.parts[0] == "dynamodb" and place.known == 1:
        if name in shape.fields:
            return f"write it beside dynamodb, at the root of the record: {quoted}: [...]"
        return f'attributes are below NewImage, OldImage or Keys: write "NewImage": {{{quoted}: {{"S": ...}}}}'
    if subject.source is not None and subject.source.name == "sqs" and place.above == "attributes":
        return f'for an attribute that the sender sets, write "messageAttributes": {{{quoted}: {{"stringValue": ...}}}}'
    level = near_path(shape, place.parts, place.known)
    if level is not None and _is_named(shape, level.steps):
        return f"write {'.'.join(level.steps)}"
    listed = known[:_MAX_NAMES]
    fields = "its fields are" if len(listed) > 1 else "its only field is"
    return f"{fields} {enumeration(listed, 'and')}" if listed else ""


def _is_named(shape: Shape, steps: Sequence[str]) -> bool:
    """Whether all names of a path are the record's own, and none is one that the sender chooses."""
    for step in steps:
        if step not in shape.fields:
            return False
        shape = shape.fields[step]
    return True
