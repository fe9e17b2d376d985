"""A JSON object as the texts of its members, so that nothing is lost: numbers as written, repeated names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipefilter.json_text.tree import value_end

__all__ = ["RawObject", "raw_elements", "raw_object"]

_WHITE = " \t\r\n"


@dataclass(frozen=True, slots=True)
class RawObject:
    """A JSON object, its members' values as they are written.

    Args:
        members: each a name, and its value's text.
    """

    members: tuple[tuple[str, str], ...]
    offsets: tuple[int, ...] = field(default=(), compare=False)
    """Where each value begins in the text that it was read from."""
    written: str = field(default="", compare=False, repr=False)
    """The text that it was read from; "" if it was made or changed."""
    _values: dict[str, str] = field(init=False, compare=False, repr=False)
    """By name; of a repeated one the last."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "_values", dict(self.members))

    def offset(self, name: str) -> int:
        """Where a member's value begins in the text that it was read from; of a repeated name the last."""
        return next(
            at
            for (known, _), at in reversed(tuple(zip(self.members, self.offsets, strict=True)))
            if known == name
        )

    def get(self, name: str) -> str | None:
        """The text of a member's value; of a repeated name the last; None if there is none."""
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
        """Whether all these members are there."""
        return all(name in self._values for name in names)

    def renamed(self, names: Mapping[str, str]) -> RawObject:
        """With other names for some members."""
        return RawObject(tuple((names.get(name, name), value) for name, value in self.members))

    def put(self, name: str, value: str) -> RawObject:
        """With another text for a member's value, wherever the name stands."""
        return RawObject(tuple((known, value if known == name else text) for known, text in self.members))

    @property
    def text(self) -> str:
        """The object as JSON text: as it was written, if it is unchanged."""
        return self.written or "{" + ",".join(f"{_quoted(name)}:{value}" for name, value in self.members) + "}"


def _quoted(name: str) -> str:
    # most names need no escapes, and there are many
    return f'"{name}"' if name.isascii() and name.isidentifier() else json.dumps(name)


def _name(text: str) -> str:
    return text[1:-1] if "\\" not in text else json.loads(text)


def raw_object(text: str) -> RawObject:
    """The members of a JSON object.

    Args:
        text: known to be one object.
    """
    found, offsets = [], []
    at = _after_white(text, text.index("{") + 1)
    while text[at] != "}":
        end = value_end(text, at)
        name = _name(text[at:end])
        start = _after_white(text, _after_white(text, end) + 1)  # over the colon
        end = value_end(text, start)
        found.append((name, text[start:end]))
        offsets.append(start)
        at = _after_comma(text, end)
    return RawObject(tuple(found), tuple(offsets), text)


def raw_elements(text: str) -> list[tuple[str, int]]:
    """The elements of a JSON array, each with its offset.

    Args:
        text: known to be one array.
    """
    found = []
    at = _after_white(text, text.index("[") + 1)
    while text[at] != "]":
        end = value_end(text, at)
        found.append((text[at:end], at))
        at = _after_comma(text, end)
    return found


def _after_comma(text: str, at: int) -> int:
    at = _after_white(text, at)
    return _after_white(text, at + 1) if text[at] == "," else at


def _after_white(text: str, at: int) -> int:
    while text[at] in _WHITE:
        at += 1
    return at
