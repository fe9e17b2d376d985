"""Writes filters for deployment tools, once their placement is known and the checks report no error."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Sequence
from dataclasses import replace

from pipefilter.analysis.filter_problems import FilterProblem, filter_problems
from pipefilter.dataclass import dataclass
from pipefilter.errors import PipefilterError, Problem
from pipefilter.filtering.lookup import Contradiction, named_service, named_source, unknown_name
from pipefilter.filtering.placement import check_scopes, mismatch, source_of_patterns
from pipefilter.language.filter_criteria import Filter, FilterCriteria
from pipefilter.language.parse import parse, parse_policy
from pipefilter.override import override
from pipefilter.services import SERVICES, Service
from pipefilter.services.sns_subscription import is_filter_policy
from pipefilter.sources import SOURCES, Source
from pipefilter.sources.source_setup import SETUPS
from pipefilter.targets import TARGETS, Target
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.filter_text import FilterText, filter_text
from pipefilter.targets.target import Unsupported

__all__ = [
    "DeploymentOptions",
    "GeneratedFilters",
    "MissingPlacement",
    "RefusedFilters",
    "generate_filters",
    "placement_for_deployment",
]

_SERVICE_OF_SCOPE = {scope: service.name for service in SERVICES for scope in service.scopes}
_TOO_LONG = {"PF437", "PF439", "PF449"}
"""Patterns that are too long: this depends on the text that is sent, and rejects it even if a quota can be raised."""
_ONLY = {"rule": "pattern"}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,40}")
_FUNCTION = re.compile(r"[A-Za-z0-9-_]{1,64}")


class MissingPlacement(PipefilterError):
    """The service or the source of the filters is not known; `generate` raises it.

    Args:
        missing: `service` or `source`.
        choices: the possible names.
    """

    def __init__(self, missing: str, choices: tuple[str, ...]) -> None:
        super().__init__(
            f"the {missing} of the filters is unknown: give {missing}=, one of {', '.join(choices)}"
        )
        self.missing = missing
        self.choices = choices

    @override
    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.missing, self.choices)


class RefusedFilters(PipefilterError):
    """The service would reject the filters, or the checks report an error in them; `generate` raises it.

    Args:
        findings: the problems, each with the number of its filter.
    """

    def __init__(self, findings: tuple[FilterProblem, ...]) -> None:
        super().__init__("; ".join(_sentence(each.problem) for each in findings))
        self.findings = findings

    @override
    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.findings,)


def _sentence(problem: Problem) -> str:
    hint = f" (hint: {problem.hint})" if problem.hint else ""
    return f"{problem.code}  {problem.message}{hint}"


@dataclass(frozen=True, slots=True)
class DeploymentOptions:
    """The options of a deployment, as the arguments of `generate`.

    Args:
        batch_size: of the template; 0 for AWS's default.
        batch_window: of the template, in seconds; 0 for AWS's default.
        starting_position: of the template; "" for the oldest record.

    Raises:
        ValueError: a name is not valid.
    """

    whole: bool = False
    function: str = ""
    name: str = "Filtered"
    alpha: bool = False
    batch_size: int = 0
    batch_window: int = 0
    starting_position: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not _NAME.fullmatch(self.name):
            raise ValueError(
                f"{_in_words(self.name)} is not a valid name: use letters and digits, such as Orders"
            )
        if self.function and not (isinstance(self.function, str) and _FUNCTION.fullmatch(self.function)):
            raise ValueError(
                f"{_in_words(self.function)} is not a valid function name: use letters, digits, - and _"
            )


@dataclass(frozen=True, slots=True)
class GeneratedFilters:
    """Filters in the form of one tool.

    Args:
        target: the name of the tool.
        service: the name of the service that runs them.
        source: the name of the source of the records.
        whole: whether it is a complete stack.
        patterns: as they are sent to AWS.
        text: for a file, with a newline at the end.
        findings: of the checks, with the numbers of the filters; no errors, unless those were allowed.
    """

    target: str
    service: str
    source: str
    whole: bool
    patterns: tuple[str, ...]
    text: str
    findings: tuple[FilterProblem, ...] = ()


_DEFAULTS = DeploymentOptions()


def generate_filters(  # noqa: PLR0913 - what can be said of a deployment
    target: str,
    filters: Sequence[Filter],
    *,
    service: str = "",
    source: str = "",
    options: DeploymentOptions = _DEFAULTS,
    anyway: bool = False,
) -> GeneratedFilters:
    """Write filters for the tool that deploys them, numbered from 1, and report the findings of the checks.

    Without the names of service and source, they are derived from the filters.

    Raises:
        Unsupported: the tool or the service cannot express it.
        RefusedFilters: the service would reject them, or the checks report an error; only if not `anyway`.
        MissingPlacement: the service or the source is not known.
        Contradiction: the service does not read from the source.
        ValueError: there is no such tool, there are no filters, or several for a rule or a subscription.
    """
    tool = _tool(target)
    if not filters:
        raise ValueError("the criteria contain no filters: give at least one")
    deployed_service, deployed_source = placement_for_deployment(filters, service, source)
    if deployed_service.filters is None and len(filters) > 1:
        raise ValueError(
            f"{deployed_service.place} has only one {_ONLY.get(deployed_service.name, 'filter policy')}: "
            "give one, or combine them with $or"
        )
    numbered = [replace(each, number=number) for number, each in enumerate(filters, 1)]
    texts = tuple(filter_text(each.pattern, each.scope) for each in numbered)
    reported, is_refused = _findings(numbered, texts, deployed_service, deployed_source)
    if is_refused and not anyway:
        raise RefusedFilters(reported)
    deployment = Deployment(
        texts,
        deployed_service,
        deployed_source,
        options.whole,
        options.name,
        options.function,
        options.alpha,
        options.batch_size,
        options.batch_window,
        options.starting_position or "TRIM_HORIZON",
    )
    text = tool.render(deployment)
    patterns = tuple(each.text for each in texts)
    return GeneratedFilters(
        tool.name, deployed_service.name, deployed_source.name, options.whole, patterns, text, reported
    )


def _in_words(value: object) -> str:
    return value if isinstance(value, str) else reprlib.repr(value)


def _tool(name: str) -> Target:
    for target in TARGETS:
        if target.name == name:
            return target
    names = [target.name for target in TARGETS]
    raise ValueError(unknown_name("target", _in_words(name), names))


def placement_for_deployment(filters: Sequence[Filter], service: str, source: str) -> tuple[Service, Source]:
    """The service and the source for which filters are written, by the names that a caller or a template gives, or "".

    Raises:
        MissingPlacement: one of them is not known.
        Contradiction: the service does not read from the source, or one of them does not exist.
        Unsupported: AWS documents no filters for the source.
    """
    if not service:
        service = next((name for each in filters if (name := _SERVICE_OF_SCOPE.get(each.scope, ""))), "")
    if not service and source:
        service = named_source(source).services[0]
    if not service:
        raise MissingPlacement("service", tuple(each.name for each in SERVICES))
    deployed_service = named_service(service)
    check_scopes(FilterCriteria(tuple(filters)), deployed_service, None)
    patterns = [each.pattern for each in filters]
    deployed_source = named_source(source) if source else source_of_patterns(patterns, deployed_service)
    if deployed_source is None:
        choices = tuple(each for each in SOURCES if service in each.services)
        if len(choices) != 1:
            raise MissingPlacement("source", tuple(each.name for each in choices))
        (deployed_source,) = choices
    if wrong := mismatch([deployed_service], deployed_source):
        raise Contradiction(wrong)
    if deployed_source.name not in {"bus", "sns", *(setup.source for setup in SETUPS)}:
        raise Unsupported(
            f"AWS documents no filters for the source {deployed_source.name}: check the records in the function instead"
        )
    return deployed_service, deployed_source


def _findings(
    filters: Sequence[Filter], texts: Sequence[FilterText], service: Service, source: Source
) -> tuple[tuple[FilterProblem, ...], bool]:
    """The errors and warnings of the checks, and whether they are a reason not to write the filters."""
    read = parse_policy if is_filter_policy(service) else parse
    sent = [
        replace(each, pattern=read(text.text), is_text=True) for each, text in zip(filters, texts, strict=True)
    ]
    reported, is_refused = [], False
    for checked, is_sent in ((filters, False), (sent, True)):
        criteria = FilterCriteria(tuple(checked), is_bare_pattern=service.filters is None)
        for finding in filter_problems(criteria, service=service, source=source):
            if finding.problem.severity == "note" or (finding.problem.code in _TOO_LONG) != is_sent:
                continue
            reported.append(FilterProblem(1, finding.problem) if criteria.is_bare_pattern else finding)
            is_refused |= is_sent or finding.problem.severity == "error"
    return tuple(reported), is_refused
