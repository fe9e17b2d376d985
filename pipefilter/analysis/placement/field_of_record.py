"""Check: a name below the root that records of the source do not have, as in `{"dynamodb": {"Key": ...}}`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.misspelled_name import MISSPELLED
from pipefilter.analysis.reading.report import each_once, report_name
from pipefilter.analysis.reading.shape_in_words import in_words
from pipefilter.analysis.reading.subject import Subject
from pipefilter.enumeration import enumeration
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.events.near_name import near_name, near_path
from pipefilter.events.pattern_path import Reach, reach
from pipefilter.events.records.dynamodb import has_type_keys
from pipefilter.events.shape import Shape
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import Field
from pipefilter.language.name_spelling import same_spelling

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
    if subject.record is not None:
        yield from each_once(_every_name(subject, subject.record))


def _every_name(subject: Subject, record: Shape) -> Iterator[Problem]:
    for field in every_field(subject.pattern.members):
        if subject.source is not None and subject.source.name == "sqs" and field.path.startswith(_MESSAGE):
            yield _in_message_of_topic(subject, field)
            continue
        place = reach(record, field.steps)
        # other checks report unknown names at the root, and those where a type key must be
        if not place.is_there and place.known and not any(map(has_type_keys, place.shapes)):
            yield _problem(subject, record, field, place)


def _in_message_of_topic(subject: Subject, field: Field) -> Problem:
    name = field.path.removeprefix(_MESSAGE).partition(".")[0]
    hint = f'turn on raw message delivery in the SNS subscription, and write "body": {{{hint_text(name)}: ...}}'
    above = _MESSAGE[:-1]
    kind = replace(BELOW_VALUE, message=_IF_OF_TOPIC, severity="note")
    return report_name(kind, subject.pattern, field, above, above=above, name=hint_text(name), hint=hint)


def _problem(subject: Subject, shape: Shape, field: Field, place: Reach) -> Problem:
    above, name = place.above, place.name
    if not any(each.has_fields for each in place.shapes):
        what = in_words(place.shapes[0])
        hint = f"put the condition on {above} itself: {hint_text(place.parts[place.known - 1])}: [...]"
        return report_name(
            BELOW_VALUE, subject.pattern, field, above, above=above, what=what, name=hint_text(name), hint=hint
        )
    known = [other for each in place.shapes for other in each.fields]
    if meant := same_spelling(name, known):
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
    if level is not None and level.is_level:
        return f"write {'.'.join(level.steps)}"
    listed = known[:_MAX_NAMES]
    fields = "its fields are" if len(listed) > 1 else "its only field is"
    return f"{fields} {enumeration(listed, 'and')}" if listed else ""
