"""Patterns read and written for `pipefilter generate`, and what is wrong with them printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import click

from pipefilter.analysis.findings import Finding
from pipefilter.application.generation import (
    DeploymentOptions,
    MissingPlacement,
    RefusedFilters,
    generate_filters,
)
from pipefilter.cli.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.inputs import STDIN, InputError, is_reference, pattern_bytes, shown_name
from pipefilter.cli.output import message, print_json, print_problem
from pipefilter.errors import InvalidEventPattern
from pipefilter.filtering.placement import Contradiction
from pipefilter.formats.generated_json import generated_json
from pipefilter.language.filter_criteria import Filter, FilterCriteria, InvalidFilter, parse_filters
from pipefilter.targets.target import Unsupported

__all__ = ["print_filters"]


@dataclass(frozen=True, slots=True)
class _LabelledFilter:
    """A filter, and what it is called in messages."""

    filter: Filter
    label: str


def print_filters(  # noqa: PLR0913 - one argument an option
    target: str,
    patterns: Sequence[str],
    service: str,
    source: str,
    options: DeploymentOptions,
    *,
    anyway: bool,
    as_json: bool,
) -> int:
    """Read patterns, print them for a tool, and return the exit code.

    Args:
        target: the name of the tool.
        patterns: the names of files, or of filters in templates.
        service: the name of the service in which they run; "" for what a template or the patterns say.
        source: the name of the source whose records they see, likewise.
        options: how they are to be deployed.
        anyway: whether to print also what the checks find an error in.
        as_json: whether to print it in a JSON object.

    Raises:
        click.UsageError: it does not go together.
        InputError: a pattern cannot be read, or the target cannot express it.
    """
    if patterns.count(STDIN) > 1:
        raise click.UsageError("- can be given once only: standard input is read to its end")
    labelled = _read(patterns)
    if labelled is None:
        return COULD_NOT_TELL
    service, source = _as_templates_say(patterns, service, source)
    filters = [each.filter for each in labelled]
    try:
        generated = generate_filters(
            target, filters, service=service, source=source, options=options, anyway=anyway
        )
    except MissingPlacement as error:
        raise click.UsageError(_question(error)) from None
    except (Contradiction, ValueError) as error:
        raise click.UsageError(str(error)) from None
    except RefusedFilters as error:
        _report(error.findings, labelled)
        message("nothing is printed: mend this, or give --anyway")
        return NO
    except Unsupported as error:
        raise InputError(str(error)) from None
    _report(generated.findings, labelled)
    if as_json:
        print_json(generated_json(generated))
    else:
        click.echo(generated.text, nl=False)
    return YES


def _question(error: MissingPlacement) -> str:
    if error.missing == "service":
        return "give --service: where do the filters run?"
    return f"give --source, as the patterns do not tell it: {', '.join(error.choices)}"


def _read(names: Sequence[str]) -> list[_LabelledFilter] | None:
    """All filters; None if one is not valid, which is said then."""
    labelled: list[_LabelledFilter] = []
    for name in names:
        label = shown_name(name)
        data = pattern_bytes(name)
        try:
            criteria = parse_filters(data)
        except InvalidEventPattern as error:
            number = error.number if isinstance(error, InvalidFilter) else 0
            for problem in error.problems:
                print_problem(problem, f"{label} (filter {number})" if number else label, is_result=False)
            from pipefilter.cli.swapped_arguments import report_event  # noqa: PLC0415 - only for an error

            report_event(name, data)
            return None
        labelled += [_LabelledFilter(each, _label(label, each.number, criteria)) for each in criteria.filters]
    return labelled


def _as_templates_say(names: Sequence[str], service: str, source: str) -> tuple[str, str]:
    """The service and the source as given, or as the templates say."""
    for name in names:
        if is_reference(name):
            from pipefilter.cli.pattern_in_template import template_pattern  # noqa: PLC0415 - only for a template

            deployed = template_pattern(name)
            service = service or (deployed.service if deployed else None) or ""
            source = source or (deployed.source if deployed else None) or ""
    return service, source


def _report(findings: Sequence[Finding], labelled: Sequence[_LabelledFilter]) -> None:
    for finding in findings:
        label = labelled[finding.number - 1].label if finding.number else "filters"
        print_problem(finding.problem, label, is_result=False)


def _label(label: str, number: int, criteria: FilterCriteria) -> str:
    return label if criteria.is_lone else f"{label} (filter {number})"
