"""The forms of plain SQS messages and Kinesis records: those with only the members that AWS's own pollers write."""

from __future__ import annotations

from pipefilter.dataclass import dataclass
from pipefilter.sources import SOURCES, Source, source_named

__all__ = ["FORMS", "PlainRecordForm"]

_ADDED = frozenset(("awsRegion", "eventSource", "eventSourceARN"))
_OF_EVENT_SOURCE = b'"aws:'


@dataclass(frozen=True, slots=True)
class PlainRecordForm:
    """The form of the plain records of a source.

    Args:
        event_source: the value of `eventSource`.
        key: the member with the data.
        key_as_printed: the same member as the AWS CLI prints it.
        members: the names that a record may have.
        holder: the member with the rest of the members, which filters see at the root; "" if there is none.
        held: the names of those.
        changed: members that filters see in another form than they are written.
    """

    source: Source
    event_source: str
    key: str
    key_as_printed: str
    members: frozenset[str]
    holder: str = ""
    held: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[bytes, ...]:
        """The names, in quotes, that lead to the source and to the data."""
        return tuple(f'"{name}"'.encode() for name in ("eventSource", self.holder, self.key) if name)

    @property
    def contradictions(self) -> tuple[bytes, ...]:
        """Byte strings of which a record has at least one if it is not what its `eventSource` and its data say.

        It may be of another source, by other members than `eventSource`; or a batch of log events; or filters may see
        other data. For a name whose letters are not written with escapes. Objects with data are no wrappers.
        """
        before = SOURCES[: SOURCES.index(self.source)]
        markers = [marker for source in before for marker in source.markers]
        return (
            *(marker for marker in markers if not marker.startswith(_OF_EVENT_SOURCE)),
            b'vents"',
            f'"{self.key_as_printed}"'.encode(),
            f'"{self.key}.'.encode(),
        )


FORMS = (
    PlainRecordForm(
        source_named("sqs"),
        "aws:sqs",
        "body",
        "Body",
        _ADDED
        | {
            "attributes",
            "body",
            "md5OfBody",
            "md5OfMessageAttributes",
            "messageAttributes",
            "messageId",
            "receiptHandle",
        },
    ),
    PlainRecordForm(
        source_named("kinesis"),
        "aws:kinesis",
        "data",
        "Data",
        _ADDED | {"eventID", "eventName", "eventVersion", "invokeIdentityArn", "kinesis"},
        "kinesis",
        frozenset(
            ("approximateArrivalTimestamp", "data", "kinesisSchemaVersion", "partitionKey", "sequenceNumber")
        ),
        frozenset(("approximateArrivalTimestamp",)),
    ),
)
