"""Finds an event that meets the conditions on all fields of a branch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pipefilter.dataclass import dataclass
from pipefilter.events.value_kinds import kind_of
from pipefilter.json_text.tree import Json
from pipefilter.language.branches import Branch
from pipefilter.language.event_pattern import Field
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.witnesses.event_draft import EventDraft
from pipefilter.witnesses.field_witness import ABSENT, Absence, FieldCondition, FieldValue, field_values
from pipefilter.witnesses.sample import BARE, Sample

__all__ = ["Conditions", "Witness", "conditions_of", "joined_conditions", "steps_of", "witness"]


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions on the fields of an event, all of which must be met.

    Args:
        steps: the names that lead to each field, by its path.
        fields: the condition on each field, by its path.
    """

    steps: Mapping[str, tuple[str, ...]]
    fields: Mapping[str, FieldCondition]

    def with_field(self, path: str, condition: FieldCondition) -> Conditions:
        """The same conditions, with another one on a field."""
        return replace(self, fields={**self.fields, path: condition})

    def is_impossible(self, sample: Sample) -> bool:
        """Whether certainly no event of the sample's kind meets them."""
        return any(
            condition.is_empty(sample.possible_kinds(steps := self.steps[path]))
            or not _is_possible(condition, sample.possible_values(steps))
            for path, condition in self.fields.items()
        )


@dataclass(frozen=True, slots=True)
class Witness:
    """An event that meets conditions.

    Args:
        event: as a filter sees it, with its data decoded.
        values: the value of each field, by its path.
    """

    event: Json
    values: Mapping[str, FieldValue]


def conditions_of(branch: Branch) -> Conditions:
    """The conditions that the events that a branch matches meet."""
    return Conditions(
        {path: steps_of(path, field) for path, field in branch.fields.items()},
        {path: FieldCondition((FieldPredicate(field.alternatives),)) for path, field in branch.fields.items()},
    )


def joined_conditions(first: Conditions, second: Conditions) -> Conditions:
    """Conditions that are met where two others are."""
    fields = dict(first.fields)
    for path, condition in second.fields.items():
        before = fields.get(path, FieldCondition())
        fields[path] = FieldCondition(
            before.matched + condition.matched, before.unmatched + condition.unmatched
        )
    return Conditions({**second.steps, **first.steps}, fields)


def steps_of(path: str, field: Field) -> tuple[str, ...]:
    """The names by which an event has a field: nested as in the pattern if that results in the same path."""
    return field.steps if ".".join(field.steps) == path and "" not in field.steps else (path,)


def witness(
    conditions: Conditions, sample: Sample = BARE, *, absent: str | None = None, present: str | None = None
) -> Witness | None:
    """An event that differs from a sample as little as the conditions require; None if no such event is known.

    The caller evaluates it: an event whose fields contradict each other does not match.

    Args:
        conditions: on its fields.
        sample: what the event has otherwise.
        absent: the path of a field that it must not have.
        present: the path of a field that it must have.
    """
    draft = EventDraft(sample)
    values: dict[str, FieldValue] = {}
    for path, condition in conditions.fields.items():
        steps = conditions.steps[path]
        value = _value(condition, sample, steps, is_present=path == present, is_absent=path == absent)
        if value is None:
            return None
        values[path] = value[0]
        draft.put(steps, value[0])
    return Witness(draft.tree(), values)


def _value(
    condition: FieldCondition, sample: Sample, steps: tuple[str, ...], *, is_present: bool, is_absent: bool
) -> tuple[FieldValue] | None:
    """A value that meets a condition and that the sample's field can have, in a tuple, as it may be null."""
    possible = sample.possible_values(steps)
    candidates: Iterable[FieldValue]
    if possible is not None:
        candidates = possible
    elif is_absent:
        candidates = (ABSENT,)
    else:
        kinds = sample.possible_kinds(steps)
        candidates = (
            value
            for value in _plausible(condition, sample, steps)
            if isinstance(value, Absence) or kind_of(value) in kinds
        )
    for value in candidates:
        is_wrong = is_absent if value is not ABSENT else is_present
        if not is_wrong and condition.holds(value):
            return (value,)
    return None


def _plausible(condition: FieldCondition, sample: Sample, steps: tuple[str, ...]) -> Iterator[FieldValue]:
    """Values that meet a condition, among others: that of the sample first, where it is not a mere placeholder."""
    existing = sample.value(steps) or ()
    if condition.matched or len(steps) == 1:
        yield from existing
    yield from sample.known_values(steps)
    yield from field_values(condition, sample.usual_values(steps))


def _is_possible(condition: FieldCondition, possible: tuple[FieldValue, ...] | None) -> bool:
    """Whether one of some values meets a condition; if they are not known, one may."""
    return possible is None or any(map(condition.holds, possible))
