"""Problems with the properties around a pattern, found while a template is read."""

from __future__ import annotations

from pipefilter.analysis.template.property_shapes import MISSPELLED_PROPERTY
from pipefilter.dataclass import dataclass
from pipefilter.errors import Problem, ProblemKind
from pipefilter.events.near_name import edit_distance
from pipefilter.json_text.place import problem_at
from pipefilter.language.name_spelling import loose_spelling
from pipefilter.templates.nodes.node import Mapping, Node, Text

__all__ = ["NamedProperty", "ShapeProblem", "misspelled", "named_property"]


@dataclass(frozen=True, slots=True)
class ShapeProblem:
    """A problem with a name or a type around a pattern.

    Args:
        names: for the message of the kind.
    """

    kind: ProblemKind
    start: int
    end: int
    names: tuple[tuple[str, str], ...] = ()

    def in_file(self, text: str) -> Problem:
        """The problem, with its place in the file."""
        span = (self.start, max(self.start + 1, self.end))
        return problem_at(self.kind, text, span, names=dict(self.names))


@dataclass(frozen=True, slots=True)
class NamedProperty:
    """The value of a property, which may be misspelled.

    Args:
        value: None if there is no such property.
        problems: none if its name is right.
    """

    value: Node | None
    problems: tuple[ShapeProblem, ...] = ()


def named_property(mapping: Mapping, resource: str, *names: str) -> NamedProperty:
    """The property with the first of these names that exists, or else one that is nearly called like the first.

    Args:
        resource: as messages call it.
    """
    value = mapping.get(*names)
    if value is not None:
        return NamedProperty(value)
    for written, other in mapping.members:
        if _is_near(written.value, names[0]):
            return NamedProperty(other, (misspelled(written, resource, names[0]),))
    return NamedProperty(None)


def misspelled(written: Text, resource: str, name: str) -> ShapeProblem:
    """The problem of a property with another name than the right one."""
    names = (("resource", resource), ("written", written.value), ("name", name))
    return ShapeProblem(MISSPELLED_PROPERTY, written.start, written.end, names)


def _is_near(written: str, name: str) -> bool:
    """Whether two names differ in case, in underscores, in the plural, or in one letter."""
    return edit_distance(loose_spelling(written), loose_spelling(name), 1) <= 1
