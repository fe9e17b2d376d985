"""Checks the contents of one file: a pattern, filter criteria, or a template with patterns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipefilter.analysis.filter_problems import FilterProblem, filter_problems
from pipefilter.analysis.pattern.content_after_end import text_after_object
from pipefilter.application.check_settings import CheckSettings
from pipefilter.application.filter_places import FilterPlaces, filter_places, pattern_offset
from pipefilter.application.policy_service import is_of_policy, is_placed_policy, service_of_scope
from pipefilter.application.report import FileReport, LocatedProblem, PatternReport
from pipefilter.errors import InvalidEventPattern, Problem, UnreadableInput
from pipefilter.filtering.lookup import Contradiction
from pipefilter.filtering.placement import check_scopes
from pipefilter.json_text.place import excerpt, offset_of, place_of
from pipefilter.json_text.raw_object import raw_object
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import decoded, strict_tree
from pipefilter.language.filter_criteria import (
    FilterCriteria,
    InvalidFilter,
    filter_number,
    parse_valid_filters,
)
from pipefilter.language.undecided_policy import is_undecided, with_doubts
from pipefilter.services import Service, service_named
from pipefilter.services.service_answer import answers_of_service, in_words_of, recorded_answers
from pipefilter.services.sns_subscription import SNS_ATTRIBUTES
from pipefilter.sources import source_named
from pipefilter.templates.recognition import ROOT_NAMES, is_json_name, is_yaml_name

__all__ = ["check_data", "invalid_report", "is_plain_json", "pattern_reports"]

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
        from pipefilter.application.template_check import template_report
        from pipefilter.application.template_input import has_patterns, read_template

        try:
            template = read_template(name, data, label=label, is_named=is_named, is_json=is_json)
        except UnreadableInput as error:
            return FileReport(label, unreadable=str(error), is_named=is_named, place=error.place)
        if template is not None and (template.resources if is_named else has_patterns(template, name)):
            return template_report(label, template, settings, is_named=is_named)
        if template is not None or (not is_named and not is_meant_as_pattern(name, data)):
            return FileReport(label, is_named=is_named)
    try:
        if not is_json and is_yaml_name(name) and _is_other_yaml(data):
            from pipefilter.application.yaml_without_object import yaml_without_object

            reports: tuple[PatternReport, ...] = (invalid_report(label, yaml_without_object(_text(data)), ""),)
        else:
            reports = pattern_reports(label, data, settings)
        return FileReport(label, reports, is_named=is_named)
    except Contradiction as error:
        return FileReport(label, unreadable=f"{label}: {error}", is_named=is_named)


def _is_other_yaml(data: bytes) -> bool:
    """Whether YAML that is not an object is not JSON of one, either, which has a better message."""
    try:
        return decoded(data).lstrip()[:1] != "{"
    except UnicodeDecodeError:
        return False


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


def pattern_reports(label: str, data: bytes, settings: CheckSettings) -> tuple[PatternReport, ...]:
    """The reports of a pattern or filter criteria in JSON.

    Raises:
        Contradiction: the service or the source is not that of the scope of a filter policy.
    """
    service = service_named(settings.service) if settings.service else None
    is_policy = is_placed_policy(settings.service, settings.source)
    try:
        criteria, faults = parse_valid_filters(data, is_policy=is_policy)
    except InvalidEventPattern as error:
        if is_policy or is_of_policy(error):
            service = service or SNS_ATTRIBUTES
            error = with_doubts(error, data, of_attributes=service is SNS_ATTRIBUTES)
        report = invalid_report(label, error, _text(data), service)
        if is_undecided(error):
            report = replace(report, valid=None, problems=(), advice=report.problems)
        return (replace(report, event_kind=_event_kind(data)),)
    source = source_named(settings.source) if settings.source else None
    check_scopes(criteria, service, source)
    service = service or service_of_scope(criteria) or (SNS_ATTRIBUTES if is_policy else None)
    reports = [invalid_report(label, fault, criteria.text, service) for fault in faults]
    advice = filter_problems(
        criteria,
        service=service,
        source=source,
        emulators=settings.emulators,
        schemas=settings.schemas,
    )
    if not criteria.is_bare_pattern:
        advice = [*(FilterProblem(0, each) for each in text_after_object(criteria.text)), *advice]
    if faults:  # a finding about the list would cover only a part of it
        advice = [finding for finding in advice if finding.number]
    # that the service rejects a filter is not a finding that can be ignored
    advice = [each for each in advice if not each.problem.advice or settings.reports(each.problem)]
    if not criteria.is_bare_pattern and not faults:
        whole = _located(label, [each.problem for each in advice if not each.number])
        reports.append(PatternReport(label, label, count=len(criteria.filters), advice=whole))
    return (*reports, *_filter_reports(label, criteria, advice, service))


def _text(data: bytes) -> str:
    """The text of a file; "" if it is not UTF-8."""
    try:
        return decoded(data)
    except UnicodeDecodeError:
        return ""


def _event_kind(data: bytes) -> str:
    """The kind of event that a file is; "" if it is not an event."""
    from pipefilter.language.event_recognition import event_kind

    return event_kind(_text(data))


def _filter_reports(
    label: str, criteria: FilterCriteria, advice: Sequence[FilterProblem], service: Service | None
) -> list[PatternReport]:
    """The reports of each filter; one that the service is documented to reject is not valid."""
    reports = []
    for each in criteria.filters:
        number = 0 if criteria.is_bare_pattern else each.number
        places = filter_places(criteria, each)
        problems = [finding.problem for finding in advice if finding.number == number]
        refused = [problem for problem in problems if not problem.advice]
        recorded = () if refused else recorded_answers(service, str(each.pattern))
        report = PatternReport(
            label,
            label,
            number,
            valid=not refused,
            problems=_located(label, refused, number, places),
            advice=_located(label, [problem for problem in problems if problem.advice], number, places),
            service_answers=answers_of_service(service, refused[0]) if refused else recorded,
            answers_recorded=service.operators.recorded if service is not None and recorded else "",
        )
        reports.append(report)
    return reports


def _service_answer(service: Service | None) -> str:
    """The service's message for any invalid filter; "" if it names the problem, or is not known."""
    refusal = service.refusal if service is not None else ""
    return "" if "{message}" in refusal else refusal


def invalid_report(
    label: str, error: InvalidEventPattern, text: str, service: Service | None = None
) -> PatternReport:
    """The report of a pattern or filter that AWS rejects, with the places of its problems in the file.

    Args:
        text: of the file; used only if the error is that of one filter of several, or of a filter policy.
        service: that rejects it; None if that is not known.
    """
    number, places = filter_number(error), None
    if isinstance(error, InvalidFilter) and error.start and number:
        at = offset_of(text, error.start)
        places = FilterPlaces(text, at if error.is_policy else pattern_offset(text, at))
        number = 0 if error.is_policy else number
    problems = [in_words_of(service, problem) for problem in error.problems]
    return PatternReport(
        label,
        label,
        number,
        valid=False,
        problems=_located(label, problems, number, places),
        service_answer=_service_answer(service),
        service_answers=answers_of_service(service, problems[0]),
    )


def _located(
    label: str, problems: Sequence[Problem], number: int = 0, places: FilterPlaces | None = None
) -> tuple[LocatedProblem, ...]:
    """Problems with their places in the file.

    Args:
        problems: with places in the pattern's text.
        number: of the filter, in whose text the places are; 0 for a bare pattern, or the list as a whole.
        places: of the pattern's text in the file; None if it is the file.
    """
    located = []
    for problem in problems:
        if places is None:
            located.append(LocatedProblem(label, problem, number, problem.start, problem.end))
            continue
        start, end = places.span(problem)
        first, last = place_of(places.text, start), place_of(places.text, end)
        located.append(LocatedProblem(label, problem, number, first, last, excerpt(places.text, start, end)))
    return tuple(located)
