"""Evaluates the lines of a block for many patterns: of each event, only the few values are read that lead to patterns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from pipefilter.errors import EventTooIntricate, InvalidEvent
from pipefilter.json_text.tree import Scalar
from pipefilter.language.event_pattern import Field
from pipefilter.language.operator import Operator
from pipefilter.matching.event_text import Event, event_tree
from pipefilter.matching.field_predicate import FieldPredicate
from pipefilter.matching.rule_index import CandidateSearch, IndexedBranch
from pipefilter.matching.rule_set import RuleSet
from pipefilter.scanning.bytes.native import Object, Parser
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scanner import ScannedLines
from pipefilter.scanning.fast.projected_path import (
    ProjectedPath,
    can_be_projected,
    hidden_name_detector,
    share_places,
)
from pipefilter.scanning.fast.projected_values import ProjectedValues
from pipefilter.scanning.fast.safe_lines import max_line_size, safe_lines
from pipefilter.scanning.fast.string_alternatives import StringAlternatives

__all__ = ["RuleScanner", "rule_scanner"]

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


class RuleScanner:
    """Many patterns, which must not change, prepared for evaluating many lines."""

    def __init__(self, rules: RuleSet, paths: Mapping[str, tuple[str, ...]]) -> None:
        self._rules = rules
        projected = {path: ProjectedPath(steps) for path, steps in paths.items()}
        share_places(projected.values())
        self._may_hide: Callable[[bytes], bool] = hidden_name_detector(projected.values())
        self._readers = {path: ProjectedValues(projection).read for path, projection in projected.items()}
        self._fields: dict[tuple[str, tuple[Operator, ...]], _RuleField] = {}
        self._branches: dict[IndexedBranch, tuple[_RuleField, ...]] = {}
        self._parse = Parser().parse
        # the index leads to a few fields, each of which is evaluated once for all rules
        self._max_size = max_line_size(rules.field_weight)

    def scan(self, lines: Lines) -> ScannedLines:  # noqa: D102 - as Scanner says
        scanned = ScannedLines()
        parse, look = self._parse, self._look
        hidden = self._may_hide if self._may_hide(lines.data) else None
        for number, line in safe_lines(lines, scanned.undecided, self._max_size):
            try:
                # the parsed line must be freed before the next is parsed, so it has no name here
                rules = look(parse(line), line)  # type: ignore[arg-type]  # an Object
            except (ValueError, RuntimeError):
                scanned.undecided.append(number)
                continue
            if rules is None or (hidden and hidden(line)):
                scanned.handed_over += 1
                try:
                    rules = self.verdict(line)
                except (InvalidEvent, EventTooIntricate):
                    scanned.undecided.append(number)
                    continue
            if rules:
                scanned.matched.append(number)
                scanned.rules[number] = rules
        scanned.undecided.sort()
        return scanned

    def verdict(self, event: Event) -> tuple[int, ...]:  # noqa: D102 - as Scanner says
        return tuple(self._rules.numbers_matching(event_tree(event)))

    def _look(self, event: Object, line: bytes) -> tuple[int, ...] | None:
        """The numbers of the patterns that match; None if the event must be read in another way."""
        values: dict[str, _Values] = {}
        branches = self._candidates(event, line, values)
        if not branches:
            return None if branches is None else ()
        matching: set[int] = set()
        for branch in branches:
            if branch.rule in matching or not branch.alive:
                continue
            fields = self._branches.get(branch) or self._prepared(branch)
            for field in fields:
                path = field.path
                values_here = values.get(path)
                if values_here is None:
                    values_here = self._readers[path](event, line)
                    if values_here is None:
                        return None
                    values[path] = values_here
                if not field.holds(values_here):
                    break
            else:
                matching.add(branch.rule)
        return tuple(sorted(matching))

    def _candidates(
        self, event: Object, line: bytes, values: dict[str, _Values]
    ) -> Collection[IndexedBranch] | None:
        """The branches that the event's values lead to; the values are added to `values`."""
        search = CandidateSearch(self._rules.index)
        for index in search:
            for path, requirements in index.by_path.items():
                values_here = values.get(path)
                if values_here is None:
                    values_here = self._readers[path](event, line)
                    if values_here is None:
                        return None
                    values[path] = values_here
                if values_here:
                    search.look_up(requirements, values_here)
        return search.branches

    def _prepared(self, branch: IndexedBranch) -> tuple[_RuleField, ...]:
        fields = []
        for path, field in branch.fields.items():
            key = (path, field.alternatives)
            if key not in self._fields:
                self._fields[key] = _RuleField(path, field)
            fields.append(self._fields[key])
        self._branches[branch] = tuple(fields)
        return self._branches[branch]


def rule_scanner(rules: RuleSet) -> RuleScanner | None:
    """The scanner for many patterns; None if looking up single fields is not certain enough for them, or too slow."""
    if len(rules.index.by_path) > _MAX_PATHS:
        return None
    ways = rules.steps_by_path()
    if not all(can_be_projected(steps) for _, steps in ways):
        return None
    return RuleScanner(rules, dict(ways))
