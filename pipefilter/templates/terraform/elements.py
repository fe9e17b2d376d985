"""The elements of a list or an object, some of which may be absent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipefilter.dataclass import dataclass
from pipefilter.json_text.number import Number
from pipefilter.templates.nodes.node import Node, Scalar

__all__ = ["Element", "Elements", "both", "concatenation", "number_key", "numbered"]


@dataclass(frozen=True, slots=True)
class Element:
    """An element with its key or number.

    Args:
        condition: under which it exists; "" if it certainly does.
    """

    key: Node
    value: Node
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Elements:
    """The elements of a list or an object.

    Args:
        is_object: whether the keys are names.
        is_complete: whether there are no others.
    """

    items: tuple[Element, ...]
    is_object: bool
    is_complete: bool = True

    @property
    def is_certain(self) -> bool:
        """Whether these elements exist, and no others."""
        return self.is_complete and not any(item.condition for item in self.items)


def number_key(number: int, at: Node) -> Scalar:
    """The key of an element of a list."""
    return Scalar(Number(str(number)), str(number), at.start, at.start)


def both(outer: Element, inner: Element) -> Element:
    """An element that exists if a list and an element in it exist."""
    conditions = dict.fromkeys(filter(None, (outer.condition, inner.condition)))
    return replace(inner, condition=" and ".join(conditions))


def concatenation(several: list[Elements | None]) -> Elements | None:
    """The elements of several lists, one after the other; None if nothing is known."""
    known = [elements for elements in several if elements is not None]
    if several and not known:
        return None
    items = [item for elements in known for item in elements.items]
    numbered = tuple(replace(item, key=number_key(number, item.value)) for number, item in enumerate(items))
    is_complete = len(known) == len(several) and all(elements.is_complete for elements in known)
    return Elements(numbered, is_object=False, is_complete=is_complete)


def numbered(values: Iterable[Node]) -> tuple[Element, ...]:
    """The elements of a list with these values."""
    return tuple(Element(number_key(number, value), value) for number, value in enumerate(values))
