"""The filters of a resource, parsed; what is found in them has its place in the template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipefilter.analysis.template.deployed_values import deployed_values, number_of_text, object_for_text
from pipefilter.errors import InvalidEventPattern, Problem
from pipefilter.json_text.place import excerpt, offset_of, place_of
from pipefilter.json_text.writer import quoted
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria
from pipefilter.templates.located_filters import LocatedFilter, LocatedFilters, Tool
from pipefilter.templates.pattern_source import MARK_END, MARK_START, Filled

__all__ = ["ParsedFilter", "ParsedResource", "has_mark", "parse_resource", "with_names"]

_ESCAPED_START, _ESCAPED_END = "\\ue0f0", "\\ue0f1"
_MARK = re.compile(f"{MARK_START}([0-9]+){MARK_END}")


@dataclass(frozen=True, slots=True)
class ParsedFilter:
    """One filter.

    Args:
        found: as it stands in the template.
        filled: its text; None if nothing of it is known.
        pattern: what it parses to; None if it is not valid, or not known.
        error: what is wrong with it.
    """

    found: LocatedFilter
    filled: Filled | None
    pattern: EventPattern | None
    error: InvalidEventPattern | None

    @property
    def unknown(self) -> tuple[str, ...]:
        """What stands for parts that are not known, such as `${Stage}`."""
        return self.found.source.unknown if self.found.source else (self.found.shown,)


@dataclass(frozen=True, slots=True)
class ParsedResource:
    """The filters of one resource.

    Args:
        found: as they stand in the template.
        filters: all of them, parsed.
        criteria: those that are valid, with their numbers among all.
    """

    found: LocatedFilters
    filters: tuple[ParsedFilter, ...]
    criteria: FilterCriteria

    def located(self, problem: Problem, number: int, text: str) -> Problem:
        """A problem in one filter as one in the template, where AWS's own place means nothing.

        Args:
            problem: with places in the filter's text.
            number: of the filter; 0 for the resource as a whole, whose places are in the template already.
            text: of the template.
        """
        one = self.filters[number - 1] if number else None
        if one is None or one.filled is None:
            return problem
        filled = one.filled
        first, behind = (offset_of(filled.text, place) for place in (problem.start, problem.end))
        at = filled.places[min(first, len(filled.text))]
        end = max(at + 1, _end_of(one, filled, behind, text))
        start = place_of(text, at)
        return replace(
            problem,
            message=with_names(problem.message, one.unknown),
            hint=with_names(problem.hint, one.unknown),
            pointer=with_names(problem.pointer, one.unknown),
            aws_message=with_names(problem.aws_message, one.unknown),
            start=start,
            end=place_of(text, end),
            line=problem.line and start.line,
            column=problem.column and start.column,
            excerpt=excerpt(text, at, end),
        )

    def as_deployed(self, tool: Tool, text: str) -> Iterator[tuple[int, Problem]]:
        """What the tool makes of the values before AWS sees them, with the number of the filter.

        Args:
            tool: whose template it is.
            text: of the template.
        """
        for one in self.filters:
            source = one.found.source
            if source is None:
                continue
            words = deployed_values(source.words, text, by_cloudformation=tool == "CloudFormation")
            found = list(words)
            span = (one.found.start, one.found.start + 1)
            if source.form == "object" and self._wants_text(tool):
                what = self.found.kind or "The service"
                found.append(object_for_text(text, span, what, "jsonencode" if tool == "Terraform" else ""))
            elif source.form == "object" and tool == "CloudFormation" and one.filled is not None:
                found += [number_of_text(text, (at, at + 1), shown) for shown, at in one.filled.numbers]
            yield from ((one.found.number, problem) for problem in found)

    def _wants_text(self, tool: Tool) -> bool:
        """Whether the property is a text; that of a rule may be an object to CloudFormation."""
        if tool == "Terraform":
            return True
        return tool == "CloudFormation" and self.found.service != "rule"


def parse_resource(found: LocatedFilters, text: str) -> ParsedResource:
    """Parse the filters of a resource.

    Args:
        found: as they stand in the template.
        text: of the template.
    """
    filters: list[ParsedFilter] = []
    valid: list[Filter] = []
    for one in found.filters:
        if one.source is None:
            filters.append(ParsedFilter(one, None, None, None))
            continue
        filled, result = one.source.filled()
        if result is None:
            filters.append(ParsedFilter(one, None, None, None))
            continue
        if isinstance(result, InvalidEventPattern):
            filters.append(ParsedFilter(one, filled, None, result))
            continue
        filters.append(ParsedFilter(one, filled, result, None))
        span = (one.start, one.source.end)
        valid.append(Filter(one.number, result, one.scope, span, is_text=one.source.is_text))
    ends = [one.source.end for one in found.filters if one.source]
    whole = (found.filters[0].start, max([found.filters[0].start + 1, *ends]))
    criteria = FilterCriteria(tuple(valid), is_bare_pattern=found.is_bare_pattern, text=text, span=whole)
    return ParsedResource(found, tuple(filters), criteria)


def _end_of(one: ParsedFilter, filled: Filled, behind: int, text: str) -> int:
    """Where in the template the value or the character ends that stands before an offset of the pattern's text.

    What follows it in the pattern may stand anywhere in the template: a comma has no place of its own in YAML. A number
    and what is not known have one place for all their characters: that of their begin.
    """
    last = filled.places[max(0, min(behind, len(filled.text)) - 1)]
    source = one.found.source
    if source is not None and (end := source.value_end(last)):
        return end
    following = filled.places[min(behind, len(filled.text))]
    is_escape = text.startswith("\\", last) and following > last
    return following if is_escape else last + 1


def has_mark(text: str) -> bool:
    """Whether a message is about a value that is not known.

    Args:
        text: maybe with marks, as they are or as escapes.
    """
    return MARK_START in text or _ESCAPED_START in text


def with_names(text: str, unknown: tuple[str, ...], *, in_json: bool = False) -> str:
    """A text with what stands in the template for values that are not known.

    Args:
        text: maybe with marks.
        unknown: the names, in the order of the marks' numbers.
        in_json: whether the marks stand within quotes.
    """
    if not has_mark(text):
        return text
    shown = text.replace(_ESCAPED_START, MARK_START).replace(_ESCAPED_END, MARK_END)
    names = [quoted(name)[1:-1] for name in unknown] if in_json else unknown
    return _MARK.sub(lambda found: names[int(found[1])], shown)
