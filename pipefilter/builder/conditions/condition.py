"""Conditions on one record of a DynamoDB stream, and their combination with `&`, `|` and `~`."""

from __future__ import annotations

import reprlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from pipefilter.builder.faults import InvalidCondition, MissingImage
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import Numbers, check_numbers
from pipefilter.builder.records.stream_record import IMAGE_MEMBERS, VIEWS, Image, StreamRecord, stream_record
from pipefilter.dataclass import dataclass
from pipefilter.language.dynamodb_record import View
from pipefilter.matching.event_text import Event
from pipefilter.override import override

__all__ = ["AllOf", "AnyOf", "Condition", "Not", "combine", "require_condition"]

_MAX_DEPTH = 150  # the printed code nests brackets as deep, and Python accepts 200 levels


class Condition(ABC):
    """A condition on a record; conditions are combined with `&`, `|` and `~`."""

    __slots__ = ()

    def holds(self, record: Event | Sequence[object] | StreamRecord, *, numbers: Numbers = "text") -> bool:
        """Whether the record meets the condition, even if no pattern can express it.

        Args:
            record: a stream record as Lambda, a pipe, the AWS CLI or boto3 delivers it, bare or in its wrapper.
            numbers: when two numbers are equal: `text`, if they are written alike, as DynamoDB itself writes equal
                numbers, or `value`.

        Raises:
            InvalidRecord: it is not a DynamoDB stream record, or it contains several.
            MissingImage: the stream does not have an image that the condition needs.
        """
        parsed = stream_record(record)
        check_numbers(numbers)
        if parsed.view is not None:
            self.check_view(parsed.view)
        return self.evaluate(parsed, numbers)

    def check_view(self, view: View) -> None:
        """Check that a stream with this view has the images that the condition needs.

        Raises:
            MissingImage: it does not have one of them.
            InvalidCondition: there is no such view.
        """
        if view not in tuple(VIEWS):
            raise InvalidCondition(
                f"{reprlib.repr(view)} is not a stream view type; the types are {', '.join(VIEWS)}"
            )
        for image, reason in self.required_images():
            if image not in VIEWS[view]:
                raise MissingImage(
                    f"{reason} needs {IMAGE_MEMBERS[image]}, which a stream with the view type {view} does not have"
                )

    @abstractmethod
    def evaluate(self, record: StreamRecord, numbers: Numbers) -> bool:
        """Whether the condition holds for a parsed record."""

    @abstractmethod
    def required_images(self) -> Iterator[tuple[Image, str]]:
        """The images that the condition needs, each with the part that needs it, in words."""

    @abstractmethod
    def paths(self) -> Iterator[AttributePath]:
        """The attributes that the condition refers to."""

    @abstractmethod
    def words(self) -> str:
        """The condition in words."""

    @abstractmethod
    def as_json(self) -> dict[str, object]:
        """The condition as `from_json` reads it."""

    @property
    def meaning(self) -> Condition:
        """The condition in terms of simpler ones."""
        return self

    @property
    def depth(self) -> int:
        """How deeply conditions are nested in this one."""
        return 0

    def __and__(self, other: Condition) -> Condition:
        return combine(AllOf, self, require_condition(other))

    def __or__(self, other: Condition) -> Condition:
        return combine(AnyOf, self, require_condition(other))

    def __invert__(self) -> Condition:
        return self.inner if isinstance(self, Not) else Not(self)

    @override
    def __str__(self) -> str:
        return self.words()

    def __bool__(self) -> bool:
        raise TypeError(
            "a condition has no truth value: combine conditions with &, | and ~, and compare with `is None`"
        )


def require_condition(value: object) -> Condition:
    """A caller's argument as a condition.

    Raises:
        InvalidCondition: it is not a condition; the message says how to make one.
    """
    if isinstance(value, Condition):
        return value
    hint = "give one, such as changed('status')"
    if isinstance(value, dict | str):
        hint = "use from_json or from_extended_pattern to read one"
    elif hasattr(value, "exists"):
        hint = "add a test, such as .exists() or .equals('PAID')"
    raise InvalidCondition(f"{type(value).__name__} is not a condition: {hint}")


def _depth_around(conditions: Iterable[Condition]) -> int:
    depth = 1 + max((condition.depth for condition in conditions), default=0)
    if depth > _MAX_DEPTH:
        raise InvalidCondition(f"conditions are nested more than {_MAX_DEPTH} levels deep")
    return depth


@dataclass(frozen=True, slots=True)
class _Combination(Condition):
    """Several conditions side by side."""

    conditions: tuple[Condition, ...]
    depth: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "depth", _depth_around(self.conditions))

    @override
    def required_images(self) -> Iterator[tuple[Image, str]]:
        for condition in self.conditions:
            yield from condition.required_images()

    @override
    def paths(self) -> Iterator[AttributePath]:
        for condition in self.conditions:
            yield from condition.paths()


class AllOf(_Combination):
    """All of several conditions hold."""

    __slots__ = ()

    @override
    def evaluate(self, record: StreamRecord, numbers: Numbers) -> bool:
        return all(condition.evaluate(record, numbers) for condition in self.conditions)

    @override
    def words(self) -> str:
        return " and ".join(f"({each})" if isinstance(each, AnyOf) else str(each) for each in self.conditions)

    @override
    def as_json(self) -> dict[str, object]:
        return {"all": [each.as_json() for each in self.conditions]}


class AnyOf(_Combination):
    """At least one of several conditions holds."""

    __slots__ = ()

    @override
    def evaluate(self, record: StreamRecord, numbers: Numbers) -> bool:
        return any(condition.evaluate(record, numbers) for condition in self.conditions)

    @override
    def words(self) -> str:
        return " or ".join(f"({each})" if isinstance(each, AllOf) else str(each) for each in self.conditions)

    @override
    def as_json(self) -> dict[str, object]:
        return {"any": [each.as_json() for each in self.conditions]}


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """Another condition does not hold."""

    inner: Condition
    depth: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "depth", _depth_around((self.inner,)))

    @override
    def evaluate(self, record: StreamRecord, numbers: Numbers) -> bool:
        return not self.inner.evaluate(record, numbers)

    @override
    def required_images(self) -> Iterator[tuple[Image, str]]:
        yield from self.inner.required_images()

    @override
    def paths(self) -> Iterator[AttributePath]:
        yield from self.inner.paths()

    @override
    def words(self) -> str:
        return f"not ({self.inner})"

    @override
    def as_json(self) -> dict[str, object]:
        return {"not": self.inner.as_json()}


def combine(kind: type[AllOf | AnyOf], *conditions: Condition) -> Condition:
    """Several conditions as one; conditions that are such a combination themselves are flattened.

    Raises:
        InvalidCondition: they are nested too deep.
    """
    flat: list[Condition] = []
    for condition in conditions:
        flat += condition.conditions if isinstance(condition, kind) else [condition]
    return flat[0] if len(flat) == 1 else kind(tuple(flat))
