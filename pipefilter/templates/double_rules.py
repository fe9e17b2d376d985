"""Finds rules of one bus in a template of which one sends every event of the other to the same target; that is proven."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from pipefilter.analysis.reading.covering import Covering
from pipefilter.analysis.template.double_rules import DOUBLE_RULE
from pipefilter.dataclass import dataclass
from pipefilter.errors import Problem
from pipefilter.events.records import RECORD_SHAPES
from pipefilter.json_text.place import problem_at
from pipefilter.language.event_pattern import EventPattern
from pipefilter.templates.located_filters import LocatedFilters
from pipefilter.templates.parsed_resource import ParsedFilter, have_same_marks, parse_resource
from pipefilter.templates.template_file import TemplateFile
from pipefilter.witnesses.sample import Sample

__all__ = ["double_rule_problems"]

_MAX_RULES = 100
"""More rules of one target are not compared: the work grows quadratically."""


@dataclass(frozen=True, slots=True)
class _Rule:
    located: LocatedFilters
    parsed: ParsedFilter
    pattern: EventPattern


def double_rule_problems(template: TemplateFile) -> Iterator[tuple[str, Problem]]:
    """The problems, with the names of the resources; of two rules for the same events, the later one."""
    covering = Covering(Sample(record=RECORD_SHAPES["bus"]))
    reported: set[str] = set()
    for target, rules in _rules_by_target(template).items():
        if not 1 < len(rules) <= _MAX_RULES:
            continue
        for narrow, wide in permutations(rules, 2):
            name, other = narrow.located.name, wide.located.name
            if not have_same_marks((narrow.parsed, wide.parsed)):
                continue
            if {name, other} & reported or not covering.covers([wide.pattern], narrow.pattern):
                continue
            if rules.index(narrow) < rules.index(wide) and covering.covers([narrow.pattern], wide.pattern):
                continue  # the same events: the later one is reported
            reported.add(name)
            start = narrow.located.filters[0].start
            names = {"other": other, "target": target[2]}
            yield name, problem_at(DOUBLE_RULE, template.text, (start, start + 1), names=names)


def _rules_by_target(template: TemplateFile) -> dict[tuple[str, str, str], list[_Rule]]:
    """The rules with a known pattern, by bus and target."""
    delivering = [each for each in template.resources if each.delivery is not None and not each.is_choice]
    by_target: dict[tuple[str, str, str], list[LocatedFilters]] = {}
    for located in delivering:
        if located.delivery is not None and len(located.filters) == 1:
            for key, words in located.delivery.targets:
                by_target.setdefault((located.delivery.bus, key, words), []).append(located)
    return {
        target: [rule for each in several for rule in _rule(each, template)]
        for target, several in by_target.items()
        if len(several) > 1
    }


def _rule(located: LocatedFilters, template: TemplateFile) -> Iterator[_Rule]:
    (parsed,) = parse_resource(located, template.text).filters
    filled = parsed.filled
    if parsed.pattern is not None and not parsed.variants and filled is not None and not filled.is_guess:
        yield _Rule(located, parsed, parsed.pattern)
