"""What a diff says about one list of filters, and about all of them."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pipefilter.application.diffing.filter_list import FilterList
from pipefilter.application.report import LocatedProblem
from pipefilter.dataclass import dataclass
from pipefilter.json_text.tree import Json

__all__ = ["STATUSES", "Allowance", "Diff", "Difference", "Outcome", "Status", "Witness"]

Status: TypeAlias = Literal[
    "unchanged", "equal", "narrower", "wider", "different", "added", "removed", "not proven"
]
"""`equal`: rewritten, with the same meaning; `narrower`: it stops matching some events; `wider`: it starts to."""
STATUSES: tuple[Status, ...] = (
    "different",
    "narrower",
    "wider",
    "removed",
    "added",
    "not proven",
    "equal",
    "unchanged",
)
"""The most important for a review first."""
Allowance: TypeAlias = Literal["", "wider", "narrower"]
Outcome: TypeAlias = Literal["as allowed", "different", "not proven"]


@dataclass(frozen=True, slots=True)
class Witness:
    """An event or a record as a filter sees it, which one side matches and the other does not.

    Args:
        event: with only the fields that matter.
        record: a whole record with them, as the service receives it; None if its source is not known.
        unknown: the placeholders for values that are not known, by the marks that stand for them in the event.
        scope: of the filter of an EventBridge v2 subscriber that decides; "" elsewhere.
    """

    event: Json
    record: Json = None
    unknown: tuple[tuple[str, str], ...] = ()
    scope: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """One list of filters, before and after.

    Args:
        status: see `Status`.
        old: None if it was added.
        new: None if it was removed.
        loses: whether it stops matching something; None if that is not known.
        gains: whether it starts to match something; None if that is not known.
        stops: what it stops matching, if an event shows it.
        starts: what it starts to match, if an event shows it.
        reason: why something is not proven; "" if all is.
        path: the field that the reason concerns; "" if it concerns the whole.
        note: a further fact, in words; may be empty.
        is_disjoint: whether it is proven that no event matches both sides.
    """

    status: Status
    old: FilterList | None
    new: FilterList | None
    loses: bool | None
    gains: bool | None
    stops: Witness | None = None
    starts: Witness | None = None
    reason: str = ""
    path: str = ""
    note: str = ""
    is_disjoint: bool = False

    @property
    def filters(self) -> FilterList:
        """The filters as they are now; as they were, if they were removed."""
        filters = self.new or self.old
        assert filters is not None
        return filters

    @property
    def name(self) -> str:
        """The name now; the name before, if it was removed."""
        return self.filters.name

    @property
    def old_name(self) -> str:
        """The name before, if the resource was renamed or moved; else ""."""
        if self.old is None or self.new is None:
            return ""
        is_same = self.old.resource == self.new.resource and self.old.group == self.new.group
        return "" if is_same else self.old.name

    @property
    def has_other_source(self) -> bool:
        """Whether the filters receive records from another source than before, as far as that is known."""
        if self.old is None or self.new is None or not self.old.source or not self.new.source:
            return False
        return self.old.source != self.new.source

    @property
    def is_quiet(self) -> bool:
        """Whether nothing happened that a reviewer must know."""
        return self.status == "unchanged" and not self.old_name and not self.has_other_source

    def outcome(self, allowance: Allowance = "") -> Outcome:
        """Whether the difference is as allowed; a certain difference counts before what is not known.

        Args:
            allowance: `wider` if it may start to match more, `narrower` if it may stop matching.
        """
        refused = [
            state
            for state, kind in ((self.loses, "narrower"), (self.gains, "wider"))
            if kind != allowance and state is not False
        ]
        if not refused:
            return "as allowed"
        return "different" if True in refused else "not proven"


@dataclass(frozen=True, slots=True, eq=False)
class Diff:
    """All differences.

    Args:
        old: the name of the old side.
        new: the name of the new side.
        differences: in order of the names.
        unreadable: sentences on files that cannot be read.
        not_compared: sentences on nested stacks and parts of an account that are not compared.
        notes: further sentences.
    """

    old: str
    new: str
    differences: tuple[Difference, ...]
    unreadable: tuple[str, ...] = ()
    not_compared: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def gaps(self) -> tuple[str, ...]:
        """Sentences on all that is not compared."""
        return (*self.unreadable, *self.not_compared)

    @property
    def problems(self) -> tuple[LocatedProblem, ...]:
        """What makes filters invalid, on both sides, unless they were so before."""
        changed = [each for each in self.differences if each.status != "unchanged"]
        lists = [side for each in changed for side in (each.old, each.new) if side is not None]
        return tuple(problem for each in lists for problem in each.problems)

    def counts(self) -> dict[Status, int]:
        """How many there are of each status that occurs."""
        statuses = [each.status for each in self.differences]
        return {status: statuses.count(status) for status in STATUSES if status in statuses}

    def outcome(self, allowance: Allowance = "") -> Outcome:
        """The outcome of the whole: what is not proven or cannot be read counts most."""
        outcomes = {each.outcome(allowance) for each in self.differences}
        if self.gaps or self.problems or "not proven" in outcomes:
            return "not proven"
        return "different" if "different" in outcomes else "as allowed"
