"""A JSON object with the text of each member's value, so that nothing is lost: numbers as written, repeated names."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import field

from pipefilter.dataclass import dataclass
from pipefilter.json_text.tree import value_end, white_end

__all__ = ["RawObject", "raw_elements", "raw_object"]

_MEMBER = re.compile(
    r'"([^"\\]{0,1000}+)"[ \t\r\n]*+:[ \t\r\n]*+'
    r'("[^"\\]{0,1000}+"|[-+.0-9A-Za-z]{1,1000}+)[ \t\r\n]*+(?:,[ \t\r\n]*+|(?=\}))'
)
"""A member with a short value, as most are, up to the next one; the parser reads others."""


@dataclass(frozen=True, slots=True)
class RawObject:
    """A JSON object whose values are kept as text."""

    members: tuple[tuple[str, str], ...]
    offsets: tuple[int, ...] = field(default=(), compare=False)
    """The offset of each value in the text that it was read from."""
    written: str = field(default="", compare=False, repr=False)
    """The text that it was read from; "" if it was built or changed."""
    _values: dict[str, str] = field(init=False, compare=False, repr=False)
    """By name; the last of a repeated name."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_values", dict(self.members))

    def offset(self, name: str) -> int:
        """The offset of a member's value in the text that it was read from; the last of a repeated name."""
        return next(
            at
            for (known, _), at in reversed(tuple(zip(self.members, self.offsets, strict=True)))
            if known == name
        )

    def get(self, name: str) -> str | None:
        """The text of a member's value, the last of a repeated name; None if there is no such member."""
        return self._values.get(name)

    def text_of(self, name: str) -> str | None:
        """A member's value if it is a string."""
        value = self.get(name)
        return json.loads(value) if value is not None and value.startswith('"') else None

    def inner(self, name: str) -> RawObject | None:
        """A member's value if it is an object."""
        value = self.get(name)
        return raw_object(value) if value is not None and value.startswith("{") else None

    def has(self, *names: str) -> bool:
        """Whether the object has all these members."""
        return all(map(self._values.__contains__, names))

    def renamed(self, names: Mapping[str, str]) -> RawObject:
        """The object with other names for some members."""
        return RawObject(tuple((names.get(name, name), value) for name, value in self.members))

    def put(self, name: str, value: str) -> RawObject:
        """The object with another value for each member of this name."""
        return RawObject(tuple((known, value if known == name else text) for known, text in self.members))

    @property
    def text(self) -> str:
        """The object as JSON text: the original text if it is unchanged."""
        return self.written or "{" + ",".join(f"{_quoted(name)}:{value}" for name, value in self.members) + "}"


def _quoted(name: str) -> str:
    # most names need no escapes, and there are many
    return f'"{name}"' if name.isascii() and name.isidentifier() else json.dumps(name)


def _name(text: str) -> str:
    return text[1:-1] if "\\" not in text else json.loads(text)


def raw_object(text: str) -> RawObject:
    """Read the members of a text known to be one JSON object."""
    members, offsets = [], []
    at = white_end(text, text.index("{") + 1)
    while text[at] != "}":
        member = _MEMBER.match(text, at)
        if member is not None:
            members.append((member[1], member[2]))
            offsets.append(member.start(2))
            at = member.end()
            continue
        end = value_end(text, at)
        name = _name(text[at:end])
        start = white_end(text, white_end(text, end) + 1)  # over the colon
        end = value_end(text, start)
        members.append((name, text[start:end]))
        offsets.append(start)
        at = _after_comma(text, end)
    return RawObject(tuple(members), tuple(offsets), text)


def raw_elements(text: str) -> list[tuple[str, int]]:
    """The elements of a text known to be one JSON array, each with its offset."""
    elements = []
    at = white_end(text, text.index("[") + 1)
    while text[at] != "]":
        end = value_end(text, at)
        elements.append((text[at:end], at))
        at = _after_comma(text, end)
    return elements


def _after_comma(text: str, at: int) -> int:
    at = white_end(text, at)
    return white_end(text, at + 1) if text[at] == "," else at
