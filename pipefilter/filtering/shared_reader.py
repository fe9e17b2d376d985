"""Unwraps records for several lists of filters that are evaluated separately, if all of them unwrap an object alike."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pipefilter.errors import InvalidEvent, Undecided
from pipefilter.filtering.damaged_wrapper import damaged_wrapper
from pipefilter.filtering.envelopes import WrappedRecord
from pipefilter.filtering.record_reader import RecordReader, may_hold_records, names_in
from pipefilter.json_text.tree import decoded
from pipefilter.matching.event_text import event_tree

__all__ = ["SharedReader"]

_DIFFERENT = "no verdict: some filters apply to this object itself, others to the records in it; evaluate them separately"


class SharedReader:
    """Unwraps records for several lists of filters."""

    def __init__(self, readers: Sequence[RecordReader]) -> None:
        placements = []
        for reader in readers:
            if reader.placement not in placements:
                placements.append(reader.placement)
        self._readers = [(placements.index(reader.placement), reader) for reader in readers]

    def records(self, text: str | bytes) -> list[WrappedRecord]:
        """The records in a JSON text.

        Raises:
            InvalidEvent: it is not JSON, nor a wrapper of which some records can be read.
            Undecided: it is a wrapper for some of the filters only.
        """
        try:
            event_tree(text)
        except InvalidEvent as error:
            return self._of_damaged(text, error)
        text = decoded(text) if isinstance(text, bytes) else text
        if len(self._readers) == 1 or not may_hold_records(text):
            return self._readers[0][1].records(text)
        return _shared([reader.records(text) for reader in self.different(names_in(text))])

    def _of_damaged(self, text: str | bytes, error: InvalidEvent) -> list[WrappedRecord]:
        damaged = damaged_wrapper(text, error)
        readers = self.different(names_in(damaged.text)) if damaged else []
        records = _shared([reader.records_of_damaged(damaged) for reader in readers]) if damaged else []
        if not records:
            raise error
        return records

    def different(self, names: Collection[str]) -> list[RecordReader]:
        """The readers that may unwrap an object in different ways."""
        kinds = {(placement, reader.is_about(names)): reader for placement, reader in self._readers}
        return list(kinds.values())


def _shared(readings: Sequence[list[WrappedRecord]]) -> list[WrappedRecord]:
    """The records, if all readers agree."""
    pointers = [[record.pointer for record in reading] for reading in readings]
    if any(each != pointers[0] for each in pointers):
        raise Undecided(_DIFFERENT)
    return readings[0]
