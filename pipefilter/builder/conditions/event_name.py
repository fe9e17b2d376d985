"""The condition on what happened to the item: `event("MODIFY")`."""

from __future__ import annotations

import reprlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.conditions.name_list import flatten_names
from pipefilter.builder.faults import InvalidCondition
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import Numbers
from pipefilter.builder.records.stream_record import Image, StreamRecord
from pipefilter.language.dynamodb_record import EVENT_NAMES

__all__ = ["EventNames", "event"]


@dataclass(frozen=True, slots=True)
class EventNames(Condition):
    """The record is of one of these events.

    Args:
        names: INSERT, MODIFY, REMOVE.
    """

    names: tuple[str, ...]

    def evaluate(self, record: StreamRecord, numbers: Numbers) -> bool:  # noqa: ARG002, D102 - as Condition says
        return record.event_name in self.names

    def required_images(self) -> Iterator[tuple[Image, str]]:  # noqa: D102 - as Condition says
        yield from ()

    def paths(self) -> Iterator[AttributePath]:  # noqa: D102 - as Condition says
        yield from ()

    def words(self) -> str:  # noqa: D102 - as Condition says
        return f"the event is {' or '.join(self.names)}"

    def as_json(self) -> dict[str, object]:  # noqa: D102 - as Condition says
        return {"event": list(self.names)}


def event(*names: str | Iterable[str]) -> Condition:
    """The record is of an INSERT, a MODIFY or a REMOVE.

    Args:
        names: one or more of these three, in any case; also in a list.

    Raises:
        InvalidCondition: there is no such event.
    """
    listed = flatten_names(names)
    upper = [name.strip().upper() if isinstance(name, str) else reprlib.repr(name) for name in listed]
    wrong = [name for name in upper if name not in EVENT_NAMES]
    if wrong or not upper:
        raise InvalidCondition(
            f"an event of a stream is {', '.join(EVENT_NAMES)}; {', '.join(wrong) or 'none'} is not"
        )
    return EventNames(tuple(dict.fromkeys(upper)))
