"""Check: a top-level name that records of the source do not have, or that filters cannot use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.misspelled_name import MISSPELLED
from pipefilter.analysis.reading.put_events import put_events_names
from pipefilter.analysis.reading.report import each_once, report_name
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import AdviceKind, Example, Problem, Severity
from pipefilter.events.near_name import near_name
from pipefilter.events.records import RECORD_SHAPES
from pipefilter.events.shape import Shape
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import Field
from pipefilter.language.name_spelling import same_spelling
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.problem_kind import docs_address
from pipefilter.services.service import Service
from pipefilter.services.sns_subscription import is_filter_policy
from pipefilter.sources import SOURCES
from pipefilter.sources.recognition import FUNCTION_LISTS, WRAPPERS
from pipefilter.sources.source import Source

__all__ = ["root_of_record"]

_FILTERING = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html"

WRONG_ROOT = AdviceKind(
    "PF405",
    "Unknown top-level field: the source's records do not have it",
    'Filters see no top-level "{name}" in {records}',
    "A filter sees one record, without the wrapper that a function receives, and each source has its own "
    "field names.",
    "{hint}",
    severity="error",
    url=_FILTERING,
    bad=Example('{"kinesis": {"data": {"a": [1]}}}', source="kinesis"),
    good=Example('{"data": {"a": [1]}}', source="kinesis"),
)
ADDED_LATER = AdviceKind(
    "PF406",
    "Field that filters cannot use: it is added only after filtering",
    'AWS documents that the filters of {service} cannot use "{name}"',
    "AWS documents that filters cannot use fields that AWS adds to a record only after filtering.",
    "remove it, and check it in the target if you need it",
    severity="warning",
    url=_FILTERING,
    bad=Example('{"eventVersion": ["1.1"]}', service="pipe", source="dynamodb"),
    good=Example('{"eventName": ["MODIFY"]}', service="pipe", source="dynamodb"),
)
PERHAPS_ADDED_LATER = AdviceKind(
    "PF435",
    "Field that filters may not be able to use: AWS's pages disagree",
    'It is not certain that the filters of {service} can use "{name}"',
    "AWS's pages contradict each other, or AWS's own samples contradict them.",
    "test it with a record before relying on it",
    severity="note",
    url=_FILTERING,
    bad=Example('{"awsRegion": ["eu-west-1"]}', service="pipe", source="dynamodb"),
    good=Example('{"eventName": ["MODIFY"]}', service="pipe", source="dynamodb"),
)
NOT_IN_ENVELOPE = AdviceKind(
    "PF409",
    "Unknown field of a bus event: the payload is in detail",
    'Events on a bus have no top-level "{name}"',
    "The payload is in `detail`; the envelope contains source, detail-type, account, region, time, id, "
    "version and resources.",
    "{hint}",
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html",
    bad=Example('{"state": ["running"]}', service="rule"),
    good=Example('{"detail": {"state": ["running"]}}', service="rule"),
)
_OF_A_CHANGE = frozenset(RECORD_SHAPES["dynamodb"].fields["dynamodb"].fields)
_MIN_NEAR = 4
"""Shorter names are too often near by chance."""
_LISTS_BY_NAME = frozenset(("records", "rmqMessagesByQueue"))
"""Members with a list for each topic or queue."""
_NAMES_OF_DATA = frozenset(("body", "data", "value", "detail"))
"""The members with the payload: in SQS messages, in Kinesis records and MQ messages, in Kafka records, and in bus events."""


def root_of_record(subject: Subject) -> Iterator[Problem]:
    """Unknown names at the top level; each name is reported once, not for each field."""
    yield from each_once(_every_name(subject))


def _every_name(subject: Subject) -> Iterator[Problem]:
    service = subject.service
    if is_filter_policy(service) or (service is not None and service.any_shape):
        return  # PutRawEvents accepts any JSON, as messages of SNS do, and the scopes have names of their own
    source = subject.source
    of_call = put_events_names(subject)
    for field in every_field(subject.pattern.members):
        first = field.path.partition(".")[0]
        if FieldPredicate(field.alternatives).matches_absence or first in of_call:
            continue
        names = _names(subject, source, first)
        if first in FUNCTION_LISTS and source is None:
            yield _record_list(subject, field, first)
        elif first == "detail-type" and source is None and subject.service is not None:
            yield _of_bus(subject, subject.service, field)
        elif first not in names:
            yield from _unknown(subject, source, field, first, names)
        elif source is not None and subject.service is not None:
            yield from _usable(subject, source, subject.service, field, first)


def _names(subject: Subject, source: Source | None, first: str) -> tuple[str, ...]:
    """The top-level names of records: of all sources of the service if the source is unknown; any name without a service."""
    if source is not None:
        return tuple(key.name for key in source.keys) or (first,)
    if subject.service is None:
        return (first,)
    service = subject.service.name
    return tuple(key.name for each in SOURCES if service in each.services for key in each.keys)


def _unknown(
    subject: Subject, source: Source | None, field: Field, first: str, names: tuple[str, ...]
) -> Iterator[Problem]:
    meant = same_spelling(first, names)
    near = _near(source, field, names) if source is not None else ""
    if meant:
        yield report_name(MISSPELLED, subject.pattern, field, name=first, meant=meant)
    elif source is not None and source.name == "bus":
        hint = _where_in_bus_event(first, near)
        yield report_name(NOT_IN_ENVELOPE, subject.pattern, field, name=first, hint=hint)
    elif source is not None:
        hint = f"write {near}" if near else _where_in_record(source, field)
        yield report_name(WRONG_ROOT, subject.pattern, field, records=source.records, name=first, hint=hint)


def _near(source: Source, field: Field, names: tuple[str, ...]) -> str:
    """The similar name that was probably meant; "" if there is none, or if it has no fields, as the pattern's name does."""
    first, _, below = field.path.partition(".")
    near = near_name(first, names) if len(first) >= _MIN_NEAR and first not in WRAPPERS else ""
    shape = _fields_of(source).get(near)
    return "" if below and shape is not None and not shape.has_fields else near


def _record_list(subject: Subject, field: Field, name: str) -> Problem:
    """The problem of a list of records, if the source is not known; an event of a v2 bus may have such a member."""
    severity: Severity = "error" if subject.service is not None else "warning"
    kind = replace(WRONG_ROOT, message='Filters see no top-level "{name}" in any record', severity=severity)
    hint = f"remove {hint_text(name)}: a pipe or an event source mapping evaluates each record in it separately"
    return report_name(kind, subject.pattern, field, name=name, hint=hint)


def _of_bus(subject: Subject, service: Service, field: Field) -> Problem:
    """The problem of a pattern for bus events in a service that never receives any."""
    kind = replace(WRONG_ROOT, message='Filters see no top-level "{name}" in any record')
    hint = (
        f"{service.place} does not read from an event bus; if the data of the records is a bus event, put the pattern below the "
        'data field, such as "body": {"detail-type": ...}'
    )
    return report_name(kind, subject.pattern, field, name="detail-type", hint=hint)


def _where_in_record(source: Source, field: Field) -> str:
    """The hint: where records of the source have the pattern's top-level name."""
    name, *below = field.path.split(".")
    quoted_name = hint_text(name)
    if source.name == "dynamodb":
        if name in _OF_A_CHANGE:
            return f'write it below dynamodb: "dynamodb": {{{quoted_name}: ...}}'
        if name not in WRAPPERS:
            return f'write an attribute below its image: "dynamodb": {{"NewImage": {{{quoted_name}: {{"S": ...}}}}}}'
    keys = [key for keys in source.data_keys.values() for key in keys]
    if not keys:
        return f"see {docs_address('reference/sources')} for the field names of its records"
    data = keys[-1]
    if name in WRAPPERS:
        return _without_wrapper(source, name, below, data)
    nested = f'"{data}": {{{quoted_name}: ...}}'
    if name in _NAMES_OF_DATA:
        renamed = (
            f'rename {name} to {data}: "{data}": {f"{{{hint_text(below[0])}: ...}}" if below else "[...]"}'
        )
        return (
            f"{renamed}; or, if the data contains a whole bus event, write {nested}"
            if name == "detail"
            else renamed
        )
    inside = _member_with(source, name)
    of_data = f"or, if it is a field of the data, write {nested}"
    of_record = f"write {hint_text(inside)}: {{{quoted_name}: ...}}; {of_data}"
    return of_record if inside else f'the data is in "{data}": write {nested}'


def _without_wrapper(source: Source, name: str, below: list[str], data: str) -> str:
    """The hint for a level around the record, or around a list of records."""
    if name in _LISTS_BY_NAME and below and below[0] not in _fields_of(source):
        levels = f"{hint_text(name)} and {hint_text(below[0])}"
        return f'remove {levels}: a filter sees only one record, with the data in "{data}"'
    return f'remove "{name}": a filter sees only its contents, with the data in "{data}"'


def _fields_of(source: Source) -> Mapping[str, Shape]:
    """What a record has at its top level; nothing if that is not known."""
    return RECORD_SHAPES[source.name].fields if source.name in RECORD_SHAPES else {}


def _member_with(source: Source, name: str) -> str:
    """The member of a record that has a field of this name, such as `attributes` for `MessageGroupId`; "" if none has."""
    return next((member for member, shape in _fields_of(source).items() if name in shape.fields), "")


def _where_in_bus_event(name: str, near: str) -> str:
    part = f'"detail": {{{hint_text(name)}: ...}}'
    if near == "detail":
        return "did you mean detail?"
    if name in _NAMES_OF_DATA:
        return (
            f"rename {name} to detail if you mean the whole payload; for a field of the payload, write {part}"
        )
    payload = f"if it is a field of the payload, write {part}"
    return f"did you mean {near}? {payload[0].upper()}{payload[1:]}" if near else payload


def _usable(subject: Subject, source: Source, service: Service, field: Field, first: str) -> Iterator[Problem]:
    key = next((key for key in source.keys if key.name == first), None)
    if key is None:  # AWS does not document keys for this source
        return
    usable = key.usable_in(service.name)
    names = {"service": service.place, "name": first}
    if usable == "no" and key.evidence.certainty == "documented":
        yield report_name(ADDED_LATER, subject.pattern, field, **names)
    elif usable != "yes":
        yield report_name(PERHAPS_ADDED_LATER, subject.pattern, field, **names)
