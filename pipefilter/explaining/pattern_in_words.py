"""Describes an event pattern in words."""

from __future__ import annotations

from pipefilter.explaining.place_in_event import display_path
from pipefilter.language.event_pattern import EventPattern, Field, Member
from pipefilter.language.operator import Operator

__all__ = ["alternatives_in_words", "pattern_in_words"]

_MAX_ALTERNATIVES = 12


def alternatives_in_words(alternatives: tuple[Operator, ...]) -> str:
    """The condition of one field: `is "PAID" or begins with "SHIP"`."""
    conditions = [operator.words() for operator in alternatives[:_MAX_ALTERNATIVES]]
    merged: list[str] = []
    for words in conditions:
        if words.startswith("is ") and merged and merged[-1].startswith("is "):
            words = words.removeprefix("is ")  # noqa: PLW2901 - `is 1 or 2` reads better
            merged[-1] += f" or {words}"
        else:
            merged.append(words)
    if len(alternatives) > _MAX_ALTERNATIVES:
        merged.append(f"one of {len(alternatives) - _MAX_ALTERNATIVES} more")
    return " or ".join(merged)


def pattern_in_words(pattern: EventPattern) -> str:
    """The conditions of the pattern, one on each line."""
    lines = ["Takes an event in which"]
    # Each level: the members of an object, the index of the next one, and the remaining choices.
    levels: list[tuple[list[Member], int, list[tuple[Member, ...]], int]] = [(list(pattern.members), 0, [], 0)]
    while levels:
        members, at, choices, number = levels.pop()
        indent = "  " * (2 * len(levels) + 1)
        if at < len(members):
            member = members[at]
            joined = "and " if at else ""
            levels.append((members, at + 1, choices, number))
            if isinstance(member, Field):
                lines.append(f"{indent}{joined}{_condition(member, members[at + 1 :])}")
            else:
                lines.append(f"{indent}{joined}one of these {len(member.choices)} holds:")
                first, *rest = member.choices
                lines.append(f"{indent}  (1)")
                levels.append((list(first), 0, list(rest), 1))
        elif choices:
            lines.append(f"{'  ' * (2 * len(levels))}({number + 1})")
            levels.append((list(choices[0]), 0, choices[1:], number + 1))
    if len(pattern.members) > 1:
        lines.append("Fields inside one array are judged within one element of it.")
    return "\n".join(lines)


def _condition(field: Field, later: list[Member]) -> str:
    replaced = any(isinstance(other, Field) and other.path == field.path for other in later)
    note = "  [replaced by a later list of the same field: has no effect]" if replaced else ""
    return f"{display_path(field.path)} {alternatives_in_words(field.alternatives)}{note}"
