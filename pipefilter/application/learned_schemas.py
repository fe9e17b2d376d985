"""Learns the schemas of events from traffic, of which a bounded number of events is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import PurePath
from typing import TypeAlias

from pipefilter.application.input_files import shown_name
from pipefilter.application.schema_files import SchemaFile
from pipefilter.application.traffic_inputs import opened_traffic, traffic_sizes
from pipefilter.errors import InvalidEvent, Undecided, UnreadableInput
from pipefilter.events.schema.learning import Learning
from pipefilter.filtering.envelopes import WrappedRecord
from pipefilter.filtering.record_reader import RecordReader, reader_of_records
from pipefilter.filtering.visible_record import visible_record
from pipefilter.json_text.tree import Json
from pipefilter.matching.event_text import Event, event_tree
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.block_events import block_events, event_lines
from pipefilter.scanning.events.blocks import blocks
from pipefilter.services import service_named
from pipefilter.sources import source_named

__all__ = ["MAX_EVENTS", "learned_schemas"]

MAX_EVENTS = 10_000
"""More events are not read: those of one kind have the same fields."""


_Seen: TypeAlias = tuple[Json, str]
"""An event as a filter sees it, and the name of the source of its record."""


def learned_schemas(
    traffic: str | PurePath | Iterable[str | PurePath], *, source: str = "", service: str = ""
) -> SchemaFile:
    """The schemas of the events in files, folders, globs, or objects in S3, as `pipefilter filter` reads them.

    Args:
        source: the name of the source of the records; "" to detect it.
        service: the name of the service that filters them, which determines what of a message of SNS it sees.

    Raises:
        UnreadableInput: a file cannot be read, or there is no event in them.
        TypeError: it is not the name of a file.
    """
    several = [traffic] if isinstance(traffic, str | PurePath) else traffic
    if not isinstance(several, Iterable):
        raise TypeError(f"schema_from must be file names, not {type(traffic).__name__}")
    several = list(several)
    if not several or not all(isinstance(name, str | PurePath) for name in several):
        raise TypeError("schema_from must be file names: pass paths of files with events")
    names = [name for name, _ in traffic_sizes(map(str, several))]
    title = PurePath(shown_name(names[0])).name if len(names) == 1 else f"{len(names)} files"
    learning = Learning(title)
    reader = reader_of_records(source, service if service in source_named("sns").services else "")
    count = left_out = 0
    events = _events(names, reader)
    for event in islice(events, MAX_EVENTS):
        if event is None:
            left_out += 1
        else:
            count += 1
            learning.add(*event)
    if not count:
        raise UnreadableInput(f"no events in {title}, from which a schema could be learned")
    notes = []
    if next(events, None) is not None:
        notes.append(f"{title}: the schema was learned from the first {MAX_EVENTS:,} events")
    if left_out:
        notes.append(f"{title}: {left_out:,} of {count + left_out:,} events cannot be read, and were left out")
    return SchemaFile(tuple(learning.schemas()), tuple(notes))


def _events(names: Iterable[str], reader: RecordReader) -> Iterator[_Seen | None]:
    """Each event as a filter sees it, with the name of the source of its record; None for one that cannot be read."""
    for name in names:
        try:
            with opened_traffic(name) as stream:
                for block in blocks(stream):
                    yield from _events_of_block(block, reader)
        except UnreadableInput as error:
            raise UnreadableInput(f"cannot read {shown_name(name)}: {error}") from None


def _events_of_block(block: Block, reader: RecordReader) -> Iterator[_Seen | None]:
    lines, texts = (each.without_feeds() for each in event_lines(block))
    every = set(range(len(lines)))
    for event in block_events(
        block,
        lines,
        texts,
        every,
        decided=lambda _: [],
        evaluate=lambda event: list(_records(event, reader)),
        explains_faults=lambda: False,
    ):
        if isinstance(event.verdict, list):
            yield from event.verdict
        else:
            yield None


def _records(text: Event, reader: RecordReader) -> Iterator[_Seen | None]:
    try:
        records = reader.records(text if isinstance(text, str | bytes) else "")
    except InvalidEvent:
        yield None
        return
    for record in records:
        try:
            yield None if record.fault else _seen(record, reader)
        except (InvalidEvent, Undecided):
            yield None


def _seen(record: WrappedRecord, reader: RecordReader) -> tuple[Json, str]:
    placed = reader.placement.of(record)
    source = placed.source
    if source is None:
        return event_tree(record.record.text), ""
    service = placed.service or service_named(source.services[0])
    # what a filter policy of SNS sees depends on its scope
    kind = service.name if source is source_named("sns") else source.name
    return event_tree(visible_record(record.record, source, service).text), kind
