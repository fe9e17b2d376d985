"""One way in which a record may be as wanted: fields that must all be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipefilter.builder.alternatives import Alternatives, is_anything, joined_to, met_with
from pipefilter.builder.record_field import RecordField

__all__ = ["ANYTHING", "UNKNOWN", "Disjunct", "product", "simplified"]


@dataclass(frozen=True, slots=True)
class Disjunct:
    """Fields that must all be right.

    Args:
        fields: by path, each with its alternatives.
        exact: whether every record for which they are is wanted.
    """

    fields: Mapping[str, tuple[RecordField, Alternatives]]
    exact: bool = True

    @classmethod
    def of(cls, *fields: tuple[RecordField, Alternatives], exact: bool = True) -> Disjunct:
        """A disjunct with these fields; those that exclude nothing are left out."""
        return cls({field.path: (field, given) for field, given in fields if not is_anything(given)}, exact)

    @property
    def roots(self) -> frozenset[str]:
        """The lists in which its fields lie."""
        return frozenset(field.list_root for field, _ in self.fields.values() if field.list_root)

    def inexact(self) -> Disjunct:
        """The same fields, for a condition that wants fewer records."""
        return Disjunct(self.fields, exact=False)


ANYTHING = Disjunct({})
"""Every record is wanted."""
UNKNOWN = Disjunct({}, exact=False)
"""A pattern cannot tell which records are wanted."""


def _both(one: Disjunct, other: Disjunct) -> tuple[Disjunct | None, bool]:
    """What is right for both, if anything, and whether that is no more than it should be."""
    fields = dict(one.fields)
    exact = True
    for path, (field, given) in other.fields.items():
        if path in fields:
            known, ours = fields[path]
            if not field.is_single or known.steps != field.steps:
                exact &= ours == given  # two elements may be right, one for each: only one can be asked for
                continue
            met, is_exact = met_with(ours, given)
            exact &= is_exact
            if not met:
                return None, True
            fields[path] = known, met
        elif field.list_root and any(field.list_root == known.list_root for known, _ in fields.values()):
            exact = False  # a pattern wants all fields of a list in one element
        else:
            fields[path] = field, given
    return Disjunct(fields, one.exact and other.exact and exact), exact


def product(
    ours: Iterable[Disjunct], theirs: Iterable[Disjunct], most: int
) -> tuple[list[Disjunct], bool] | None:
    """The ways in which two conditions are both right.

    Args:
        ours: of one.
        theirs: of the other.
        most: how many there may be.

    Returns:
        The ways, and whether none of them is wider for being joined; None if there are too many.
    """
    found: list[Disjunct] = []
    exact = True
    second = list(theirs)
    for one in ours:
        for other in second:
            both, is_exact = _both(one, other)
            exact &= is_exact
            if both is not None:
                found.append(both)
            if len(found) > most:
                found = simplified(found)
                if len(found) > most:
                    return None
    return simplified(found), exact


def simplified(disjuncts: Iterable[Disjunct]) -> list[Disjunct]:
    """As few as may be that take the same records: equal ones once, those that differ in one field as one.

    Args:
        disjuncts: of which one must hold.
    """
    found = list(disjuncts)
    if any(not one.fields for one in found):
        exact = any(not one.fields and one.exact for one in found)
        return [ANYTHING if exact else UNKNOWN]
    while True:
        merged = _merged_once(found)
        if merged is None:
            return _without_covered(found)
        found = merged


def _without_covered(disjuncts: list[Disjunct]) -> list[Disjunct]:
    """Without those that have all fields of another one alike, and more besides."""
    items = [frozenset((path, given) for path, (_, given) in one.fields.items()) for one in disjuncts]
    if len(items) > _MOST_COMPARED:
        return disjuncts
    return [one for one, mine in zip(disjuncts, items, strict=True) if not any(other < mine for other in items)]


_MOST_COMPARED = 300
"""Of more, covered ones are kept: each is put to each other."""


def _merged_once(disjuncts: list[Disjunct]) -> list[Disjunct] | None:
    """With disjuncts that differ in one field put together; None if there are none."""
    by_rest: dict[object, int] = {}
    found: list[Disjunct] = []
    changed = False
    for one in disjuncts:
        at = _place(one, found, by_rest)
        if at is None:
            _enter(one, len(found), by_rest)
            found.append(one)
        else:
            joined = _joined(found[at], one)
            changed = True
            if not joined.fields:
                return [joined]
            found[at] = joined
            _enter(joined, at, by_rest)
    return found if changed else None


def _rests(one: Disjunct) -> Iterable[tuple[str, object]]:
    """Each single-valued field's path, with a key for all else: those with one key can be joined."""
    items = frozenset((path, given) for path, (_, given) in one.fields.items())
    yield "", items
    for path, (field, given) in one.fields.items():
        if field.is_single:
            yield path, (path, items - {(path, given)})


def _enter(one: Disjunct, at: int, by_rest: dict[object, int]) -> None:
    for _, key in _rests(one):
        by_rest.setdefault(key, at)


def _place(one: Disjunct, found: list[Disjunct], by_rest: dict[object, int]) -> int | None:
    """Of those that were found before, one that differs in one field at most; a joined one may differ in more."""
    for _, key in _rests(one):
        at = by_rest.get(key)
        if at is not None and _difference(one, found[at]) <= 1:
            return at
    return None


def _difference(one: Disjunct, other: Disjunct) -> int:
    """In how many fields they differ; more than one if these are not the same fields."""
    if one.fields.keys() != other.fields.keys():
        return 2
    return sum(given != other.fields[path][1] for path, (_, given) in one.fields.items())


def _joined(one: Disjunct, other: Disjunct) -> Disjunct:
    """One that takes what two take that differ in one field at most."""
    fields = {
        path: (field, given if given == other.fields[path][1] else joined_to(given, other.fields[path][1]))
        for path, (field, given) in one.fields.items()
    }
    equal = _difference(one, other) == 0
    return Disjunct.of(*fields.values(), exact=one.exact or other.exact if equal else one.exact and other.exact)
