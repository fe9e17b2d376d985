"""Lists the attributes that differ between the images of a record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipefilter.builder.faults import MissingImage
from pipefilter.builder.records.attribute_path import AttributePath, Step
from pipefilter.builder.records.attribute_value import AttributeValue, Numbers, check_numbers
from pipefilter.builder.records.stream_record import VIEWS, StreamRecord, stream_record
from pipefilter.matching.event_text import Event

__all__ = ["changed_attributes"]


def changed_attributes(
    record: Event | Sequence[object] | StreamRecord, *, numbers: Numbers = "text"
) -> tuple[str, ...]:
    """The paths of the attributes that differ between the images, in order of their names.

    Maps are compared member by member, lists by index; a member or an element that only one image has is
    listed separately. Sets have no order.

    Args:
        record: a record of a stream with both images, as for `Condition.holds`.
        numbers: when two numbers are equal.

    Raises:
        InvalidRecord: it is not a record of a DynamoDB stream.
        MissingImage: the stream does not have both images.
    """
    parsed = stream_record(record)
    check_numbers(numbers)
    if parsed.view is not None and not {"new", "old"} <= set(VIEWS[parsed.view]):
        raise MissingImage(f"a stream with the view type {parsed.view} does not have both images")
    changed = _changed_members((), dict(parsed.images["old"]), dict(parsed.images["new"]), numbers)
    return tuple(str(AttributePath(steps)) for steps in changed)


def _changed_members(
    above: tuple[Step, ...],
    before: Mapping[str, AttributeValue],
    after: Mapping[str, AttributeValue],
    numbers: Numbers,
) -> Iterator[tuple[Step, ...]]:
    for name in sorted(before.keys() | after.keys()):
        yield from _changes((*above, name), before.get(name), after.get(name), numbers)


def _changes(
    at: tuple[Step, ...], before: AttributeValue | None, after: AttributeValue | None, numbers: Numbers
) -> Iterator[tuple[Step, ...]]:
    if before is None or after is None or before.type != after.type:
        yield at
    elif before.type == "M" and before.members and after.members:
        yield from _changed_members(at, dict(before.members), dict(after.members), numbers)
    elif before.type == "L" and before.elements and after.elements:
        for index in range(max(len(before.elements), len(after.elements))):
            old = before.elements[index] if index < len(before.elements) else None
            new = after.elements[index] if index < len(after.elements) else None
            yield from _changes((*at, index), old, new, numbers)
    elif before.identity(numbers) != after.identity(numbers):
        yield at
