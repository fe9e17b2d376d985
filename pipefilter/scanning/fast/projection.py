"""What a pattern can look at in an event, and nothing else: the verdict on a parsed line, where it is certain."""

from __future__ import annotations

from collections.abc import Callable

from pipefilter.language.branches import branches_of
from pipefilter.language.event_pattern import EventPattern, Field
from pipefilter.scanning.bytes.native import Object
from pipefilter.scanning.fast.projected_array import RIGHT, RIGHT_IN_ARRAY, UNCLEAR, WRONG
from pipefilter.scanning.fast.projected_field import ProjectedField
from pipefilter.scanning.fast.projected_path import can_be_projected, hidden_name_detector, share_places

__all__ = ["Projection", "projection_of"]


class Projection:
    """The fields of a pattern's branches, looked up one after the other until the verdict is certain.

    Args:
        branches: of each branch its fields; all can be projected.
    """

    def __init__(self, branches: list[list[Field]]) -> None:
        known: dict[Field, ProjectedField] = {}
        self._branches = [[known.setdefault(f, ProjectedField(f)) for f in branch] for branch in branches]
        paths = [projected.path for projected in known.values()]
        share_places(paths)
        self.may_hide = hidden_name_detector(paths)
        """Whether some name of the pattern may be written in bytes with escapes, or before a dot."""
        self.takes_absence = any(projected.takes_absence for projected in known.values())
        """Whether a field may hold since it is not there; then a match too is certain only if nothing is hidden."""
        self.judge: Callable[[Object, bytes], int] = self._made_judge()
        """Look at an event in which nothing is hidden; if something is, see `may_hide`, only a match is certain.

        Takes the line, parsed; and the line, a JSON object. Gives WRONG if it does not match, UNCLEAR if it must
        be read in another way, and else it matches.
        """

    def _made_judge(self) -> Callable[[Object, bytes], int]:
        branches = self._branches
        if len(branches) == 1 == len(branches[0]):
            return branches[0][0].look

        def judge(event: Object, line: bytes) -> int:
            unclear = False
            for branch in branches:
                arrays = 0
                for field in branch:
                    seen = field.look(event, line)
                    if seen == RIGHT:
                        continue
                    if seen == WRONG:
                        field.wrong += 1
                        break
                    # two fields that hold in arrays would have to agree on the element
                    arrays += 1 if seen == RIGHT_IN_ARRAY else 2
                else:
                    if arrays <= 1:
                        return RIGHT
                    unclear = True
            return UNCLEAR if unclear else WRONG

        return judge

    def settle(self) -> None:
        """Put the fields first that are most often wrong: the others need not be looked up then."""
        for branch in self._branches:
            branch.sort(key=lambda field: -field.wrong)


def projection_of(pattern: EventPattern) -> Projection | None:
    """The pattern's projection; None if a name on some path can be written in more ways than one.

    Args:
        pattern: any.
    """
    branches = [list(branch.fields.values()) for branch in branches_of(pattern)]
    if all(can_be_projected(field.steps) for branch in branches for field in branch):
        return Projection(branches)
    return None
