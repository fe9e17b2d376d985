"""An example: an event to try a pattern with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import field
from typing import Literal

from pipefilter.dataclass import dataclass
from pipefilter.json_text.tree import Json
from pipefilter.json_text.writer import written
from pipefilter.override import override
from pipefilter.sources import Source

__all__ = ["Example", "Examples"]


@dataclass(frozen=True, slots=True)
class Example:
    """An event or record to try a pattern with; the pattern's verdict on it is known.

    Args:
        tree: the event, as the service receives it.
        matches: whether it matches; None if there is no pattern.
        filter: the number of the filter that it is an example of, from 1; 0 if there is no pattern.
        branch: JSON pointers to the choices of `$or` that it is an example of; none for a pattern without `$or`.
        differs_in: the path of the only field whose condition is not met, for an event that does not match; else "".
        change: whether that field has another value or is missing; "" for an event that matches.
        value: the value that the field has instead, as JSON text; "" if it has none.
    """

    tree: Json = field(repr=False)
    matches: bool | None = None
    filter: int = 0
    branch: tuple[str, ...] = ()
    differs_in: str = ""
    change: Literal["", "value", "missing"] = ""
    value: str = ""

    @property
    def text(self) -> str:
        """The event as JSON text."""
        return written(self.tree)

    @property
    def event(self) -> dict[str, object]:
        """The event as a dict; a number has the value that `json.loads` gives it."""
        value: dict[str, object] = json.loads(self.text)
        return value

    @override
    def __str__(self) -> str:
        """What the event is an example of, in words."""
        if self.matches is None:
            return "example"
        if self.matches:
            return ": ".join(("matches", *self.branch[-1:]))
        value = f"is {self.value}" if self.change == "value" else "is missing"
        return f"does not match: {self.differs_in or written('')} {value}"


@dataclass(frozen=True, slots=True)
class Examples:
    """The examples for a pattern, first those that match.

    Args:
        all: the examples.
        source: where the records are from; None if they have no known form.
        service: the name of the service that evaluates them.
        is_impossible: whether certainly no event can match.
        left_out: how many parts of the pattern have no example, as there would be too many.
        unknown: the part that a template leaves open, in words; "" if everything is known.
        not_found: how many branches have no example, although it is not certain that none can match.
    """

    all: tuple[Example, ...] = field(repr=False)
    source: Source | None = field(default=None, repr=False)
    service: str = ""
    is_impossible: bool = False
    left_out: int = 0
    not_found: int = 0
    unknown: str = ""

    @property
    def matching(self) -> tuple[Example, ...]:
        """The events that match."""
        return tuple(example for example in self.all if example.matches is not False)

    @property
    def near_misses(self) -> tuple[Example, ...]:
        """The events that do not match, because of one field."""
        return tuple(example for example in self.all if example.matches is False)

    def __iter__(self) -> Iterator[Example]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    @override
    def __repr__(self) -> str:
        return f"<Examples: {len(self.matching)} that match, {len(self.near_misses)} that do not>"
