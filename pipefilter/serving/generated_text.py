"""`/api/generate`: the filters as text for a tool that deploys them, as `pipefilter generate` prints it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pipefilter.analysis.findings import findings
from pipefilter.errors import InvalidEventPattern
from pipefilter.filtering.placement import mismatch, source_of_patterns
from pipefilter.language.filter_criteria import Filter, FilterCriteria, parse_filters
from pipefilter.language.parse import parse
from pipefilter.services import Service, service_named
from pipefilter.serving.asked import Asked, AskedWrongly
from pipefilter.serving.read_filters import MOST_FILTERS, check_length
from pipefilter.sources import SOURCES, Source
from pipefilter.targets import TARGETS, Target, Unsupported
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.filter_text import FilterText, filter_text
from pipefilter.targets.source_setup import SETUPS

__all__ = ["generate"]

_LENGTH = {"PF437", "PF439", "PF449"}
"""The pattern is too long: that is of the text which is sent, and a reason not to print it, raised quota or not."""


def generate(members: Mapping[str, object]) -> dict[str, object]:
    """What to put where, as text.

    Args:
        members: of the body: `target`, `pattern`, `service`, `source`, `whole`.

    Raises:
        AskedWrongly: it cannot be printed; the sentence says why.
    """
    asked = Asked.read(members)
    target = _target(asked.text("target"))
    check_length(asked.pattern)
    try:
        criteria = parse_filters(asked.pattern)
    except InvalidEventPattern as error:
        raise AskedWrongly(f"the pattern is not valid: {error.code}  {error.message}") from None
    if not criteria.filters:
        raise AskedWrongly("there are no filters in the criteria: give one at least")
    if len(criteria.filters) > MOST_FILTERS:
        raise AskedWrongly(f"there are more than {MOST_FILTERS} filters, which no service of AWS takes")
    service, source = _where(asked, criteria.filters)
    if service.name == "rule" and len(criteria.filters) > 1:
        raise AskedWrongly("a rule has one pattern: give one, or make one with $or")
    texts = tuple(filter_text(one.pattern, one.scope) for one in criteria.filters)
    _refuse_wrong(criteria, texts, service, source)
    try:
        return {"text": target.render(Deployment(texts, service, source, asked.flag("whole")))}
    except Unsupported as error:
        raise AskedWrongly(str(error)) from None


def _target(name: str) -> Target:
    found = next((target for target in TARGETS if target.name == name), None)
    if found is None:
        raise AskedWrongly(
            f"there is no target of this name; there are {', '.join(one.name for one in TARGETS)}"
        )
    return found


def _where(asked: Asked, filters: tuple[Filter, ...]) -> tuple[Service, Source]:
    """The service and the source: as given, or as the patterns tell."""
    service, source = asked.service, asked.source
    if service is None and any(one.scope for one in filters):
        service = service_named("v2")
    if service is None and source is not None:
        service = service_named(source.services[0])
    if service is None:
        raise AskedWrongly("choose a service: where do the filters run?")
    source = source or source_of_patterns([one.pattern for one in filters], service)
    if source is None:
        names = ", ".join(one.name for one in SOURCES if service.name in one.services)
        raise AskedWrongly(f"choose a source, as the patterns do not tell it: {names}")
    if wrong := mismatch([service], source):
        raise AskedWrongly(wrong)
    if source.name not in {"bus", *(setup.source for setup in SETUPS)}:
        raise AskedWrongly(
            f"AWS documents no filters for the source {source.name}; the nearest is a check in the function"
        )
    return service, source


def _refuse_wrong(
    criteria: FilterCriteria, texts: tuple[FilterText, ...], service: Service, source: Source
) -> None:
    """Refuse what the service would refuse, and what the checks find an error in."""
    sent = [
        replace(one, pattern=parse(text.text), is_text=True)
        for one, text in zip(criteria.filters, texts, strict=True)
    ]
    for filters, is_sent in ((criteria.filters, False), (tuple(sent), True)):
        listed = FilterCriteria(filters, is_lone=service.name == "rule")
        for one in findings(listed, service=service, source=source):
            if (one.problem.code in _LENGTH) != is_sent or one.problem.severity == "note":
                continue
            if is_sent or one.problem.severity == "error":
                where = f"filter {one.number}: " if one.number and len(filters) > 1 else ""
                raise AskedWrongly(f"{where}{one.problem.code}  {one.problem.message}")
