"""How an attribute went from before to after: added, removed, became, was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pipefilter.builder.conditions.attribute_condition import AttributeCondition
from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.conditions.value_predicate import IsPresent, OneOf, ValuePredicate
from pipefilter.builder.records.attribute_path import AttributePath, attribute_path
from pipefilter.builder.records.attribute_value import AttributeValue, Numbers, distinct_values
from pipefilter.builder.records.stream_record import Image, StreamRecord

__all__ = ["Transition", "added", "became", "removed", "was"]

Kind: TypeAlias = Literal["added", "removed", "became", "was"]


@dataclass(frozen=True, slots=True)
class Transition(Condition):
    """An attribute was added or removed, has a value that it had not before, or had one before.

    Args:
        kind: which of these.
        path: of the attribute.
        values: for `became` and `was`.
    """

    kind: Kind
    path: AttributePath
    values: tuple[AttributeValue, ...] = ()

    @property
    def meaning(self) -> Condition:
        """The same condition, said with those on one image."""
        test: ValuePredicate = OneOf(self.values) if self.values else IsPresent()
        after: Condition = AttributeCondition("new", self.path, test)
        before: Condition = AttributeCondition("old", self.path, test)
        if self.kind == "was":
            return before
        return before & ~after if self.kind == "removed" else after & ~before

    def judge(self, record: StreamRecord, numbers: Numbers) -> bool:  # noqa: D102 - as Condition says
        return self.meaning.judge(record, numbers)

    def needs(self) -> Iterator[tuple[Image, str]]:  # noqa: D102 - as Condition says
        for image, _ in self.meaning.needs():
            yield image, f"{self.kind}({self.path})"

    def paths(self) -> Iterator[AttributePath]:  # noqa: D102 - as Condition says
        yield self.path

    def words(self) -> str:  # noqa: D102 - as Condition says
        said = {"added": "was added", "removed": "was removed", "became": "became", "was": "was"}[self.kind]
        values = " or ".join(map(str, self.values))
        return f"{self.path} {said} {values}".rstrip()

    def as_json(self) -> dict[str, object]:  # noqa: D102 - as Condition says
        form: dict[str, object] = {self.kind: str(self.path)}
        return {**form, **OneOf(self.values).as_json()} if self.values else form


def added(path: str | AttributePath) -> Condition:
    """The attribute is there after, and was not before.

    Args:
        path: such as `email`, `address.city`.

    Raises:
        InvalidCondition: it is no path.
    """
    return Transition("added", attribute_path(path))


def removed(path: str | AttributePath) -> Condition:
    """The attribute was there before, and is not after; as for `added`."""
    return Transition("removed", attribute_path(path))


def became(path: str | AttributePath, *values: object) -> Condition:
    """The attribute has one of these values after, and had none of them before.

    Args:
        path: such as `status`.
        values: as boto3 takes them, or with their types: `{"N": "5"}`; a list only so: `{"L": [...]}`.

    Raises:
        InvalidCondition: it is no path, or these are no values.
    """
    return Transition("became", attribute_path(path), _values(values))


def was(path: str | AttributePath, *values: object) -> Condition:
    """The attribute had one of these values before; as for `became`."""
    return Transition("was", attribute_path(path), _values(values))


def _values(given: tuple[object, ...]) -> tuple[AttributeValue, ...]:
    return OneOf(distinct_values(given)).values
