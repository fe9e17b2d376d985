"""The verdicts of filters on one record: of each filter, and of all together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pipefilter.dataclass import dataclass
from pipefilter.filtering.data_in_words import plain_text_in_words
from pipefilter.language.event_pattern import EventPattern
from pipefilter.override import override
from pipefilter.sources.source import Row, Source

__all__ = [
    "AppliedRow",
    "FilterVerdict",
    "RecordVerdict",
    "VerdictWord",
    "ignores_data",
    "verdict_word",
]


@dataclass(frozen=True, slots=True)
class AppliedRow:
    """The row of AWS's table that applies to a filter and to the member `key` of a record, which has the data.

    Args:
        data: the data, as JSON text; "" if it need not be described.
    """

    key: str
    row: Row
    source: Source
    data: str = ""

    @property
    def is_ignored(self) -> bool:
        """Whether the filter has conditions on the data, and they are not evaluated."""
        return self.row.action == "metadata only" and self.row.pattern != "none"

    @override
    def __str__(self) -> str:
        if self.row.action == "exception":  # regardless of the data
            return (
                f"{self.source.title}: the filter is rejected because its condition on {self.key} is a list of values; "
                f'write a condition for JSON, {{"{self.key}": {{...}}}}'
            )
        plain = (
            plain_text_in_words(self.data)
            if (self.row.data, self.row.pattern) == ("plain", "JSON")
            else "plain text"
        )
        data = {"plain": plain, "JSON": "JSON", "not UTF-8": "not UTF-8"}[self.row.data]
        pattern = {
            "plain": "the filter expects plain text",
            "none": "the filter has no condition on it",
            "JSON": "the filter expects JSON",
        }[self.row.pattern]
        then = {
            "filter": "the whole filter applies",
            "metadata only": "only the rest of the filter applies",
            "drop": f"the record is dropped ({self.source.title})",
        }[self.row.action]
        is_mismatch = self.row.action != "filter" and self.row.pattern != "none"
        return f"{self.key} is {data}, {'but' if is_mismatch else 'and'} {pattern}: {then}"


VerdictWord = Literal["match", "no_match", "undecided"]


def verdict_word(matches: bool | None) -> VerdictWord:  # noqa: FBT001 - a verdict
    """The word for a verdict; None is no verdict."""
    if matches is None:
        return "undecided"
    return "match" if matches else "no_match"


@dataclass(frozen=True, slots=True)
class FilterVerdict:
    """The verdict of one filter on a record.

    Args:
        number: of the filter, from 1.
        rows: of AWS's table, one for each member with data.
        pattern: that was evaluated: the filter's, perhaps without its conditions on the data.
        seen: the part of the record that the filter sees, as JSON text.
        undecided: why there is no verdict, in a sentence; "" if there is one.
        nothing_seen: why the filter sees nothing of the record, in a sentence; "" if it does.
    """

    number: int
    matches: bool
    rows: tuple[AppliedRow, ...]
    pattern: EventPattern
    seen: str
    undecided: str = ""
    nothing_seen: str = ""

    @property
    def word(self) -> VerdictWord:
        """The verdict as a word."""
        return verdict_word(None if self.undecided else self.matches)

    @property
    def is_dropped(self) -> bool:
        """Whether the formats alone decide: the record is dropped, regardless of its content."""
        return bool(self.nothing_seen) or any(applied.row.action == "drop" for applied in self.rows)

    @property
    def ignored(self) -> tuple[AppliedRow, ...]:
        """The rows by which conditions are not evaluated, because the data does not have the expected format."""
        return tuple(applied for applied in self.rows if applied.is_ignored)

    @property
    def is_refused(self) -> bool:
        """Whether the service rejects the filter, so that it evaluates nothing."""
        return any(applied.row.action == "exception" for applied in self.rows)


@dataclass(frozen=True, slots=True)
class RecordVerdict:
    """The verdict of all filters together on a record.

    Args:
        seen: the record with its data decoded, as JSON text.
        undecided: why there is no verdict, in a sentence; "" if there is one.
    """

    matches: bool
    seen: str
    source: Source | None
    filters: tuple[FilterVerdict, ...]
    notes: tuple[str, ...] = ()
    undecided: str = ""


def ignores_data(filters: Sequence[FilterVerdict]) -> bool:
    """Whether every filter that matches has conditions on data that were not evaluated."""
    matching = [each for each in filters if each.matches]
    return bool(matching) and all(each.ignored for each in matching)
