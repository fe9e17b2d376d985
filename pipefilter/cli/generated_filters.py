"""Patterns read, checked and printed for `pipefilter generate`."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import click

from pipefilter.analysis.findings import findings
from pipefilter.cli.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.inputs import STDIN, InputError, is_reference, pattern_bytes, shown_name
from pipefilter.cli.output import message, print_problem
from pipefilter.errors import InvalidEventPattern
from pipefilter.language.branches import every_field
from pipefilter.language.filter_criteria import Filter, FilterCriteria, InvalidFilter, parse_filters
from pipefilter.language.parse import parse
from pipefilter.services import Service, service_named
from pipefilter.sources import SOURCES, Source, source_named
from pipefilter.targets import target_named
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.filter_text import filter_text
from pipefilter.targets.source_setup import SETUPS
from pipefilter.targets.target import Unsupported

__all__ = ["Wish", "generate"]

_TOLD_BY_ROOT = {"dynamodb": "dynamodb", "eventName": "dynamodb", "body": "sqs"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user gave."""

    target: str
    patterns: tuple[str, ...]
    service: str | None
    source: str | None
    whole: bool
    function: str
    name: str
    alpha: bool
    anyway: bool


def generate(wish: Wish, *, as_json: bool) -> tuple[int, str]:
    """The exit code, and what to print.

    Args:
        wish: what the user gave.
        as_json: in a JSON object.

    Raises:
        click.UsageError: it does not go together.
        InputError: a pattern cannot be read, or the target cannot express it.
    """
    if wish.patterns.count(STDIN) > 1:
        raise click.UsageError("- can be given once only: standard input is read to its end")
    filters = _filters(wish)
    if filters is None:
        return COULD_NOT_TELL, ""
    service, source = _where(wish, filters)
    if service.name == "rule" and len(filters) > 1:
        raise click.UsageError("a rule has one pattern: give one, or make one with $or")
    texts = [filter_text(one.pattern, one.scope) for one in filters]
    if not _is_taken(texts_as_criteria([one.text for one in texts], filters, service), service, source, wish):
        return NO, ""
    deployment = Deployment(tuple(texts), service, source, wish.whole, wish.name, wish.function, wish.alpha)
    try:
        text = target_named(wish.target).render(deployment)
    except Unsupported as error:
        raise InputError(str(error)) from None
    if as_json:
        shown = {
            "target": wish.target,
            "service": service.name,
            "source": source.name,
            "whole": wish.whole,
            "patterns": [one.text for one in texts],
            "text": text,
        }
        text = json.dumps(shown, ensure_ascii=True)
    return YES, text


def texts_as_criteria(texts: list[str], filters: list[Filter], service: Service) -> FilterCriteria:
    """The filters as they are sent, so that the checks see how long they are.

    Args:
        texts: of the patterns.
        filters: as they were given.
        service: in which they run.
    """
    sent = [
        replace(one, number=number, pattern=parse(text), is_text=True, scope=one.scope)
        for number, (text, one) in enumerate(zip(texts, filters, strict=True), 1)
    ]
    return FilterCriteria(tuple(sent), is_lone=service.name == "rule")


def _filters(wish: Wish) -> list[Filter] | None:
    """All filters; None if one is not valid, which is said then."""
    found: list[Filter] = []
    for name in wish.patterns:
        shown = shown_name(name)
        try:
            found += parse_filters(pattern_bytes(name)).filters
        except InvalidEventPattern as error:
            number = error.number if isinstance(error, InvalidFilter) else 0
            for problem in error.problems:
                print_problem(problem, f"{shown} (filter {number})" if number else shown, is_result=False)
            return None
    if not found:
        raise click.UsageError("there are no filters in the criteria: give one at least")
    return found


def _where(wish: Wish, filters: list[Filter]) -> tuple[Service, Source]:
    """The service and the source: as given, or as the template or the patterns tell."""
    service, source = wish.service, wish.source
    for name in wish.patterns:
        if is_reference(name):
            from pipefilter.cli.pattern_in_template import template_pattern  # noqa: PLC0415 - only for a template

            deployed = template_pattern(name)
            service = service or (deployed.service if deployed else None) or None
            source = source or (deployed.source if deployed else None) or None
    if any(one.scope for one in filters):
        service = service or "v2"
    if service is None and source is not None:
        service = source_named(source).services[0]
    if service is None:
        raise click.UsageError("give --service: where do the filters run?")
    where = service_named(service)
    source = source or _told_source(filters, where)
    if source is None:
        names = ", ".join(one.name for one in SOURCES if service in one.services)
        raise click.UsageError(f"give --source, as the patterns do not tell it: {names}")
    what = source_named(source)
    if service not in what.services:
        raise click.UsageError(
            f"the service {service} does not see records of {source}; that is for {' or '.join(what.services)}"
        )
    if source not in {"bus", *(setup.source for setup in SETUPS)}:
        raise InputError(
            f"AWS documents no filters for the source {source}; the nearest is a check in the function"
        )
    return where, what


def _told_source(filters: list[Filter], service: Service) -> str | None:
    if service.name in source_named("bus").services:
        return "bus"
    roots = {field.path.partition(".")[0] for one in filters for field in every_field(one.pattern.members)}
    told = {_TOLD_BY_ROOT[root] for root in roots if root in _TOLD_BY_ROOT}
    return told.pop() if len(told) == 1 else None


def _is_taken(criteria: FilterCriteria, service: Service, source: Source, wish: Wish) -> bool:
    """Whether nothing is wrong with the filters; what is, is said."""
    found = [
        one for one in findings(criteria, service=service, source=source) if one.problem.severity != "note"
    ]
    several = len(criteria.filters) > 1
    for one in found:
        label = f"filter {one.number}" if several and one.number else "filters" if several else "pattern"
        print_problem(one.problem, label, is_result=False)
    errors = [one for one in found if one.problem.severity == "error"]
    if errors and not wish.anyway:
        message("nothing is printed: mend this, or give --anyway")
    return not errors or wish.anyway
