"""Conditions as the records of a source can meet them: some fields always have a value, and only of certain kinds.

For such records the patterns mean the same. But what is compared then are records that can exist: if each record has a
region, which is a string, `{"prefix": ""}` is a condition that all of them meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipefilter.events.shape import KINDS, Kind
from pipefilter.events.value_kinds import matched_kinds
from pipefilter.language.branches import branches_of, every_field
from pipefilter.language.dynamodb_record import EVENT_NAMES
from pipefilter.language.event_pattern import EventPattern, Field, Or
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.language.parse import parse
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.witnesses.sample import Sample

__all__ = ["RecordConditions"]

_ANY_STRING = next(every_field(parse('{"a": [{"prefix": ""}]}').members)).alternatives
_LISTED: dict[str, tuple[str, ...]] = {"eventName": EVENT_NAMES}
"""The only values of fields of a DynamoDB stream's records."""
_OF_KIND: dict[Kind, tuple[Operator, ...]] = {
    "string": _ANY_STRING,
    "boolean": (Exact(value=True), Exact(value=False)),
    "null": (Exact(None),),
}


class RecordConditions:
    """Rewrites patterns for the records of a source.

    Args:
        sample: of the records; unless their fields are known, patterns stay as they are.
        patterns: on all sides.
    """

    def __init__(self, sample: Sample, patterns: Iterable[EventPattern]) -> None:
        self._sample = sample
        self._is_known = sample.record is not None
        all_fields = [field for pattern in patterns for field in every_field(pattern.members)]
        fields = {field.steps for field in all_fields}
        self._of_other_kinds = {field.steps for field in all_fields if self._matches_other_kinds(field)}
        """Fields with alternatives such as `anything-but`, which also match what no record has there."""
        self._always = [
            name
            for name, value in sample.tree.items()
            if (name,) in fields and not isinstance(value, dict | list)
        ]

    def rewritten(self, patterns: tuple[EventPattern, ...]) -> tuple[EventPattern, ...]:
        """The patterns with the same meaning for all records, without those that no record matches."""
        if not self._is_known:
            return patterns
        choices = [tuple(self._branches(pattern)) for pattern in patterns]
        return tuple(EventPattern(each[0] if len(each) == 1 else (Or((), each),)) for each in choices if each)

    def _branches(self, pattern: EventPattern) -> Iterator[tuple[Field, ...]]:
        for branch in branches_of(pattern):
            fields = {path: self._rewritten(field) for path, field in branch.fields.items()}
            for name in self._always:
                if name not in fields:
                    fields[name] = Field((name,), self._any_value((name,)))
            if all(field.alternatives for field in fields.values()):
                yield tuple(fields.values())

    def _rewritten(self, field: Field) -> Field:
        """The alternatives that can be met; none if no record meets the condition."""
        if "dynamodb" in self._sample.tree and field.path in _LISTED:
            values = filter(FieldPredicate(field.alternatives).holds, _LISTED[field.path])
            return Field(field.steps, tuple(map(Exact, values)))
        kinds = self._sample.possible_kinds(field.steps)
        alternatives: list[Operator] = []
        for operator in field.alternatives:
            if isinstance(operator, Exists):
                if operator.present:
                    alternatives += self._any_value(field.steps)
                elif field.path not in self._always:
                    alternatives.append(operator)
            elif matched_kinds(operator) & kinds:
                alternatives.append(operator)
        return Field(field.steps, tuple(dict.fromkeys(alternatives)))

    def _matches_other_kinds(self, field: Field) -> bool:
        kinds = self._sample.possible_kinds(field.steps)
        return any(
            matched_kinds(operator) - kinds and matched_kinds(operator) & kinds
            for operator in field.alternatives
            if not isinstance(operator, Exists)
        )

    def _any_value(self, steps: tuple[str, ...]) -> tuple[Operator, ...]:
        """Alternatives that match all values that a field can have."""
        if "dynamodb" in self._sample.tree and steps == ("eventName",):
            return tuple(map(Exact, EVENT_NAMES))
        kinds = self._sample.possible_kinds(steps)
        if "number" in kinds or steps in self._of_other_kinds:
            return (Exists(present=True),)
        return tuple(operator for kind in KINDS if kind in kinds for operator in _OF_KIND[kind])
