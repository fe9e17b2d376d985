"""AWS's limit on wildcards: how many beginnings of wildcards can be alive at once while one value is read.

`{"wildcard": "*:*:*:*:*:event-bus/*"}` has 11, and AWS refuses it as too complex. Accepted was seen up to 9,
refused from 11; so 10 is advice, not an error.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-wildcard-matching-complexity
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from pipefilter.errors import Example, Problem, ProblemKind
from pipefilter.json_text.place import problem_at
from pipefilter.language.branches import Branch, branches_of, every_field
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.language.operator import Operator
from pipefilter.language.operators.exists import Exists
from pipefilter.language.seen import byte_text

__all__ = ["LIMIT", "complexity_advice", "complexity_of", "complexity_problems"]

LIMIT = 10
"""The largest complexity that is not known to be refused."""
_WORK = 200_000
"""Steps after which counting stops; what is not settled by then is advice, never an error."""

TOO_COMPLEX = ProblemKind(
    "PF301",
    "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences "
    "after a wildcard character",
    "While AWS reads one value of this field, more than 10 beginnings of its wildcards can be alive at once.",
    "the complexity is at least {complexity}; AWS is known to take 9. Try prefix or suffix instead of wildcard, fewer "
    "stars, or several patterns",
)
PERHAPS_TOO_COMPLEX = ProblemKind(
    "PF401",
    "AWS may refuse this pattern as too complex: {why}",
    "AWS's limit on wildcards is known to lie between 9 (accepted) and 11 (refused), and some countings are "
    "not settled.",
    "check it with aws events test-event-pattern, or use fewer stars",
    wording="pipefilter",
    advice=True,
    severity="warning",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
    bad=Example('{"a": [{"wildcard": "*a*a*a*a*"}, {"wildcard": "x*"}]}'),
    good=Example('{"a": [{"wildcard": "*ab*"}]}'),
)

_STAR = -1
_Chain: TypeAlias = tuple[int, ...]
_State: TypeAlias = tuple[int, int]


def _chain(text: str) -> _Chain:
    """The items of a wildcard with its quotes: bytes, and `_STAR`."""
    items = [ord('"')]
    escaped = False
    for byte in byte_text(text).encode():
        if escaped or byte not in b"*\\":
            items.append(byte)
            escaped = False
        elif byte == ord("*"):
            items.append(_STAR)
        else:
            escaped = True
    return (*items, ord('"'))


def complexity_of(alternatives: Iterable[Operator], stop: int = LIMIT) -> int | None:
    """How many beginnings of the wildcards of one field can be alive at once.

    Args:
        alternatives: of one field.
        stop: beyond this, the count so far is returned without going on.

    Returns:
        0 without wildcards; None if it is not settled within bounded work.
    """
    chains = {_chain(text) for operator in alternatives for text in operator.wildcards}
    ordered = sorted(chains)
    if not ordered:
        return 0
    largest = 0
    work = 0
    seen: set[frozenset[_State]] = set()
    todo = [frozenset((number, 0) for number in range(len(ordered)))]
    while todo:
        for following in _following(todo.pop(), ordered):
            work += len(following) + 1
            if following in seen:
                continue
            seen.add(following)
            largest = max(largest, _weight(following, ordered))
            if largest > stop:
                return largest
            if work > _WORK:
                return None
            todo.append(following)
    return largest


def _following(alive: frozenset[_State], chains: list[_Chain]) -> Iterator[frozenset[_State]]:
    """The sets that can be alive after one byte more."""
    stay: set[_State] = set()
    by_byte: dict[int, set[_State]] = {}
    for number, read in alive:
        chain = chains[number]
        if read and chain[read - 1] == _STAR:
            stay.add((number, read))
        if read == len(chain):
            continue
        item = chain[read]
        if item == _STAR:  # the star takes the byte, or is empty and the item after it takes the byte
            stay.add((number, read + 1))
            by_byte.setdefault(chain[read + 1], set()).add((number, read + 2))
        else:
            by_byte.setdefault(item, set()).add((number, read + 1))
    if stay:
        yield frozenset(stay)
    for more in by_byte.values():
        yield frozenset(stay | more)


def _weight(alive: frozenset[_State], chains: list[_Chain]) -> int:
    return len(alive) + sum(
        1
        for number, read in alive
        if read < len(chains[number]) and chains[number][read] == _STAR and (number, read + 1) not in alive
    )


def complexity_problems(pattern: EventPattern) -> list[Problem]:
    """What AWS refuses as too complex: one problem at most, as AWS reports one."""
    for field, certain in _fields_with_wildcards(pattern):
        complexity = complexity_of(field.alternatives)
        if complexity is not None and complexity > LIMIT + _doubt(field) and certain:
            names = {"complexity": str(complexity)}
            return [problem_at(TOO_COMPLEX, pattern.text, field.span, pointer=field.pointer, names=names)]
    return []


def complexity_advice(pattern: EventPattern) -> Iterator[Problem]:
    """What AWS may refuse as too complex: at the limit, not settled, or not known to be counted.

    Args:
        pattern: one that has no `complexity_problems`.
    """
    for field, _ in _fields_with_wildcards(pattern):
        complexity = complexity_of(field.alternatives)
        if complexity is not None and complexity < LIMIT - _doubt(field):
            continue
        why = (
            "its wildcards are too many to count"
            if complexity is None
            else f"the complexity is {complexity}, and the limit is not known exactly"
        )
        names = {"why": why}
        yield problem_at(PERHAPS_TOO_COMPLEX, pattern.text, field.span, pointer=field.pointer, names=names)


def _doubt(field: Field) -> int:
    """By how much the count may be off: AWS's engine merges the wildcards of one `anything-but` by chance."""
    return 1 if any(len(operator.wildcards) > 1 for operator in field.alternatives) else 0


def _fields_with_wildcards(pattern: EventPattern) -> Iterator[tuple[Field, bool]]:
    """Each field once, and whether AWS's engine is known to count it.

    Older versions of the engine do not count what comes after a field that has only `exists: false`.
    """
    seen: set[tuple[int, bool]] = set()
    for branch in _branches_with_wildcards(pattern):
        certain = True
        for field in branch.fields.values():
            if (id(field), certain) not in seen and any(o.wildcards for o in field.alternatives):
                seen.add((id(field), certain))
                yield field, certain
            if field.alternatives == (Exists(there=False),):
                certain = False


def _branches_with_wildcards(pattern: EventPattern) -> tuple[Branch, ...]:
    if any(o.wildcards for field in every_field(pattern.members) for o in field.alternatives):
        return branches_of(pattern)
    return ()
