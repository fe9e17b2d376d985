"""Filters read from a file: a pattern in JSON or YAML, filter criteria, or what a template has."""

from __future__ import annotations

from dataclasses import replace

from pipefilter.application.filters import Filters, TemplateBatches
from pipefilter.application.input_files import file_contents
from pipefilter.application.pattern_input import ARGUMENT, PatternInput, inline_text
from pipefilter.application.pattern_names import refuse_template
from pipefilter.application.template_pattern import TemplatePattern
from pipefilter.errors import UnreadableInput
from pipefilter.filtering.placement import resolve_placement
from pipefilter.json_text.place import place_of
from pipefilter.json_text.tree import decoded
from pipefilter.language.filter_criteria import FilterCriteria, InvalidFilter, parse_filters
from pipefilter.templates.node import TemplateFault
from pipefilter.templates.read_resource import read_resource
from pipefilter.templates.recognition import is_yaml_name
from pipefilter.templates.reference import NoSuchPattern, chosen, split_reference, whole_file
from pipefilter.templates.template_file import TemplateFile, template_file

__all__ = ["batches_of", "load", "loaded"]


def load(pattern: PatternInput, *, service: str = "", source: str = "") -> Filters:
    """Read filters from a file, or from what stands for one.

    Args:
        pattern: the name of a file with a pattern or filter criteria, in JSON or YAML; or of filters in a template,
            such as `template.yaml#OrdersPipe`, `template.yaml#OrdersPipe/2`; or a pattern or filter criteria as JSON
            text or as a dict.
        service: the name of the service in which they run; "" for what the template says, or what each record tells.
        source: the name of the source of their records, likewise.

    Raises:
        InvalidEventPattern: AWS refuses one of them, or the service does.
        UnreadableInput: the file cannot be read, or has no such filters.
        TemplateGap: the template does not tell enough of them.
        Contradiction: the service does not read from the source.
    """
    filters = loaded(pattern, service=service, source=source)
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
    text = inline_text(pattern)
    if text is not None:
        criteria = parse_filters(text)
        return _filters(criteria, service, source, ARGUMENT)
    name = str(pattern)
    reference = split_reference(name)
    file, resource, number = reference or (name, "", 0)
    data = file_contents(file)
    if reference is None and not is_yaml_name(file):
        refuse_template(file, data)
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
