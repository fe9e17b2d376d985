"""Check: an image outside the view of the table's stream, an unknown key attribute, or a key attribute of another type."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.report import each_once, report_name
from pipefilter.analysis.reading.stream_of_table import StreamOfTable
from pipefilter.analysis.reading.subject import Subject
from pipefilter.enumeration import enumeration
from pipefilter.errors import AdviceKind, Example, Problem
from pipefilter.events.near_name import near_name
from pipefilter.language.branches import every_field
from pipefilter.language.dynamodb_record import IMAGES, IMAGES_BY_VIEW, TYPE_KEYS
from pipefilter.language.event_pattern import Field
from pipefilter.matching.field_predicate import FieldPredicate

__all__ = ["image_of_table"]

OUTSIDE_VIEW = AdviceKind(
    "PF476",
    "Image outside the view of the stream: the table's records do not have it",
    "dynamodb.{image} is always absent: the stream's view type is {view}",
    "The view type in the table's `StreamSpecification` determines which images are in the records of its stream.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html",
    bad=Example(
        '{"dynamodb": {"OldImage": {"state": {"S": ["NEW"]}}}}',
        source="dynamodb",
        table='{"StreamSpecification": {"StreamViewType": "NEW_IMAGE"}}',
    ),
    good=Example(
        '{"dynamodb": {"NewImage": {"state": {"S": ["NEW"]}}}}',
        source="dynamodb",
        table='{"StreamSpecification": {"StreamViewType": "NEW_IMAGE"}}',
    ),
)
NOT_A_KEY = AdviceKind(
    "PF478",
    "Not a key of the table: Keys contains only the key attributes",
    "dynamodb.Keys has no {name}: {keys}",
    "`Keys` contains the partition key and the sort key of the table, and nothing else.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html",
    bad=Example(
        '{"dynamodb": {"Keys": {"state": {"S": ["NEW"]}}}}',
        source="dynamodb",
        table='{"KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]}',
    ),
    good=Example(
        '{"dynamodb": {"Keys": {"pk": {"S": ["a"]}}}}',
        source="dynamodb",
        table='{"KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]}',
    ),
)
TYPE_OF_KEY = AdviceKind(
    "PF479",
    "Type that the table does not define: a key attribute has only one type",
    "{above} is never of type {name}: the table defines it as {type}",
    "The table's `AttributeDefinitions` specify the type of each key of the table and its indexes. DynamoDB rejects items in "
    "which a key has another type.",
    "write {type}",
    severity="error",
    url="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeDefinition.html",
    bad=Example(
        '{"dynamodb": {"Keys": {"pk": {"S": ["5"]}}}}',
        source="dynamodb",
        table='{"AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "N"}]}',
    ),
    good=Example(
        '{"dynamodb": {"Keys": {"pk": {"N": ["5"]}}}}',
        source="dynamodb",
        table='{"AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "N"}]}',
    ),
)


def image_of_table(subject: Subject) -> Iterator[Problem]:
    """Conditions that no record of the table's stream matches; each name is reported once."""
    if subject.table is None or subject.source is None or subject.source.name != "dynamodb":
        return
    problems = (_problem(subject, subject.table, field) for field in every_field(subject.pattern.members))
    yield from each_once(problem for problem in problems if problem is not None)


def _problem(subject: Subject, table: StreamOfTable, field: Field) -> Problem | None:
    names = _certain_names(field)
    if names[:1] != ["dynamodb"] or len(names) == 1 or FieldPredicate(field.alternatives).matches_absence:
        return None
    _, image, *attribute = names
    if table.view is not None and image not in IMAGES_BY_VIEW[table.view]:
        images = enumeration(IMAGES_BY_VIEW[table.view], "or")
        words = {"image": image, "view": table.view}
        words["hint"] = f"use {images}, or set a view type that includes {image}"
        return report_name(OUTSIDE_VIEW, subject.pattern, field, "dynamodb", **words)
    if image == "Keys" and table.keys and attribute and attribute[0] not in table.keys:
        return _not_a_key(subject, table, field, attribute[0])
    if len(attribute) > 1 and attribute[1] in TYPE_KEYS:
        type_ = table.types.get(attribute[0])
        if type_ is not None and attribute[1] != type_:
            above = f"dynamodb.{image}.{attribute[0]}"
            words = {"above": above, "name": attribute[1], "type": type_}
            return report_name(TYPE_OF_KEY, subject.pattern, field, above, **words)
    return None


def _not_a_key(subject: Subject, table: StreamOfTable, field: Field, name: str) -> Problem:
    near = near_name(name, table.keys)
    hint = f"write {near}" if near else f'for another attribute, write "NewImage": {{{hint_text(name)}: ...}}'
    keys = enumeration(map(hint_text, table.keys), "and")
    in_words = f"the {'keys of the table are' if len(table.keys) > 1 else 'only key of the table is'} {keys}"
    words = {"name": hint_text(name), "keys": in_words, "hint": hint}
    return report_name(NOT_A_KEY, subject.pattern, field, "dynamodb.Keys", **words)


def _certain_names(field: Field) -> list[str]:
    """The names on the way to an image, an attribute and its type key, as far as dots leave no doubt."""
    names = field.path.split(".")
    if names[1:2] and names[1] not in IMAGES:
        return []
    # an attribute's name may contain the dots of its step
    attribute = next((step for step in field.steps if names[2:3] and names[2] in step.split(".")), "")
    is_certain = attribute == names[2] if names[2:3] else False
    return names if is_certain else names[:2]
