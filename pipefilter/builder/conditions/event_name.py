"""The condition on what happened to the item: `event("MODIFY")`."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Iterator

from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.faults import InvalidCondition
from pipefilter.builder.records.attribute_path import AttributePath, flatten_names
from pipefilter.builder.records.attribute_value import Numbers
from pipefilter.builder.records.stream_record import Image, StreamRecord
from pipefilter.dataclass import dataclass
from pipefilter.enumeration import enumeration
from pipefilter.language.dynamodb_record import EVENT_NAMES
from pipefilter.override import override

__all__ = ["EventNames", "event"]


@dataclass(frozen=True, slots=True)
class EventNames(Condition):
    """The event of the record is one of these."""

    names: tuple[str, ...]

    @override
    def evaluate(self, record: StreamRecord, numbers: Numbers) -> bool:
        return record.event_name in self.names

    @override
    def required_images(self) -> Iterator[tuple[Image, str]]:
        yield from ()

    @override
    def paths(self) -> Iterator[AttributePath]:
        yield from ()

    @override
    def words(self) -> str:
        return f"the event is {enumeration(self.names, 'or')}"

    @override
    def as_json(self) -> dict[str, object]:
        return {"event": list(self.names)}


def event(*names: str | Iterable[str]) -> Condition:
    """The record's event is INSERT, MODIFY or REMOVE.

    Args:
        names: one or more of these three, in any case; also in a list.

    Raises:
        InvalidCondition: there is no such event.
    """
    listed = flatten_names(names)
    upper = [name.strip().upper() if isinstance(name, str) else reprlib.repr(name) for name in listed]
    wrong = [name for name in upper if name not in EVENT_NAMES]
    if wrong or not upper:
        unknown = f"{', '.join(wrong)} is not a stream event" if wrong else "there is no event"
        raise InvalidCondition(f"{unknown}; the events are {', '.join(EVENT_NAMES)}")
    return EventNames(tuple(dict.fromkeys(upper)))
