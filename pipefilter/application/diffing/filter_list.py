"""The filters of one resource, or of one file, on one side of a diff."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import field

from pipefilter.application.diffing.activation import Activation
from pipefilter.application.report import LocatedProblem
from pipefilter.dataclass import dataclass
from pipefilter.errors import Place
from pipefilter.language.event_pattern import EventPattern
from pipefilter.templates.declarations import Declarations
from pipefilter.templates.located_filters import LocatedFilters

__all__ = ["FileFilters", "FilterList", "ScopedPattern"]


@dataclass(frozen=True, slots=True)
class ScopedPattern:
    """One pattern.

    Args:
        pattern: in which a mark stands for each value that is not known.
        scope: of an EventBridge v2 subscriber; "" elsewhere.
    """

    pattern: EventPattern
    scope: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class FilterList:
    """Filters that are deployed together.

    Args:
        file: its name in messages.
        group: files with the same group on both sides are the same file.
        resource: its name in the template; "" if the file is one pattern or filter criteria.
        kind: the type of the resource, as the template calls it; "" if there is none.
        service: the name of the service; "" if not known.
        source: the name of the source of the records; "" if not known.
        place: in the file; None if it is not known.
        patterns: empty if there is no filter, so that everything passes, or if there is a gap.
        identity: equal only for filters that are the same on both sides, unknown values included; None if that cannot be said.
        unknown: the placeholders for values that are not known, by their marks.
        gap: why the patterns are not known in full, in words; "" if they are.
        problems: that make filters invalid.
        has_open_forms: whether a value that is not known may be something other than a string.
        is_unfiltered: whether the resource is there, but has no filter.
        is_bare_pattern: whether it is one pattern, not a list.
        activation: what decides whether it is deployed and switched on; None if that is not compared.
    """

    file: str
    group: str
    resource: str = ""
    kind: str = ""
    service: str = ""
    source: str = ""
    place: Place | None = None
    patterns: tuple[ScopedPattern, ...] = ()
    identity: Hashable | None = None
    unknown: Mapping[str, str] = field(default_factory=dict)
    gap: str = ""
    problems: tuple[LocatedProblem, ...] = ()
    has_open_forms: bool = False
    is_unfiltered: bool = False
    is_bare_pattern: bool = False
    activation: Activation | None = None
    located: LocatedFilters | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """Its full name, such as `template.yaml#OrdersPipe`."""
        return f"{self.file}#{self.resource}" if self.resource else self.file


@dataclass(frozen=True, slots=True, eq=False)
class FileFilters:
    """The filters in one file of one side.

    Args:
        label: its name in messages.
        unreadable: why it cannot be read, in a sentence; "" if it can.
        declarations: of a template; None for other files.
        parameters: the names of the given parameters that it has.
        is_selection: whether only one resource of it is read.
    """

    label: str
    group: str
    lists: tuple[FilterList, ...] = ()
    unreadable: str = ""
    declarations: Declarations | None = field(default=None, repr=False)
    is_selection: bool = False
    parameters: frozenset[str] = frozenset()
