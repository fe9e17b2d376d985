"""A stream in shards, as DynamoDB and Kinesis have it: what reading needs to know of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

__all__ = ["From", "Shard", "ShardAnswer", "ShardStream"]

From: TypeAlias = Literal["LATEST", "TRIM_HORIZON"]
"""Where reading begins: at what comes now, or at the oldest that is kept."""


@dataclass(frozen=True, slots=True)
class Shard:
    """A shard.

    Args:
        id: of it.
        parents: the shards that it goes on for, which have to be read before it.
        is_closed: whether nothing is added to it any more.
    """

    id: str
    parents: tuple[str, ...]
    is_closed: bool


@dataclass(frozen=True, slots=True)
class ShardAnswer:
    """What one request to a shard has brought.

    Args:
        records: each as one JSON text.
        following: the iterator for what comes after; None at the end of a closed shard.
        last: the sequence number of the last record; "" if there is none.
        is_caught_up: whether all that lay there is read; None if the service does not tell.
    """

    records: tuple[str, ...]
    following: str | None
    last: str
    is_caught_up: bool | None


class ShardStream(Protocol):
    """A stream in shards; what it raises is boto3's."""

    @property
    def interval(self) -> float:
        """Seconds between two requests to one shard."""

    def shards(self) -> list[Shard]:
        """All shards that are kept."""

    def iterator(self, shard: str, begin: From, after: str) -> str:
        """Where to read.

        Args:
            shard: its id.
            begin: where, if nothing was read yet.
            after: the sequence number of the last record that was read; "" if none was.
        """

    def read(self, shard: str, iterator: str, most: int) -> ShardAnswer:
        """The next records.

        Args:
            shard: its id.
            iterator: where.
            most: so many records at most.
        """
