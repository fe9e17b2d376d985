"""Filters as the tools want them that people deploy with: `pipefilter generate` for programs."""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter.application.generation import DeploymentOptions, generate_filters
from pipefilter.application.loading import loaded
from pipefilter.application.pattern_input import PatternInput, listed_patterns
from pipefilter.application.template_pattern import TemplateGap

__all__ = ["generate"]


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
        filters: what `load` returns or takes; several are filters of one pipe, event source mapping or subscriber.
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
    inputs = [loaded(each) for each in listed_patterns(filters)]
    for each in inputs:
        if each.bounds is not None:
            raise TemplateGap(f"{each.name}: the template does not tell what {each.bounds.unknown} is")
        placement = each.placement
        if placement.is_service_certain:
            service = service or placement.services[0].name
        source = source or each.source
    numbered = [each for one in inputs for each in one.criteria.filters]
    options = DeploymentOptions(whole, function, name, alpha)
    return generate_filters(
        target, numbered, service=service, source=source, options=options, anyway=anyway
    ).text
