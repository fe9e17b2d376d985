"""Learns from the records that pass how the attributes change that a consumer reads.

Every record counts, not only examples: the pattern that is made of it takes the types that were learned for granted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field

from pipefilter.builder.conditions.change import any_changed
from pipefilter.builder.conditions.condition import AnyOf, Condition, combine
from pipefilter.builder.conditions.event_name import event
from pipefilter.builder.faults import InvalidRecord, MissingImage
from pipefilter.builder.narrowing.inference import Inference
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.stream_record import stream_record
from pipefilter.dataclass import dataclass

__all__ = ["RelevantChanges", "relevant_condition"]


def relevant_condition(paths: Sequence[str]) -> Condition:
    """The condition for changes that concern a consumer: new and removed items, and items of which an attribute changed.

    Args:
        paths: of the attributes that the consumer reads, such as `address.city`.

    Raises:
        InvalidCondition: one of them is not a path.
    """
    return combine(AnyOf, event("INSERT", "REMOVE"), any_changed(*paths))


@dataclass(slots=True)
class RelevantChanges:
    """Sums over the records that pass."""

    paths: tuple[str, ...]
    needless: int = 0
    """How many records do not concern the consumer."""
    condition: Condition = field(init=False)
    """The condition for the records that concern the consumer."""
    inference: Inference = field(init=False)
    """Types and values of the attributes."""

    def __post_init__(self) -> None:
        self.condition = relevant_condition(self.paths)
        paths: dict[AttributePath, None] = dict.fromkeys(self.condition.paths())
        self.inference = Inference(tuple(paths))

    def learn(self, text: bytes) -> None:
        """Learn from an unwrapped record; nothing is learned from what is not a record of a DynamoDB stream."""
        try:
            record = stream_record(text)
        except InvalidRecord:
            return
        self.inference.add(record)
        try:
            self.needless += not self.condition.holds(record)
        except MissingImage:  # the stream does not have the images
            return

    def join(self, other: RelevantChanges) -> None:
        """Add the sums over other records."""
        self.needless += other.needless
        self.inference.join(other.inference)
