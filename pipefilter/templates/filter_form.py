"""The form that a tool requires of filters."""

from __future__ import annotations

from pipefilter.dataclass import dataclass
from pipefilter.language.criteria_problems import CRITERIA_NOT_OBJECT
from pipefilter.language.filter_criteria import is_bare_filter
from pipefilter.templates.nodes.node import Mapping, Node, Scalar, Sequence, Text
from pipefilter.templates.shape_problem import ShapeProblem

__all__ = ["ANY_FORM", "CRITERIA", "STRICT", "Form", "are_filters", "lacks_pattern", "not_object"]

_MAX_COMPARED = 100
"""Elements of a list that are examined."""


@dataclass(frozen=True, slots=True)
class Form:
    """The form that a tool requires of filters.

    Args:
        names: the names that the pattern of a filter may have; empty if the form is not known.
        is_strict: whether a property with a similar name is misspelled.
    """

    names: tuple[str, ...] = ()
    is_strict: bool = False


ANY_FORM, CRITERIA, STRICT = Form(), Form(("Pattern", "pattern")), Form(("Pattern",), is_strict=True)


def lacks_pattern(filter_: Node | None, pattern: Node | None) -> bool:
    """Whether an element of a list of filters is certainly not a filter; an empty object may be one."""
    if isinstance(filter_, Mapping):
        is_known = not any(name.value.startswith("Fn::") for name, _ in filter_.members)
        return pattern is None and bool(filter_.members) and is_known
    return isinstance(filter_, Text | Scalar | Sequence)


def are_filters(node: Node) -> bool:
    """Whether a value is a list of filters, and not the list of a field called `Filters`; some may lack `Pattern`."""
    if not isinstance(node, Sequence):
        return isinstance(node, Mapping) and isinstance(node.get(*CRITERIA.names), Text)
    if any(isinstance(item, Mapping) and item.get(*CRITERIA.names) is not None for item in node.items):
        return True
    return all(map(_is_bare_filter, node.items[:_MAX_COMPARED]))


def _is_bare_filter(item: Node) -> bool:
    return isinstance(item, Mapping) and is_bare_filter(
        (name.value, isinstance(value, Mapping | Sequence)) for name, value in item.members
    )


def not_object(criteria: Node) -> ShapeProblem:
    """The problem of filter criteria that are not an object."""
    what = "a list" if isinstance(criteria, Sequence) else "a string"
    names = (("name", "FilterCriteria"), ("what", what))
    return ShapeProblem(CRITERIA_NOT_OBJECT, criteria.start, criteria.start + 1, names)
