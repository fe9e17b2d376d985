"""Infers facts of attributes from a sample of a stream's records: their types and frequent values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import field

from pipefilter.builder.narrowing.attribute_facts import AttributeFacts
from pipefilter.builder.narrowing.inferred_values import InferredValues, WithheldValues, inferred_values
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import AttributeValue, canonical_number
from pipefilter.builder.records.stream_record import StreamRecord
from pipefilter.dataclass import dataclass
from pipefilter.language.dynamodb_record import TYPE_KEYS, TypeKey

__all__ = ["Inference"]

_MAX_COUNTED = 100_000
"""Maximum number of values of one attribute; if there are more, none is frequent."""
_MAX_NAMES = 50
_MAX_SHOWN = 10


@dataclass(slots=True)
class Inference:
    """Counts of attributes and their values in the records so far.

    Args:
        personal: attributes whose values may be written into a pattern even if they look personal.
    """

    paths: tuple[AttributePath, ...]
    personal: frozenset[AttributePath] = frozenset()
    count: int = 0
    """The number of records."""
    _records: Counter[AttributePath] = field(default_factory=Counter)
    """Records that have the attribute before or after."""
    _types: dict[AttributePath, set[TypeKey]] = field(default_factory=dict)
    _unchanged: dict[AttributePath, Counter[AttributeValue]] = field(default_factory=dict)
    _names: dict[str, None] = field(default_factory=dict)
    """The names of attributes in records; at most `_MAX_NAMES`."""

    def add(self, record: StreamRecord) -> None:
        """Count one record."""
        self.count += 1
        self._add_names(name for item in record.images.values() for name in item)
        for path in self.paths:
            before, after = record.values("old", path), record.values("new", path)
            self._records[path] += bool(before or after)
            for value in (*before, *after, *record.values("keys", path)):
                self._types.setdefault(path, set()).add(value.type)
            if len(before) == 1 and before == after and before[0].text and before[0].type in ("S", "N", "B"):
                counted = self._unchanged.setdefault(path, Counter())
                value = _as_written(before[0])
                if value in counted or len(counted) < _MAX_COUNTED:
                    counted[value] += 1

    def join(self, other: Inference) -> None:
        """Add the counts of the same attributes in other records."""
        self.count += other.count
        self._add_names(other._names)
        self._records.update(other._records)
        for path, types in other._types.items():
            self._types.setdefault(path, set()).update(types)
        for path, counted in other._unchanged.items():
            self._unchanged.setdefault(path, Counter()).update(counted)

    def missing_words(self) -> str:
        """The attributes that no record has, and those that records have, in words; "" if none is missing, or without records."""
        missing = [str(path) for path in self.paths if path not in self._types]
        if not missing or not self._names:
            return ""
        names = [str(AttributePath((name,))) for name in list(self._names)[:_MAX_SHOWN]]
        more = ", ..." if len(self._names) > _MAX_SHOWN else ""
        return f"no record of the sample has {', '.join(missing)}; the records have {', '.join(names)}{more}"

    def _add_names(self, names: Iterable[str]) -> None:
        for name in names:
            if name not in self._names and len(self._names) < _MAX_NAMES:
                self._names[name] = None

    def facts(self, known: AttributeFacts) -> AttributeFacts:
        """The facts that are known already, and those of the sample besides.

        Distinguishing a value excludes records in which the attribute keeps it: so a value is distinguished only if
        there are enough of these, and if it does not look personal.
        """
        types = {
            path: tuple(type_ for type_ in TYPE_KEYS if type_ in seen) for path, seen in self._types.items()
        }
        values = {path: dict.fromkeys(of_path) for path, of_path in known.values.items()}
        for path in self._unchanged:
            for value in self._inferred_values(path).values:
                values.setdefault(path, {})[value] = None
        for path in known.complete:  # there are no others
            values[path] = dict.fromkeys(known.values[path])
        listed = {path: tuple(of_path) for path, of_path in values.items()}
        return AttributeFacts({**types, **known.types}, listed, known.complete)

    def withheld(self, known: AttributeFacts) -> tuple[WithheldValues, ...]:
        """Values not distinguished, though more than one record keeps them; none of attributes that are `complete`."""
        paths = [path for path in self._unchanged if path not in known.complete]
        return tuple(withheld for path in paths for withheld in self._inferred_values(path).withheld)

    def _inferred_values(self, path: AttributePath) -> InferredValues:
        return inferred_values(path, self._unchanged[path], self._records[path], personal=path in self.personal)


def _as_written(value: AttributeValue) -> AttributeValue:
    """A value as DynamoDB writes it, if it can store it: a sample may have been written by hand."""
    canonical = canonical_number(value.text) if value.type == "N" else None
    return value if canonical is None else AttributeValue("N", canonical)
