"""The parts of a program that what it is for needs: functions, constants, types and imports, each by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["ProgramSyntax"]


@dataclass(frozen=True, slots=True)
class ProgramSyntax:
    """How the parts of a program in one language are found.

    Args:
        separator: what is between two parts.
        definition: at the beginning of a line; its only group that is there is the name that the part defines.
        not_code: comments and strings.
        entries: the names that are called from outside.
    """

    separator: re.Pattern[str]
    definition: re.Pattern[str]
    not_code: re.Pattern[str]
    entries: frozenset[str]

    def with_needed_parts(self, program: str) -> str:
        """A program without the parts that nothing in it uses.

        Args:
            program: all of it, with everything that may be called.
        """
        parts = self._parts(program)
        names = [self._name(part) for _, part in parts]
        needed = {number for number, name in enumerate(names) if name is None or name in self.entries}
        fresh = set(needed)
        while fresh:
            used = {word for number in fresh for word in self._words(parts[number][1])}
            fresh = {number for number, name in enumerate(names) if name in used} - needed
            needed |= fresh
        kept, between = "", ""
        for number, (separator, part) in enumerate(parts):
            between = max(between, separator, key=len)
            if number in needed:
                kept, between = f"{kept}{between}{part}", ""
        return f"{kept.rstrip()}\n"

    def _parts(self, program: str) -> list[tuple[str, str]]:
        """Each part, with what separates it from the one before."""
        parts, begin, separator = [], 0, ""
        for found in self.separator.finditer(program):
            parts.append((separator, program[begin : found.start()]))
            begin, separator = found.end(), found[0]
        return [*parts, (separator, program[begin:])]

    def _name(self, part: str) -> str | None:
        found = self.definition.search(part)
        return next(filter(None, found.groups())) if found is not None else None

    def _words(self, part: str) -> list[str]:
        return re.findall(r"\$?\w+", self.not_code.sub(" ", part))
