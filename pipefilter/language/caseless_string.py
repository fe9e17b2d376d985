"""Strings compared without regard to case, as AWS's engine does it: UTF-16 unit by unit, and one-sidedly.

Each UTF-16 unit of the pattern matches its lower or its upper case by Java's rules for that unit alone; the event's
string is not folded. So `ß` matches `SS` but not `ss`, and no character outside the BMP ever matches.
"""

from __future__ import annotations

from dataclasses import field

from pipefilter.dataclass import dataclass
from pipefilter.language.comparable import byte_text

__all__ = ["CaselessString"]


@dataclass(frozen=True, slots=True)
class CaselessString:
    """A string each unit of which has up to two spellings."""

    text: str
    units: tuple[tuple[str, ...], ...] = field(init=False, repr=False, compare=False)
    """The spellings of each UTF-16 unit."""
    _simple: str | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        units: list[tuple[str, ...]] = []
        for character in self.text:
            if ord(character) > 0xFFFF:
                units += [("?",), ("?",)]
            else:
                lower, upper = byte_text(character.lower()), byte_text(character.upper())
                units.append((lower,) if lower == upper else (lower, upper))
        object.__setattr__(self, "units", tuple(units))
        object.__setattr__(self, "_simple", self.text.lower() if self.text.isascii() else None)

    def equals(self, text: str) -> bool:
        """Whether the text is a spelling of this string."""
        if self._simple is not None and text.isascii():
            return text.lower() == self._simple
        string = byte_text(text)
        return len(string) in self._ends_from_start(string)

    def starts(self, text: str) -> bool:
        """Whether the text starts with a spelling of this string."""
        return bool(self._ends_from_start(byte_text(text)))

    def ends(self, text: str) -> bool:
        """Whether the text ends with a spelling of this string."""
        string = byte_text(text)
        places = {len(string)}
        for unit in reversed(self.units):
            places = {p - len(s) for p in places for s in unit if string.endswith(s, 0, p)}
            if not places:
                return False
        return True

    def _ends_from_start(self, string: str) -> set[int]:
        places = {0}
        for unit in self.units:
            places = {p + len(s) for p in places for s in unit if string.startswith(s, p)}
            if not places:
                break
        return places
