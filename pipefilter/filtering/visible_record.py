"""What a filter sees of a record, whatever its conditions are."""

from __future__ import annotations

from pipefilter.errors import Undecided
from pipefilter.filtering.message_views import message_views
from pipefilter.filtering.service_filters import decoded_record
from pipefilter.filtering.undelivered_message import NotDelivered
from pipefilter.json_text.raw_object import RawObject, raw_object
from pipefilter.language.event_pattern import EventPattern
from pipefilter.services.service import Service
from pipefilter.services.sns_subscription import SNS_BODY
from pipefilter.sources.sns import SNS
from pipefilter.sources.source import Source

__all__ = ["visible_record"]


def visible_record(record: RawObject, source: Source | None, service: Service) -> RawObject:
    """The record with its data decoded; of a message of SNS, its attributes or its body.

    Raises:
        Undecided: a filter sees nothing of it, or that is not known.
    """
    seen, _ = decoded_record(record, source, service)
    if source is not SNS:
        return seen
    try:
        view, *_ = message_views(seen, EventPattern(()), of_body=service is SNS_BODY)
    except NotDelivered as reason:
        raise Undecided(str(reason)) from None
    return raw_object(view) if view else RawObject(())
