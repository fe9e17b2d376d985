"""What DynamoDB streams and Kinesis data streams have in common: shards, read one after the other with iterators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, Protocol, TypeAlias

from pipefilter.dataclass import dataclass

__all__ = ["Shard", "ShardAnswer", "ShardStream", "StartPosition", "shard_described"]

StartPosition: TypeAlias = Literal["LATEST", "TRIM_HORIZON"]
"""Where reading begins: with what arrives from now on, or with the oldest record that is kept."""


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard of a stream, as AWS lists it.

    Args:
        parents: the shards that it continues, which have to be read before it.
        is_closed: whether no more records are added to it.
    """

    id: str
    parents: tuple[str, ...]
    is_closed: bool


def shard_described(description: Mapping[str, Any], sequence_numbers: Mapping[str, Any]) -> Shard:
    """A shard as AWS describes it.

    Args:
        description: in an answer; only Kinesis merges shards, so that one has a second parent.
        sequence_numbers: the range of its sequence numbers, which ends only in a closed shard.
    """
    parents = (description.get("ParentShardId"), description.get("AdjacentParentShardId"))
    is_closed = bool(sequence_numbers.get("EndingSequenceNumber"))
    return Shard(description["ShardId"], tuple(filter(None, parents)), is_closed)


@dataclass(frozen=True, slots=True)
class ShardAnswer:
    """The answer to one request for records of a shard.

    Args:
        records: each as one JSON text.
        next_iterator: for what comes after them; None at the end of a closed shard.
        last: the sequence number of the last record; "" if there is none.
        is_caught_up: whether there are no older records left to read; None if the service does not say.
    """

    records: tuple[str, ...]
    next_iterator: str | None
    last: str
    is_caught_up: bool | None


class ShardStream(Protocol):
    """A stream in shards; its methods raise boto3's errors."""

    @property
    def interval(self) -> float:
        """Seconds between two requests to one shard."""

    def shards(self) -> list[Shard]:
        """All shards that are kept."""

    def iterator(self, shard: str, begin: StartPosition, after: str) -> str:
        """The iterator to read a shard with.

        Args:
            begin: where to begin if nothing was read yet.
            after: the sequence number of the last record that was read; "" if there is none.
        """

    def read(self, shard: str, iterator: str, limit: int) -> ShardAnswer:
        """The next records of a shard, from the iterator of the last answer on, or from a new one."""
