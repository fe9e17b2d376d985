"""Filters as the tools want them that people deploy with: `pipefilter generate` for programs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from pipefilter.application.filters import Filters
from pipefilter.application.generation import DeploymentOptions, GeneratedFilters, generate_filters
from pipefilter.application.loading import loaded
from pipefilter.application.pattern_input import PatternInput, listed_patterns
from pipefilter.application.pattern_names import names_in_folder
from pipefilter.errors import TemplateGap
from pipefilter.targets import TARGETS

__all__ = ["generate", "generated_filters"]


def generate(  # noqa: PLR0913 - what can be said of a deployment
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
        filters: what `load` returns or takes, or a folder; several are filters of one pipe, event source mapping or subscriber.
        service: the name of the service in which they run, if the filters do not say it.
        source: the name of the source whose records they see, likewise.
        whole: as a unit that can be deployed, and not the filters alone.
        function: of a pipe, the function that enriches the records, "" for none; of an event source mapping, the
            function that is invoked.
        name: what the names of its resources begin with, such as `Orders`.
        alpha: with constructs that are not stable yet.
        anyway: whether errors that the checks find are no reason not to write them.

    Returns:
        The text, with a line end at the end.

    Raises:
        Unsupported: the tool or the service cannot express it; the message names the nearest that can.
        RefusedFilters: the service would refuse the filters, or the checks find an error in them.
        TemplateGap: a template does not tell enough of the filters.
        MissingPlacement: nothing says the service or the source.
        Contradiction: the service does not read from the source.
        ValueError: there is no such tool, there are no filters, or several for a rule.
        TypeError: something is not filters.
    """
    _refuse_swapped(target, filters)
    inputs = [one for each in listed_patterns(filters) for one in _inputs(each)]
    options = DeploymentOptions(whole, function, name, alpha)
    return generated_filters(
        target, inputs, service=service, source=source, options=options, anyway=anyway
    ).text


def _refuse_swapped(target: object, filters: object) -> None:
    """Say that the target and the filters are swapped, before the one is looked for as the other.

    Raises:
        TypeError: they are.
    """
    names = [each.name for each in TARGETS]
    if isinstance(filters, str) and filters in names and target not in names:
        raise TypeError(f"the target comes first: generate({filters!r}, filters)")


def _inputs(filters: PatternInput) -> list[Filters]:
    """The filters that are meant: of a folder those of all patterns in it."""
    if isinstance(filters, str | Path) and os.path.isdir(filters):  # noqa: PTH112 - JSON text may be too long for a name
        return [loaded(name, must_be_complete=True) for name in names_in_folder(str(filters))]
    return [loaded(filters, must_be_complete=True)]


def generated_filters(  # noqa: PLR0913 - what can be said of a deployment
    target: str,
    inputs: Sequence[Filters],
    *,
    service: str,
    source: str,
    options: DeploymentOptions,
    anyway: bool,
) -> GeneratedFilters:
    """Write filters that may be of several files, and say what the checks report of them.

    Args:
        target: as for `generate`.
        inputs: the filters; they are numbered in this order.
        service: as for `generate`; "" for what they say themselves.
        source: likewise.
        options: how they are to be deployed.
        anyway: as for `generate`.

    Raises:
        TemplateGap: a template does not tell enough of the filters.
    """
    for filters in inputs:
        if filters.bounds is not None:
            raise TemplateGap(f"{filters.name}: the template does not tell what {filters.bounds.unknown} is")
        if filters.placement.is_service_certain:
            service = service or filters.placement.services[0].name
        source = source or filters.source
    numbered = [each for filters in inputs for each in filters.criteria.filters]
    return generate_filters(target, numbered, service=service, source=source, options=options, anyway=anyway)
