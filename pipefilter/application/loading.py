"""Filters read from a file: a pattern in JSON or YAML, filter criteria, or what a template has."""

from __future__ import annotations

from dataclasses import replace

from pipefilter.application.filters import Filters, TemplateBatches
from pipefilter.application.input_files import file_contents, shown_name
from pipefilter.application.pattern_files import SeveralPatterns, one_pattern_file
from pipefilter.application.pattern_input import (
    ARGUMENT,
    PatternInput,
    PlacedFilters,
    file_name,
    inline_text,
)
from pipefilter.application.template_pattern import TemplatePattern
from pipefilter.errors import UnreadableInput
from pipefilter.filtering.placement import resolve_placement
from pipefilter.json_text.place import place_of
from pipefilter.json_text.tree import decoded
from pipefilter.language.event_pattern import EventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria, InvalidFilter, parse_filters
from pipefilter.templates.node import TemplateFault
from pipefilter.templates.read_resource import read_resource
from pipefilter.templates.recognition import is_yaml_name
from pipefilter.templates.reference import NoSuchPattern, chosen, split_reference, whole_file
from pipefilter.templates.template_file import TemplateFile, template_file

__all__ = ["batches_of", "load", "loaded"]


def load(pattern: PatternInput, *, service: str = "", source: str = "") -> Filters:
    """Read filters from a file, or from what stands for one.

    Args:
        pattern: the name of a file with a pattern or filter criteria, in JSON or YAML, or of a folder or a glob that
            has one such file; or of filters in a template, such as `template.yaml#OrdersPipe`,
            `template.yaml#OrdersPipe/2`; or a pattern or filter criteria as JSON text or as a dict; or filters that
            were loaded, parsed or narrowed before.
        service: the name of the service in which they run; "" for what the template says, or what each record tells.
        source: the name of the source of their records, likewise.

    Raises:
        InvalidEventPattern: AWS refuses one of them, or the service does.
        UnreadableInput: the file cannot be read, or has no such filters; a folder or a glob has several files.
        TemplateGap: the template does not tell enough of them.
        Contradiction: the service does not read from the source.
        TypeError: it is something else.
    """
    filters = loaded(pattern, service=service, source=source)
    if filters is pattern:  # nothing of it is new
        return filters
    if filters.placement.is_explicit:
        from pipefilter.application.refused_filters import service_refusals  # noqa: PLC0415 - not for plain events

        refusals = service_refusals(filters.criteria, filters.placement)
        if refusals:
            first = refusals[0].number
            problems = (each.problem for each in refusals if each.number == first)
            raise InvalidFilter(*problems, number=first)
    return filters


def loaded(pattern: PatternInput, *, service: str = "", source: str = "") -> Filters:
    """Read filters, those too that AWS documents their service to refuse.

    Args:
        pattern: as for `load`.
        service: likewise.
        source: likewise.
    """
    if isinstance(pattern, EventPattern):
        return _filters(FilterCriteria((Filter(1, pattern),), is_lone=True), service, source, ARGUMENT)
    if isinstance(pattern, PlacedFilters):
        return _placed(pattern, service, source)
    text = inline_text(pattern)
    if text is not None:
        criteria = parse_filters(text)
        return _filters(criteria, service, source, ARGUMENT)
    name = file_name(pattern)
    reference = split_reference(name)
    if reference is None:
        name = _one_file(name)
    file, resource, number = reference or (name, "", 0)
    data = file_contents(file)
    if reference is None and not is_yaml_name(file):
        criteria = parse_filters(data)
        return _filters(criteria, service, source, name)
    template = _template(file, data)
    try:
        found = (
            chosen(template.found, resource, number, file) if reference else whole_file(template.found, file)
        )
    except NoSuchPattern as error:
        raise UnreadableInput(str(error)) from None
    deployed = TemplatePattern(read_resource(found, template.text), number, name)
    criteria = parse_filters(deployed.text)
    filters = _filters(criteria, service or deployed.service or "", source or deployed.source or "", name)
    return replace(filters, bounds=deployed.bounds(), batches=batches_of(deployed))


def _placed(placed: PlacedFilters, service: str, source: str) -> Filters:
    """Filters that say where they run, unless a caller says it otherwise."""
    filters = placed if isinstance(placed, Filters) else Filters(placed.criteria, placed.placement)
    if not service and not source:
        return filters
    certain = filters.placement.services[0].name if filters.placement.is_service_certain else ""
    placement = resolve_placement(filters.criteria, service=service or certain, source=source or filters.source)
    return replace(filters, placement=placement)


def _one_file(name: str) -> str:
    try:
        return one_pattern_file(name)
    except SeveralPatterns as error:
        raise UnreadableInput(f"{error}; load them one by one") from None
    except OSError as error:  # a name that cannot be one, a folder that cannot be looked into
        raise UnreadableInput(f"cannot read {shown_name(name)}: {error.strerror or error}") from None


def _filters(criteria: FilterCriteria, service: str, source: str, name: str) -> Filters:
    return Filters(criteria, resolve_placement(criteria, service=service, source=source), name=name)


def batches_of(pattern: TemplatePattern) -> TemplateBatches | None:
    """What a template says of batches; None if it does not say in which service the filters run.

    Args:
        pattern: read from it.
    """
    if not pattern.service:
        return None
    return TemplateBatches(pattern.batches.size or 0, pattern.batches.window or 0)


def _template(file: str, data: bytes) -> TemplateFile:
    try:
        return template_file(file, data)
    except UnicodeDecodeError:
        raise UnreadableInput(f"{file} is not UTF-8: save it as UTF-8") from None
    except TemplateFault as fault:
        place = place_of(decoded(data), fault.offset)
        raise UnreadableInput(f"{file}:{place.line}:{place.column}: {fault.message}") from None
