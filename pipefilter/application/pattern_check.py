"""Checks the contents of one file: a pattern, filter criteria, or a template with patterns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from pipefilter.analysis.filter_problems import FilterProblem, filter_problems
from pipefilter.analysis.pattern.content_after_end import text_after_object
from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.report import FileReport, LocatedProblem, PatternReport
from pipefilter.errors import InvalidEventPattern, Problem, UnreadableInput
from pipefilter.json_text.place import excerpt, offset_of, place_of
from pipefilter.json_text.raw_object import raw_object
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import decoded, strict_tree, value_end
from pipefilter.language.filter_criteria import (
    FilterCriteria,
    InvalidFilter,
    filter_number,
    parse_valid_filters,
)
from pipefilter.services import service_named
from pipefilter.sources import source_named
from pipefilter.templates.recognition import ROOT_NAMES, is_json_name

__all__ = ["check_data", "invalid_report", "is_plain_json"]

_LINES = (".jsonl", ".ndjson")
"""Suffixes of files with events, which are not YAML."""
_PROGRAMS = (".py", ".ts", ".mts", ".js", ".mjs", ".cjs", ".java", ".cs", ".go")
"""Suffixes of the languages of the CDK."""
_SYNTHESIZE = "for a CDK app, run `cdk synth`, then check cdk.out"


def check_data(  # noqa: PLR0913 - the facts about a file
    name: str,
    data: bytes,
    settings: CheckSettings,
    *,
    label: str = "",
    is_named: bool = True,
    is_json: bool = False,
) -> FileReport:
    """Check the patterns in a file.

    Args:
        label: its name in messages, if different.
        is_named: whether the user named the file itself, and not its folder.
        is_json: whether it is JSON despite its name.
    """
    label = label or name
    if is_named and not is_json and name.lower().endswith(_PROGRAMS) and data.lstrip()[:1] not in (b"{", b"["):
        return FileReport(label, unreadable=f"{label} is source code, which is not read: {_SYNTHESIZE}")
    if not is_plain_json(data, name, is_json=is_json, is_named=is_named):
        from pipefilter.application.pattern_recognition import is_meant_as_pattern
        from pipefilter.application.template_check import template_reports
        from pipefilter.application.template_input import has_patterns, read_template

        try:
            template = read_template(name, data, label=label, is_named=is_named, is_json=is_json)
        except UnreadableInput as error:
            return FileReport(label, unreadable=str(error), is_named=is_named, place=error.place)
        if template is not None and (template.resources if is_named else has_patterns(template, name)):
            return FileReport(label, template_reports(label, template, settings), is_named=is_named)
        if template is not None or (not is_named and not is_meant_as_pattern(name, data)):
            return FileReport(label, is_named=is_named)
    return FileReport(label, _reports(label, data, settings), is_named=is_named)


def is_plain_json(data: bytes, name: str, *, is_json: bool, is_named: bool) -> bool:
    """Whether it is JSON and certainly not a template, determined without parsing templates."""
    has_json_name = is_json_name(name) or name.lower().endswith(_LINES)
    if not is_named or not (is_json or has_json_name):
        return False
    try:
        text = decoded(data)
        if not isinstance(strict_tree(text), tuple):
            return True
    except (UnicodeDecodeError, JsonFault):
        return has_json_name
    members = raw_object(text).members
    if not ROOT_NAMES.isdisjoint(name for name, _ in members):
        return False
    return not all("AWS::" in value for _, value in members)  # resources of a template


def _reports(label: str, data: bytes, settings: CheckSettings) -> tuple[PatternReport, ...]:
    """The reports of a pattern or filter criteria in JSON."""
    answer = _service_answer(settings)
    try:
        criteria, faults = parse_valid_filters(data)
    except InvalidEventPattern as error:
        return (replace(invalid_report(label, error, "", answer), event_kind=_event_kind(data)),)
    reports = [invalid_report(label, fault, criteria.text, answer) for fault in faults]
    advice = filter_problems(
        criteria,
        service=service_named(settings.service) if settings.service else None,
        source=source_named(settings.source) if settings.source else None,
        emulators=settings.emulators,
        schemas=settings.schemas,
    )
    if not criteria.is_bare_pattern:
        advice = [*(FilterProblem(0, each) for each in text_after_object(criteria.text)), *advice]
    if faults:  # a finding about the list would cover only a part of it
        advice = [finding for finding in advice if finding.number]
    advice = [finding for finding in advice if settings.reports(finding.problem)]
    if not criteria.is_bare_pattern and not faults:
        whole = _located(label, [each.problem for each in advice if not each.number], criteria.text)
        reports.append(PatternReport(label, label, count=len(criteria.filters), advice=whole))
    return (*reports, *_filter_reports(label, criteria, advice))


def _event_kind(data: bytes) -> str:
    """The kind of event that a file is; "" if it is not an event."""
    from pipefilter.language.event_recognition import event_kind

    try:
        return event_kind(decoded(data))
    except UnicodeDecodeError:
        return ""


def _filter_reports(
    label: str, criteria: FilterCriteria, advice: Sequence[FilterProblem]
) -> list[PatternReport]:
    """The reports of each valid filter."""
    reports = []
    for each in criteria.filters:
        number = 0 if criteria.is_bare_pattern else each.number
        problems = [finding.problem for finding in advice if finding.number == number]
        located = _located(label, problems, criteria.text, number, each.span[0])
        reports.append(PatternReport(label, label, number, advice=located))
    return reports


def _service_answer(settings: CheckSettings) -> str:
    """The service's message for any invalid filter; "" if it names the problem, or is not known."""
    refusal = service_named(settings.service).refusal if settings.service else ""
    return "" if "{message}" in refusal else refusal


def invalid_report(label: str, error: InvalidEventPattern, text: str, answer: str = "") -> PatternReport:
    """The report of a pattern or filter that AWS rejects, with the places of its problems in the file.

    Args:
        text: of the file; used only if the error is that of one filter of several.
        answer: the service's message for it.
    """
    number = filter_number(error)
    at = offset_of(text, error.start) if isinstance(error, InvalidFilter) and error.start else 0
    problems = _located(label, error.problems, text, number, at)
    return PatternReport(label, label, number, valid=False, problems=problems, service_answer=answer)


def _located(
    label: str, problems: Sequence[Problem], text: str, number: int = 0, at: int = 0
) -> tuple[LocatedProblem, ...]:
    """Problems with their places in the file.

    Args:
        problems: with places in the pattern's text.
        text: of the file.
        number: of the filter, in whose text the places are; 0 for a bare pattern, or the list as a whole.
        at: the offset of the filter in the file.
    """
    if not problems:
        return ()
    places = _FilterPlaces(text, at) if number else None
    located = []
    for problem in problems:
        if places is None:
            located.append(LocatedProblem(label, problem, number, problem.start, problem.end))
            continue
        start, end = places.span(problem)
        first, last = place_of(text, start), place_of(text, end)
        located.append(LocatedProblem(label, problem, number, first, last, excerpt(text, start, end)))
    return tuple(located)


class _FilterPlaces:
    """Maps places in a filter's pattern to places in its file: the pattern is JSON inside a JSON string."""

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        members = raw_object(text[at : value_end(text, at)])
        name = next(name for name in ("Pattern", "pattern") if members.get(name))
        start, literal = at + members.offset(name), members.get(name) or ""
        self._pattern = literal
        self._places: Sequence[int] = range(start, start + len(literal) + 1)
        if literal.startswith('"'):
            from pipefilter.templates.nodes.character_places import character_places

            self._pattern = json.loads(literal)
            self._places = character_places(text, start, start + len(literal), self._pattern)

    def span(self, problem: Problem) -> tuple[int, int]:
        """The offsets in the file of the start and end of a problem, which has places in the pattern's own text."""
        last = len(self._pattern)
        start, end = (
            self._places[min(offset_of(self._pattern, place), last)] for place in (problem.start, problem.end)
        )
        return start, max(start + 1, end)
