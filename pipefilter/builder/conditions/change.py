"""The condition that an attribute differs before and after: `changed("status")`."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.builder.conditions.condition import AllOf, AnyOf, Condition, combine
from pipefilter.builder.faults import InvalidCondition
from pipefilter.builder.records.attribute_path import AttributePath, Names, attribute_path, flatten_names
from pipefilter.builder.records.attribute_value import Numbers
from pipefilter.builder.records.stream_record import Image, StreamRecord
from pipefilter.dataclass import dataclass
from pipefilter.override import override

__all__ = ["Changed", "all_changed", "any_changed", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class Changed(Condition):
    """The attribute differs between the images: in its value, in its type, or because only one image has it."""

    path: AttributePath

    @override
    def evaluate(self, record: StreamRecord, numbers: Numbers) -> bool:
        before, after = record.values("old", self.path), record.values("new", self.path)
        return [value.identity(numbers) for value in before] != [value.identity(numbers) for value in after]

    @override
    def required_images(self) -> Iterator[tuple[Image, str]]:
        yield "new", f"changed({self.path})"
        yield "old", f"changed({self.path})"

    @override
    def paths(self) -> Iterator[AttributePath]:
        yield self.path

    @override
    def words(self) -> str:
        return f"{self.path} changed"

    @override
    def as_json(self) -> dict[str, object]:
        return {"changed": str(self.path)}


def changed(path: str | AttributePath) -> Condition:
    """The attribute is different after the write; an attribute that was added or removed counts as changed.

    Args:
        path: the path of an attribute, such as `status`, `address.city`, `items[].sku`.

    Raises:
        InvalidCondition: it is not a path.
    """
    return Changed(attribute_path(path))


def unchanged(path: str | AttributePath) -> Condition:
    """The attribute is the same before and after the write, or is in neither image; as for `changed`."""
    return ~changed(path)


def any_changed(*paths: Names) -> Condition:
    """At least one of several attributes changed; as for `changed`.

    Args:
        paths: one by one, or in a list.
    """
    return combine(AnyOf, *_conditions(paths))


def all_changed(*paths: Names) -> Condition:
    """All of several attributes changed; as for `any_changed`."""
    return combine(AllOf, *_conditions(paths))


def _conditions(paths: tuple[Names, ...]) -> list[Condition]:
    listed = flatten_names(paths)
    if not listed:
        raise InvalidCondition("give at least one attribute")
    return [changed(path) for path in listed]
