"""Traffic for an estimate: files, a stream, or events in memory, whose first events can be read before the rest."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import PurePath
from typing import BinaryIO, TypeAlias, cast

from pipefilter.application.event_blocks import EventBlocks
from pipefilter.application.filters import Record
from pipefilter.application.input_files import STDIN, PartStream
from pipefilter.application.traffic_inputs import Sizes, opened_traffic, suitable_jobs, traffic_sizes
from pipefilter.costs.traffic.source_detection import detect_file_source
from pipefilter.errors import UnreadableInput
from pipefilter.override import override
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.wrapper_rule import WrapperRule
from pipefilter.sources import Source

__all__ = ["Traffic", "TrafficInput", "as_traffic"]

TrafficInput: TypeAlias = (
    str | PurePath | Record | io.BufferedIOBase | Iterable[str | PurePath] | Iterable[Record]
)
"""Paths of files, folders or objects in S3, or globs; or events and wrappers: JSON text, UTF-8 bytes, or dicts; or a
file that is open for reading bytes."""

_JSON_START = re.compile(r"[\ufeff \t\r\n]*+(?:\{|\[[ \t\r\n]*+[\[{\]])")
"""The start of an object, or of a list that is not a glob."""
_IN_MEMORY: Sizes = [("<events>", None)]
"""The name of a stream and of events in messages."""


class Traffic:
    """Files of events, one stream of them, or events in memory.

    Args:
        sizes: the names of the files, each with its size.
        stream: read once, and not closed; None if there is no stream.
        events: in memory; None if there are none.
    """

    def __init__(
        self, sizes: Sizes, stream: io.BufferedIOBase | None = None, events: EventBlocks | None = None
    ) -> None:
        self.sizes = sizes
        self.events = events
        self._stream = stream
        self._read_before: list[bytes] = []
        """The part that was read of a stream that can be read only once."""

    @property
    def names(self) -> list[str]:
        """The names of the files."""
        return [name for name, _ in self.sizes]

    @property
    def suitable_jobs(self) -> int:
        """The number of processes that counts it fastest."""
        return suitable_jobs(self.sizes)

    def jobs(self, jobs: int) -> int:
        """The number of processes that can count it, at most `jobs`: one for a stream."""
        return jobs if self._stream is None else 1

    def source(self) -> Source | None:
        """The source of the first event that identifies one; None if none does."""
        if self.events is not None:
            return self.events.source()
        for name in self.names:
            try:
                with self.opened(name) as stream:
                    recording = _Recording(stream)
                    source = detect_file_source(io.BufferedReader(recording))
            except UnreadableInput:  # reported when it is read
                continue
            if name == STDIN or self._stream is not None:
                self._read_before = recording.read_so_far
            if source is not None:
                return source
        return None

    def blocks(self, name: str, rule: WrapperRule) -> Iterator[Block]:
        """The contents of a file, in blocks.

        Raises:
            UnreadableInput: it does not exist, or cannot be read.
        """
        if self.events is not None:
            yield from self.events
            return
        with self.opened(name) as stream:
            yield from blocks(stream, rule=rule)

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """A file opened for reading bytes; a stream that can be read only once is replayed from its start.

        Raises:
            UnreadableInput: it does not exist, or cannot be read.
        """
        if self._stream is not None:
            yield self._from_start(self._stream)
            return
        with opened_traffic(name) as stream:
            yield self._from_start(stream) if name == STDIN else stream

    def _from_start(self, stream: BinaryIO | io.BufferedIOBase) -> BinaryIO:
        return io.BufferedReader(_Replayed(b"".join(self._read_before), stream))


class _Recording(PartStream):
    """A stream that records what was read from it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = cast("io.BufferedReader", stream)
        self.read_so_far: list[bytes] = []

    @override
    def read_part(self, limit: int) -> bytes:
        data = self._stream.read1(limit)
        self.read_so_far.append(data)
        return data


class _Replayed(PartStream):
    """A stream from its start, of which the first bytes were already read."""

    def __init__(self, first: bytes, stream: BinaryIO | io.BufferedIOBase) -> None:
        self._first = io.BytesIO(first)
        self._stream = cast("io.BufferedIOBase", stream)

    @override
    def read_part(self, limit: int) -> bytes:
        return self._first.read(limit) or self._stream.read1(limit)


def as_traffic(traffic: TrafficInput) -> Traffic:
    """The traffic that a caller gives.

    Args:
        traffic: a string is a path, unless it starts like a JSON object or a list of objects. Several are all of the
            kind of the first. An iterable of events is consumed as they are counted. A single text or bytes are like
            the contents of a file.

    Raises:
        UnreadableInput: there is no such file, or it cannot be searched for.
        TypeError: it is none of these.
    """
    if isinstance(traffic, io.BufferedIOBase):
        return Traffic(_IN_MEMORY, traffic)
    if isinstance(traffic, bytes) or (isinstance(traffic, str) and not _is_path(traffic)):
        data = traffic if isinstance(traffic, bytes) else traffic.encode("utf-8", "surrogatepass")
        return Traffic(_IN_MEMORY, io.BytesIO(data))
    if isinstance(traffic, str | PurePath | Mapping):
        several: Iterator[object] = iter([traffic])
    elif isinstance(traffic, Iterable):
        several = iter(traffic)
    else:
        raise TypeError(f"traffic must be paths or events, not {type(traffic).__name__}")
    first = list(islice(several, 1))
    everything = chain(first, several)
    if not first or not _is_path(first[0]):
        return Traffic(_IN_MEMORY, events=EventBlocks(everything))
    paths = list(everything)
    others = [item for item in paths if not _is_path(item)]
    if others:
        raise TypeError(f"{type(others[0]).__name__} among paths: give only paths, or only events")
    return Traffic(traffic_sizes(map(str, paths)))


def _is_path(item: object) -> bool:
    if isinstance(item, str):
        return _JSON_START.match(item) is None
    return isinstance(item, PurePath)
