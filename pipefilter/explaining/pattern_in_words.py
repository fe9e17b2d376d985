"""Describes an event pattern in words."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.enumeration import enumeration
from pipefilter.explaining.place_in_event import display_path
from pipefilter.language.event_pattern import EventPattern, Field, Member
from pipefilter.language.guessed_value import CONDITION, GuessedValue, placeholders_within
from pipefilter.language.operator import Operator

__all__ = ["alternatives_in_words", "expected_in_words", "pattern_in_words"]

_MAX_ALTERNATIVES = 12
_NOUNS = {
    "is like ": "a string like ",
    "is ": "",
    "starts with ": "a string that starts with ",
    "ends with ": "a string that ends with ",
    "has a value": "any value",
    "has no value": "no value",
}
"""For the first words of an operator's condition, the words for a value that satisfies it."""
_HEADLINES = {
    "MessageAttributes": "Matches messages with attributes (it does not see their body) where",
    "MessageBody": "Matches messages whose body is a JSON object (it does not see their attributes) where",
}
"""By the scope of a filter policy: https://docs.aws.amazon.com/sns/latest/dg/sns-message-filtering-scope.html"""
_EXCLUSIONS = ("has a value other", "has a value that", "any value other", "any value that")
"""The first words of `anything-but`, in a condition and in a noun."""


def alternatives_in_words(
    alternatives: tuple[Operator, ...],
    spans: Sequence[tuple[int, int]] = (),
    guesses: Sequence[GuessedValue] = (),
) -> str:
    """The condition of one field: `is "PAID" or starts with "SHIP"`.

    Args:
        alternatives: of the field.
        spans: of the alternatives in the pattern; not needed without guesses.
        guesses: values in the pattern that a template does not specify: nothing else is said of their alternatives.
    """
    unknown = [placeholders_within(guesses, span) for span in spans] if guesses else []
    names = list(dict.fromkeys(name for each in unknown for name in each))
    if not names:
        return _joined(_conditions(alternatives))
    known = tuple(each for each, part in zip(alternatives, unknown, strict=True) if not part)
    return _joined([*_conditions(known), _dependence(names)])


def _dependence(names: list[str]) -> str:
    """That a condition of a field depends on these values, and on conditions of the template, which it does specify."""
    names = sorted(names, key=lambda name: not name.startswith(CONDITION))
    listed = [
        *names[:_MAX_ALTERNATIVES],
        *([f"{len(names) - _MAX_ALTERNATIVES} more"] * (len(names) > _MAX_ALTERNATIVES)),
    ]
    note = "" if names[-1].startswith(CONDITION) else ", which the template does not specify"
    return f"depends on {enumeration(listed, 'and')}{note}"


def _conditions(alternatives: tuple[Operator, ...]) -> list[str]:
    conditions = [operator.words() for operator in alternatives[:_MAX_ALTERNATIVES]]
    merged: list[str] = []
    for words in conditions:
        if words.startswith("is ") and merged and merged[-1].startswith("is "):
            merged[-1] += f" or {words.removeprefix('is ')}"  # `is 1 or 2`
        else:
            merged.append(words)
    if len(alternatives) > _MAX_ALTERNATIVES:
        merged.append(f"any of {len(alternatives) - _MAX_ALTERNATIVES} more")
    return merged


def expected_in_words(alternatives: tuple[Operator, ...]) -> str:
    """The values that match one field: `"PAID" or a string that starts with "SHIP"`."""
    nouns = [_expected_value(operator.words()) for operator in alternatives[:_MAX_ALTERNATIVES]]
    if len(alternatives) > _MAX_ALTERNATIVES:
        nouns.append(f"any of {len(alternatives) - _MAX_ALTERNATIVES} more")
    return _joined(nouns)


def _joined(alternatives: list[str]) -> str:
    """The alternatives with "or" between them, and with commas if it is not clear where an exclusion ends."""
    has_exclusion = any(words.startswith(_EXCLUSIONS) for words in alternatives)
    return (", or " if has_exclusion else " or ").join(alternatives)


def _expected_value(condition: str) -> str:
    for verb, noun in _NOUNS.items():
        if condition.startswith(verb):
            return noun + condition.removeprefix(verb)
    return condition


def pattern_in_words(pattern: EventPattern, scope: str = "", guesses: Sequence[GuessedValue] = ()) -> str:
    """The conditions of the pattern, one on each line.

    Args:
        pattern: to describe.
        scope: of a filter policy of SNS, which determines what it sees of a message.
        guesses: values in it that a template does not specify.
    """
    lines = [_HEADLINES.get(scope, "Matches events where")]
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
                lines.append(f"{indent}{joined}{_condition(member, members[at + 1 :], guesses)}")
            else:
                lines.append(f"{indent}{joined}at least one of these {len(member.choices)} is true:")
                first, *rest = member.choices
                lines.append(f"{indent}  (1)")
                levels.append((list(first), 0, list(rest), 1))
        elif choices:
            lines.append(f"{'  ' * (2 * len(levels))}({number + 1})")
            levels.append((list(choices[0]), 0, choices[1:], number + 1))
    if len(pattern.members) > 1 and scope != "MessageAttributes":  # attributes have no objects in arrays
        lines.append("Fields inside an array must match within the same element.")
    return "\n".join(lines)


def _condition(field: Field, later: list[Member], guesses: Sequence[GuessedValue]) -> str:
    replaced = any(isinstance(other, Field) and other.path == field.path for other in later)
    note = "  [no effect: a later list for the same field replaces it]" if replaced else ""
    words = alternatives_in_words(field.alternatives, field.spans, guesses)
    return f"{display_path(field.path)} {words}{note}"
