"""The records in a batch of a broker, each in the form in which a pipe receives it.

Lambda groups the records of Kafka and Amazon MQ by topic or queue, and only the batch names the broker:
https://docs.aws.amazon.com/lambda/latest/dg/with-kafka.html, https://docs.aws.amazon.com/lambda/latest/dg/with-mq.html.
A pipe gives each record the members of the batch: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-msk.html.
"""

from __future__ import annotations

from pipefilter.filtering.envelopes import LISTS_BY_NAME, records_in
from pipefilter.json_text.raw_object import RawObject, raw_object

__all__ = ["batch_records"]

_MEMBERS = ("eventSource", "eventSourceArn", "bootstrapServers")
"""Members of a batch that a pipe puts into each record."""
_LISTS = (*LISTS_BY_NAME, "messages")


def batch_records(text: str) -> tuple[str, ...]:
    """The records of a batch on one line each; empty if the text is not a batch of a broker.

    Args:
        text: one JSON object on one line.
    """
    batch = raw_object(text)
    if not batch.has("eventSource") or not any(batch.has(name) for name in _LISTS):
        return ()
    records = records_in(text)
    if not all(record.has_source_of_wrapper for record in records):
        return ()  # something else with such a name, or an element that is not a record
    return tuple(_with_members(record.record, batch) for record in records)


def _with_members(record: RawObject, batch: RawObject) -> str:
    added = [(name, value) for name in _MEMBERS if (value := batch.get(name)) and not record.has(name)]
    return RawObject((*record.members, *added)).text
