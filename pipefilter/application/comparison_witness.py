"""An event that shows how two patterns differ, and a whole record with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.override import override
from pipefilter.witnesses.event_draft import EventDraft
from pipefilter.witnesses.field_witness import ABSENT
from pipefilter.witnesses.sample import Sample

__all__ = ["Witness", "shortest", "witnesses"]

Path: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Witness:
    """An event that shows something about patterns; each of them has been evaluated on it.

    Args:
        tree: the shortest event, with only the fields that matter, as filters see it: with its data decoded.
        record_tree: a whole record with these fields, as the service receives it; None if its source is not known.
    """

    tree: Json = field(repr=False)
    record_tree: Json = field(default=None, repr=False)

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
        return None if self.record_tree is None else _dict(written(self.record_tree))

    @override
    def __str__(self) -> str:
        return self.text

    @override
    def __repr__(self) -> str:
        return f"<Witness: {self.text}>"


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
            (real, [steps for steps in paths if _value(real, steps) is not ABSENT]),
            (event, paths),
        ):
            draft = EventDraft(sample)
            for steps in removed:
                draft.put(steps, ABSENT)
            record = _merged(draft.tree(), changed)
            if _is_possible(record, sample):
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


def _is_possible(record: Json, sample: Sample) -> bool:
    """Whether a record is of the kind of its sample, such as an insert."""
    return all(
        _value(record, tuple(path.split("."))) == value for path, value in sample.fixed.items()
    ) and not any(_value(record, tuple(path.split("."))) is not ABSENT for path in sample.impossible)


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
