"""What the records that pass teach of the attributes that a consumer reads: all of them, not only examples.

What is learned of types is taken for granted by the pattern that is made of it, so no record may be left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipefilter.builder.conditions.change import any_changed
from pipefilter.builder.conditions.condition import AnyOf, Condition, joined
from pipefilter.builder.conditions.event_name import event
from pipefilter.builder.faults import CannotJudge, InvalidRecord
from pipefilter.builder.narrowing.inference import Lessons
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.stream_record import stream_record

__all__ = ["RelevantChanges", "relevant_condition"]


def relevant_condition(paths: Sequence[str]) -> Condition:
    """What a consumer is to be sent that reads some attributes: new and removed items, and those of which one changed.

    Args:
        paths: the ways to the attributes, such as `address.city`.

    Raises:
        InvalidCondition: one is no path.
    """
    return joined(AnyOf, event("INSERT", "REMOVE"), any_changed(*paths))


@dataclass(slots=True)
class RelevantChanges:
    """Sums over the records that pass.

    Args:
        paths: the ways to the attributes that are read.
        needless: how many records the consumer needs not be sent.
    """

    paths: tuple[str, ...]
    needless: int = 0
    condition: Condition = field(init=False)
    """What it is to be sent."""
    lessons: Lessons = field(init=False)
    """Types and values of the attributes."""

    def __post_init__(self) -> None:
        self.condition = relevant_condition(self.paths)
        paths: dict[AttributePath, None] = dict.fromkeys(self.condition.paths())
        self.lessons = Lessons(tuple(paths))

    def learn(self, text: bytes) -> None:
        """Take in a record.

        Args:
            text: of it, without its wrapper; what is no record of a stream is needed, for all that is known.
        """
        try:
            record = stream_record(text)
        except InvalidRecord:
            return
        self.lessons.learn(record)
        try:
            self.needless += not self.condition.holds(record)
        except CannotJudge:  # the stream does not have the images
            return

    def join(self, other: RelevantChanges) -> None:
        """Add the sums over other records."""
        self.needless += other.needless
        self.lessons.join(other.lessons)
