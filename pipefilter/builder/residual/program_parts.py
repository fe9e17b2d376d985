"""Removes the parts of a program that nothing uses: functions, constants, types and imports, each by its name."""

from __future__ import annotations

import re

from pipefilter.dataclass import dataclass

__all__ = ["ProgramSyntax"]


@dataclass(frozen=True, slots=True)
class ProgramSyntax:
    """How the parts of a program are recognised in one language.

    Args:
        definition: at the beginning of a line; its only group that matches is the name that the part defines.
        entries: names that are called from outside.
    """

    separator: re.Pattern[str]
    definition: re.Pattern[str]
    not_code: re.Pattern[str]
    entries: frozenset[str]

    def with_needed_parts(self, program: str) -> str:
        """The program without the parts that nothing in it uses."""
        parts = self._parts(program)
        names = [self._name(part) for _, part in parts]
        needed = {number for number, name in enumerate(names) if name is None or name in self.entries}
        fresh = set(needed)
        while fresh:
            code = (self.not_code.sub(" ", parts[number][1]) for number in fresh)
            used = {word for part in code for word in re.findall(r"\$?\w+", part)}
            fresh = {number for number, name in enumerate(names) if name in used} - needed
            needed |= fresh
        kept, between = "", ""
        for number, (separator, part) in enumerate(parts):
            between = max(between, separator, key=len)
            if number in needed:
                kept, between = f"{kept}{between}{part}", ""
        return f"{kept.rstrip()}\n"

    def _parts(self, program: str) -> list[tuple[str, str]]:
        """Each part, with the separator before it."""
        parts, begin, separator = [], 0, ""
        for match in self.separator.finditer(program):
            parts.append((separator, program[begin : match.start()]))
            begin, separator = match.end(), match[0]
        return [*parts, (separator, program[begin:])]

    def _name(self, part: str) -> str | None:
        definition = self.definition.search(part)
        return next(filter(None, definition.groups())) if definition is not None else None
