"""A template's values with their places in the file, for JSON, YAML and HCL alike."""

from __future__ import annotations

from dataclasses import field
from typing import TypeAlias

from pipefilter.dataclass import dataclass
from pipefilter.errors import PipefilterError
from pipefilter.json_text.number import Number

__all__ = [
    "Call",
    "Choice",
    "Computed",
    "Joined",
    "Mapping",
    "NoSuchParameter",
    "Node",
    "Scalar",
    "Sequence",
    "TemplateFault",
    "Text",
    "Unknown",
    "text_part",
]


class TemplateFault(PipefilterError):
    """A file is a template by its name or contents, but cannot be read as one; the offset is where the problem is."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class NoSuchParameter(TemplateFault):
    """A template has no parameter or variable of a name to which a caller gives a value."""

    def __init__(self, message: str, name: str) -> None:
        super().__init__(message)
        self.name = name


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A string.

    Args:
        start: offset in the file, of the quote if there is one.
        places: the offset of each character in the file, and the offset after the last; empty if not computed yet.
    """

    value: str
    start: int
    end: int
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Computed(Text):
    """The name of a member as an expression: `node` is the expression, and `value` only its source."""

    node: Node | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """A number, a boolean or null.

    Args:
        value: None for null.
        written: its source in the file.
    """

    value: Number | bool | None
    written: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Unknown:
    """A value that is not known from the template.

    Args:
        placeholder: its name in messages, such as `${Stage}`.
        is_text: whether it is certainly a string.
        key: unknown values with the same key are equal; the placeholder if empty.
    """

    placeholder: str
    start: int
    end: int
    is_text: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """A string with unknown parts."""

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
        """The value of the first of these names that exists; the last value of a repeated name."""
        values = self._values
        if values is None:
            values = {name.value: value for name, value in self.members}
            object.__setattr__(self, "_values", values)
        return next((values[name] for name in names if name in values), None)

    def text(self, *names: str) -> str:
        """That value if it is a string, otherwise ""."""
        value = self.get(*names)
        return value.value if isinstance(value, Text) else ""

    def mapping(self, *names: str) -> Mapping:
        """That value if it is an object, otherwise an empty object."""
        value = self.get(*names)
        return value if isinstance(value, Mapping) else Mapping((), self.start, self.end)


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A function of the template's language, such as `Fn::Sub` or `jsonencode`, with its argument.

    Args:
        written: its source, if it may be from another file, or if names in it have been replaced.
    """

    name: str
    argument: Node
    start: int
    end: int
    written: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of several values; which one is not known from the template.

    Args:
        condition: choices with the same condition have the same option; "" for a condition of its own.
    """

    options: tuple[Node, ...]
    start: int
    end: int
    condition: str = ""


def text_part(value: str, places: tuple[int, ...], start: int, end: int) -> Text:
    """The characters of a string from `start` to `end`, which are offsets in its value."""
    return Text(value[start:end], places[start], places[end], places[start : end + 1])


Node: TypeAlias = Text | Scalar | Unknown | Joined | Sequence | Mapping | Call | Choice
