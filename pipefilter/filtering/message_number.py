"""Numbers in a message of SNS as a filter policy may compare them.

AWS documents five digits after the point, up to a billion:
https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeAlias

from pipefilter.errors import Undecided
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json
from pipefilter.language.operator import Operator
from pipefilter.language.policy_number import MAX_DECIMALS, MAX_NUMBER, has_undocumented, readings

__all__ = ["Change", "changed", "numbers_at", "require_documented", "shortened"]

_READINGS = 4
"""How many ways there are to compare a number, at most."""
Change: TypeAlias = Callable[[Json], Iterable[Json]]
"""What becomes of a value: nothing if it is left out."""


def require_documented(conditions: Iterable[Operator]) -> None:
    """Require that a policy compares with numbers that AWS documents.

    Raises:
        Undecided: it does not.
    """
    if has_undocumented(conditions):
        raise Undecided(
            f"AWS documents numbers up to {MAX_NUMBER:,} with {MAX_DECIMALS} digits after the point; the policy has others"
        )


def numbers_at(node: Json, path: str = "") -> Iterator[Number]:
    """The numbers that a value has at a path; a name may contain dots."""
    if isinstance(node, list):
        for element in node:
            yield from numbers_at(element, path)
    elif isinstance(node, tuple):
        for name, value in node:
            if path.startswith(name) and path[len(name) : len(name) + 1] in ("", ".") and path:
                yield from numbers_at(value, path[len(name) + 1 :])
    elif isinstance(node, Number) and not path:
        yield node


def shortened(node: Json, path: str = "") -> Sequence[Json]:
    """A value with the numbers at a path as they are, then as SNS may compare them."""
    trees = [changed(node, path, partial(_reading, way)) for way in range(_READINGS)]
    return [tree for way, tree in enumerate(trees) if tree not in trees[:way]]


def _reading(way: int, value: Json) -> list[Json]:
    if not isinstance(value, Number):
        return [value]
    known = readings(value)
    return [known[min(way, len(known) - 1)]]


def changed(node: Json, path: str, change: Change) -> Json:
    """A value with the values at a path changed, each element of arrays by itself; a name may contain dots."""
    return next(iter(_changed(node, path, change)), None)


def _changed(node: Json, path: str, change: Change) -> Iterator[Json]:
    if isinstance(node, list):
        yield [new for element in node for new in _changed(element, path, change)]
    elif not isinstance(node, tuple):
        yield from [node] if path else change(node)
    elif not path:
        yield node
    else:
        yield tuple((name, new) for name, value in node for new in _of_member(name, value, path, change))


def _of_member(name: str, value: Json, path: str, change: Change) -> Iterator[Json]:
    if name == path:
        yield from _changed(value, "", change)
    elif path.startswith(f"{name}."):
        yield from _changed(value, path[len(name) + 1 :], change)
    else:
        yield value
