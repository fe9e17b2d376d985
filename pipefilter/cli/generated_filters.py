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
from pipefilter.filtering.placement import mismatch, source_of_patterns
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

_LENGTH = {"PF437", "PF439", "PF449"}
"""The pattern is too long: that is of the text which is sent, and a reason not to print it, raised quota or not."""


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


@dataclass(frozen=True, slots=True)
class _Given:
    """A filter, and what it is called in messages."""

    filter: Filter
    label: str


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
    given = _filters(wish)
    if given is None:
        return COULD_NOT_TELL, ""
    filters = [one.filter for one in given]
    service, source = _where(wish, filters)
    if service.name == "rule" and len(filters) > 1:
        raise click.UsageError("a rule has one pattern: give one, or make one with $or")
    texts = [filter_text(one.pattern, one.scope) for one in filters]
    if not _is_taken([one.text for one in texts], given, service, source, wish):
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


def _filters(wish: Wish) -> list[_Given] | None:
    """All filters; None if one is not valid, which is said then."""
    found: list[_Given] = []
    for name in wish.patterns:
        shown = shown_name(name)
        try:
            criteria = parse_filters(pattern_bytes(name))
            found += [_Given(one, _label(shown, one.number, criteria)) for one in criteria.filters]
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
    what = source_named(source) if source else source_of_patterns([one.pattern for one in filters], where)
    if what is None:
        names = ", ".join(one.name for one in SOURCES if service in one.services)
        raise click.UsageError(f"give --source, as the patterns do not tell it: {names}")
    if wrong := mismatch([where], what):
        raise click.UsageError(wrong)
    if what.name not in {"bus", *(setup.source for setup in SETUPS)}:
        raise InputError(
            f"AWS documents no filters for the source {what.name}; the nearest is a check in the function"
        )
    return where, what


def _is_taken(texts: list[str], given: list[_Given], service: Service, source: Source, wish: Wish) -> bool:
    """Whether nothing is wrong with the filters; what is, is said."""
    filters = [replace(one.filter, number=number) for number, one in enumerate(given, 1)]
    sent = [replace(one, pattern=parse(text), is_text=True) for one, text in zip(filters, texts, strict=True)]
    is_refused = False
    for listed, is_sent in ((filters, False), (sent, True)):
        criteria = FilterCriteria(tuple(listed), is_lone=service.name == "rule")
        for one in findings(criteria, service=service, source=source):
            if one.problem.severity == "note" or (one.problem.code in _LENGTH) != is_sent:
                continue
            number = 1 if criteria.is_lone else one.number
            print_problem(one.problem, given[number - 1].label if number else "filters", is_result=False)
            is_refused |= is_sent or one.problem.severity == "error"
    if is_refused and not wish.anyway:
        message("nothing is printed: mend this, or give --anyway")
    return wish.anyway or not is_refused


def _label(shown: str, number: int, criteria: FilterCriteria) -> str:
    return shown if criteria.is_lone else f"{shown} (filter {number})"
