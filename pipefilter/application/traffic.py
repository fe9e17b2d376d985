"""Traffic to be counted: files, or events in memory, of which the first can be looked at before they are counted."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import PurePath
from typing import BinaryIO, TypeAlias, cast

from pipefilter.application.event_blocks import EventBlocks
from pipefilter.application.filters import Record
from pipefilter.application.input_files import STDIN
from pipefilter.application.traffic_inputs import Sizes, opened_traffic, suitable_jobs, traffic_sizes
from pipefilter.costs.traffic.source_detection import recognised_source
from pipefilter.errors import UnreadableInput
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.wrapper_rule import WrapperRule
from pipefilter.sources import Source

__all__ = ["Traffic", "TrafficInput", "as_traffic"]

TrafficInput: TypeAlias = (
    str | PurePath | Record | io.BufferedIOBase | Iterable[str | PurePath] | Iterable[Record]
)
"""Paths of files, folders or objects in S3, or globs; or events and envelopes: JSON text, UTF-8 bytes, or dicts; or a
file that is open for reading bytes."""

_BEGIN_OF_JSON = re.compile(r"[\ufeff \t\r\n]*+(?:\{|\[[ \t\r\n]*+[\[{\]])")
"""An object, or a list that a glob cannot be."""
_IN_MEMORY: Sizes = [("<events>", None)]
"""What a stream and events are called in messages."""


class Traffic:
    """Files of events, one stream of them, or events in memory.

    Args:
        sizes: the names of the files, each with its size.
        stream: what is to be read once, and not closed; None if there is no stream.
        events: in memory; None if there are none.
    """

    def __init__(
        self,
        sizes: Sizes,
        stream: io.BufferedIOBase | None = None,
        events: EventBlocks | None = None,
    ) -> None:
        self.sizes = sizes
        self.events = events
        self._stream = stream
        self._read_before: list[bytes] = []
        """What is read already of what can be read only once."""

    @property
    def names(self) -> list[str]:
        """The names of the files."""
        return [name for name, _ in self.sizes]

    @property
    def suitable_jobs(self) -> int:
        """In how many processes it is counted soonest."""
        return suitable_jobs(self.sizes)

    def jobs(self, jobs: int) -> int:
        """In how many processes it can be counted: a stream in one.

        Args:
            jobs: at most.
        """
        return jobs if self._stream is None else 1

    def source(self) -> Source | None:
        """The source of the first event that tells one; None if none does."""
        if self.events is not None:
            return self.events.source()
        for name in self.names:
            try:
                with self.opened(name) as stream:
                    recording = _Recording(stream)
                    source = recognised_source(io.BufferedReader(recording))
            except UnreadableInput:  # it is told when it is read
                continue
            if name == STDIN or self._stream is not None:
                self._read_before = recording.read_so_far
            if source is not None:
                return source
        return None

    def blocks(self, name: str, rule: WrapperRule) -> Iterator[Block]:
        """What is in a file, in blocks.

        Args:
            name: of it.
            rule: says which objects are wrappers of records.

        Raises:
            UnreadableInput: there is none, or it cannot be read.
        """
        if self.events is not None:
            yield from self.events
            return
        with self.opened(name) as stream:
            yield from blocks(stream, rule=rule)

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """A file opened for reading bytes; what can be read only once, from its begin.

        Args:
            name: of it.

        Raises:
            UnreadableInput: there is none, or it cannot be read.
        """
        if self._stream is not None:
            yield self._from_begin(self._stream)
            return
        with opened_traffic(name) as stream:
            yield self._from_begin(stream) if name == STDIN else stream

    def _from_begin(self, stream: BinaryIO | io.BufferedIOBase) -> BinaryIO:
        return io.BufferedReader(_Replayed(b"".join(self._read_before), stream))


class _Recording(io.RawIOBase):
    """A stream of which it is known what was read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = cast("io.BufferedReader", stream)
        self.read_so_far: list[bytes] = []

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # BufferedReader gives a memoryview
        data = self._stream.read1(len(buffer))
        self.read_so_far.append(data)
        buffer[: len(data)] = data
        return len(data)


class _Replayed(io.RawIOBase):
    """A stream from its begin, of which the first bytes are read already."""

    def __init__(self, first: bytes, stream: BinaryIO | io.BufferedIOBase) -> None:
        self._first = io.BytesIO(first)
        self._stream = cast("io.BufferedIOBase", stream)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # BufferedReader gives a memoryview
        data = self._first.read(len(buffer)) or self._stream.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def as_traffic(given: TrafficInput) -> Traffic:
    """The traffic that a caller gives.

    Args:
        given: a string is a path, unless it begins as a JSON object or list of such. What the first of several is, all
            are. Events are asked for as they are counted. Text or bytes by themselves are what a file could have.

    Raises:
        UnreadableInput: there is no such file, or it cannot be looked for.
        TypeError: it is something else.
    """
    if isinstance(given, io.BufferedIOBase):
        return Traffic(_IN_MEMORY, given)
    if isinstance(given, bytes) or (isinstance(given, str) and not _is_path(given)):
        data = given if isinstance(given, bytes) else given.encode("utf-8", "surrogatepass")
        return Traffic(_IN_MEMORY, io.BytesIO(data))
    if isinstance(given, str | PurePath | Mapping):
        several: Iterator[object] = iter([given])
    elif isinstance(given, Iterable):
        several = iter(given)
    else:
        raise TypeError(f"traffic is paths or events, not {type(given).__name__}")
    first = list[object]()
    for item in several:
        first.append(item)
        break
    everything = chain(first, several)
    if not first or not _is_path(first[0]):
        return Traffic(_IN_MEMORY, events=EventBlocks(everything))
    paths = list(everything)
    others = [item for item in paths if not _is_path(item)]
    if others:
        raise TypeError(f"{type(others[0]).__name__} among paths: give paths, or events")
    return Traffic(traffic_sizes(map(str, paths)))


def _is_path(item: object) -> bool:
    if isinstance(item, str):
        return _BEGIN_OF_JSON.match(item) is None
    return isinstance(item, PurePath)
