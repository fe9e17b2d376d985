"""The names at the root of a pattern: what a record of the source has there, and what it has not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipefilter.analysis.reading.at_field import about_name
from pipefilter.analysis.reading.attribute_place import IMAGES, TYPES
from pipefilter.analysis.reading.hint_text import hint_text
from pipefilter.analysis.reading.subject import Subject
from pipefilter.errors import Example, Problem, ProblemKind, Severity
from pipefilter.language.branches import every_field
from pipefilter.language.event_pattern import Field
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.problem_kind import DOCS
from pipefilter.services.service import Service
from pipefilter.sources import SOURCES
from pipefilter.sources.recognition import FUNCTION_LISTS
from pipefilter.sources.source import Source

__all__ = ["root_of_record"]

_FILTERING = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html"

MISSPELLED = ProblemKind(
    "PF404",
    "Misspelled name: records have a name that differs in case or punctuation only",
    "A record has no {name}; it has {meant}",
    "Names are compared letter by letter: `event_name`, `Body` and `detailType` are other names.",
    "write {meant}",
    wording="pipefilter",
    advice=True,
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html",
    bad=Example('{"event_name": ["INSERT"]}', source="dynamodb"),
    good=Example('{"eventName": ["INSERT"]}', source="dynamodb"),
)
WRONG_ROOT = ProblemKind(
    "PF405",
    "Name that the source's records lack: the filter can never match",
    "A record of the source {source} has no {name} where a filter looks for it",
    "A filter sees one record, without the wrapper that a function is handed, and each source has its own names.",
    "{hint}",
    wording="pipefilter",
    advice=True,
    severity="error",
    url=_FILTERING,
    bad=Example('{"kinesis": {"data": {"a": [1]}}}', source="kinesis"),
    good=Example('{"data": {"a": [1]}}', source="kinesis"),
)
ADDED_LATER = ProblemKind(
    "PF406",
    "Name that a filter cannot use: the poller adds it later",
    "AWS says that a filter of the service {service} cannot use {name}",
    "What the poller adds to a record is documented as not usable in filters.",
    "leave it out: each pipe and each mapping has one source anyway",
    wording="pipefilter",
    advice=True,
    severity="warning",
    url=_FILTERING,
    bad=Example('{"eventVersion": ["1.1"]}', service="pipe", source="dynamodb"),
    good=Example('{"eventName": ["MODIFY"]}', service="pipe", source="dynamodb"),
)
PERHAPS_ADDED_LATER = ProblemKind(
    "PF435",
    "Name that a filter perhaps cannot use: AWS's pages disagree",
    "It is not certain that a filter of the service {service} can use {name}",
    "AWS's pages disagree, or samples do otherwise than the page says.",
    "try it with a record before relying on it",
    wording="pipefilter",
    advice=True,
    severity="note",
    url=_FILTERING,
    bad=Example('{"awsRegion": ["eu-west-1"]}', service="pipe", source="dynamodb"),
    good=Example('{"eventName": ["MODIFY"]}', service="pipe", source="dynamodb"),
)
NOT_IN_ENVELOPE = ProblemKind(
    "PF409",
    "Name that a bus event lacks: what was sent stands under detail",
    "An event on a bus has no {name} at its root",
    "What was sent stands under `detail`; the envelope has source, detail-type, account, region, time, id, version "
    "and resources.",
    "{hint}",
    wording="pipefilter",
    advice=True,
    severity="error",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html",
    bad=Example('{"state": ["running"]}', service="rule"),
    good=Example('{"detail": {"state": ["running"]}}', service="rule"),
)
_OF_A_CHANGE = (
    "ApproximateCreationDateTime",
    "Keys",
    "NewImage",
    "OldImage",
    "SequenceNumber",
    "SizeBytes",
    "StreamViewType",
)
_WRAPPERS = ("Records", "records", "kinesis", "messages")
"""Names of what a function is handed around the records, or around their data."""
_NAMES_OF_DATA = frozenset(("body", "data", "value", "detail"))
"""Where SQS, Kinesis and MQ, Kafka, and a bus have what was sent."""


def root_of_record(subject: Subject) -> Iterator[Problem]:
    """First names that no record has; of a change of a table, also second ones. Each is reported once, not for each field."""
    reported = set()
    for problem in _every_name(subject):
        key = (problem.code, problem.message, problem.start, problem.pointer)
        if key not in reported:
            reported.add(key)
            yield problem


def _every_name(subject: Subject) -> Iterator[Problem]:
    if subject.service is not None and subject.service.name == "v2":
        return  # PutRawEvents takes any JSON, and the scopes have names of their own
    source = _source(subject)
    for field in every_field(subject.pattern.members):
        first, _, rest = field.path.partition(".")
        if FieldPredicate(field.alternatives).takes_absence:
            continue
        names = _names(subject, source, first)
        if first in FUNCTION_LISTS and source is None:
            yield _of_no_record(subject, field, first)
        elif first not in names:
            yield from _unknown(subject, source, field, first, names)
        elif first == "dynamodb" and rest and subject.is_of_dynamodb:
            second = rest.partition(".")[0]
            meant = _meant(second, _OF_A_CHANGE)
            if second not in _OF_A_CHANGE and meant:
                yield about_name(MISSPELLED, subject.pattern, field, first, name=second, meant=meant)
        elif source is not None and subject.service is not None:
            yield from _usable(subject, source, subject.service, field, first)


def _source(subject: Subject) -> Source | None:
    """What the pattern is about: given, the bus for a rule, or a table where the pattern says so."""
    if subject.source is not None:
        return subject.source
    name = "bus" if subject.service is not None and subject.service.name == "rule" else ""
    if not name and any(_is_of_change(field.path) for field in every_field(subject.pattern.members)):
        name = "dynamodb"
    return next((source for source in SOURCES if source.name == name), None)


def _is_of_change(path: str) -> bool:
    """Whether it leads into a change of a table, or into an image that is taken out of one."""
    names = path.split(".")
    is_value = len(names) > 2 and names[0] in IMAGES and names[-1] in TYPES  # noqa: PLR2004 - an image, an attribute, its type
    return is_value or (names[0] == "dynamodb" and len(names) > 1)


def _names(subject: Subject, source: Source | None, first: str) -> tuple[str, ...]:
    """The names that a record has; those of all sources where it is not known which, and any if the service is not."""
    if source is not None:
        return tuple(key.name for key in source.keys) or (first,)
    if subject.service is None:
        return (first,)
    service = subject.service.name
    return tuple(key.name for one in SOURCES if service in one.services for key in one.keys)


def _unknown(
    subject: Subject, source: Source | None, field: Field, first: str, names: tuple[str, ...]
) -> Iterator[Problem]:
    meant = _meant(first, names)
    if meant:
        yield about_name(MISSPELLED, subject.pattern, field, name=first, meant=meant)
    elif source is not None and source.name == "bus":
        yield about_name(NOT_IN_ENVELOPE, subject.pattern, field, name=first, hint=_where_a_bus_has_it(first))
    elif source is not None and (subject.source is not None or first in IMAGES):
        hint = _where_it_stands(source, field)
        yield about_name(WRONG_ROOT, subject.pattern, field, source=source.name, name=first, hint=hint)


def _of_no_record(subject: Subject, field: Field, name: str) -> Problem:
    """Of a list of records, where the source is not known; it may be a member of what is put on a v2 bus."""
    severity: Severity = "error" if subject.service is not None else "warning"
    kind = replace(WRONG_ROOT, message="No record has {name} where a filter looks for it", severity=severity)
    hint = (
        f"leave {hint_text(name)} out: a pipe or an event source mapping evaluates each record in it by itself"
    )
    return about_name(kind, subject.pattern, field, name=name, hint=hint)


def _where_it_stands(source: Source, field: Field) -> str:
    """Where a record of the source has what the pattern looks for at its root."""
    name, *below = field.path.split(".")
    shown = hint_text(name)
    if source.name == "dynamodb":
        if name in _OF_A_CHANGE:
            return f'it stands under dynamodb: "dynamodb": {{{shown}: ...}}'
        if name not in _WRAPPERS:
            return f'an attribute stands under its image: "dynamodb": {{"NewImage": {{{shown}: {{"S": ...}}}}}}'
    keys = [key for keys in source.data_keys.values() for key in keys]
    if not keys:
        return f"see {DOCS}/sources.md for the names of its records"
    data = keys[-1]
    if name in _WRAPPERS:
        return f"leave {name} out: a filter sees what is in it, and the data stand under {data}"
    nested = f'"{data}": {{{shown}: ...}}'
    if name in _NAMES_OF_DATA:
        renamed = (
            f'rename {name} to {data}: "{data}": {f"{{{hint_text(below[0])}: ...}}" if below else "[...]"}'
        )
        return (
            f"{renamed}; or, if a whole event of a bus is in it, write {nested}"
            if name == "detail"
            else renamed
        )
    return f"the data stand under {data}: {nested}"


def _where_a_bus_has_it(name: str) -> str:
    part = f'"detail": {{{hint_text(name)}: ...}}'
    if name in _NAMES_OF_DATA:
        return f"rename {name} to detail if all that was sent is meant; for a part of it, write {part}"
    return f"if it is a part of what was sent: {part}"


def _usable(subject: Subject, source: Source, service: Service, field: Field, first: str) -> Iterator[Problem]:
    key = next((key for key in source.keys if key.name == first), None)
    if key is None:  # AWS documents no keys of this source
        return
    usable = key.usable.get(service.name, "yes")
    names = {"service": service.name, "name": first}
    if usable == "no" and key.evidence.certainty == "documented":
        yield about_name(ADDED_LATER, subject.pattern, field, **names)
    elif usable != "yes":
        yield about_name(PERHAPS_ADDED_LATER, subject.pattern, field, **names)


def _meant(name: str, known: tuple[str, ...]) -> str:
    """The known name that differs only in capitals, `_` and `-`; "" if there is none."""
    plain = _plain(name)
    return next((one for one in known if _plain(one) == plain), "")


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")
