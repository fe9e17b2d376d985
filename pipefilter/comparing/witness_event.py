"""Builds events for a comparison: with given values, also in array elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipefilter.comparing.arrays import ArrayKnowledge
from pipefilter.json_text.tree import Json, Scalar
from pipefilter.witnesses.event_draft import EventDraft
from pipefilter.witnesses.field_witness import ABSENT, FieldValue
from pipefilter.witnesses.sample import BARE, Sample

__all__ = ["events_in_arrays", "plain_event", "with_several_values"]

Steps = Mapping[str, tuple[str, ...]]


def plain_event(values: Mapping[str, FieldValue], steps: Steps, sample: Sample) -> Json:
    """An event in which each field has at most one value.

    Args:
        values: of the fields, by their paths.
        steps: the names that lead to each field, in the order that the event is to have.
        sample: what the event has otherwise.
    """
    draft = EventDraft(sample)
    order = {path: number for number, path in enumerate(steps)}
    # absent fields first: an object is removed with all that is in it
    for path in sorted(values, key=lambda path: (values[path] is not ABSENT, order[path])):
        draft.put(steps[path], values[path])
    return draft.tree()


def with_several_values(values: Mapping[str, list[Scalar]], event: Json, steps: Steps) -> Json:
    """An event with fields that have several values each.

    Args:
        values: of each field, by its path.
        event: that has none of these fields.
        steps: the names that lead to each field.
    """
    for path, each in values.items():
        event = _with_member(event, steps[path], list(each))
    return event


def events_in_arrays(
    values: Mapping[str, FieldValue], elsewhere: Mapping[str, Scalar], arrays: ArrayKnowledge
) -> Iterator[Json]:
    """Events with an array of objects: one element has the values, another one has a field that the first does not have.

    Args:
        values: of one element, by their paths.
        elsewhere: the values of fields in the other element, by their paths.
        arrays: where an array can be.
    """
    steps = {path: tuple(path.split(".")) for path in (*values, *elsewhere)}
    for path, value in elsewhere.items():
        for depth in range(1, len(steps[path])):
            above = steps[path][:depth]
            if not arrays.can_have_several_values(".".join(above)):
                continue
            below = {each: steps[each][depth:] for each in steps if steps[each][:depth] == above}
            below = {each: names for each, names in below.items() if names}
            inside = {each: values[each] for each in values if each in below and each != path}
            outside = {each: values[each] for each in values if each not in below}
            first = plain_event(inside, below, BARE)
            other = plain_event({path: value}, below, BARE)
            both = plain_event({**inside, path: value}, below, BARE)
            for elements in ([first, other], [other, first], [other], [first, both], [both, first]):
                yield _with_member(plain_event(outside, steps, BARE), above, elements)
            own = outside.pop(".".join(above), ABSENT)
            if (
                own is not ABSENT
            ):  # a value among the objects lies in an element if it lies in an array of its own
                yield _with_member(plain_event(outside, steps, BARE), above, [[own, first], other])


def _with_member(event: Json, steps: tuple[str, ...], value: Json) -> Json:
    """An event with a further member, merged into the objects that it has already."""
    assert isinstance(event, tuple)
    name, *rest = steps
    if not rest:
        return (*event, (name, value))
    members = list(event)
    for number, (known, below) in enumerate(members):
        if known == name and isinstance(below, tuple):
            members[number] = (name, _with_member(below, tuple(rest), value))
            return tuple(members)
    return (*event, (name, _with_member((), tuple(rest), value)))
