"""Filters read from a file: a pattern in JSON or YAML, filter criteria, or what a template has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipefilter.application.filters import Filters
from pipefilter.application.pattern_input import PatternInput
from pipefilter.application.pattern_text import PatternText, read_pattern_text
from pipefilter.filtering.placement import resolve_placement
from pipefilter.language.filter_criteria import InvalidFilter

if TYPE_CHECKING:
    from pipefilter.application.template_batches import TemplateBatches
    from pipefilter.application.template_pattern import TemplatePattern

__all__ = ["filters_of", "load", "loaded"]


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
    return filters_of(read_pattern_text(pattern), service=service, source=source)


def filters_of(pattern: PatternText, *, service: str = "", source: str = "") -> Filters:
    """The filters in a text, and what is certain of where they run.

    Args:
        pattern: the text.
        service: as for `load`.
        source: likewise.
    """
    criteria, template = pattern.criteria(), pattern.template
    if template is None:
        placement = resolve_placement(criteria, service=service, source=source)
        return Filters(criteria, placement, name=pattern.name)
    placement = resolve_placement(
        criteria, service=service or template.service or "", source=source or template.source or ""
    )
    return Filters(criteria, placement, template.bounds(), pattern.name, _batches_of(template))


def _batches_of(pattern: TemplatePattern) -> TemplateBatches | None:
    """What a template says of batches; None if it does not say in which service the filters run.

    Args:
        pattern: read from it.
    """
    if not pattern.service:
        return None
    from pipefilter.application.template_batches import TemplateBatches  # noqa: PLC0415 - only for a template

    return TemplateBatches(pattern.batches.size or 0, pattern.batches.window or 0)
