"""Reads DynamoDB stream records from files, in any wrapper; the files can be read twice."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from pipefilter.builder.faults import InvalidRecord
from pipefilter.builder.records.stream_record import StreamRecord, stream_record
from pipefilter.cli.inputs.files import STDIN, InputError, opened, shown_name
from pipefilter.cli.terminal.output import message
from pipefilter.cli.terminal.progress import progress
from pipefilter.errors import InvalidEvent, UnreadableInput
from pipefilter.filtering.record_reader import reader_of_records
from pipefilter.scanning.events.event_texts import EventText, some_events
from pipefilter.sources import source_named

__all__ = ["StreamSamples"]

_MAX_REPORTED = 10


class StreamSamples:
    """Reads the records in some files; standard input is copied to a temporary file, as it is read twice."""

    def __init__(self, names: list[str]) -> None:
        self._names = names
        self._reader = reader_of_records("dynamodb")
        self._kept: tempfile.TemporaryDirectory[str] | None = None
        self.faults = 0
        """How many events were not records and how many files were unreadable; reported on the first reading."""
        self._is_reported = False

    def __enter__(self) -> Self:
        if STDIN in self._names:
            self._kept = tempfile.TemporaryDirectory(prefix="pipefilter-")
            copy = Path(self._kept.name) / "stdin"
            try:
                with opened(STDIN) as stream, copy.open("wb") as file:
                    shutil.copyfileobj(stream, file)
            except UnreadableInput as error:
                self._kept.cleanup()
                raise InputError(f"cannot read {shown_name(STDIN)}: {error}") from None
        return self

    def __exit__(self, *_: object) -> None:
        if self._kept is not None:
            self._kept.cleanup()

    def records(self) -> Iterator[tuple[StreamRecord, str]]:
        """Each record, and its JSON text as a filter sees it."""
        with progress([self._file(name) for name in self._names]) as advance:
            for name in self._names:
                try:
                    with opened(self._file(name)) as stream:
                        for event in some_events(stream):
                            yield from self._in(event, name)
                            advance(self._file(name), event.end)
                except UnreadableInput as error:
                    self._report(f"{shown_name(name)}: {error}")
        self._is_reported = True

    def _file(self, name: str) -> str:
        return str(Path(self._kept.name) / "stdin") if name == STDIN and self._kept is not None else name

    def _in(self, event: EventText, name: str) -> Iterator[tuple[StreamRecord, str]]:
        place = f"{shown_name(name)}:{event.line}:{event.column}"
        seen = source_named("dynamodb").as_seen
        try:
            wrapped_records = self._reader.records(event.text)
        except InvalidEvent as error:
            self._report(f"{place}: {error.message}")
            return
        for wrapped in wrapped_records:
            where = f"{place} {wrapped.pointer}".rstrip()
            if wrapped.fault is not None:
                self._report(f"{where}: {wrapped.fault.message}")
                continue
            record = seen(wrapped.record).text
            try:
                yield stream_record(record), record
            except InvalidRecord as fault:
                self._report(f"{where}: {fault}")

    def _report(self, reason: str) -> None:
        if self._is_reported:
            return
        self.faults += 1
        if self.faults <= _MAX_REPORTED:
            message(reason)
