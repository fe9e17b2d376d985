"""An event pattern in plain words."""

from __future__ import annotations

from pipefilter.explaining.place_in_event import display_path
from pipefilter.language.event_pattern import EventPattern, Field, Member
from pipefilter.language.operator import Operator

__all__ = ["alternatives_in_words", "pattern_in_words"]

_MOST = 12


def alternatives_in_words(alternatives: tuple[Operator, ...]) -> str:
    """What one field wants: `is "PAID" or begins with "SHIP"`."""
    shown = [operator.words() for operator in alternatives[:_MOST]]
    merged: list[str] = []
    for words in shown:
        if words.startswith("is ") and merged and merged[-1].startswith("is "):
            words = words.removeprefix("is ")  # noqa: PLW2901 - `is 1 or 2` reads better
            merged[-1] += f" or {words}"
        else:
            merged.append(words)
    if len(alternatives) > _MOST:
        merged.append(f"one of {len(alternatives) - _MOST} more")
    return " or ".join(merged)


def pattern_in_words(pattern: EventPattern) -> str:
    """What the pattern takes, one condition a line.

    Args:
        pattern: parsed or built.
    """
    lines = ["Takes an event in which"]
    # Each level: the members of an object, how far they are gone through, and the choices still to come.
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
