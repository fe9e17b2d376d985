"""A schema of events that a user gives, and the events that it is for."""

from __future__ import annotations

from pipefilter.dataclass import dataclass
from pipefilter.events.shape import OPEN, Shape

__all__ = ["EventSchema"]


@dataclass(frozen=True, slots=True)
class EventSchema:
    """A schema of a kind of event, or of its data: what is in `detail`, or in a message's body.

    Args:
        name: the name of its file.
        shape: the fields that it lists.
        closed: the fields that can exist: all those that are not listed, too, unless it forbids them.
        sources: the values of `source` that it is for; empty if it does not say.
        detail_types: the values of `detail-type` that it is for; empty if it does not say.
        record_source: the name of the source of the whole records that it describes, such as `sqs`; "" for data.
        sample: how many events it was learned from; 0 if it is a schema.
    """

    name: str
    shape: Shape
    closed: Shape = OPEN
    sources: tuple[str, ...] = ()
    detail_types: tuple[str, ...] = ()
    record_source: str = ""
    sample: int = 0
