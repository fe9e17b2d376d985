"""A term of the disjunctive normal form of a condition: fields that must all match, as in one branch of `$or`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipefilter.builder.narrowing.alternatives import Alternatives, is_anything
from pipefilter.builder.records.record_field import RecordField
from pipefilter.dataclass import dataclass

__all__ = ["ANYTHING", "UNKNOWN", "Term", "names_of"]


@dataclass(frozen=True, slots=True)
class Term:
    """A conjunction of fields; exact if the condition holds for every record that they match."""

    fields: Mapping[str, tuple[RecordField, Alternatives]]
    exact: bool = True

    @classmethod
    def of(cls, *fields: tuple[RecordField, Alternatives], exact: bool = True) -> Term:
        """A term with these fields, without those that exclude nothing."""
        return cls(
            {
                field.path: (field, alternatives)
                for field, alternatives in fields
                if not is_anything(alternatives)
            },
            exact,
        )

    @property
    def roots(self) -> frozenset[str]:
        """The paths of the lists that have fields of the term."""
        return frozenset(field.list_root for field, _ in self.fields.values() if field.list_root)

    def inexact(self) -> Term:
        """The same fields for a condition that holds for fewer records."""
        return Term(self.fields, exact=False)


ANYTHING = Term({})
"""The condition holds for every record."""
UNKNOWN = Term({}, exact=False)
"""No pattern distinguishes the records for which the condition holds."""


def names_of(terms: Iterable[Term]) -> set[str]:
    """The paths of fields and of their lists, by which terms of two conditions may depend on each other."""
    return {name for term in terms for name in (*term.fields, *term.roots)}
