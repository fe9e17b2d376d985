"""What a source says about itself: its records, what of them a filter may use, and what its data may be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from pipefilter.evidence import Evidence
from pipefilter.json_text.raw_object import RawObject

__all__ = ["Action", "DataFormat", "PatternFormat", "RecordKey", "Row", "Source", "Usable"]

DataFormat = Literal["plain", "JSON", "not UTF-8"]
PatternFormat = Literal["plain", "none", "JSON"]
Action = Literal["filter", "metadata only", "drop", "exception"]
Usable = Literal["yes", "no", "not listed"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of AWS's tables on what becomes of a record.

    Args:
        data: what the record's data are.
        pattern: what the pattern's condition on the data is written for: a list (`plain`), an object (`JSON`), or
            there is none.
        action: `filter`: the whole pattern decides. `metadata only`: what it says of the data is left out. `drop`:
            the record never matches. `exception`: the service refuses the pattern.
    """

    data: DataFormat
    pattern: PatternFormat
    action: Action


@dataclass(frozen=True, slots=True)
class RecordKey:
    """A member of the record, and whether patterns may use it.

    Args:
        name: of the member.
        usable: by the service's name (`pipe`, `lambda`).
        evidence: where that is said.
    """

    name: str
    usable: Mapping[str, Usable]
    evidence: Evidence

    def usable_in(self, service: str) -> Usable:
        """Whether patterns of a service may use the member."""
        return self.usable.get(service, "yes")


def _never(_record: RawObject) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Source:
    """Where records come from.

    Args:
        name: as `--source` takes it.
        title: as AWS calls it.
        records: what it sends, in the plural.
        url: AWS's page on filtering it.
        services: the names of the services that read from it.
        filterable: whether AWS documents filters for it.
        data_keys: by the service's name, the members with the data.
        is_base64: whether the data are written in base64.
        rows: what becomes of a record, by the formats of its data and of the pattern; empty where all is JSON.
        rows_evidence: where that is said.
        keys: the members of a record.
        markers: byte strings of which each record that is recognised has at least one, unless its letters are escaped.
        wrapper: what Lambda hands to a function, in words.
        recognises: whether a record is one of this source's.
        as_seen: the record as the filter sees it, its data not decoded yet, whatever tool has printed it.
        resembles: whether a record that does not say where it is from may be one of this source's, though it is
            recognised as one of another.
    """

    name: str
    title: str
    records: str
    url: str
    services: tuple[str, ...]
    filterable: Evidence
    data_keys: Mapping[str, tuple[str, ...]]
    is_base64: bool
    rows: tuple[Row, ...]
    rows_evidence: Evidence
    keys: tuple[RecordKey, ...]
    markers: tuple[bytes, ...]
    wrapper: str
    recognises: Callable[[RawObject], bool]
    as_seen: Callable[[RawObject], RawObject]
    resembles: Callable[[RawObject], bool] = _never
