"""`/api/generate`: the filters as text for a tool that deploys them, as `pipefilter generate` prints it."""

from __future__ import annotations

from collections.abc import Mapping

from pipefilter.application.generation import (
    DeploymentOptions,
    MissingPlacement,
    RefusedFilters,
    generate_filters,
)
from pipefilter.application.pattern_text import json_pattern_text
from pipefilter.errors import InvalidEventPattern, TemplateGap
from pipefilter.filtering.lookup import Contradiction
from pipefilter.serving.page_filters import MAX_FILTERS, TOO_MANY_FILTERS, check_length
from pipefilter.serving.page_request import BadRequest, PageRequest
from pipefilter.targets import Unsupported

__all__ = ["generate"]


def generate(members: Mapping[str, object]) -> dict[str, object]:
    """The text for a target; the members are `target`, `pattern`, `service`, `source` and `whole`.

    Raises:
        BadRequest: it cannot be printed; the sentence gives the reason.
    """
    request = PageRequest.read(members)
    target = request.text("target")
    check_length(request.pattern)
    try:
        pattern = json_pattern_text(request.pattern)
        filters = pattern.criteria(request.service, request.source).filters
    except TemplateGap as error:
        raise BadRequest(str(error)) from None
    except InvalidEventPattern as error:
        raise BadRequest(f"the pattern is not valid: {error.code}  {error.message}") from None
    if len(filters) > MAX_FILTERS:
        raise BadRequest(TOO_MANY_FILTERS)
    options = DeploymentOptions(request.flag("whole"))
    try:
        generated = generate_filters(
            target,
            filters,
            service=request.service or pattern.service,
            source=request.source or pattern.source,
            options=options,
        )
    except MissingPlacement as error:
        raise BadRequest(_question(error)) from None
    except RefusedFilters as error:
        raise BadRequest(_refusal(error, len(filters))) from None
    except (Contradiction, Unsupported, ValueError) as error:
        raise BadRequest(str(error)) from None
    return {"text": generated.text}


def _question(error: MissingPlacement) -> str:
    if error.missing == "service":
        return "choose the service that runs the filters"
    return f"choose a source, as it cannot be determined from the patterns: {', '.join(error.choices)}"


def _refusal(error: RefusedFilters, count: int) -> str:
    """The first reason, with the number of the filter where there are several."""
    finding = next((each for each in error.findings if each.problem.severity == "error"), error.findings[0])
    where = f"filter {finding.number}: " if finding.number and count > 1 else ""
    return f"{where}{finding.problem.code}  {finding.problem.message}"
