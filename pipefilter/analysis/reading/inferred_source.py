"""The source of the records that a pattern is for, as far as its own names show it without doubt."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.events.records import RECORD_SHAPES
from pipefilter.language.branches import every_field
from pipefilter.language.dynamodb_record import IMAGES, TTL_PATH, TTL_PRINCIPAL, TYPE_KEYS
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.literal_strings import literal_strings
from pipefilter.language.name_spelling import loose_spelling
from pipefilter.services.service import Service
from pipefilter.services.sns_subscription import is_filter_policy
from pipefilter.sources import SOURCES, source_named
from pipefilter.sources.pattern_parts import root_names
from pipefilter.sources.source import Source

__all__ = ["inferred_source"]

_BY_ROOT = {
    "messageAttributes": "sqs",
    "receiptHandle": "sqs",
    "md5OfBody": "sqs",
    "partitionKey": "kinesis",
    "kinesisSchemaVersion": "kinesis",
    "approximateArrivalTimestamp": "kinesis",
    "basicProperties": "rabbitmq",
    "bootstrapServers": "kafka",
    "detail-type": "bus",
}
"""Names that the records of only one source have at their root."""
_BY_PAIR = {
    ("body", "attributes"): "sqs",
    ("body", "messageId"): "sqs",
    ("data", "sequenceNumber"): "kinesis",
    ("data", "messageID"): "activemq",
    ("source", "detail"): "bus",
    ("source", "account"): "bus",
    ("source", "resources"): "bus",
}
"""Names that are common on their own, but together belong to only one source."""
_BY_EVENT_SOURCE = {
    "aws:dynamodb": "dynamodb",
    "aws:kinesis": "kinesis",
    "aws:sqs": "sqs",
    "aws:amq": "activemq",
    "aws:rmq": "rabbitmq",
    "aws:kafka": "msk",
    "SelfManagedKafka": "kafka",
}
_SQS_ATTRIBUTES = RECORD_SHAPES["sqs"].fields["attributes"].fields


def inferred_source(pattern: EventPattern, service: Service | None = None) -> Source | None:
    """The source whose records a pattern is certainly for; None if nothing shows it, or if its names disagree.

    Args:
        service: where it runs; None if that is not known.
    """
    if service is not None and service.name == "rule":
        return source_named("bus")
    if is_filter_policy(service):
        return source_named("sns")
    if service is not None and service.any_shape:
        return None  # any JSON can be published there
    roots = root_names([pattern])
    names = set(_signs(tuple(every_field(pattern.members)), roots))
    if not names and service is not None and "body" in roots:
        names = {"sqs"}  # no other source of a pipe or an event source mapping has it
    source = next((each for each in SOURCES if {each.name} == names), None)
    return source if source is not None and (service is None or service.name in source.services) else None


def _signs(fields: tuple[Field, ...], roots: set[str]) -> Iterator[str]:
    """The names of the sources that the names and values in a pattern show."""
    for root in roots:
        if root in _BY_ROOT:
            yield _BY_ROOT[root]
    for pair, name in _BY_PAIR.items():
        if roots.issuperset(pair):
            yield name
    if any(loose_spelling(root) == "detailtype" for root in roots) and not roots.isdisjoint(
        ("source", "detail")
    ):
        yield "bus"
    for field in fields:
        yield from _signs_of_path(field.path.split("."))
        strings = [value for _, value in literal_strings(field)]
        if field.path == "source" and any(value.startswith("aws.") for value in strings):
            yield "bus"
        elif field.path == TTL_PATH and TTL_PRINCIPAL in strings:
            yield "dynamodb"
        elif field.path == "eventSource":
            yield from {_BY_EVENT_SOURCE[value] for value in strings if value in _BY_EVENT_SOURCE}


def _signs_of_path(names: list[str]) -> Iterator[str]:
    """The name of the source that the path of a field shows, if any."""
    if len(names) == 1:
        return
    first, second = names[:2]
    if first == "dynamodb" or (first in IMAGES and len(names) > 2 and names[-1] in TYPE_KEYS):
        yield "dynamodb"
    elif first == "kinesis" and second in ("data", "partitionKey"):
        yield "kinesis"
    elif first == "attributes" and second in _SQS_ATTRIBUTES:
        yield "sqs"
