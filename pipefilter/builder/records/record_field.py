"""Fields of patterns on stream records: the path to a type key of an attribute in an image."""

from __future__ import annotations

from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import SETS
from pipefilter.builder.records.stream_record import IMAGE_MEMBERS, Image
from pipefilter.dataclass import dataclass
from pipefilter.language.event_pattern import path_of

__all__ = ["EVENT_NAME", "RecordField", "record_field"]


@dataclass(frozen=True, slots=True)
class RecordField:
    """A field of a pattern for the value of an attribute.

    Args:
        steps: the names from the record's root to the type key.
        list_root: the path of the first list or set on the way, the field itself included; "" if there is none, so
            that the field has at most one value.
    """

    steps: tuple[str, ...]
    list_root: str = ""

    @property
    def path(self) -> str:
        """The steps joined by dots, as AWS's engine compares them."""
        return path_of(self.steps)

    @property
    def is_single(self) -> bool:
        """Whether the field has at most one value, so that a pattern can also exclude values."""
        return not self.list_root


EVENT_NAME = RecordField(("eventName",))


def record_field(image: Image, path: AttributePath, *types: str) -> RecordField:
    """The field at which a pattern finds the value of an attribute.

    Args:
        path: of the attribute; an index means any element of the list, as a pattern cannot count.
        types: the type key; after `L` also that of the element, and so on.
    """
    steps = ["dynamodb", IMAGE_MEMBERS[image]]
    for number, step in enumerate(path.steps):
        if isinstance(step, str):
            steps += [step] if not number else ["M", step]
        else:
            steps.append("L")
    steps += types
    first_list = _first_list(path, len(steps), types)
    root = path_of(tuple(steps[: first_list + 1])) if first_list is not None else ""
    return RecordField(tuple(steps), root)


def _first_list(path: AttributePath, length: int, types: tuple[str, ...]) -> int | None:
    """The index of the first step that is a list or a set."""
    at = 1
    for number, step in enumerate(path.steps):
        at += 1 if not isinstance(step, str) or not number else 2
        if not isinstance(step, str):
            return at
    for number, type_ in enumerate(types):
        if type_ == "L" or type_ in SETS:
            return length - len(types) + number
    return None
