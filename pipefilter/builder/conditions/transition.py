"""Conditions on how an attribute changed: added, removed, became, was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from pipefilter.builder.conditions.attribute_condition import AttributeCondition
from pipefilter.builder.conditions.condition import Condition
from pipefilter.builder.conditions.value_predicate import IsPresent, OneOf, ValuePredicate
from pipefilter.builder.records.attribute_path import AttributePath, attribute_path
from pipefilter.builder.records.attribute_value import AttributeValue, Numbers
from pipefilter.builder.records.boto3_value import distinct_values
from pipefilter.builder.records.stream_record import Image, StreamRecord
from pipefilter.dataclass import dataclass
from pipefilter.enumeration import enumeration
from pipefilter.override import override

__all__ = ["Transition", "added", "became", "removed", "was"]

Kind: TypeAlias = Literal["added", "removed", "became", "was"]


@dataclass(frozen=True, slots=True)
class Transition(Condition):
    """An attribute was added or removed, has a value that it did not have before, or had a value before.

    Args:
        values: for `became` and `was`.
    """

    kind: Kind
    path: AttributePath
    values: tuple[AttributeValue, ...] = ()

    @property
    @override
    def meaning(self) -> Condition:
        """The condition in terms of conditions on one image."""
        predicate: ValuePredicate = OneOf(self.values) if self.values else IsPresent()
        after: Condition = AttributeCondition("new", self.path, predicate)
        before: Condition = AttributeCondition("old", self.path, predicate)
        if self.kind == "was":
            return before
        return before & ~after if self.kind == "removed" else after & ~before

    @override
    def evaluate(self, record: StreamRecord, numbers: Numbers) -> bool:
        return self.meaning.evaluate(record, numbers)

    @override
    def required_images(self) -> Iterator[tuple[Image, str]]:
        for image, _ in self.meaning.required_images():
            yield image, f"{self.kind}({self.path})"

    @override
    def paths(self) -> Iterator[AttributePath]:
        yield self.path

    @override
    def words(self) -> str:
        verb = {"added": "was added", "removed": "was removed", "became": "changed to", "was": "was"}[self.kind]
        values = enumeration(map(str, self.values), "or") if self.values else ""
        return f"{self.path} {verb} {values}".rstrip()

    @override
    def as_json(self) -> dict[str, object]:
        form: dict[str, object] = {self.kind: str(self.path)}
        return {**form, **OneOf(self.values).as_json()} if self.values else form


def added(path: str | AttributePath) -> Condition:
    """The attribute exists after the write, but did not exist before it.

    Args:
        path: the path of an attribute, such as `email`, `address.city`.

    Raises:
        InvalidCondition: it is not a path.
    """
    return Transition("added", attribute_path(path))


def removed(path: str | AttributePath) -> Condition:
    """The attribute existed before the write, but does not exist after it; as for `added`."""
    return Transition("removed", attribute_path(path))


def became(path: str | AttributePath, *values: object) -> Condition:
    """The attribute has one of these values after the write, and had none of them before it.

    Args:
        path: the path of an attribute, such as `status`.
        values: Python values as for boto3, or with their types: `{"N": "5"}`; a list only with its type: `{"L": [...]}`.

    Raises:
        InvalidCondition: it is not a path, or these are not values.
    """
    return Transition("became", attribute_path(path), _values(values))


def was(path: str | AttributePath, *values: object) -> Condition:
    """The attribute had one of these values before the write; as for `became`."""
    return Transition("was", attribute_path(path), _values(values))


def _values(values: tuple[object, ...]) -> tuple[AttributeValue, ...]:
    return OneOf(distinct_values(values)).values
