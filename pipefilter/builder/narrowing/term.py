"""One term in which a record may be as wanted: fields that must all be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipefilter.builder.narrowing.alternatives import Alternatives, is_anything
from pipefilter.builder.records.record_field import RecordField

__all__ = ["ANYTHING", "UNKNOWN", "Term", "names_of"]


@dataclass(frozen=True, slots=True)
class Term:
    """Fields that must all be right.

    Args:
        fields: by path, each with its alternatives.
        exact: whether every record for which they are is wanted.
    """

    fields: Mapping[str, tuple[RecordField, Alternatives]]
    exact: bool = True

    @classmethod
    def of(cls, *fields: tuple[RecordField, Alternatives], exact: bool = True) -> Term:
        """A term with these fields; those that exclude nothing are left out."""
        return cls({field.path: (field, given) for field, given in fields if not is_anything(given)}, exact)

    @property
    def roots(self) -> frozenset[str]:
        """The lists in which its fields lie."""
        return frozenset(field.list_root for field, _ in self.fields.values() if field.list_root)

    def inexact(self) -> Term:
        """The same fields, for a condition that wants fewer records."""
        return Term(self.fields, exact=False)


ANYTHING = Term({})
"""Every record is wanted."""
UNKNOWN = Term({}, exact=False)
"""A pattern cannot tell which records are wanted."""


def names_of(terms: Iterable[Term]) -> set[str]:
    """The fields, and the lists in which they lie: what two conditions have in common, if anything.

    Args:
        terms: of a condition.
    """
    return {name for one in terms for name in (*one.fields, *one.roots)}
