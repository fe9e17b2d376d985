"""Evaluates many patterns on a parsed event: of the event, only the few values are read that lead to patterns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from pipefilter.json_text.tree import Scalar
from pipefilter.language.event_pattern import Field
from pipefilter.language.operator import Operator
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.matching.projection.projected_path import (
    ProjectedPath,
    can_be_projected,
    hidden_name_detector,
    share_places,
)
from pipefilter.matching.projection.projected_values import ProjectedValues
from pipefilter.matching.projection.string_alternatives import StringAlternatives
from pipefilter.matching.rule_index import IndexedBranch, RuleIndex
from pipefilter.native_libraries.json_reader import Object

__all__ = ["RuleProjection", "rule_projection"]

_MAX_PATHS = 24
"""With more paths to look up, parsing the whole event is faster."""
_MAX_KNOWN = 5_000

_Values = tuple[Scalar, ...]


class _RuleField:
    """One field, which several patterns may have, and its verdicts on values."""

    __slots__ = ("_known", "_matching", "_others", "_predicate", "matches_absence", "path")

    def __init__(self, path: str, field: Field) -> None:
        self.path = path
        self._predicate = FieldPredicate(field.alternatives)
        self.matches_absence = self._predicate.matches_absence
        strings = StringAlternatives(self._predicate)
        self._matching = strings.matching
        self._others = strings.holds if strings.has_others else None
        self._known: dict[Scalar, bool] = {}

    def holds(self, values: _Values) -> bool:
        if not values:
            return self.matches_absence
        matching, others = self._matching, self._others
        for value in values:
            if type(value) is str:
                if value in matching or (others and others(value)):
                    return True
            elif self._holds_for(value):
                return True
        return False

    def _holds_for(self, value: Scalar) -> bool:
        known = self._known
        holds = known.get(value)
        if holds is None:
            holds = self._predicate.holds(value)
            if len(known) < _MAX_KNOWN:
                known[value] = holds
        return holds


class RuleProjection:
    """Many patterns, which must not change, prepared for evaluating many events.

    Args:
        index: of the branches of all patterns.
        paths: of all fields, with the names that make them up.
    """

    def __init__(self, index: RuleIndex, paths: Mapping[str, tuple[str, ...]]) -> None:
        self._index = index
        projected = {path: ProjectedPath(steps) for path, steps in paths.items()}
        share_places(projected.values())
        self.may_hide: Callable[[bytes], bool] = hidden_name_detector(projected.values())
        """Whether bytes may have a name of the patterns with escapes, or before a dot."""
        self._readers = {path: ProjectedValues(projection).read for path, projection in projected.items()}
        self._fields: dict[tuple[str, tuple[Operator, ...]], _RuleField] = {}
        self._branches: dict[IndexedBranch, tuple[_RuleField, ...]] = {}

    def evaluate(self, event: Object, line: bytes) -> tuple[int, ...] | None:
        """The numbers of the patterns that match, ascending; None if the event must be read in another way.

        Args:
            event: the parsed line.
            line: a JSON object in which no name is hidden: see `may_hide`.
        """
        values: dict[str, _Values | None] = {}
        readers = self._readers

        def values_at(path: str) -> _Values | None:
            if path in values:
                return values[path]
            reader = readers.get(path)
            # without a reader, it is the path of a pattern that was removed
            read = values[path] = () if reader is None else reader(event, line)
            return read

        branches = self._index.search(values_at)
        if not branches:
            return None if branches is None else ()
        matching: set[int] = set()
        for branch in branches:
            if branch.rule in matching or not branch.alive:
                continue
            for field in self._branches.get(branch) or self._prepared(branch):
                values_here = values_at(field.path)
                if values_here is None:
                    return None
                if not field.holds(values_here):
                    break
            else:
                matching.add(branch.rule)
        return tuple(sorted(matching))

    def _prepared(self, branch: IndexedBranch) -> tuple[_RuleField, ...]:
        fields = []
        for path, field in branch.fields.items():
            key = (path, field.alternatives)
            if key not in self._fields:
                self._fields[key] = _RuleField(path, field)
            fields.append(self._fields[key])
        self._branches[branch] = tuple(fields)
        return self._branches[branch]


def rule_projection(index: RuleIndex, ways: Collection[tuple[str, tuple[str, ...]]]) -> RuleProjection | None:
    """The projection of many patterns; None if looking up single fields is not certain enough for them, or too slow.

    Args:
        ways: the paths of all fields, with the names that make them up; a path may occur with different names.
    """
    if len(index.by_path) > _MAX_PATHS or not all(can_be_projected(steps) for _, steps in ways):
        return None
    return RuleProjection(index, dict(ways))
