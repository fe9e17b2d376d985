"""A subscriber on an event bus of EventBridge v2."""

from __future__ import annotations

from pipefilter.evidence import Evidence
from pipefilter.services.operator_table import OperatorTable
from pipefilter.services.service import Limit, Service

__all__ = ["EVENT_BUS_V2_SUBSCRIBER", "SYSTEM_METADATA"]

_FILTERING = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-custom-bus-filtering.html"

SYSTEM_METADATA = (
    "ContentType",
    "DeduplicationId",
    "EventGroupId",
    "aws:EventId",
    "aws:IngestionTime",
    "aws:SequenceNumber",
    "aws:DeliveryType",
    "aws:SchemaId",
    "aws:RegistryType",
    "aws:Source",
    "aws:DetailType",
)
"""The fields that a filter on the scope SYSTEM_METADATA sees; all are strings."""

EVENT_BUS_V2_SUBSCRIBER = Service(
    name="v2",
    title="EventBridge v2 subscriber",
    place="a v2 subscriber",
    what="Selects events from a v2 event bus by their data, by their metadata, or by the system metadata that EventBridge adds.",
    url=_FILTERING,
    operators=OperatorTable(
        Evidence(
            "documented",
            _FILTERING,
            "for the scopes DATA and SYSTEM_METADATA; METADATA supports only plain values",
        ),
        refused=("wildcard", "anything-but/wildcard"),
    ),
    pattern_length=Limit(
        4096, "characters", Evidence("documented", _FILTERING, "the API model's limit for each pattern")
    ),
    filters=Limit(
        50,
        "filters",
        Evidence("documented", _FILTERING, "the API model's limit; the user guide says one per scope"),
        usual=3,
    ),
    together=Limit(
        4096,
        "bytes",
        Evidence(
            "uncertain",
            _FILTERING,
            "the user guide's limit for all patterns together; the API model has no such limit",
        ),
    ),
    or_combinations=Limit(1000, "combinations", Evidence("documented", _FILTERING)),
    event_size=None,
    combination="all",
    no_filters="without filters, the subscriber receives everything",
    refusal="",
    refusal_evidence=Evidence(
        "uncertain",
        _FILTERING,
        "known only for wildcards: `Filter pattern must not contain wildcard matchers (wildcard, anything-but wildcard)`",
    ),
    drops="an event that does not match all of the filters is not delivered to this subscriber",
    scopes=("DATA", "METADATA", "SYSTEM_METADATA"),
    any_shape=True,
)
