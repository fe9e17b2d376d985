"""What two sides of a comparison evaluate for each format of a record's data, by AWS's tables.

For SQS, for example, a pattern with conditions on JSON in the body never matches a message with plain text, and a pattern
without conditions on the body matches both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from pipefilter.dataclass import dataclass
from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern
from pipefilter.sources.pattern_parts import format_for, without_members
from pipefilter.sources.source import DataFormat, Source

__all__ = ["DataView", "data_views", "mixed_format"]

_FORMATS: tuple[DataFormat, ...] = ("JSON", "plain", "not UTF-8")

Patterns = tuple[EventPattern, ...]


@dataclass(frozen=True, slots=True)
class DataView:
    """The patterns that decide about records whose data has some formats.

    Args:
        formats: of the data, by the names of its members; empty if the source has no such data.
        first: what one side evaluates.
        second: what the other side evaluates.
    """

    formats: Mapping[str, DataFormat]
    first: Patterns
    second: Patterns


def data_views(first: Patterns, second: Patterns, source: Source | None, service: str) -> Iterator[DataView]:
    """The views of two sides, JSON first; each pair of sides once.

    Args:
        first: the patterns of one side.
        second: the patterns of the other side.
        source: of the records; None if that is not known.
        service: the name of the service that evaluates them.
    """
    keys = _keys(source, service)
    if source is None or not keys:
        yield DataView({}, first, second)
        return
    known = {row.data for row in source.rows}
    sides: set[tuple[Patterns, Patterns]] = set()
    for each in product(*([format_ for format_ in _FORMATS if format_ in known] for _ in keys)):
        formats = dict(zip(keys, each, strict=True))
        pair = _evaluated(first, formats, source), _evaluated(second, formats, source)
        if pair in sides or (sides and pair == ((), ())):
            continue
        sides.add(pair)
        yield DataView(formats, *pair)


def mixed_format(patterns: Iterable[EventPattern], source: Source | None, service: str) -> str:
    """The data for which the parts of `$or` in a pattern expect different formats; "" if there is none.

    AWS does not document what happens then.
    """
    for pattern in patterns:
        for key in _keys(source, service):
            parts = (EventPattern(tuple(branch.fields.values())) for branch in branches_of(pattern))
            if len({format_for(part, key) for part in parts}) > 1:
                return key
    return ""


def _keys(source: Source | None, service: str) -> tuple[str, ...]:
    """The members with data that can have several formats; the data of a DynamoDB stream is always JSON."""
    if source is None or not source.rows or source.name == "dynamodb":
        return ()
    return source.data_keys.get(service, ())


def _evaluated(patterns: Patterns, formats: Mapping[str, DataFormat], source: Source) -> Patterns:
    """What is evaluated of each pattern, without those that match no such record."""
    evaluated: list[EventPattern] = []
    for pattern in patterns:
        rows = {
            key: next(row for row in source.rows if (row.data, row.pattern) == (data, format_for(pattern, key)))
            for key, data in formats.items()
        }
        if any(row.action in ("drop", "exception") for row in rows.values()):
            continue
        ignored = [key for key, row in rows.items() if row.action == "metadata only" and row.pattern != "none"]
        evaluated.append(without_members(pattern, ignored) if ignored else pattern)
    return tuple(dict.fromkeys(evaluated))
