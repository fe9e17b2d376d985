"""Ways of being right put together: equal ones once, those that differ in one field as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from operator import xor
from random import Random
from typing import TypeAlias

from pipefilter.builder.budget import Budget
from pipefilter.builder.narrowing.alternatives import Alternatives, unite
from pipefilter.builder.narrowing.term import ANYTHING, UNKNOWN, Term

__all__ = ["simplified"]

_MAX_COMPARED = 300
"""Of more, covered ones are kept: each is put to each other."""


def simplified(terms: Iterable[Term], budget: Budget) -> list[Term]:
    """As few as may be that take the same records: equal ones once, those that differ in one field as one.

    Args:
        terms: of which one must hold.
        budget: of steps.

    Raises:
        OutOfSteps: it is too much work.
    """
    found = list(terms)
    if any(not one.fields for one in found):
        exact = any(not one.fields and one.exact for one in found)
        return [ANYTHING if exact else UNKNOWN]
    codes = _Codes(budget)
    rows = [codes.row(one) for one in found]
    while True:
        merged = _merged_once(rows, codes, budget)
        if merged is None:
            return _without_covered(rows, budget)
        rows = merged
        if any(not row.term.fields for row in rows):
            return [row.term for row in rows]


@dataclass(frozen=True, slots=True)
class _Row:
    """A term, with a code for each of its fields with its alternatives: codes are quick to compare.

    Args:
        term: the fields.
        codes: by path.
        whole: the codes of all fields combined; that of one can be taken out again.
        all: of them.
    """

    term: Term
    codes: Mapping[str, int]
    whole: int
    all: frozenset[int]

    def rests(self) -> Iterator[_Key]:
        """All fields, and each single-valued field's path with all the others: those with one key can be joined."""
        yield "", self.whole
        for path, code in self.codes.items():
            if self.term.fields[path][0].is_single:
                yield path, self.whole ^ code


_Key: TypeAlias = "tuple[str, int]"


class _Codes:
    """A code for each field with its alternatives: 64 bits, so that codes combined by XOR do not meet by chance."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._source = Random(0)  # noqa: S311 - the same codes each time, and no secret
        self._codes: dict[tuple[str, Alternatives], int] = {}
        self._by_identity: dict[tuple[str, int], tuple[int, Alternatives]] = {}

    def row(self, term: Term) -> _Row:
        """A term with its codes."""
        self._budget.spend(1 + len(term.fields))
        codes = {path: self._code(path, given) for path, (_, given) in term.fields.items()}
        return _Row(term, codes, reduce(xor, codes.values(), 0), frozenset(codes.values()))

    def _code(self, path: str, given: Alternatives) -> int:
        known = self._by_identity.get((path, id(given)))
        if known is not None:
            return known[0]
        self._budget.spend(1 + len(given))
        code = self._codes.get((path, given))
        if code is None:
            code = self._codes[path, given] = self._source.getrandbits(64)
        self._by_identity[path, id(given)] = code, given  # which stays, so that no other has its identity
        return code


def _without_covered(rows: list[_Row], budget: Budget) -> list[Term]:
    """Without those that have all fields of another one alike, and more besides."""
    if len(rows) > _MAX_COMPARED:
        return [row.term for row in rows]
    budget.spend(len(rows) * len(rows) // 16)
    return [row.term for row in rows if not any(other.all < row.all for other in rows)]


def _merged_once(rows: list[_Row], codes: _Codes, budget: Budget) -> list[_Row] | None:
    """With terms that differ in one field put together; None if there are none."""
    by_rest: dict[_Key, int] = {}
    found: list[_Row] = []
    changed = False
    for row in rows:
        budget.spend(1 + len(row.codes))
        rests = list(row.rests())
        at = _place(row, rests, found, by_rest)
        if at is None:
            at = len(found)
            found.append(row)
        else:
            changed = True
            joined = _joined(found[at].term, row.term, budget)
            row = codes.row(joined)  # noqa: PLW2901 - it grew
            if not joined.fields:
                return [row]
            found[at] = row
            rests = list(row.rests())
        for rest in rests:
            by_rest.setdefault(rest, at)
    return found if changed else None


def _place(
    row: _Row,
    rests: list[_Key],
    found: list[_Row],
    by_rest: Mapping[_Key, int],
) -> int | None:
    """Of those that were found before, one that differs in one field at most; a joined one may differ in more."""
    for rest in rests:
        at = by_rest.get(rest)
        if at is not None:
            other = found[at]
            if row.codes.keys() == other.codes.keys() and len(row.all - other.all) <= 1:
                return at
    return None


def _joined(one: Term, other: Term, budget: Budget) -> Term:
    """One that takes what two take that differ in one field at most."""
    equal = True
    fields = []
    for path, (field, ours) in one.fields.items():
        given = other.fields[path][1]
        if ours != given:
            equal = False
            given = unite(ours, given, budget)
        fields.append((field, given))
    return Term.of(*fields, exact=one.exact or other.exact if equal else one.exact and other.exact)
