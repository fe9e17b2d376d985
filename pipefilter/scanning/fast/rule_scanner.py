"""The lines of a block judged for many patterns: of each event only the few values are read that lead to patterns."""

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

_MOST_PATHS = 24
"""With more paths to look up in each event, reading it whole costs less."""
_MOST_KNOWN = 5_000

_Values = tuple[Scalar, ...]


class _RuleField:
    """One field of some patterns: whether it holds for the values of an event."""

    __slots__ = ("_known", "_others", "_test", "_texts", "path", "takes_absence")

    def __init__(self, path: str, field: Field) -> None:
        self.path = path
        self._test = FieldPredicate(field.alternatives)
        self.takes_absence = self._test.takes_absence
        text_test = StringAlternatives(self._test)
        self._texts = text_test.texts
        self._others = text_test.holds if text_test.has_others else None
        self._known: dict[Scalar, bool] = {}

    def holds(self, values: _Values) -> bool:
        if not values:
            return self.takes_absence
        texts, others = self._texts, self._others
        for value in values:
            if type(value) is str:
                if value in texts or (others and others(value)):
                    return True
            elif self._holds_for(value):
                return True
        return False

    def _holds_for(self, value: Scalar) -> bool:
        known = self._known
        right = known.get(value)
        if right is None:
            right = self._test.holds(value)
            if len(known) < _MOST_KNOWN:
                known[value] = right
        return right


class RuleScanner:
    """Many patterns made ready to judge many lines.

    Args:
        rules: the patterns; they stay as they are meanwhile.
        paths: of all their fields, each with its names.
    """

    def __init__(self, rules: RuleSet, paths: Mapping[str, tuple[str, ...]]) -> None:
        self._rules = rules
        projected = {path: ProjectedPath(steps) for path, steps in paths.items()}
        share_places(projected.values())
        self._may_hide: Callable[[bytes], bool] = hidden_name_detector(projected.values())
        self._readers = {path: ProjectedValues(one).read for path, one in projected.items()}
        self._fields: dict[tuple[str, tuple[Operator, ...]], _RuleField] = {}
        self._branches: dict[IndexedBranch, tuple[_RuleField, ...]] = {}
        self._parse = Parser().parse
        # the index leads to a few of the fields, each of which is tested once for all rules
        self._max_size = max_line_size(rules.field_weight)

    def scan(self, lines: Lines) -> ScannedLines:  # noqa: D102 - as Scanner says
        found = ScannedLines()
        parse, look = self._parse, self._look
        hidden = self._may_hide if self._may_hide(lines.data) else None
        for number, line in safe_lines(lines, found.undecided, self._max_size):
            try:
                # the parsed line must be let go before the next is parsed, so it has no name here
                rules = look(parse(line), line)  # type: ignore[arg-type]  # an Object
            except (ValueError, RuntimeError):
                found.undecided.append(number)
                continue
            if rules is None or (hidden and hidden(line)):
                found.handed_over += 1
                try:
                    rules = self.verdict(line)
                except (InvalidEvent, EventTooIntricate):
                    found.undecided.append(number)
                    continue
            if rules:
                found.matched.append(number)
                found.rules[number] = rules
        found.undecided.sort()
        return found

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
            fields = self._branches.get(branch) or self._made_ready(branch)
            for field in fields:
                path = field.path
                here = values.get(path)
                if here is None:
                    here = self._readers[path](event, line)
                    if here is None:
                        return None
                    values[path] = here
                if not field.holds(here):
                    break
            else:
                matching.add(branch.rule)
        return tuple(sorted(matching))

    def _candidates(
        self, event: Object, line: bytes, values: dict[str, _Values]
    ) -> Collection[IndexedBranch] | None:
        """The branches that the event's values lead to; the values that were read are noted."""
        search = CandidateSearch(self._rules.index)
        for index in search:
            for path, demands in index.by_path.items():
                here = values.get(path)
                if here is None:
                    here = self._readers[path](event, line)
                    if here is None:
                        return None
                    values[path] = here
                if here:
                    search.look_up(demands, here)
        return search.branches

    def _made_ready(self, branch: IndexedBranch) -> tuple[_RuleField, ...]:
        fields = []
        for path, field in branch.fields.items():
            key = (path, field.alternatives)
            if key not in self._fields:
                self._fields[key] = _RuleField(path, field)
            fields.append(self._fields[key])
        self._branches[branch] = tuple(fields)
        return self._branches[branch]


def rule_scanner(rules: RuleSet) -> RuleScanner | None:
    """The scanner for many patterns; None if looking at single fields is not certain enough for them, or too slow.

    Args:
        rules: the patterns.
    """
    if len(rules.index.by_path) > _MOST_PATHS:
        return None
    ways = rules.ways()
    if not all(can_be_projected(steps) for _, steps in ways):
        return None
    return RuleScanner(rules, dict(ways))
