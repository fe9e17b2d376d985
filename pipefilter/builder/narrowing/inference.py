"""What a sample of a stream's records teaches of the attributes in a condition: their types and frequent values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.narrowing.attribute_facts import AttributeFacts
from pipefilter.builder.narrowing.inferred_values import InferredValues, WithheldValues, inferred_values
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import TYPES, AttributeType, AttributeValue
from pipefilter.builder.records.stream_record import StreamRecord

__all__ = ["Inference", "learned_from"]

_MOST_COUNTED = 100_000
"""Of one attribute: of more values, none is frequent."""


_MAX_NAMES = 50
_MAX_SHOWN = 10


@dataclass(slots=True)
class Inference:
    """What was learned so far.

    Args:
        paths: of the attributes.
        personal: those of which values may be written into a pattern though they look personal.
    """

    paths: tuple[AttributePath, ...]
    personal: frozenset[AttributePath] = frozenset()
    count: int = 0
    """Of records."""
    _records: Counter[AttributePath] = field(default_factory=Counter)
    """That have the attribute before or after."""
    _types: dict[AttributePath, set[AttributeType]] = field(default_factory=dict)
    _unchanged: dict[AttributePath, Counter[AttributeValue]] = field(default_factory=dict)
    _names: dict[str, None] = field(default_factory=dict)
    """Of attributes that records have; at most `_MAX_NAMES`."""

    def learn(self, record: StreamRecord) -> None:
        """Take in one record.

        Args:
            record: of the stream.
        """
        self.count += 1
        self._add_names(name for item in record.images.values() for name in item)
        for path in self.paths:
            before, after = record.values("old", path), record.values("new", path)
            self._records[path] += bool(before or after)
            for value in (*before, *after, *record.values("keys", path)):
                self._types.setdefault(path, set()).add(value.type)
            if len(before) == 1 and before == after and before[0].text and before[0].type in ("S", "N", "B"):
                counted = self._unchanged.setdefault(path, Counter())
                if before[0] in counted or len(counted) < _MOST_COUNTED:
                    counted[before[0]] += 1

    def join(self, other: Inference) -> None:
        """Add what was learned of the same attributes from other records.

        Args:
            other: what that was.
        """
        self.count += other.count
        self._add_names(other._names)
        self._records.update(other._records)
        for path, types in other._types.items():
            self._types.setdefault(path, set()).update(types)
        for path, counted in other._unchanged.items():
            self._unchanged.setdefault(path, Counter()).update(counted)

    def missing_words(self) -> str:
        """Which attributes no record has, and which ones they have; "" if all are there, or there is no record."""
        missing = [str(path) for path in self.paths if path not in self._types]
        if not missing or not self._names:
            return ""
        names = [str(AttributePath((name,))) for name in list(self._names)[:_MAX_SHOWN]]
        more = ", ..." if len(self._names) > _MAX_SHOWN else ""
        return f"no record of the sample has {', '.join(missing)}; they have {', '.join(names)}{more}"

    def _add_names(self, names: Iterable[str]) -> None:
        for name in names:
            if name not in self._names and len(self._names) < _MAX_NAMES:
                self._names[name] = None

    def facts(self, known: AttributeFacts) -> AttributeFacts:
        """What is known already, and what was learned besides.

        Telling a value apart keeps out records in which the attribute stays at it: so a value is told apart only if
        there are enough of these, and if it does not look personal.

        Args:
            known: its types and values count; what was learned comes after.
        """
        types = {path: tuple(one for one in TYPES if one in found) for path, found in self._types.items()}
        values = {path: dict.fromkeys(some) for path, some in known.values.items()}
        for path in self._unchanged:
            for value in self._learned(path).values:
                values.setdefault(path, {})[value] = None
        for path in known.complete:  # no others
            values[path] = dict.fromkeys(known.values[path])
        listed = {path: tuple(some) for path, some in values.items()}
        return AttributeFacts({**types, **known.types}, listed, known.complete)

    def withheld(self, known: AttributeFacts) -> tuple[WithheldValues, ...]:
        """Values that are not told apart, though the attribute stays at them in more than one record.

        Args:
            known: attributes of which it has the only values are passed over.
        """
        paths = [path for path in self._unchanged if path not in known.complete]
        return tuple(some for path in paths for some in self._learned(path).withheld)

    def _learned(self, path: AttributePath) -> InferredValues:
        return inferred_values(path, self._unchanged[path], self._records[path], personal=path in self.personal)


def learned_from(records: Iterable[StreamRecord], condition: Condition) -> Inference:
    """What records teach of the attributes in a condition.

    Args:
        records: a sample of the stream.
        condition: that is to be narrowed.
    """
    lessons = Inference(tuple(dict.fromkeys(condition.paths())))
    for record in records:
        lessons.learn(record)
    return lessons
