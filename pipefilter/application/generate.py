"""Generates filters for deployment tools: `pipefilter generate` for programs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from pipefilter.application.filters import Filters
from pipefilter.application.generation import (
    DeploymentOptions,
    GeneratedFilters,
    MissingPlacement,
    generate_filters,
)
from pipefilter.application.loading import read_filters
from pipefilter.application.pattern_input import PatternInput, listed_patterns
from pipefilter.application.pattern_names import names_in_folder
from pipefilter.application.policy_service import is_placed_policy
from pipefilter.errors import TemplateGap
from pipefilter.targets import TARGETS

__all__ = ["generate", "generated_filters", "with_template_batches"]


def generate(  # noqa: PLR0913 - the options of a deployment
    target: str,
    filters: PatternInput | Iterable[PatternInput],
    *,
    service: str = "",
    source: str = "",
    whole: bool = False,
    function: str = "",
    name: str = "Filtered",
    alpha: bool = False,
    anyway: bool = False,
) -> str:
    """Write filters for the tool that deploys them.

    Args:
        target: the name of the tool: `cdk-typescript`, `cdk-python`, `sam`, `cloudformation`, `cloudformation-json`,
            `terraform`, `serverless`, `pulumi-python`, `pulumi-typescript`, `aws-cli` or `boto3`.
        filters: the result of `load`, its argument, or a folder; several are filters of one pipe, event source mapping or
            subscriber.
        service: the name of the service that runs them, if the filters do not determine it.
        source: the name of the source of the records, if the filters do not determine it.
        whole: write a complete stack, rather than just the filters; from a template, it also takes the batch size, the
            batching window and the starting position.
        function: for a pipe, the function that enriches the records, "" for none; for an event source mapping, the
            function to invoke; for a subscription to a topic, the function to subscribe, "" for a queue.
        name: the prefix for resource names, such as `Orders`.
        alpha: use alpha constructs.
        anyway: write the filters even if the checks report errors.

    Returns:
        The text, which ends with a newline.

    Raises:
        Unsupported: the tool or the service cannot express it; the message names the nearest alternative.
        RefusedFilters: the service would reject the filters, or the checks report an error in them.
        TemplateGap: parts of the filters are not known from a template.
        MissingPlacement: the service or the source is not known.
        Contradiction: the service does not read from the source.
        ValueError: there is no such tool, there are no filters, or several for a rule or a subscription.
        TypeError: something is not filters.
    """
    _refuse_swapped(target, filters)
    is_policy = is_placed_policy(service, source)
    inputs = [loaded for each in listed_patterns(filters) for loaded in _inputs(each, is_policy=is_policy)]
    options = DeploymentOptions(whole, function, name, alpha)
    return generated_filters(
        target, inputs, service=service, source=source, options=options, anyway=anyway
    ).text


def _refuse_swapped(target: object, filters: object) -> None:
    """Detect that the target and the filters are swapped, before the target is read as a file.

    Raises:
        TypeError: they are swapped.
    """
    names = [each.name for each in TARGETS]
    if isinstance(filters, str) and filters in names and target not in names:
        raise TypeError(f"the target comes first: generate({filters!r}, filters)")


def _inputs(filters: PatternInput, *, is_policy: bool) -> list[Filters]:
    """The filters that an argument names; a folder means all patterns in it."""
    if isinstance(filters, str | Path) and os.path.isdir(filters):  # noqa: PTH112 - JSON text may be too long for a name
        return [
            read_filters(name, must_be_complete=True, is_policy=is_policy)
            for name in names_in_folder(str(filters))
        ]
    return [read_filters(filters, must_be_complete=True, is_policy=is_policy)]


def generated_filters(  # noqa: PLR0913 - the options of a deployment
    target: str,
    inputs: Sequence[Filters],
    *,
    service: str,
    source: str,
    options: DeploymentOptions,
    anyway: bool,
) -> GeneratedFilters:
    """Write filters of several files, numbered in their order, and report the findings of the checks.

    Raises:
        TemplateGap: parts of the filters are not known from a template.
    """
    for filters in inputs:
        if filters.bounds is not None:
            raise TemplateGap(f"{filters.name}: the template does not specify {filters.bounds.unknown}")
        if filters.placement.is_service_certain:
            service = service or filters.placement.services[0].name
        elif filters.source == "sns" and not service:
            raise MissingPlacement("service", tuple(each.name for each in filters.placement.services))
        source = source or filters.source
    options = with_template_batches(options, inputs)
    numbered = [each for filters in inputs for each in filters.criteria.filters]
    return generate_filters(target, numbered, service=service, source=source, options=options, anyway=anyway)


def with_template_batches(options: DeploymentOptions, inputs: Sequence[Filters]) -> DeploymentOptions:
    """The options with the batches and the starting position of the templates, if these agree."""
    batches = [each.batches for each in inputs if each.batches is not None]
    sizes, windows = ({each.size for each in batches}, {each.window for each in batches})
    positions = {each.position for each in batches}
    return replace(
        options,
        batch_size=sizes.pop() if len(sizes) == 1 else 0,
        batch_window=windows.pop() if len(windows) == 1 else 0,
        starting_position=positions.pop() if len(positions) == 1 else "",
    )
