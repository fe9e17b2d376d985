"""An index of entries by their requirements: a value looks up only the entries whose requirement it may meet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import takewhile
from operator import itemgetter
from typing import Generic, TypeVar

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.language.comparable import byte_text
from pipefilter.language.prefilter import Requirement, StringRequirement
from pipefilter.matching.range_index import RangeIndex

__all__ = ["Bucket", "RequirementIndex"]

_Entry = TypeVar("_Entry")
_Below = TypeVar("_Below")
_MAX_CACHED = 5_000
"""Strings whose buckets are cached: a field of identifiers has ever new strings."""
_MAX_CACHED_LENGTH = 200
"""Characters of a string whose buckets are cached, so that long strings take no memory."""

# The cost of a look-up of each kind, about so many entries of other buckets.
_PREFIX, _SUFFIX, _RANGE, _CONSTANT, _ANY_STRING = 4, 8, 200, 500, 1000


class Bucket(Generic[_Entry, _Below]):
    """The entries with one requirement."""

    __slots__ = ("below", "entries")

    def __init__(self) -> None:
        self.entries: list[_Entry] = []
        self.below: _Below | None = None
        """A second index that holds the entries, if there is one; then `entries` is empty."""

    @property
    def is_empty(self) -> bool:
        """Whether the bucket has no entries, here or below."""
        return not self.entries and self.below is None


class RequirementIndex(Generic[_Entry, _Below]):
    """Entries by their requirements."""

    __slots__ = (
        "_any_text",
        "_cache",
        "_constants",
        "_ends",
        "_has_mark",
        "_points",
        "_ranges",
        "_starts",
        "_whole",
    )

    def __init__(self) -> None:
        self._whole: dict[str, Bucket[_Entry, _Below]] = {}
        self._starts: dict[int, dict[str, Bucket[_Entry, _Below]]] = {}
        self._ends: dict[int, dict[str, Bucket[_Entry, _Below]]] = {}
        self._any_text: Bucket[_Entry, _Below] = Bucket()
        self._constants: Bucket[_Entry, _Below] = Bucket()
        self._points: dict[float, Bucket[_Entry, _Below]] = {}
        self._ranges: RangeIndex[Bucket[_Entry, _Below]] = RangeIndex()
        self._has_mark = False
        self._cache: dict[str, tuple[Bucket[_Entry, _Below], ...]] = {}

    def add(self, entry: _Entry, requirement: Requirement) -> list[Bucket[_Entry, _Below]]:
        """Add an entry, and return its buckets."""
        self._cache.clear()
        buckets = []
        if requirement.text is not None:
            buckets.append(self._bucket_for(requirement.text))
        if requirement.numbers is not None:
            low, high = requirement.numbers
            point = low == high
            buckets.append(
                self._points.setdefault(low, Bucket())
                if point
                else self._ranges.setdefault(low, high, Bucket())
            )
        if requirement.constants:
            buckets.append(self._constants)
        for bucket in buckets:
            bucket.entries.append(entry)
        return buckets

    def cost(self, requirement: Requirement) -> int:
        """The estimated number of wasted entries per lookup if one with this requirement were added."""
        text, cost = requirement.text, 0
        if text is not None:
            if text.whole:
                cost += _size(self._whole, text.starts)
            elif text.starts:
                cost += _PREFIX + _size(self._starts.get(len(text.starts), {}), text.starts)
            elif text.ends:
                cost += _SUFFIX + _size(self._ends.get(len(text.ends), {}), text.ends)
            else:
                cost += _ANY_STRING + len(self._any_text.entries)
        if requirement.numbers is not None:
            low, high = requirement.numbers
            cost += _size(self._points, low) if low == high else _RANGE + len(self._ranges)
        if requirement.constants:
            cost += _CONSTANT + len(self._constants.entries)
        return cost

    @property
    def whole_strings(self) -> Mapping[str, Bucket[_Entry, _Below]] | None:
        """The bucket of each string, by its `byte_text`; None if strings may also meet other requirements."""
        return None if self._starts or self._ends or not self._any_text.is_empty else self._whole

    @property
    def has_surrogates(self) -> bool:
        """Whether the `byte_text` of a string with a lone surrogate may have a bucket."""
        return self._has_mark

    def buckets(self, value: Scalar) -> tuple[Bucket[_Entry, _Below], ...]:
        """The buckets whose requirement a value may meet."""
        if isinstance(value, str):
            buckets = self._cache.get(value)
            if buckets is None:
                buckets = self._string_buckets(byte_text(value))
                if len(self._cache) < _MAX_CACHED and len(value) <= _MAX_CACHED_LENGTH:
                    self._cache[value] = buckets
            return buckets
        if isinstance(value, Number):
            nearest = float(value.text)
            point = self._points.get(nearest)
            ranges = self._ranges.around(nearest)
            return (point, *ranges) if point is not None else tuple(ranges)
        return () if self._constants.is_empty else (self._constants,)

    def buckets_for(self, values: Collection[Scalar]) -> Iterable[Bucket[_Entry, _Below]]:
        """The buckets whose requirement any of the values may meet, each once."""
        if len(values) == 1:
            (value,) = values
            return self.buckets(value)
        buckets: dict[Bucket[_Entry, _Below], None] = {}
        numbers: list[float] = []
        for value in values:
            if isinstance(value, Number):
                numbers.append(float(value.text))
            else:
                buckets.update(dict.fromkeys(self.buckets(value)))
        if numbers:
            points = (self._points.get(number) for number in numbers)
            buckets.update((bucket, None) for bucket in points if bucket is not None)
            buckets.update(dict.fromkeys(self._ranges.around_any(numbers)))
        return buckets

    def _bucket_for(self, text: StringRequirement) -> Bucket[_Entry, _Below]:
        if text.whole:
            self._has_mark = self._has_mark or "?" in text.starts
            return self._whole.setdefault(text.starts, Bucket())
        if text.starts:
            return _of_length(self._starts, text.starts).setdefault(text.starts, Bucket())
        if text.ends:
            return _of_length(self._ends, text.ends).setdefault(text.ends, Bucket())
        return self._any_text

    def _string_buckets(self, text: str) -> tuple[Bucket[_Entry, _Below], ...]:
        buckets = [self._whole.get(text)]
        buckets += [table.get(text[:length]) for length, table in _up_to(len(text), self._starts)]
        buckets += [table.get(text[-length:]) for length, table in _up_to(len(text), self._ends)]
        if not self._any_text.is_empty:
            buckets.append(self._any_text)
        return tuple(bucket for bucket in buckets if bucket is not None)


_Table = TypeVar("_Table")


def _of_length(tables: dict[int, dict[str, _Table]], text: str) -> dict[str, _Table]:
    """The table for strings of this length; the tables are ordered by length."""
    if len(text) not in tables:
        ordered = sorted([*tables.items(), (len(text), {})], key=itemgetter(0))
        tables.clear()
        tables.update(ordered)
    return tables[len(text)]


def _up_to(length: int, tables: dict[int, _Table]) -> Iterator[tuple[int, _Table]]:
    """The tables for strings that are not longer."""
    return takewhile(lambda table: table[0] <= length, tables.items())


_Key = TypeVar("_Key", str, float)


def _size(table: dict[_Key, Bucket[_Entry, _Below]], key: _Key) -> int:
    bucket = table.get(key)
    return len(bucket.entries) if bucket is not None else 0
