"""The facts about a source: how its records are recognised and decoded, and which members a filter may use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from pipefilter.dataclass import dataclass
from pipefilter.evidence import Evidence
from pipefilter.json_text.raw_object import RawObject

__all__ = ["Action", "DataFormat", "PatternFormat", "RecordKey", "Row", "Source", "Usable", "metadata_keys"]

DataFormat = Literal["plain", "JSON", "not UTF-8"]
PatternFormat = Literal["plain", "none", "JSON"]
Action = Literal["filter", "metadata only", "drop", "exception"]
Usable = Literal["yes", "no", "not listed"]

_PIPES = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html"
_METADATA: dict[str, Usable] = {"pipe": "yes", "lambda": "not listed"}
_ADDED: dict[str, Usable] = {"pipe": "no", "lambda": "not listed"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of AWS's tables on how records are filtered.

    Args:
        data: the format of the record's data.
        pattern: the format that the pattern's condition on the data expects: a list (`plain`), an object (`JSON`), or
            `none` without a condition.
        action: `filter`: the whole pattern decides. `metadata only`: its conditions on the data are ignored. `drop`:
            the record never matches. `exception`: the service rejects the pattern.
    """

    data: DataFormat
    pattern: PatternFormat
    action: Action


@dataclass(frozen=True, slots=True)
class RecordKey:
    """A member of the record, and whether patterns may use it, by the name of the service (`pipe`, `lambda`)."""

    name: str
    usable: Mapping[str, Usable]
    evidence: Evidence

    def usable_in(self, service: str) -> Usable:
        """Whether patterns of a service may use the member."""
        return self.usable.get(service, "yes")


def metadata_keys(*names: str, added: tuple[str, ...]) -> tuple[RecordKey, ...]:
    """The members beside the data: from the source, and added by the poller; Lambda's pages do not list any."""
    return (
        *(RecordKey(name, _METADATA, Evidence("documented", _PIPES)) for name in names),
        *(RecordKey(name, _ADDED, Evidence("documented", _PIPES, "the poller adds it")) for name in added),
    )


def _never(_record: RawObject) -> bool:
    return False


def _unchanged(record: RawObject) -> RawObject:
    return record


@dataclass(frozen=True, slots=True)
class Source:
    """A source of records.

    Args:
        name: as `--source` accepts it.
        title: AWS's name.
        records: its records, as a plural noun.
        url: AWS's page on filtering it.
        services: the names of the services that read from it.
        filterable: whether AWS documents filters for it.
        data_keys: the members with the data, by the name of the service.
        rows: how a record is filtered, by the formats of its data and of the pattern; empty if everything is JSON.
        markers: byte strings; every recognised record contains at least one, unless its letters are escaped.
        wrapper: the event that Lambda passes to a function, in words.
        recognises: whether a record is from this source.
        as_seen: the record as the filter sees it, whichever tool printed it, before its data is decoded.
        carried_by: the names of sources whose records may contain one of this source.
        resembles: whether a record that does not name its source may be from this one, although another source
            recognises it.
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
    as_seen: Callable[[RawObject], RawObject] = _unchanged
    resembles: Callable[[RawObject], bool] = _never
    carried_by: tuple[str, ...] = ()
