"""Things filed by what a value must have for them, so that a value leads to the few of them that it may concern."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from itertools import takewhile
from operator import itemgetter
from typing import Generic, TypeVar

from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Scalar
from pipefilter.language.comparable import byte_text
from pipefilter.language.prefilter import Requirement, StringRequirement

__all__ = ["Bucket", "RequirementIndex"]

_Entry = TypeVar("_Entry")
_Below = TypeVar("_Below")
_MOST_KNOWN = 5_000
"""Texts whose buckets are kept: a field of identifiers has no end of texts."""
_LONGEST_KNOWN = 200
"""Characters of a text whose buckets are kept: memory does not grow with long texts."""

# About how many entries of other buckets a look-up of each kind costs.
_PREFIX, _SUFFIX, _RANGE, _CONSTANT, _ANY_TEXT = 4, 8, 200, 500, 1000


class Bucket(Generic[_Entry, _Below]):
    """The entries with one requirement."""

    __slots__ = ("below", "entries")

    def __init__(self) -> None:
        self.entries: list[_Entry] = []
        self.below: _Below | None = None
        """Where they are filed again, if that is done; then `entries` is empty."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filed here, or below."""
        return not self.entries and self.below is None


class RequirementIndex(Generic[_Entry, _Below]):
    """Entries by their requirements."""

    __slots__ = ("_any_text", "_constants", "_ends", "_known", "_points", "_ranges", "_starts", "_whole")

    def __init__(self) -> None:
        self._whole: dict[str, Bucket[_Entry, _Below]] = {}
        self._starts: dict[int, dict[str, Bucket[_Entry, _Below]]] = {}
        self._ends: dict[int, dict[str, Bucket[_Entry, _Below]]] = {}
        self._any_text: Bucket[_Entry, _Below] = Bucket()
        self._constants: Bucket[_Entry, _Below] = Bucket()
        self._points: dict[float, Bucket[_Entry, _Below]] = {}
        self._ranges: _Ranges[_Entry, _Below] = _Ranges()
        self._known: dict[str, tuple[Bucket[_Entry, _Below], ...]] = {}

    def add(self, entry: _Entry, requirement: Requirement) -> list[Bucket[_Entry, _Below]]:
        """File an entry, and return the buckets that have it now.

        Args:
            entry: anything.
            requirement: what a value must have for it.
        """
        self._known.clear()
        buckets = []
        if requirement.text is not None:
            buckets.append(self._text_bucket(requirement.text))
        if requirement.numbers is not None:
            low, high = requirement.numbers
            point = low == high
            buckets.append(self._points.setdefault(low, Bucket()) if point else self._ranges.bucket(low, high))
        if requirement.constants:
            buckets.append(self._constants)
        for bucket in buckets:
            bucket.entries.append(entry)
        return buckets

    def cost(self, requirement: Requirement) -> int:
        """About how many entries are looked at in vain because of one more with this requirement.

        Args:
            requirement: of an entry that is not added yet.
        """
        text, cost = requirement.text, 0
        if text is not None:
            if text.whole:
                cost += _size(self._whole, text.starts)
            elif text.starts:
                cost += _PREFIX + _size(self._starts.get(len(text.starts), {}), text.starts)
            elif text.ends:
                cost += _SUFFIX + _size(self._ends.get(len(text.ends), {}), text.ends)
            else:
                cost += _ANY_TEXT + len(self._any_text.entries)
        if requirement.numbers is not None:
            low, high = requirement.numbers
            cost += _size(self._points, low) if low == high else _RANGE + len(self._ranges)
        if requirement.constants:
            cost += _CONSTANT + len(self._constants.entries)
        return cost

    def buckets(self, value: Scalar) -> tuple[Bucket[_Entry, _Below], ...]:
        """The buckets whose requirement a value may meet.

        Args:
            value: of an event.
        """
        if isinstance(value, str):
            known = self._known.get(value)
            if known is None:
                known = self._buckets_of_text(byte_text(value))
                if len(self._known) < _MOST_KNOWN and len(value) <= _LONGEST_KNOWN:
                    self._known[value] = known
            return known
        if isinstance(value, Number):
            nearest = float(value.text)
            point = self._points.get(nearest)
            ranges = self._ranges.around(nearest)
            return (point, *ranges) if point is not None else tuple(ranges)
        return () if self._constants.is_empty else (self._constants,)

    def buckets_for(self, values: Collection[Scalar]) -> Iterable[Bucket[_Entry, _Below]]:
        """The buckets whose requirement any of the values may meet, each once.

        Args:
            values: that an event has at one path.
        """
        if len(values) == 1:
            return self.buckets(next(iter(values)))
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

    def _text_bucket(self, text: StringRequirement) -> Bucket[_Entry, _Below]:
        if text.whole:
            return self._whole.setdefault(text.starts, Bucket())
        if text.starts:
            return _of_length(self._starts, text.starts).setdefault(text.starts, Bucket())
        if text.ends:
            return _of_length(self._ends, text.ends).setdefault(text.ends, Bucket())
        return self._any_text

    def _buckets_of_text(self, text: str) -> tuple[Bucket[_Entry, _Below], ...]:
        found = [self._whole.get(text)]
        found += [table.get(text[:length]) for length, table in _up_to(len(text), self._starts)]
        found += [table.get(text[-length:]) for length, table in _up_to(len(text), self._ends)]
        if not self._any_text.is_empty:
            found.append(self._any_text)
        return tuple(bucket for bucket in found if bucket is not None)


_Table = TypeVar("_Table")


def _of_length(tables: dict[int, dict[str, _Table]], text: str) -> dict[str, _Table]:
    """The table for texts of this length; the tables are in the order of their lengths."""
    if len(text) not in tables:
        ordered = sorted([*tables.items(), (len(text), {})], key=itemgetter(0))
        tables.clear()
        tables.update(ordered)
    return tables[len(text)]


def _up_to(length: int, tables: dict[int, _Table]) -> Iterator[tuple[int, _Table]]:
    """The tables for texts that are not longer."""
    return takewhile(lambda table: table[0] <= length, tables.items())


_Key = TypeVar("_Key", str, float)


def _size(table: dict[_Key, Bucket[_Entry, _Below]], key: _Key) -> int:
    bucket = table.get(key)
    return len(bucket.entries) if bucket is not None else 0


def _any_within(ordered: list[float], low: float, high: float) -> bool:
    at = bisect_left(ordered, low)
    return at < len(ordered) and ordered[at] <= high


class _Ranges(Generic[_Entry, _Below]):
    """Buckets by ranges of numbers; those around a number are found without looking at all others."""

    __slots__ = ("_buckets", "_highest", "_lows", "_sorted")

    def __init__(self) -> None:
        self._buckets: dict[tuple[float, float], Bucket[_Entry, _Below]] = {}
        self._sorted: list[tuple[float, float]] = []
        self._lows: list[float] = []
        self._highest: list[float] = []
        """A tree over the sorted ranges: of each half, and of its halves, the highest end; the root is at 1."""

    def __len__(self) -> int:
        return len(self._buckets)

    def bucket(self, low: float, high: float) -> Bucket[_Entry, _Below]:
        """The bucket of a range, both ends in it."""
        return self._buckets.setdefault((low, high), Bucket())

    def around(self, number: float) -> list[Bucket[_Entry, _Below]]:
        """The buckets of the ranges that a number is in."""
        if not self._buckets:
            return []
        if len(self._sorted) != len(self._buckets):
            self._sort()
        # only ranges that begin at or before the number, and of these the ones that end at or after it
        until = bisect_right(self._lows, number)
        found = []
        todo = [(1, 0, len(self._highest) // 2)] if until else []
        while todo:
            node, first, last = todo.pop()
            if first >= until or self._highest[node] < number:
                continue
            if last - first == 1:
                found.append(self._buckets[self._sorted[first]])
                continue
            middle = (first + last) // 2
            todo += [(2 * node, first, middle), (2 * node + 1, middle, last)]
        return found

    def around_any(self, numbers: list[float]) -> Iterable[Bucket[_Entry, _Below]]:
        """The buckets of the ranges that any of the numbers is in, each once."""
        buckets: dict[Bucket[_Entry, _Below], None] = {}
        hits = 0
        for number in numbers if self._buckets else ():
            around = self.around(number)
            buckets.update(dict.fromkeys(around))
            hits += len(around)
            if hits > 2 * len(self._buckets):  # the same ranges over and over: now look at each range once
                ordered = sorted(numbers)
                return [bucket for bounds, bucket in self._buckets.items() if _any_within(ordered, *bounds)]
        return buckets

    def _sort(self) -> None:
        ordered = sorted(self._buckets)
        leaves = 1 << max(0, len(ordered) - 1).bit_length()
        highest = [float("-inf")] * leaves + [high for _, high in ordered]
        highest += [float("-inf")] * (2 * leaves - len(highest))
        for node in range(leaves - 1, 0, -1):
            highest[node] = max(highest[2 * node], highest[2 * node + 1])
        self._lows = [low for low, _ in ordered]
        self._highest = highest
        self._sorted = ordered  # last: for another thread it says that all is sorted
