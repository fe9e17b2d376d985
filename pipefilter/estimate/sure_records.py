"""Which lines can be judged as they stand: those of which a filter sees just what is written.

For the others, such as wrapped records or those with data to be decoded, `RecordProbes` is slower and always right.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipefilter.estimate.event_size import compact_size, entry_size
from pipefilter.estimate.event_time import milliseconds, time_of
from pipefilter.estimate.probe import Probes
from pipefilter.json_text.raw_object import raw_object
from pipefilter.language.branches import every_field
from pipefilter.services.service import Service
from pipefilter.sources.source import Source

__all__ = ["Measure", "measure_of_sure"]

Measure = Callable[[bytes], tuple[int, int | None] | None]
"""The size of an event in bytes and its time in milliseconds, by its line; None if it is not sure what it is."""

_DATA = b'"dynamodb"'
_OBJECT = re.compile(rb'"dynamodb"[ \t\r]*:[ \t\r]*\{')
_TIME = b'"ApproximateCreationDateTime"'
_NUMBER = re.compile(rb"[ \t\r]*:[ \t\r]*([0-9][0-9.eE+]*)[ \t\r]*[,}]")
_NUMBER_OR_DATE = re.compile(rb'[ \t\r]*:[ \t\r]*([0-9][0-9.eE+]*|"[0-9T:. +Z-]+")[ \t\r]*[,}]')
_WRAPPERS = re.compile(rb'"(?:Records|messages|Messages|events|records|rmqMessagesByQueue)"')
_ESCAPED_LETTER = re.compile(rb"\\u00[4-7]")
"""Perhaps in a name that is looked for."""


def measure_of_sure(probes: Probes, service: Service, source: Source | None) -> Measure | None:
    """What measures a line that can be judged as it stands, and has None for another; None if no line can.

    Args:
        probes: what is asked of each event.
        service: where the filters run.
        source: where the events are from.
    """
    if source is None or service.name not in source.services:
        return None
    if any(one.scope not in ("", "DATA") for one in probes.filters):
        return None
    if source.name == "bus":
        return _measure_of_event
    if source.name != "dynamodb":
        return None
    paths = {field.path for one in probes.filters for field in every_field(one.pattern.members)}
    # a pattern may be written for text there, and tools print the user's names otherwise than a filter sees them
    if any(path == "dynamodb" or path.startswith("userIdentity") for path in paths):
        return None
    return _measure_of_record(_NUMBER if "dynamodb.ApproximateCreationDateTime" in paths else _NUMBER_OR_DATE)


def _measure_of_event(line: bytes) -> tuple[int, int | None]:
    event = raw_object(line.decode())
    return entry_size(event), time_of(event, "bus")


def _measure_of_record(time_value: re.Pattern[bytes]) -> Measure:
    def measure(line: bytes) -> tuple[int, int | None] | None:
        if line.count(_DATA) != 1 or (b"\\" in line and _ESCAPED_LETTER.search(line)):
            return None
        at = line.find(_TIME)
        if at < 0 or line.find(_TIME, at + 1) >= 0:
            return None
        value = time_value.match(line, at + len(_TIME))
        if value is None or not _OBJECT.search(line) or _WRAPPERS.search(line):
            return None
        return compact_size(line), milliseconds(value[1].decode())

    return measure
