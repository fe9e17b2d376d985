"""Other forms of a pattern with the same meaning, and changes of it that make it match more or less."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

from pipefilter import EventPattern, parse, render
from pipefilter.json_text.number import Number
from pipefilter.language.branches import Branch, branches_of, every_field
from pipefilter.language.event_pattern import Field, Member, Or
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exact import Exact
from pipefilter.language.operators.exists import Exists
from pipefilter.language.operators.numeric import Numeric
from pipefilter.language.operators.prefix import Prefix

__all__ = ["CHANGES", "FORMS", "Change", "has_repeated_paths", "with_more_fields"]

Change = Callable[[EventPattern, random.Random], EventPattern | None]
"""The changed pattern; None if the pattern has nothing to change."""


def has_repeated_paths(pattern: EventPattern) -> bool:
    """Whether a path occurs twice, so that the order of members can matter."""
    paths = [field.path for field in every_field(pattern.members)]
    return len(set(paths)) < len(paths)


def written_again(pattern: EventPattern, chance: random.Random) -> EventPattern:
    """Written as text and parsed."""
    del chance
    return parse(render(pattern))


def reordered(pattern: EventPattern, chance: random.Random) -> EventPattern | None:
    """With members in another order."""
    return None if has_repeated_paths(pattern) else EventPattern(_reordered(pattern.members, chance))


def _reordered(members: tuple[Member, ...], chance: random.Random) -> tuple[Member, ...]:
    mixed = [
        replace(member, choices=tuple(_reordered(choice, chance) for choice in member.choices))
        if isinstance(member, Or)
        else member
        for member in members
    ]
    chance.shuffle(mixed)
    return tuple(mixed)


def shuffled(pattern: EventPattern, chance: random.Random) -> EventPattern:
    """With the alternatives of each field in another order, and one of them twice."""

    def mix(field: Field) -> Field:
        alternatives = [*field.alternatives, chance.choice(field.alternatives)]
        chance.shuffle(alternatives)
        return replace(field, alternatives=tuple(alternatives))

    return EventPattern(_mapped(pattern.members, mix))


def multiplied_out(pattern: EventPattern, chance: random.Random) -> EventPattern:
    """As one `$or` of branches."""
    del chance
    return _joined([tuple(branch.fields.values()) for branch in branches_of(pattern)])


def factored(pattern: EventPattern, chance: random.Random) -> EventPattern | None:
    """With the fields that all branches share before a `$or` of what is left of them."""
    del chance
    branches = branches_of(pattern)
    shared = {
        path: field
        for path, field in branches[0].fields.items()
        if all(branch.fields.get(path) == field for branch in branches)
    }
    rests = [tuple(field for path, field in branch.fields.items() if path not in shared) for branch in branches]
    if not shared or len(rests) < 2 or not all(rests):
        return None
    return EventPattern((*shared.values(), Or((), tuple(rests))))


FORMS: tuple[Change, ...] = (written_again, reordered, shuffled, multiplied_out, factored)
"""Each has the meaning of the pattern."""


def without_alternative(pattern: EventPattern, chance: random.Random) -> EventPattern | None:
    """Without one alternative: it matches less, or the same."""

    def drop(field: Field) -> Field:
        # a field without numbers compares the numbers of an event by their text, and so may match others
        places = [at for at, operator in enumerate(field.alternatives) if not operator.numeric]
        at = chance.choice(places)
        return replace(field, alternatives=field.alternatives[:at] + field.alternatives[at + 1 :])

    return _in_branch(pattern, chance, _can_lose, drop)


def _can_lose(field: Field) -> bool:
    return len(field.alternatives) > 1 and not all(operator.numeric for operator in field.alternatives)


def with_narrower_number(pattern: EventPattern, chance: random.Random) -> EventPattern | None:
    """With a lower bound moved up: it matches less, or the same."""

    def move(field: Field) -> Field:
        return replace(field, alternatives=tuple(map(_moved, field.alternatives)))

    return _in_branch(pattern, chance, lambda field: any(map(_can_move, field.alternatives)), move)


def _can_move(operator: Operator) -> bool:
    return isinstance(operator, Numeric) and len(operator.terms) == 1 and operator.terms[0][0] in (">", ">=")


def _moved(operator: Operator) -> Operator:
    if not isinstance(operator, Numeric) or not _can_move(operator):
        return operator
    sign, number = operator.terms[0]
    larger = float(number.text) + max(1.0, abs(float(number.text)) / 2)
    return Numeric(((sign, Number(repr(larger))),))


def with_longer_prefix(pattern: EventPattern, chance: random.Random) -> EventPattern | None:
    """With a letter more in a prefix: it matches less."""

    def lengthen(field: Field) -> Field:
        return replace(
            field,
            alternatives=tuple(map(_longer, field.alternatives)),
        )

    return _in_branch(pattern, chance, lambda field: any(map(_can_be_longer, field.alternatives)), lengthen)


def _longer(operator: Operator) -> Operator:
    return (
        Prefix(f"{operator.affix}z") if isinstance(operator, Prefix) and _can_be_longer(operator) else operator
    )


def _can_be_longer(operator: Operator) -> bool:
    return isinstance(operator, Prefix) and isinstance(operator.affix, str) and not operator.affix.endswith('"')


def with_more_fields(pattern: EventPattern, chance: random.Random) -> EventPattern | None:
    """With a further field, which comes after all others: it matches less."""
    del chance
    last = chr(0xFFFD)  # no field that is absent is evaluated in the array element that it chooses
    field = Field((last,), (Exact("x"),))
    return EventPattern((*pattern.members, field))


def without_field(pattern: EventPattern, chance: random.Random) -> EventPattern | None:
    """Without one field: if no field is wanted absent, it matches more, or the same; the change is turned around."""
    branches = branches_of(pattern)
    number = chance.randrange(len(branches))
    fields = list(branches[number].fields.values())
    if len(fields) < 2 or any(_wants_absence(branch) for branch in branches):
        return None
    fields.pop(chance.randrange(len(fields)))
    return _joined(
        [tuple(fields) if at == number else tuple(b.fields.values()) for at, b in enumerate(branches)]
    )


CHANGES: dict[Change, bool] = {
    without_alternative: True,
    with_narrower_number: True,
    with_longer_prefix: True,
    with_more_fields: True,
    without_field: False,
}
"""Whether the changed pattern matches less; else it matches more."""


def _wants_absence(branch: Branch) -> bool:
    return any(
        isinstance(operator, Exists) and not operator.present
        for field in branch.fields.values()
        for operator in field.alternatives
    )


def _in_branch(
    pattern: EventPattern,
    chance: random.Random,
    is_suitable: Callable[[Field], bool],
    change: Callable[[Field], Field],
) -> EventPattern | None:
    """The pattern, multiplied out, with one field of one branch changed."""
    branches = [list(branch.fields.values()) for branch in branches_of(pattern)]
    places = [
        (at, number) for at, fields in enumerate(branches) for number, f in enumerate(fields) if is_suitable(f)
    ]
    if not places:
        return None
    at, number = chance.choice(places)
    branches[at][number] = change(branches[at][number])
    return _joined([tuple(fields) for fields in branches])


def _joined(branches: list[tuple[Field, ...]]) -> EventPattern:
    return EventPattern(branches[0] if len(branches) == 1 else (Or((), tuple(branches)),))


def _mapped(members: tuple[Member, ...], change: Callable[[Field], Field]) -> tuple[Member, ...]:
    return tuple(
        replace(member, choices=tuple(_mapped(choice, change) for choice in member.choices))
        if isinstance(member, Or)
        else change(member)
        for member in members
    )
