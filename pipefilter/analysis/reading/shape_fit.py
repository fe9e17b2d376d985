"""Compares a pattern with the shape of the events: names that no event has, and values that no event has there.

Silent about everything that is not certain: open places, names with dots that may be two names, and operators that
match any kind of value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pipefilter.dataclass import dataclass
from pipefilter.events.near_name import NearPath, near_path
from pipefilter.events.pattern_path import Reach, reach
from pipefilter.events.shape import Kind, Shape
from pipefilter.events.value_kinds import matched_kinds
from pipefilter.language.branches import every_field
from pipefilter.language.comparable import as_comparable
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exists import Exists

__all__ = ["Misfit", "misfits"]

MisfitKind = Literal["unknown name", "wrong kind", "unlisted value"]

_MAX_NEAR = 20
"""How many near names are searched for in one pattern."""
_MAX_VALUES = 1_000
"""A longer list of values is not compared."""


@dataclass(frozen=True, slots=True)
class Misfit:
    """A part of a pattern that does not fit the shape.

    Args:
        kind: `unknown name`: no event has the name; `wrong kind`: the field holds other kinds of values, or only
            objects; `unlisted value`: the field has none of the values that an alternative matches.
        field: the pattern's field; for an unknown name, the first one with it.
        step: which of the field's steps it is about: the unknown name, or else the last.
        shape: of the field; for an unknown name, of what is above it.
        near: the path that was probably meant, for an unknown name.
        never: the numbers of the alternatives that can never match; it may be that others match.
        always: the numbers of the alternatives that match every event: `exists` false where there is no value.
    """

    kind: MisfitKind
    field: Field
    step: int
    shape: Shape
    never: tuple[int, ...]
    always: tuple[int, ...] = ()
    near: NearPath | None = None

    @property
    def name(self) -> str:
        """The name of the step."""
        return self.field.steps[self.step]


def misfits(pattern: EventPattern, shape: Shape) -> Iterator[Misfit]:
    """The parts of a pattern that do not fit a shape, in the order of the pattern; each unknown name once."""
    unknown: set[object] = set()
    for field in every_field(pattern.members):
        names = tuple(field.path.split("."))
        if "" in field.steps or "" in names:
            continue  # AWS's engine drops some empty names
        place = reach(shape, field.steps)
        if not place.is_there:
            step = _step_of(field, place.known)
            name = field.name_spans[step] if field.name_spans else field.steps[: step + 1]
            if name not in unknown:
                unknown.add(name)
                is_searched = len(unknown) <= _MAX_NEAR
                near = near_path(shape, names, place.known) if is_searched else None
                yield _unknown_name(field, step, place.shapes[0], near)
        elif not place.is_open:
            yield from _values(field, place)


def _step_of(field: Field, known: int) -> int:
    """The number of the step with a name of the path; a step with dots has several names."""
    names = 0
    for number, step in enumerate(field.steps):
        names += step.count(".") + 1
        if names > known:
            return number
    return len(field.steps) - 1


def _unknown_name(field: Field, step: int, above: Shape, near: NearPath | None) -> Misfit:
    absent = tuple(n for n, operator in enumerate(field.alternatives) if _matches_absence(operator))
    never = tuple(n for n in range(len(field.alternatives)) if n not in absent)
    return Misfit("unknown name", field, step, above, never, absent, near)


def _matches_absence(operator: Operator) -> bool:
    return isinstance(operator, Exists) and not operator.present


def _values(field: Field, place: Reach) -> Iterator[Misfit]:
    """The alternatives that match no value of the field."""
    step = len(field.steps) - 1
    kinds = place.kinds
    alternatives = list(enumerate(field.alternatives))
    present = [(n, operator) for n, operator in alternatives if not _matches_absence(operator)]
    wrong = tuple(n for n, operator in present if not matched_kinds(operator) & kinds)
    always = () if kinds else tuple(n for n, operator in alternatives if _matches_absence(operator))
    if wrong or always:
        yield Misfit("wrong kind", field, step, place.shapes[0], wrong, always)
    if len(place.shapes) == 1:
        shape = place.shapes[0]
        unlisted = tuple(
            n for n, operator in present if n not in wrong and not _has_value(operator, shape, kinds)
        )
        if unlisted:
            yield Misfit("unlisted value", field, step, shape, unlisted)


def _has_value(operator: Operator, shape: Shape, kinds: frozenset[Kind]) -> bool:
    """Whether an alternative can match a value of the field, whose strings may be listed."""
    if not 0 < len(shape.values) <= _MAX_VALUES or matched_kinds(operator) & kinds - {"string"}:
        return True
    return any(operator.holds(as_comparable(value, numeric=True)) for value in shape.values)
