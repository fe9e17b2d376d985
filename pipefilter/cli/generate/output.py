"""Prints patterns as the filters of a deployment tool, and their problems, for `pipefilter generate`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import click

from pipefilter.analysis.filter_problems import FilterProblem
from pipefilter.application.filters import Filters
from pipefilter.application.generate import generated_filters, with_template_batches
from pipefilter.application.generation import (
    DeploymentOptions,
    GeneratedFilters,
    MissingPlacement,
    RefusedFilters,
)
from pipefilter.application.policy_service import is_placed_policy
from pipefilter.cli.inputs.files import InputError
from pipefilter.cli.inputs.filters import any_filters
from pipefilter.cli.inputs.refused_filters import report_unread_content
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.cli.terminal.output import message, print_json, print_problem, remark
from pipefilter.dataclass import dataclass
from pipefilter.enumeration import enumeration
from pipefilter.filtering.lookup import Contradiction
from pipefilter.services import service_named
from pipefilter.sources import source_named
from pipefilter.sources.source_setup import source_setup
from pipefilter.targets.target import Unsupported

__all__ = ["GenerateOptions", "print_filters"]


@dataclass(frozen=True, slots=True)
class GenerateOptions:
    """The options of `pipefilter generate`.

    Args:
        patterns: the names of files, or of filters in templates.
        service: the name of the service that runs them; "" to determine it from a template or the patterns.
        source: the name of the source of the records; "" to determine it in the same way.
        anyway: whether to print the filters even if the checks report errors.
    """

    target: str
    patterns: Sequence[str]
    service: str
    source: str
    deployment: DeploymentOptions
    anyway: bool
    as_json: bool


def print_filters(options: GenerateOptions) -> int:
    """Read patterns, print them for a tool, and return the exit code.

    Raises:
        click.UsageError: they contradict each other.
        InputError: a pattern cannot be read, or the target cannot express it.
    """
    inputs = []
    is_policy = is_placed_policy(options.service, options.source)
    for name in options.patterns:
        filters = any_filters(
            name, as_json=False, must_be_complete=True, needs_service=False, is_policy=is_policy
        )
        if filters is None:
            return COULD_NOT_TELL
        if not filters.criteria.is_bare_pattern:  # after the end of a pattern, the checks report it
            report_unread_content(replace(filters.criteria, filters=()), filters.name)
        inputs.append(filters)
    labels = [_label(filters, each.number) for filters in inputs for each in filters.criteria.filters]
    try:
        generated = generated_filters(
            options.target,
            inputs,
            service=options.service,
            source=options.source,
            options=options.deployment,
            anyway=options.anyway,
        )
    except MissingPlacement as error:
        raise click.UsageError(_question(error)) from None
    except (Contradiction, ValueError) as error:
        raise click.UsageError(str(error)) from None
    except RefusedFilters as error:
        _report(error.findings, labels)
        message("nothing printed: fix these problems, or pass --anyway")
        return NO
    except Unsupported as error:
        raise InputError(str(error)) from None
    _report(generated.findings, labels)
    if not options.service and not any(map(_has_service, inputs)):
        _report_assumption(generated)
    _report_left_out(generated, options.deployment, inputs)
    if options.as_json:
        members = ("target", "service", "source", "whole", "patterns", "text")
        print_json({name: getattr(generated, name) for name in members})
    else:
        click.echo(generated.text, nl=False)
    return YES


def _has_service(filters: Filters) -> bool:
    """Whether a template or a scope determines the service."""
    return filters.placement.is_service_certain or any(each.scope for each in filters.criteria.filters)


def _report_assumption(generated: GeneratedFilters) -> None:
    """Print which service of several was assumed from the source."""
    services = [service_named(name) for name in source_named(generated.source).services]
    service = service_named(generated.service)
    if len(services) > 1:
        is_unique = [each.place for each in services].count(service.place) == 1
        place = service.place if is_unique else service.title
        remark(f"generated for {place}; use --service to change this")


def _report_left_out(
    generated: GeneratedFilters, deployment: DeploymentOptions, inputs: Sequence[Filters]
) -> None:
    """Print which settings of a template a complete stack does not have."""
    if deployment.whole and any(each.batches is not None for each in inputs):
        remark(f"note: {_carried_over(generated, with_template_batches(deployment, inputs))}")


def _carried_over(generated: GeneratedFilters, deployment: DeploymentOptions) -> str:
    """A sentence on the settings of a template that the output has, and those that it lacks."""
    if generated.service not in ("pipe", "lambda"):
        receivers = "topic, its receiver" if generated.source == "sns" else "targets"
        return f"only the pattern is from the template: set its {receivers} and its other settings yourself"
    setup = source_setup(generated.source)
    carried = ["the filters"]
    if deployment.batch_size:
        carried.append(f"the batch size ({deployment.batch_size})")
    if deployment.batch_window:
        carried.append(f"the batching window ({deployment.batch_window} s)")
    if setup.has_starting_position and deployment.starting_position:
        carried.append(f"the starting position ({deployment.starting_position})")
    size = "" if deployment.batch_size else f"the batch size is {setup.batch_size}; "
    position = ""
    if setup.has_starting_position and not deployment.starting_position:
        position = "the starting position is TRIM_HORIZON, the oldest record; "
    return (
        f"only {enumeration(carried, 'and')} are from the template; {size}{position}"
        "compare these and all other settings, such as retries and destinations, with the template before you deploy"
    )


def _question(error: MissingPlacement) -> str:
    if error.missing == "service":
        return f"give --service, the service that runs the filters: {', '.join(error.choices)}"
    return f"give --source, as it cannot be determined from the patterns: {', '.join(error.choices)}"


def _report(findings: Sequence[FilterProblem], labels: Sequence[str]) -> None:
    for finding in findings:
        label = labels[finding.number - 1] if finding.number else "filters"
        print_problem(finding.problem, label, is_result=False)


def _label(filters: Filters, number: int) -> str:
    return filters.name if filters.criteria.is_bare_pattern else f"{filters.name} (filter {number})"
