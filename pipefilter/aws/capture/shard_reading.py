"""Reads the shards of a stream in turn: parents before children, at a fixed pace, and past iterators that expire."""

from __future__ import annotations

import math
import time
from collections.abc import Generator, Iterator

from pipefilter.aws.capture.page import Page, Until
from pipefilter.aws.capture.shard import Shard, ShardAnswer, ShardStream, StartPosition
from pipefilter.dataclass import dataclass

__all__ = ["shard_pages"]

_MAX_RECORDS = 1000
"""Records in one answer: the limit of DynamoDB.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html
"""
_EMPTY_ANSWERS = 20
"""After this many empty answers in a row, an open shard counts as read to its end; a few may occur between two records."""
_MORE_OF_CLOSED = 10
"""The factor by which a closed shard needs more of them: there the service itself reports the end."""
_LISTED_AGAIN = 2.0
"""Seconds between two requests for the children of a shard that has ended."""
_TIMES_LISTED = 3
"""The number of those requests, if only what is there now is captured."""
_MAX_REFUSALS = 6
"""How often in a row a shard may refuse, each time after boto3's own attempts, before that is an error."""
_MAX_WAIT = 8.0
_MAX_LAST_ROUND = 10.0
"""Maximum length of the last round, in seconds, however many shards there are."""
_TOO_OFTEN = {
    "LimitExceededException",
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
    "KMSThrottlingException",
}
_EXPIRED = "ExpiredIteratorException"
_TRIMMED = "TrimmedDataAccessException"
_GONE = "ResourceNotFoundException"


@dataclass(slots=True)
class _Reading:
    """A shard that is being read."""

    shard: Shard
    begin: StartPosition
    due: float
    iterator: str = ""
    last: str = ""
    empty: int = 0
    refused: int = 0
    turns: int = 0
    """How many answers it gave, or would have given if it had existed from the start."""


def shard_pages(stream: ShardStream, begin: StartPosition, until: Until) -> Generator[Page]:
    """Read all shards of a stream."""
    yield from _Shards(stream, begin, until).pages()


class _Shards:
    def __init__(self, stream: ShardStream, begin: StartPosition, until: Until) -> None:
        self._stream = stream
        self._begin = begin
        self._until = until
        self._known: dict[str, Shard] = {}
        self._waiting: dict[str, Shard] = {}
        """Shards whose parents are not read to their end yet."""
        self._readings: dict[str, _Reading] = {}
        self._ended: set[str] = set()
        self._childless: set[str] = set()
        """Shards that are read to their end, and of which no child is known yet."""
        self._listed = 0.0
        self._times_listed = 0
        self._notes: list[str] = []

    def pages(self) -> Iterator[Page]:
        self._list(self._begin)
        while not self._until.is_over:
            self._list_again()
            if self._readings:
                reading = min(self._readings.values(), key=lambda reading: reading.due)
                self._until.wait(reading.due - time.monotonic())
                if self._until.is_over:
                    break
                yield self._page(self._records(reading))
            elif self._until.follows or (self._childless and self._times_listed < _TIMES_LISTED):
                self._until.wait(_LISTED_AGAIN)
                yield self._page(())
            else:
                return
        if self._until.seconds_left == 0:
            yield from self._last_round()

    def _last_round(self) -> Iterator[Page]:
        """Read each shard once more: what was added since its last answer is still within the time."""
        end = time.monotonic() + _MAX_LAST_ROUND
        done: set[str] = set()
        while self._until.left != 0 and time.monotonic() < end:
            others = [reading for reading in self._readings.values() if reading.shard.id not in done]
            if not others:
                return
            reading = min(others, key=lambda other: other.due)
            done.add(reading.shard.id)
            time.sleep(max(0.0, min(reading.due - time.monotonic(), self._stream.interval)))
            yield self._page(self._records(reading))

    def _page(self, records: tuple[str, ...]) -> Page:
        notes, self._notes = tuple(self._notes), []
        count = len(self._readings)
        return Page(self._until.take(records), f"{count} shard{'' if count == 1 else 's'}", notes)

    def _list(self, begin: StartPosition) -> None:
        """List the shards, and start to read the new ones that can be read."""
        closed: set[str] = set()
        for shard in self._stream.shards():
            if shard.id in self._known:
                continue
            self._known[shard.id] = shard
            self._childless.difference_update(shard.parents)
            if begin == "LATEST" and shard.is_closed:
                self._ended.add(shard.id)
                closed.add(shard.id)
            else:
                self._waiting[shard.id] = shard
        # a child may be listed only later, and all its records arrive from now on
        self._childless |= closed.difference(*(shard.parents for shard in self._known.values()))
        self._listed = time.monotonic()
        self._start(begin)

    def _list_again(self) -> None:
        if self._childless and time.monotonic() - self._listed >= _LISTED_AGAIN:
            self._times_listed += 1
            self._list("TRIM_HORIZON")

    def _start(self, begin: StartPosition) -> None:
        now = time.monotonic()
        turns = min((reading.turns for reading in self._readings.values()), default=0)
        for shard in list(self._waiting.values()):
            unread = [parent for parent in shard.parents if parent in self._known and parent not in self._ended]
            if not unread:
                del self._waiting[shard.id]
                self._readings[shard.id] = _Reading(shard, begin, now, turns=turns)

    def _end(self, reading: _Reading) -> None:
        """Go on with the children of a closed shard, from their beginning."""
        name = reading.shard.id
        del self._readings[name]
        self._ended.add(name)
        self._times_listed = 0
        if not any(name in shard.parents for shard in self._known.values()):
            self._childless.add(name)
        self._list("TRIM_HORIZON")

    def _records(self, reading: _Reading) -> tuple[str, ...]:
        """The records of one request to a shard; its state is updated."""
        from botocore.exceptions import ClientError

        reading.due = time.monotonic() + self._stream.interval
        try:
            if not reading.iterator:
                reading.iterator = self._stream.iterator(reading.shard.id, reading.begin, reading.last)
            answer = self._stream.read(reading.shard.id, reading.iterator, self._limit(reading))
        except ClientError as error:
            self._refused(reading, str(error.response.get("Error", {}).get("Code")), error)
            return ()
        reading.refused = 0
        reading.turns += 1
        self._go_on(reading, answer)
        return answer.records

    def _limit(self, reading: _Reading) -> int:
        """How many records to request: the rest of the limit is shared with the shards whose turn is still to come."""
        left = self._until.left
        if left is None:
            return _MAX_RECORDS
        sharing = sum(other.turns <= reading.turns for other in self._readings.values())
        return min(_MAX_RECORDS, math.ceil(left / sharing))

    def _go_on(self, reading: _Reading, answer: ShardAnswer) -> None:
        reading.last = answer.last or reading.last
        if answer.next_iterator is None:
            self._end(reading)
            return
        reading.iterator = answer.next_iterator
        reading.empty = 0 if answer.records else reading.empty + 1
        if self._until.follows:
            return
        is_closed = reading.shard.is_closed
        enough = _EMPTY_ANSWERS * (_MORE_OF_CLOSED if is_closed else 1)
        if answer.is_caught_up or (answer.is_caught_up is None and reading.empty >= enough):
            if is_closed:
                self._end(reading)
            else:
                del self._readings[reading.shard.id]

    def _refused(self, reading: _Reading, code: str, error: Exception) -> None:
        shard = reading.shard.id
        if code == _EXPIRED:
            if not reading.last and reading.begin == "LATEST":
                self._notes.append(
                    f"the iterator of {shard} expired before a record arrived: records may be missing"
                )
            reading.iterator = ""
        elif code == _TRIMMED:
            self._notes.append(f"records of {shard} expired before they were read: they are missing")
            reading.iterator, reading.begin, reading.last = "", "TRIM_HORIZON", ""
        elif code == _GONE and not reading.iterator:
            self._notes.append(f"the shard {shard} expired before it was read: its records are missing")
            self._end(reading)
            return
        elif code not in _TOO_OFTEN:
            raise error
        reading.refused += 1
        if reading.refused > _MAX_REFUSALS:
            raise error
        if code in _TOO_OFTEN:
            reading.due += min(_MAX_WAIT, 2.0**reading.refused * self._stream.interval)
