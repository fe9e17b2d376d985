"""The command lines of the cases in `tests/cases/cli`, parsed into the arguments of a Python function."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from command_cases import Case, load

__all__ = ["CommandArguments", "cases_of"]


@dataclass(frozen=True)
class CommandArguments:
    """The arguments after a command's name."""

    names: tuple[str, ...]
    values: dict[str, str]
    flags: frozenset[str]

    @classmethod
    def read(cls, words: list[str], values: Collection[str], flags: Collection[str]) -> CommandArguments | None:
        """The parsed words; None if there is an option that is in neither `values` nor `flags`.

        Args:
            words: the words after the command's name.
            values: the options with a value; values of a repeated option are joined by a comma.
            flags: the options without a value.
        """
        names: list[str] = []
        options: dict[str, str] = {}
        switches: set[str] = set()
        rest = iter(words)
        for word in rest:
            name = word.lstrip("-")
            if word in values:
                options[name] = ",".join(filter(None, (options.get(name, ""), next(rest, ""))))
            elif word in flags:
                switches.add(name)
            elif word.startswith("-"):
                return None
            else:
                names.append(word)
        return cls(tuple(names), options, frozenset(switches))


def cases_of(command: str, values: Collection[str], flags: Collection[str]) -> list[Any]:
    """The cases of a command that have names of files, and no other options: each with its arguments."""
    pairs: list[tuple[Case, CommandArguments]] = []
    for each in load():
        case: Case = each.values[0]
        if case["args"][:1] != [command]:
            continue
        arguments = CommandArguments.read(case["args"][1:], values, {*flags, "--json"})
        # only the command line accepts a glob or a folder with just one pattern
        is_for_shells = arguments is not None and command != "check" and "*" in "".join(arguments.names[:2])
        if arguments is not None and arguments.names and not is_for_shells:
            pairs.append((case, arguments))
    return pairs
