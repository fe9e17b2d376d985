"""A topic of Kafka: on Amazon MSK, or on self-managed brokers."""

from __future__ import annotations

from pipefilter.evidence import Evidence
from pipefilter.json_text.raw_object import RawObject
from pipefilter.sources.recognition import has_event_source
from pipefilter.sources.source import RecordKey, Source, Usable, metadata_keys
from pipefilter.sources.tables import BROKER_ROWS

__all__ = ["MSK", "SELF_MANAGED_KAFKA"]

_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/kafka-filtering.html"
_PIPES = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html"
_REGISTRY = "https://docs.aws.amazon.com/lambda/latest/dg/services-consume-kafka-events.html"
_WITH_REGISTRY: dict[str, Usable] = {"pipe": "not listed", "lambda": "not listed"}


def _is_self_managed(record: RawObject) -> bool:
    return has_event_source(record, "SelfManagedKafka") or (
        record.has("bootstrapServers") and not _is_msk(record)
    )


def _is_msk(record: RawObject) -> bool:
    return has_event_source(record, "aws:kafka") or (
        _is_of_a_topic(record) and not record.has("bootstrapServers")
    )


def _is_of_a_topic(record: RawObject) -> bool:
    """Whether it is a record without its wrapper, which would contain the brokers of the topic."""
    return record.has("topic", "partition", "offset")


def _kafka(name: str, title: str, added: tuple[str, ...], markers: tuple[bytes, ...]) -> Source:
    return Source(
        name=name,
        title=title,
        records="Amazon MSK records" if name == "msk" else "self-managed Kafka records",
        url=_LAMBDA,
        services=("pipe", "lambda"),
        filterable=Evidence("documented", _LAMBDA),
        data_keys={"pipe": ("key", "value"), "lambda": ("value",)},
        is_base64=True,
        rows=BROKER_ROWS,
        rows_evidence=Evidence("documented", _LAMBDA),
        keys=(
            RecordKey("value", {"pipe": "yes", "lambda": "yes"}, Evidence("documented", _LAMBDA)),
            RecordKey("key", {"pipe": "yes", "lambda": "not listed"}, Evidence("documented", _PIPES)),
            *metadata_keys(
                "topic", "partition", "offset", "timestamp", "timestampType", "headers", added=added
            ),
            *(
                RecordKey(
                    each, _WITH_REGISTRY, Evidence("documented", _REGISTRY, "only with a schema registry")
                )
                for each in ("keySchemaMetadata", "valueSchemaMetadata")
            ),
        ),
        markers=markers,
        wrapper='{"eventSource": "...", "records": {"topic-0": [...]}}',
        recognises=_is_self_managed if name == "kafka" else _is_msk,
        resembles=_is_of_a_topic,
    )


MSK = _kafka(
    "msk",
    "Amazon MSK",
    ("eventSource", "eventSourceArn", "eventSourceKey"),
    (b'"aws:kafka"', b'"partition"'),
)
SELF_MANAGED_KAFKA = _kafka(
    "kafka",
    "Self-managed Kafka",
    ("eventSource", "bootstrapServers", "eventSourceKey"),
    (b'"SelfManagedKafka"', b'"bootstrapServers"'),
)
