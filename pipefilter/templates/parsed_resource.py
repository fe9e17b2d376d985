"""The filters of a resource, parsed, with the places of their problems in the template."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipefilter.analysis.template.template_values import (
    object_for_string,
    string_for_number,
    template_value_problems,
)
from pipefilter.dataclass import dataclass
from pipefilter.enumeration import enumeration
from pipefilter.errors import InvalidEventPattern, Problem
from pipefilter.json_text.place import excerpt, offset_of, place_of
from pipefilter.json_text.writer import quoted
from pipefilter.language.double_encoding import ENCODED_TWICE
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria
from pipefilter.language.undecided_policy import with_doubts
from pipefilter.language.unknown_value import MARK_END, MARK_START, has_mark
from pipefilter.templates.filling import Filling
from pipefilter.templates.located_filters import LocatedFilter, LocatedFilters, Tool
from pipefilter.templates.pattern_source import PatternSource
from pipefilter.templates.variants import Variant

__all__ = ["ParsedFilter", "ParsedResource", "have_same_marks", "parse_resource", "with_placeholders"]

_ESCAPED_START, _ESCAPED_END = "\\ue0f0", "\\ue0f1"
_ENCODER = re.compile(r"jsonencode(?=\()|Fn::ToJsonString|!ToJsonString")
_MARK = re.compile(f"{MARK_START}([0-9]+){MARK_END}")
_IN_QUOTES = re.compile(f"(.?){MARK_START}([0-9]+){MARK_END}(.?)")


@dataclass(frozen=True, slots=True)
class ParsedFilter:
    """One filter, parsed.

    Args:
        filled: its text; None if it is completely unknown.
        pattern: parsed; None if it is not valid, or not known.
        error: of parsing it; None if it is valid, or not known.
        variants: for each combination of the conditions inside it, a resource with this filter only.
    """

    located: LocatedFilter
    filled: Filling | None
    pattern: EventPattern | None
    error: InvalidEventPattern | None
    variants: tuple[Variant[ParsedResource], ...] = ()

    @property
    def unknown(self) -> tuple[str, ...]:
        """The placeholders for parts that are not known, such as `${Stage}`, by their numbers."""
        return self.located.source.unknown if self.located.source else (self.located.placeholder,)

    @property
    def gap(self) -> str:
        """What a pattern is that is not known, or what it depends on."""
        if self.located.source is not None:
            return f"it depends on {enumeration(self.unknown, 'and')}"
        return f"it is {self.located.placeholder or 'unknown'}"

    @property
    def marked_keys(self) -> tuple[str, ...]:
        """What identifies these values in the template, between marks."""
        keys = self.located.source.keys if self.located.source else ()
        return tuple(f"{MARK_START}{key}{MARK_END}" for key in keys)


def have_same_marks(filters: Iterable[ParsedFilter]) -> bool:
    """Whether a mark stands for the same unknown value in all of the filters: then they can be compared."""
    keys: dict[int, str] = {}
    for parsed in filters:
        source = parsed.located.source
        for number, key in enumerate(source.keys if source is not None else ()):
            if keys.setdefault(number, key) != key:
                return False
    return True


@dataclass(frozen=True, slots=True)
class ParsedResource:
    """The filters of one resource, parsed; the criteria contain the valid ones, with their numbers among all."""

    located: LocatedFilters
    filters: tuple[ParsedFilter, ...]
    criteria: FilterCriteria

    def in_template(self, problem: Problem, number: int, text: str) -> Problem:
        """A problem in one filter, with its place in the template instead of AWS's own.

        Args:
            number: of the filter; 0 for the resource as a whole, whose places are in the template already.
        """
        parsed = next((each for each in self.filters if each.located.number == number), None)
        if parsed is None or parsed.filled is None:
            return problem
        filled = parsed.filled
        first, after = (offset_of(filled.text, place) for place in (problem.start, problem.end))
        at = filled.places[min(first, len(filled.text))]
        end = max(at + 1, _end_of(parsed, filled, after, text))
        start = place_of(text, at)
        hint = problem.hint
        if hint == ENCODED_TWICE and (function := _ENCODER.match(text, at)):
            hint = f"remove {function[0]} here: this is JSON that was encoded twice"
        return replace(
            problem,
            message=with_placeholders(problem.message, parsed.unknown),
            hint=with_placeholders(_with_functions(hint, parsed.unknown), parsed.unknown),
            pointer=with_placeholders(problem.pointer, parsed.unknown),
            aws_message=with_placeholders(problem.aws_message, parsed.unknown),
            start=start,
            end=place_of(text, end),
            line=problem.line and start.line,
            column=problem.column and start.column,
            excerpt=excerpt(text, at, end),
        )

    def shape_problems(self, text: str, *, advice: bool) -> Iterator[tuple[int, Problem]]:
        """The problems with the properties around the patterns, with the number of the filter."""
        for parsed in self.filters:
            for shape in parsed.located.shapes:
                if shape.kind.advice == advice:
                    yield parsed.located.number, shape.in_file(text)

    def as_deployed(self, tool: Tool, text: str) -> Iterator[tuple[int, Problem]]:
        """Problems with values that the tool changes before AWS receives them, with the number of the filter."""
        yield from self.shape_problems(text, advice=True)
        for parsed in self.filters:
            located, source = parsed.located, parsed.located.source
            if source is None or parsed.variants:
                continue
            problems = list(
                template_value_problems(source.words, text, by_cloudformation=tool == "CloudFormation")
            )
            span = (located.start, located.start + 1)
            is_list = parsed.filled is not None and parsed.filled.text.startswith("[")  # which is not valid
            if source.form == "object" and self._requires_string(tool) and not is_list:
                kind = self.located.kind or "The service"
                problems.append(
                    object_for_string(text, span, kind, "jsonencode" if tool == "Terraform" else "")
                )
            elif source.form == "object" and tool == "CloudFormation" and parsed.filled is not None:
                problems += [
                    string_for_number(text, (at, at + 1), placeholder)
                    for placeholder, at in parsed.filled.numbers
                ]
            yield from ((located.number, problem) for problem in problems)

    def _requires_string(self, tool: Tool) -> bool:
        """Whether the property must be a string; for a rule or a subscription, CloudFormation also accepts an object."""
        if tool == "Terraform":  # a module may encode an object itself
            return self.located.kind != "module"
        return tool == "CloudFormation" and self.located.service != "rule" and self.located.source != "sns"


def parse_resource(located: LocatedFilters, text: str) -> ParsedResource:
    """Parse the filters of a resource."""
    filters: list[ParsedFilter] = []
    valid: list[Filter] = []
    for each in located.filters:
        if each.source is None:
            filters.append(ParsedFilter(each, None, None, None))
            continue
        if each.variants:
            several = tuple(
                Variant(variant.decisions, parse_resource(_with_variant(located, each, variant.value), text))
                for variant in each.variants
            )
            filters.append(ParsedFilter(each, each.source.filled()[0], None, None, several))
            continue
        source = replace(each.source, is_policy=True) if located.source == "sns" else each.source
        filled, result = source.filled()
        if result is None:
            filters.append(ParsedFilter(each, None, None, None))
            continue
        if isinstance(result, InvalidEventPattern):
            if located.source == "sns" and filled is not None:
                result = with_doubts(result, filled.text, of_attributes=located.service == "sns")
            filters.append(ParsedFilter(each, filled, None, result))
            continue
        filters.append(ParsedFilter(each, filled, result, None))
        span = (each.start, each.source.end)
        valid.append(Filter(each.number, result, each.scope, span, is_text=each.source.is_text))
    ends = [each.source.end for each in located.filters if each.source]
    whole = (located.filters[0].start, max([located.filters[0].start + 1, *ends]))
    criteria = FilterCriteria(tuple(valid), is_bare_pattern=located.is_bare_pattern, text=text, span=whole)
    return ParsedResource(located, tuple(filters), criteria)


def _with_variant(located: LocatedFilters, each: LocatedFilter, source: PatternSource) -> LocatedFilters:
    """A resource with one variant of one of its filters; the problems around it are those of the filter itself."""
    return replace(located, filters=(replace(each, source=source, variants=(), shapes=()),))


def _end_of(parsed: ParsedFilter, filled: Filling, after: int, text: str) -> int:
    """The offset in the template after the value or character before an offset of the pattern's text.

    The next character of the pattern may be anywhere in the template: a comma does not have a place of its own in YAML.
    In a number or an unknown value, all characters have the same place: its start.
    """
    last = filled.places[max(0, min(after, len(filled.text)) - 1)]
    source = parsed.located.source
    if source is not None and (end := source.value_end(last)):
        return end
    following = filled.places[min(after, len(filled.text))]
    is_escape = text.startswith("\\", last) and following > last
    return following if is_escape else last + 1


def _with_functions(hint: str, unknown: tuple[str, ...]) -> str:
    """A hint in which the functions of CloudFormation are no strings, which authors would copy."""

    def outside_quotes(match: re.Match[str]) -> str:
        placeholder = unknown[int(match[2])]
        if not placeholder.startswith("!"):
            return match[0]
        return placeholder if match[1] == match[3] == '"' else f"{match[1]}...{match[3]}"

    return _IN_QUOTES.sub(outside_quotes, hint) if has_mark(hint) else hint


def with_placeholders(text: str, unknown: tuple[str, ...], *, in_json: bool = False) -> str:
    """A text with the template's placeholders instead of marks.

    Args:
        unknown: the placeholders, by the numbers of the marks.
        in_json: whether the marks are inside JSON strings.
    """
    if not has_mark(text):
        return text
    marked = text.replace(_ESCAPED_START, MARK_START).replace(_ESCAPED_END, MARK_END)
    names = [quoted(name)[1:-1] for name in unknown] if in_json else unknown
    return _MARK.sub(lambda match: names[int(match[1])], marked)
