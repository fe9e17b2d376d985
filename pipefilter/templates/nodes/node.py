"""A template's values with their places, whatever language it is written in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from pipefilter.errors import PipefilterError
from pipefilter.json_text.number import Number

__all__ = [
    "Call",
    "Choice",
    "Computed",
    "Joined",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "TemplateFault",
    "Text",
    "Unknown",
]


class TemplateFault(PipefilterError):
    """A file that is a template, by its name or its contents, cannot be read as one.

    Args:
        message: one sentence.
        offset: of the place in the text.
    """

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A text.

    Args:
        value: the text.
        start: offset in the file, of the quote if there is one.
        end: offset after it.
        places: of each character in the file, and after the last; empty for "to be found when asked for".
    """

    value: str
    start: int
    end: int
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Computed(Text):
    """The name of a member that has to be worked out.

    Args:
        node: what gives the name; the value is only what is written there.
    """

    node: Node | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """A number, a truth value or nothing.

    Args:
        value: of it.
        written: as it stands in the file.
        start: offset in the file.
        end: offset after it.
    """

    value: Number | bool | None
    written: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Unknown:
    """A value that the template does not tell.

    Args:
        shown: what stands for it, such as `${Stage}`.
        start: offset in the file.
        end: offset after it.
        is_text: whether it is a text for sure.
    """

    shown: str
    start: int
    end: int
    is_text: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """A text of which some parts are not known."""

    parts: tuple[Text | Unknown, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Mapping:
    """An object: names and values, in the order of the file."""

    members: tuple[tuple[Text, Node], ...]
    start: int
    end: int
    _values: dict[str, Node] | None = field(default=None, init=False, repr=False)

    def get(self, *names: str) -> Node | None:
        """The value of the first of these names that is there; of a repeated one the last."""
        values = self._values
        if values is None:
            values = {name.value: value for name, value in self.members}
            object.__setattr__(self, "_values", values)
        return next((values[name] for name in names if name in values), None)

    def text(self, *names: str) -> str:
        """That value if it is a text, and otherwise ""."""
        value = self.get(*names)
        return value.value if isinstance(value, Text) else ""

    def mapping(self, *names: str) -> Mapping:
        """That value if it is an object, and otherwise an empty one."""
        value = self.get(*names)
        return value if isinstance(value, Mapping) else Mapping((), self.start, self.end)


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A function of the template's language, such as `Fn::Sub` or `jsonencode`, with its argument."""

    name: str
    argument: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of several values: which, the template does not tell."""

    options: tuple[Node, ...]
    start: int
    end: int


Node: TypeAlias = Text | Scalar | Unknown | Joined | Sequence | Mapping | Call | Choice
