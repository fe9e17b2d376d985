"""Conditions as the records of a source can meet them: some fields always have a value, and only of certain kinds.

For such records the patterns mean the same. But what is compared then are records that can exist: if each record has a
region, which is a string, `{"prefix": ""}` is a condition that all of them meet. An insert into a table has no old image.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipefilter.analysis.reading.event_names import EVENT_NAME, is_of_time_to_live
from pipefilter.events.shape import KINDS, Kind
from pipefilter.events.value_kinds import matched_kinds
from pipefilter.json_text.tree import Json
from pipefilter.language.branches import branch_count, branches_of, every_field
from pipefilter.language.dynamodb_record import ABSENT_IMAGE, EVENT_NAMES
from pipefilter.language.event_pattern import EventPattern, Field, Or
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.language.parse import parse
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.witnesses.sample import Sample

__all__ = ["RecordConditions"]

_ANY_STRING = next(every_field(parse('{"a": [{"prefix": ""}]}').members)).alternatives
_IMAGES = tuple(f"dynamodb.{image}" for image in ABSENT_IMAGE.values() if image)
_OF_BROKER = frozenset(("eventSourceArn", "bootstrapServers"))
_ADDED = ("eventSource", "eventSourceArn", "eventSourceKey", "bootstrapServers")
"""Members that a record of a broker has in a pipe; for Lambda, they are beside the records, not in them."""
_MAX_DIVIDED = 300
"""Patterns with more branches are not divided by the names of events."""
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
        self._is_of_stream = "dynamodb" in sample.tree
        self._has_event_name = not self._is_of_stream or (EVENT_NAME,) in fields
        if self._is_of_stream and any(map(_depends_on_event_name, all_fields)):
            fields.add((EVENT_NAME,))
        added = () if _OF_BROKER.isdisjoint(sample.tree) else _ADDED
        self._always = [
            name
            for name, value in sample.tree.items()
            if (name,) in fields and not isinstance(value, dict | list) and name not in added
        ]

    def rewritten(self, patterns: tuple[EventPattern, ...]) -> tuple[EventPattern, ...]:
        """The patterns with the same meaning for all records, without those that no record matches."""
        if not self._is_known:
            return patterns
        choices = [tuple(self._branches(pattern)) for pattern in patterns]
        return tuple(EventPattern(each[0] if len(each) == 1 else (Or((), each),)) for each in choices if each)

    def without_added(self, event: Json) -> Json:
        """An event without the field that rewritten patterns have a condition on, and the patterns themselves do not."""
        if self._has_event_name or not isinstance(event, tuple):
            return event
        return tuple((name, value) for name, value in event if name != EVENT_NAME)

    def _branches(self, pattern: EventPattern) -> Iterator[tuple[Field, ...]]:
        is_small = branch_count(pattern.members) <= _MAX_DIVIDED
        for branch in branches_of(pattern):
            fields = {path: self._rewritten(field) for path, field in branch.fields.items()}
            for name in self._always:
                if name not in fields:
                    fields[name] = Field((name,), self._any_value((name,)))
            if not all(field.alternatives for field in fields.values()):
                continue
            if self._is_of_stream and is_small and any(map(_depends_on_event_name, fields.values())):
                yield from _by_event_name(fields, is_of_time_to_live=is_of_time_to_live(branch))
            else:
                yield tuple(fields.values())

    def _rewritten(self, field: Field) -> Field:
        """The alternatives that can be met; none if no record meets the condition."""
        if self._is_of_stream and field.path == EVENT_NAME:
            names = filter(FieldPredicate(field.alternatives).holds, EVENT_NAMES)
            return Field(field.steps, tuple(map(Exact, names)))
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
        if self._is_of_stream and steps == (EVENT_NAME,):
            return tuple(map(Exact, EVENT_NAMES))
        kinds = self._sample.possible_kinds(steps)
        if "number" in kinds or steps in self._of_other_kinds:
            return (Exists(present=True),)
        return tuple(operator for kind in KINDS if kind in kinds for operator in _OF_KIND[kind])


def _depends_on_event_name(field: Field) -> bool:
    """Whether not all events of a stream can have a field: an image, or what shows a deletion by Time to Live."""
    return _is_of_image(field.path) or field.path.startswith("userIdentity.")


def _is_of_image(path: str) -> bool:
    return any(path.startswith(f"{image}.") for image in _IMAGES)


def _by_event_name(fields: Mapping[str, Field], *, is_of_time_to_live: bool) -> Iterator[tuple[Field, ...]]:
    """A branch for the names of events that can match it; it has no condition on an image that such an event lacks."""
    predicate = FieldPredicate(fields[EVENT_NAME].alternatives)
    names_with: dict[tuple[str, ...], list[str]] = {}
    for name in filter(predicate.holds, EVENT_NAMES):
        absent = ABSENT_IMAGE[name]
        lacking = [path for path in fields if absent and path.startswith(f"dynamodb.{absent}.")]
        can_lack = all(FieldPredicate(fields[path].alternatives).matches_absence for path in lacking)
        if can_lack and (name == "REMOVE" or not is_of_time_to_live):
            names_with.setdefault(tuple(path for path in fields if path not in lacking), []).append(name)
    for paths, names in names_with.items():
        alternatives = tuple(map(Exact, names))
        yield tuple(Field((path,), alternatives) if path == EVENT_NAME else fields[path] for path in paths)
