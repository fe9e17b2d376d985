"""An event pattern as branches without `$or`, one of which must match, in the order of AWS's engine.

The engine calls them sub-rules. Members before a `$or` are in all its branches. Members after it are set in all of
them, and replace earlier ones of the same name: the last list counts.
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-complex-example-or
"""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.dataclass import dataclass
from pipefilter.language.event_pattern import EventPattern, Field, Member, Or

__all__ = ["Branch", "branch_count", "branches_of", "every_field", "field_total", "has_wildcards"]


@dataclass(frozen=True, slots=True)
class Branch:
    """One combination of choices; all its fields must match.

    Args:
        fields: by path, in ascending order of the paths' UTF-16 units.
    """

    fields: dict[str, Field]
    choices: tuple[str, ...]


@dataclass(slots=True, eq=False, repr=False)
class _PartialBranch:
    fields: dict[str, Field]
    choices: tuple[str, ...]

    def copy(self, choice: str) -> _PartialBranch:
        return _PartialBranch(dict(self.fields), (*self.choices, choice))


@dataclass(slots=True, eq=False, repr=False)
class _Level:
    """The traversal of the members of one object in a `$or`, or of the root."""

    members: Iterator[Member]
    branches: list[_PartialBranch]
    choice: Iterator[tuple[str, tuple[Member, ...]]]
    before: list[_PartialBranch]
    collected: list[_PartialBranch]


def branches_of(pattern: EventPattern) -> tuple[Branch, ...]:
    """The branches in AWS's order; `branch_count` returns their number."""
    nothing: Iterator[tuple[str, tuple[Member, ...]]] = iter(())
    levels = [_Level(iter(pattern.members), [_PartialBranch({}, ())], nothing, [], [])]
    while True:  # a stack instead of recursion: patterns come from outside
        level = levels[-1]
        member = next(level.members, None)
        if isinstance(member, Field):
            for branch in level.branches:
                branch.fields[member.path] = member
        elif isinstance(member, Or):
            levels.append(_Level(iter(()), [], _choices(member), level.branches, []))
        else:
            following = next(level.choice, None)
            level.collected += level.branches
            if following is not None:
                pointer, members = following
                level.members = iter(members)
                level.branches = [branch.copy(pointer) for branch in level.before]
            elif len(levels) == 1:
                return tuple(_finished(branch) for branch in level.branches)
            else:
                levels.pop()
                levels[-1].branches = level.collected


def _choices(or_: Or) -> Iterator[tuple[str, tuple[Member, ...]]]:
    for index, choice in enumerate(or_.choices):
        yield f"{or_.pointer}/{index}", choice


def _finished(branch: _PartialBranch) -> Branch:
    # AWS's engine, in Java, sorts paths by their UTF-16 units
    paths = sorted(branch.fields, key=lambda path: path.encode("utf-16-be", "surrogatepass"))
    return Branch({path: branch.fields[path] for path in paths}, branch.choices)


def branch_count(members: tuple[Member, ...]) -> int:
    """The number of branches, counted without building them."""
    return _totals(members)[0]


def field_total(members: tuple[Member, ...]) -> int:
    """An upper bound of the number of fields in all branches, counted without building them."""
    return _totals(members)[1]


def _totals(members: tuple[Member, ...]) -> tuple[int, int]:
    """The number of branches, and of the fields in all of them; a repeated field is counted again."""
    # Each level: the remaining members, branches and fields so far, and the sums over the choices already done.
    stack: list[tuple[Iterator[Member], int, int, Iterator[tuple[Member, ...]], int, int]] = []
    todo = iter(members)
    branches, fields = 1, 0
    choices: Iterator[tuple[Member, ...]] = iter(())
    sum_branches = sum_fields = 0
    while True:
        member = next(todo, None)
        if isinstance(member, Field):
            fields += branches
        elif isinstance(member, Or):
            stack.append((todo, branches, fields, choices, sum_branches, sum_fields))
            choices = iter(member.choices)
            todo, branches, fields = iter(next(choices)), 1, 0
            sum_branches = sum_fields = 0
        elif not stack:
            return branches, fields
        else:
            sum_branches, sum_fields = sum_branches + branches, sum_fields + fields
            following = next(choices, None)
            if following is not None:
                todo, branches, fields = iter(following), 1, 0
                continue
            inner_branches, inner_fields = sum_branches, sum_fields
            todo, branches, fields, choices, sum_branches, sum_fields = stack.pop()
            fields = fields * inner_branches + branches * inner_fields
            branches *= inner_branches


def every_field(members: tuple[Member, ...]) -> Iterator[Field]:
    """Every field in the order of the pattern, also one that a later member replaces."""
    todo = [iter(members)]
    while todo:
        member = next(todo[-1], None)
        if member is None:
            todo.pop()
        elif isinstance(member, Field):
            yield member
        else:
            todo.extend(iter(choice) for choice in reversed(member.choices))


def has_wildcards(pattern: EventPattern) -> bool:
    """Whether any operator of the pattern is or contains a wildcard."""
    return any(operator.wildcards for field in every_field(pattern.members) for operator in field.alternatives)
