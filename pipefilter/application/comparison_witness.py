"""An event that shows how two patterns differ, and a whole record with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.events.value_kinds import kind_of
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.json_text.writer import written
from pipefilter.override import override
from pipefilter.witnesses.event_draft import EventDraft
from pipefilter.witnesses.field_witness import ABSENT
from pipefilter.witnesses.sample import Sample

__all__ = ["Witness", "shortest", "witnesses"]

Path: TypeAlias = tuple[str, ...]
_PLAIN_VALUES: tuple[Scalar, ...] = ("example", "other", "", False, True, Number("1"), Number("0"), None)


@dataclass(frozen=True, slots=True)
class Witness:
    """An event that shows something about patterns; each of them has been evaluated on it.

    Args:
        tree: the shortest event, with only the fields that matter, as filters see it: with its data decoded.
        record_tree: a whole record with these fields, as the service receives it; None if its source is not known.
        scope: what `tree` is of an event on a v2 bus, such as `METADATA`, or of a message of SNS, such as
            `MessageAttributes`; "" if filters see the whole event.
    """

    tree: Json = field(repr=False)
    record_tree: Json = field(default=None, repr=False)
    scope: str = ""

    @property
    def text(self) -> str:
        """The shortest event as JSON text, with only the fields that matter; its data is decoded."""
        return written(self.tree, compact=True)

    @property
    def event(self) -> dict[str, object]:
        """The shortest event as a dict; a number has the value that `json.loads` gives it."""
        return _dict(self.text)

    @property
    def record(self) -> dict[str, object] | None:
        """A whole record as the service receives it, with its envelope; None if its source is not known."""
        return None if self.record_tree is None else _dict(self.record_text)

    @property
    def record_text(self) -> str:
        """The whole record as JSON text; "" if its source is not known."""
        return "" if self.record_tree is None else written(self.record_tree)

    @override
    def __str__(self) -> str:
        return self.text

    @override
    def __repr__(self) -> str:
        return f"<Witness: {self.words}>"

    @property
    def words(self) -> str:
        """The shortest event as JSON text, with its scope."""
        return f"{self.text} ({self.scope})" if self.scope else self.text


def witnesses(event: Json, samples: Iterable[Sample], paths: Iterable[Path]) -> Iterator[tuple[Json, Json]]:
    """Events that are similar to an event, each in a whole record as filters see it: first with the values of samples.

    Args:
        event: with only the fields that matter.
        samples: of records, the most plausible first.
        paths: the names that lead to each field that matters.
    """
    paths = tuple(paths)
    for sample in samples:
        fixed = [tuple(path.split(".")) for path in sample.fixed]
        real = _without(event, [steps for steps in fixed if steps in paths])
        for changed, removed in (
            *((each, _present(each, paths)) for each in (real, *_with_possible_values(real, sample, paths))),
            (event, paths),
        ):
            draft = EventDraft(sample)
            for steps in removed:
                draft.put(steps, ABSENT)
            record = _merged(draft.tree(), changed)
            if _is_possible(record, sample, paths):
                yield shortest(record, paths, changed), record


def shortest(record: Json, paths: Iterable[Path], event: Json = None) -> Json:
    """A record with only the fields that matter, in the order of their paths, and those of an event."""
    if not isinstance(record, tuple):
        return record
    paths = tuple(paths)
    order = {name: number for number, (name, *_) in reversed(list(enumerate(filter(None, paths))))}
    own = dict(event) if isinstance(event, tuple) else {}
    members: list[tuple[str, Json]] = []
    for name, value in record:
        below = [steps[1:] for steps in paths if steps[:1] == (name,)]
        if name not in own and not below:
            continue
        short = shortest(value, below, own.get(name))
        if name in own or short != () or () in below:
            members.append((name, short))
    return tuple(sorted(members, key=lambda member: order.get(member[0], len(order) + len(paths))))


def _without(event: Json, paths: Iterable[Path]) -> Json:
    """An event without some fields."""
    for steps in paths:
        if isinstance(event, tuple):
            event = tuple(
                (name, _without(value, [steps[1:]]) if steps[1:] else value)
                for name, value in event
                if (name,) != steps
            )
    return event


def _merged(sample: Json, event: Json) -> Json:
    """A sample with the fields of an event."""
    if not isinstance(sample, tuple) or not isinstance(event, tuple):
        return event
    own = dict(event)
    merged = [(name, _merged(value, own[name]) if name in own else value) for name, value in sample]
    names = {name for name, _ in sample}
    return (*merged, *((name, value) for name, value in event if name not in names))


def _present(event: Json, paths: Iterable[Path]) -> list[Path]:
    return [steps for steps in paths if _value(event, steps) is not ABSENT]


def _with_possible_values(event: Json, sample: Sample, paths: Iterable[Path]) -> Iterator[Json]:
    """An event with other values for the field that cannot have its value; none if several fields cannot."""
    impossible = [steps for steps in paths if not _can_have(sample, steps, _value(event, steps))]
    if len(impossible) == 1:
        (steps,) = impossible
        kinds = sample.possible_kinds(steps)
        for value in _PLAIN_VALUES:
            if kind_of(value) in kinds:
                yield _with_value(event, steps, value)


def _with_value(event: Json, steps: Path, value: Scalar) -> Json:
    if not steps or not isinstance(event, tuple):
        return value
    return tuple(
        (name, _with_value(below, steps[1:], value)) if name == steps[0] else (name, below)
        for name, below in event
    )


def _is_possible(record: Json, sample: Sample, paths: Iterable[Path]) -> bool:
    """Whether a record of the kind of its sample, such as an insert, can have these fields and values."""
    if any(_value(record, tuple(path.split("."))) != value for path, value in sample.fixed.items()):
        return False
    if any(_value(record, tuple(path.split("."))) is not ABSENT for path in sample.impossible):
        return False
    if sample.record is None:
        return True
    has_all = isinstance(record, tuple) and set(sample.tree) <= {name for name, _ in record}
    return has_all and all(_can_have(sample, steps, _value(record, steps)) for steps in paths)


def _can_have(sample: Sample, steps: Path, value: object) -> bool:
    """Whether a field can have a value, as far as that is known."""
    values = value if isinstance(value, list) else [value]
    scalars = [each for each in values if isinstance(each, str | Number | bool | None)]
    kinds = sample.possible_kinds(steps)
    return all(kind_of(each) in kinds for each in scalars)


def _value(node: Json, steps: Path) -> object:
    for name in steps:
        members = dict(node) if isinstance(node, tuple) else {}
        if name not in members:
            return ABSENT
        node = members[name]
    return node


def _dict(text: str) -> dict[str, object]:
    value: dict[str, object] = json.loads(text)
    return value
