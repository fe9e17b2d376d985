"""Evaluates a pattern on a parsed line by looking up its fields only, where that verdict is certain."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.matching.projection.projected_array import MATCH, NO_MATCH, UNCLEAR
from pipefilter.matching.projection.projected_branch import ProjectedBranch
from pipefilter.matching.projection.projected_field import ProjectedField
from pipefilter.matching.projection.projected_path import can_be_projected, hidden_name_detector, share_places
from pipefilter.matching.projection.safe_text import max_safe_size
from pipefilter.native_libraries.json_reader import Object

__all__ = ["Projection", "make_projection"]


class Projection:
    """The fields of a pattern's branches, which can be projected, looked up until the verdict is certain."""

    def __init__(self, branches: list[list[Field]]) -> None:
        fields = {id(field): field for branch in branches for field in branch}
        self.max_size = max_safe_size(
            sum(FieldPredicate(field.alternatives).weight for field in fields.values())
        )
        """Maximum length in bytes of an event; the matcher evaluates longer ones in its budget."""
        known: dict[Field, ProjectedField] = {}
        self._branches = [
            ProjectedBranch([known.setdefault(f, ProjectedField(f)) for f in branch]) for branch in branches
        ]
        paths = [projected.path for projected in known.values()]
        share_places(paths)
        self.may_hide = hidden_name_detector(paths)
        """Whether bytes may have a name of the pattern with escapes, or before a dot."""
        self.matches_absence = any(projected.matches_absence for projected in known.values())
        """Whether a field may match because it is absent; then even a match is certain only if no name is hidden."""
        self.evaluate: Callable[[Object, bytes], int] = self._make_evaluate()
        """Evaluate an event in which no name is hidden; otherwise (see `may_hide`), only a match is certain.

        Arguments are the parsed line and the line, a JSON object. Returns NO_MATCH if it does not match, UNCLEAR if it
        must be read in another way, and any other value if it matches.
        """

    def _make_evaluate(self) -> Callable[[Object, bytes], int]:
        branches = self._branches
        if len(branches) == 1:
            return branches[0].look

        def evaluate(event: Object, line: bytes) -> int:
            is_unclear = False
            for branch in branches:
                seen = branch.look(event, line)
                if seen == MATCH:
                    return MATCH
                if seen == UNCLEAR:
                    is_unclear = True
            return UNCLEAR if is_unclear else NO_MATCH

        return evaluate

    def first_field(self) -> ProjectedField | None:
        """The field that is evaluated first, if each event that does not match it does not match at all."""
        return self._branches[0].first_field() if len(self._branches) == 1 else None

    def verdict(self, event: Object, text: bytes) -> bool | None:
        """Whether an event matches; None if it must be read in another way.

        Args:
            text: of the event.
        """
        seen = self.evaluate(event, text)
        if seen == UNCLEAR or ((seen == NO_MATCH or self.matches_absence) and self.may_hide(text)):
            return None
        return seen != NO_MATCH

    @property
    def fields_of_all(self) -> tuple[ProjectedField, ...]:
        """The fields that all events that match must match; none if there are several branches."""
        return self._branches[0].fields if len(self._branches) == 1 else ()

    def settle(self) -> None:
        """Put the fields first that most often do not match, so that the others need no look-up."""
        for branch in self._branches:
            branch.settle()


def make_projection(pattern: EventPattern) -> Projection | None:
    """The projection of a pattern; None if a name on some path can be written in several ways."""
    branches = [list(branch.fields.values()) for branch in branches_of(pattern)]
    if all(can_be_projected(field.steps) for branch in branches for field in branch):
        return Projection(branches)
    return None
