"""A condition on one record of a DynamoDB stream, and how conditions are joined."""

from __future__ import annotations

import reprlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pipefilter.builder.faults import InvalidCondition, MissingImage
from pipefilter.builder.records.attribute_path import AttributePath
from pipefilter.builder.records.attribute_value import Numbers, check_numbers
from pipefilter.builder.records.stream_record import IMAGES, VIEWS, Image, StreamRecord, View, stream_record
from pipefilter.matching.event_text import Event

__all__ = ["AllOf", "AnyOf", "Condition", "Not", "combine", "require_condition"]

_MAX_DEPTH = 150  # the code that is printed has as many brackets, and Python reads 200


class Condition(ABC):
    """What a record must be; conditions are joined with `&`, `|` and `~`."""

    __slots__ = ()

    def holds(self, record: Event | Sequence[object] | StreamRecord, *, numbers: Numbers = "text") -> bool:
        """Whether the condition holds for a record: the truth, which no pattern need be able to tell.

        Args:
            record: of a stream, as Lambda, a pipe, the AWS CLI or boto3 hands it over, bare or in its envelope.
            numbers: when two numbers are equal: `text`, if they are written alike, as DynamoDB itself writes equal
                numbers, or `value`.

        Raises:
            InvalidRecord: it is not a record of a DynamoDB stream, or there are several in it.
            MissingImage: the stream does not have an image that the condition asks for.
        """
        read = stream_record(record)
        check_numbers(numbers)
        if read.view is not None:
            self.check_view(read.view)
        return self.judge(read, numbers)

    def check_view(self, view: View) -> None:
        """See that a stream with this view has what the condition asks for.

        Raises:
            MissingImage: it has not.
            InvalidCondition: there is no such view.
        """
        if view not in tuple(VIEWS):
            raise InvalidCondition(f"the view of a stream is {', '.join(VIEWS)}, not {reprlib.repr(view)}")
        for image, why in self.needs():
            if image not in VIEWS[view]:
                raise MissingImage(
                    f"{why} needs {IMAGES[image]}, which a stream with the view {view} does not have"
                )

    @abstractmethod
    def judge(self, record: StreamRecord, numbers: Numbers) -> bool:
        """Whether the condition holds for a record that has been read."""

    @abstractmethod
    def needs(self) -> Iterator[tuple[Image, str]]:
        """The images that it asks for, each with the words of what does."""

    @abstractmethod
    def paths(self) -> Iterator[AttributePath]:
        """The attributes that it asks for."""

    @abstractmethod
    def words(self) -> str:
        """The condition in words."""

    @abstractmethod
    def as_json(self) -> dict[str, object]:
        """The condition in the form that `from_json` reads."""

    @property
    def meaning(self) -> Condition:
        """The same condition, said with simpler ones."""
        return self

    @property
    def depth(self) -> int:
        """How deep conditions are nested in it."""
        return 0

    def __and__(self, other: Condition) -> Condition:
        return combine(AllOf, self, require_condition(other))

    def __or__(self, other: Condition) -> Condition:
        return combine(AnyOf, self, require_condition(other))

    def __invert__(self) -> Condition:
        return self.inner if isinstance(self, Not) else Not(self)

    def __str__(self) -> str:
        return self.words()

    def __bool__(self) -> bool:
        raise TypeError("a condition is neither true nor false: join with & | ~, and ask whether it is None")


def require_condition(given: object) -> Condition:
    """A condition, if it is one.

    Args:
        given: by a caller.

    Raises:
        InvalidCondition: it is not; the message says how to make one.
    """
    if isinstance(given, Condition):
        return given
    hint = "give one, such as changed('status')"
    if isinstance(given, dict | str):
        hint = "from_json and from_extended_pattern read one"
    elif hasattr(given, "exists"):
        hint = "say what it is to be, such as .exists() or .equals('PAID')"
    raise InvalidCondition(f"{type(given).__name__} is not a condition: {hint}")


def _depth_around(conditions: Iterable[Condition]) -> int:
    depth = 1 + max((one.depth for one in conditions), default=0)
    if depth > _MAX_DEPTH:
        raise InvalidCondition(f"conditions are nested more than {_MAX_DEPTH} deep")
    return depth


@dataclass(frozen=True, slots=True)
class _Several(Condition):
    """Conditions that are joined."""

    conditions: tuple[Condition, ...]
    depth: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "depth", _depth_around(self.conditions))

    def needs(self) -> Iterator[tuple[Image, str]]:
        for one in self.conditions:
            yield from one.needs()

    def paths(self) -> Iterator[AttributePath]:
        for one in self.conditions:
            yield from one.paths()


class AllOf(_Several):
    """All of several conditions."""

    __slots__ = ()

    def judge(self, record: StreamRecord, numbers: Numbers) -> bool:  # noqa: D102 - as Condition says
        return all(one.judge(record, numbers) for one in self.conditions)

    def words(self) -> str:  # noqa: D102 - as Condition says
        return " and ".join(f"({one})" if isinstance(one, AnyOf) else str(one) for one in self.conditions)

    def as_json(self) -> dict[str, object]:  # noqa: D102 - as Condition says
        return {"all": [one.as_json() for one in self.conditions]}


class AnyOf(_Several):
    """Any of several conditions."""

    __slots__ = ()

    def judge(self, record: StreamRecord, numbers: Numbers) -> bool:  # noqa: D102 - as Condition says
        return any(one.judge(record, numbers) for one in self.conditions)

    def words(self) -> str:  # noqa: D102 - as Condition says
        return " or ".join(f"({one})" if isinstance(one, AllOf) else str(one) for one in self.conditions)

    def as_json(self) -> dict[str, object]:  # noqa: D102 - as Condition says
        return {"any": [one.as_json() for one in self.conditions]}


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """What another condition is not.

    Args:
        inner: the other.
    """

    inner: Condition
    depth: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "depth", _depth_around((self.inner,)))

    def judge(self, record: StreamRecord, numbers: Numbers) -> bool:  # noqa: D102 - as Condition says
        return not self.inner.judge(record, numbers)

    def needs(self) -> Iterator[tuple[Image, str]]:  # noqa: D102 - as Condition says
        yield from self.inner.needs()

    def paths(self) -> Iterator[AttributePath]:  # noqa: D102 - as Condition says
        yield from self.inner.paths()

    def words(self) -> str:  # noqa: D102 - as Condition says
        return f"not ({self.inner})"

    def as_json(self) -> dict[str, object]:  # noqa: D102 - as Condition says
        return {"not": self.inner.as_json()}


def combine(how: type[AllOf | AnyOf], *conditions: Condition) -> Condition:
    """Several conditions as one, those that are joined in the same way taken apart.

    Args:
        how: `AllOf` or `AnyOf`.
        conditions: one or more.

    Raises:
        InvalidCondition: they are nested too deep.
    """
    flat: list[Condition] = []
    for one in conditions:
        flat += one.conditions if isinstance(one, how) else [one]
    return flat[0] if len(flat) == 1 else how(tuple(flat))
