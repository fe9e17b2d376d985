"""Simplifies a normal form: equal terms are merged, and so are terms that differ in one field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import xor
from random import Random
from typing import TypeAlias

from pipefilter.builder.budget import Budget
from pipefilter.builder.narrowing.alternatives import Alternatives, unite
from pipefilter.builder.narrowing.term import ANYTHING, UNKNOWN, Term
from pipefilter.dataclass import dataclass

__all__ = ["simplify"]

_MAX_COMPARED = 300
"""Of more terms, covered ones are kept: finding them takes a comparison of each pair."""


def simplify(terms: Iterable[Term], budget: Budget) -> list[Term]:
    """As few terms as possible that match the same records.

    Raises:
        OutOfSteps: it is too much work.
    """
    listed = list(terms)
    if any(not term.fields for term in listed):
        exact = any(not term.fields and term.exact for term in listed)
        return [ANYTHING if exact else UNKNOWN]
    codes = _Codes(budget)
    rows = [codes.row(term) for term in listed]
    while True:
        merged = _merge_once(rows, codes, budget)
        if merged is None:
            return _without_covered(rows, budget)
        rows = merged
        if any(not row.term.fields for row in rows):
            return [row.term for row in rows]


@dataclass(frozen=True, slots=True)
class _Row:
    """A term with a code for each of its fields with its alternatives: codes are quick to compare.

    Args:
        codes: by path.
        whole: the codes of all fields combined, from which the code of one can be removed again.
    """

    term: Term
    codes: Mapping[str, int]
    whole: int
    all: frozenset[int]

    def keys(self) -> Iterator[_Key]:
        """Keys of which two terms that can be merged share one: for all fields, and for all but each single-valued one."""
        yield "", self.whole
        for path, code in self.codes.items():
            if self.term.fields[path][0].is_single:
                yield path, self.whole ^ code


_Key: TypeAlias = "tuple[str, int]"


class _Codes:
    """Codes of fields with their alternatives: of 64 bits, so that codes combined by XOR are not equal by chance."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._source = Random(0)  # noqa: S311 - the same codes each time, and no secret
        self._codes: dict[tuple[str, Alternatives], int] = {}
        self._by_identity: dict[tuple[str, int], tuple[int, Alternatives]] = {}

    def row(self, term: Term) -> _Row:
        """A term with its codes."""
        self._budget.spend(1 + len(term.fields))
        codes = {path: self._code(path, alternatives) for path, (_, alternatives) in term.fields.items()}
        return _Row(term, codes, reduce(xor, codes.values(), 0), frozenset(codes.values()))

    def _code(self, path: str, alternatives: Alternatives) -> int:
        known = self._by_identity.get((path, id(alternatives)))
        if known is not None:
            return known[0]
        self._budget.spend(1 + len(alternatives))
        code = self._codes.get((path, alternatives))
        if code is None:
            code = self._codes[path, alternatives] = self._source.getrandbits(64)
        # with the alternatives themselves, so that no other object gets their identity
        self._by_identity[path, id(alternatives)] = code, alternatives
        return code


def _without_covered(rows: list[_Row], budget: Budget) -> list[Term]:
    """The terms without those that have all fields of another one, and more besides."""
    if len(rows) > _MAX_COMPARED:
        return [row.term for row in rows]
    budget.spend(len(rows) * len(rows) // 16)
    return [row.term for row in rows if not any(other.all < row.all for other in rows)]


def _merge_once(rows: list[_Row], codes: _Codes, budget: Budget) -> list[_Row] | None:
    """The rows with terms merged that differ in at most one field; None if there are none."""
    by_key: dict[_Key, int] = {}
    merged: list[_Row] = []
    changed = False
    for row in rows:
        budget.spend(1 + len(row.codes))
        keys = list(row.keys())
        at = _partner(row, keys, merged, by_key)
        if at is None:
            at = len(merged)
            merged.append(row)
        else:
            changed = True
            term = _merge(merged[at].term, row.term, budget)
            merged[at] = codes.row(term)
            if not term.fields:
                return [merged[at]]
            keys = list(merged[at].keys())
        for key in keys:
            by_key.setdefault(key, at)
    return merged if changed else None


def _partner(row: _Row, keys: list[_Key], merged: list[_Row], by_key: Mapping[_Key, int]) -> int | None:
    """The index of an earlier row that differs in at most one field; a merged row may differ in more than its key says."""
    for key in keys:
        at = by_key.get(key)
        if at is not None:
            other = merged[at]
            if row.codes.keys() == other.codes.keys() and len(row.all - other.all) <= 1:
                return at
    return None


def _merge(first: Term, second: Term, budget: Budget) -> Term:
    """The term that matches what one of two terms matches that differ in at most one field."""
    equal = True
    fields = []
    for path, (field, ours) in first.fields.items():
        alternatives = second.fields[path][1]
        if ours != alternatives:
            equal = False
            alternatives = unite(ours, alternatives, budget)
        fields.append((field, alternatives))
    exact = first.exact or second.exact if equal else first.exact and second.exact
    return Term.of(*fields, exact=exact)
