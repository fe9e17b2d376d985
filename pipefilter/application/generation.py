"""Filters written for the tools that people deploy with, once it is clear where they run and nothing is wrong with them."""

from __future__ import annotations

import re
import reprlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipefilter.analysis.findings import Finding, findings
from pipefilter.errors import PipefilterError, Problem
from pipefilter.filtering.lookup import Contradiction, named_service, named_source, unknown_name
from pipefilter.filtering.placement import mismatch, source_of_patterns
from pipefilter.language.filter_criteria import Filter, FilterCriteria
from pipefilter.language.parse import parse
from pipefilter.services import SERVICES, Service
from pipefilter.sources import SOURCES, Source
from pipefilter.targets import TARGETS, Target
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.filter_text import FilterText, filter_text
from pipefilter.targets.source_setup import SETUPS
from pipefilter.targets.target import Unsupported

__all__ = [
    "DeploymentOptions",
    "GeneratedFilters",
    "MissingPlacement",
    "RefusedFilters",
    "generate_filters",
    "placement_for_deployment",
]

_TOO_LONG = {"PF437", "PF439", "PF449"}
"""The pattern is too long: that is of the text which is sent, and a reason not to print it, raised quota or not."""
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]{0,40}")
_FUNCTION = re.compile(r"[A-Za-z0-9-_]{1,64}")


class MissingPlacement(PipefilterError):
    """Nothing says where the filters run, or what they see records of.

    Args:
        missing: `service` or `source`.
        choices: the names that there are.
    """

    def __init__(self, missing: str, choices: tuple[str, ...]) -> None:
        super().__init__(
            f"which {missing} are the filters for? Give {missing}=, which is one of {', '.join(choices)}"
        )
        self.missing = missing
        self.choices = choices

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.missing, self.choices)


class RefusedFilters(PipefilterError):
    """The service would refuse the filters, or the checks find an error in them.

    Args:
        findings: what is wrong, with the numbers of the filters.
    """

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(_sentence(each.problem) for each in findings))
        self.findings = findings

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.findings,)


def _sentence(problem: Problem) -> str:
    hint = f" (hint: {problem.hint})" if problem.hint else ""
    return f"{problem.code}  {problem.message}{hint}"


@dataclass(frozen=True, slots=True)
class DeploymentOptions:
    """How filters are to be deployed.

    Args:
        whole: as a unit that can be deployed, and not the filters alone.
        function: of a pipe, the function that enriches the records, "" for none; of an event source mapping, the
            function that is invoked.
        name: what the names of its resources begin with, such as `Orders`.
        alpha: with constructs that are not stable yet.

    Raises:
        ValueError: a name is not one.
    """

    whole: bool = False
    function: str = ""
    name: str = "Filtered"
    alpha: bool = False

    def __post_init__(self) -> None:
        if not isinstance(self.name, str) or not _NAME.fullmatch(self.name):
            raise ValueError(f"{_shown(self.name)} is not a name: give letters and digits, such as Orders")
        if self.function and not (isinstance(self.function, str) and _FUNCTION.fullmatch(self.function)):
            raise ValueError(f"{_shown(self.function)} is not the name of a function: letters, digits, - and _")


@dataclass(frozen=True, slots=True)
class GeneratedFilters:
    """Filters as one tool wants them.

    Args:
        target: the name of the tool.
        service: the name of the service in which they run.
        source: the name of the source whose records they see.
        whole: whether it is a unit that can be deployed.
        patterns: the patterns as they are sent to AWS.
        text: what to put into a file, with a line end at the end.
        findings: what the checks find, with the numbers of the filters; no errors, unless those were allowed.
    """

    target: str
    service: str
    source: str
    whole: bool
    patterns: tuple[str, ...]
    text: str
    findings: tuple[Finding, ...] = ()


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
    """Write filters for the tool that deploys them, and report what the checks find in them.

    Args:
        target: the name of the tool.
        filters: parsed; their numbers are counted anew.
        service: the name of the service in which they run; "" for what they say themselves.
        source: the name of the source whose records they see, likewise.
        options: how they are to be deployed.
        anyway: whether errors that the checks find are no reason not to write them.

    Raises:
        Unsupported: the tool or the service cannot express it.
        RefusedFilters: likewise; only if not `anyway`.
        MissingPlacement: nothing says the service or the source.
        Contradiction: the service does not read from the source.
        ValueError: there is no such tool, there are no filters, or several for a rule.
    """
    tool = _tool(target)
    if not filters:
        raise ValueError("there are no filters in the criteria: give one at least")
    where, what = placement_for_deployment(filters, service, source)
    if where.name == "rule" and len(filters) > 1:
        raise ValueError("a rule has one pattern: give one, or make one with $or")
    numbered = [replace(each, number=number) for number, each in enumerate(filters, 1)]
    texts = tuple(filter_text(each.pattern, each.scope) for each in numbered)
    reported, is_refused = _findings(numbered, texts, where, what)
    if is_refused and not anyway:
        raise RefusedFilters(reported)
    deployment = Deployment(texts, where, what, options.whole, options.name, options.function, options.alpha)
    text = tool.render(deployment)
    patterns = tuple(each.text for each in texts)
    return GeneratedFilters(tool.name, where.name, what.name, options.whole, patterns, text, reported)


def _shown(given: object) -> str:
    return given if isinstance(given, str) else reprlib.repr(given)


def _tool(name: str) -> Target:
    for target in TARGETS:
        if target.name == name:
            return target
    names = [target.name for target in TARGETS]
    raise ValueError(unknown_name("target", name if isinstance(name, str) else reprlib.repr(name), names))


def placement_for_deployment(filters: Sequence[Filter], service: str, source: str) -> tuple[Service, Source]:
    """The service and the source for which filters are written.

    Args:
        filters: parsed.
        service: the name of the service, as a caller or a template says; "" if neither does.
        source: the name of the source, likewise.

    Raises:
        MissingPlacement: nothing says one of them.
        Contradiction: the service does not read from the source, or there is no such one.
        Unsupported: AWS documents no filters for the source.
    """
    if not service and any(each.scope for each in filters):
        service = "v2"
    if not service and source:
        service = named_source(source).services[0]
    if not service:
        raise MissingPlacement("service", tuple(each.name for each in SERVICES))
    where = named_service(service)
    what = named_source(source) if source else source_of_patterns([each.pattern for each in filters], where)
    if what is None:
        raise MissingPlacement("source", tuple(each.name for each in SOURCES if service in each.services))
    if wrong := mismatch([where], what):
        raise Contradiction(wrong)
    if what.name not in {"bus", *(setup.source for setup in SETUPS)}:
        raise Unsupported(
            f"AWS documents no filters for the source {what.name}; the nearest is a check in the function"
        )
    return where, what


def _findings(
    filters: Sequence[Filter], texts: Sequence[FilterText], service: Service, source: Source
) -> tuple[tuple[Finding, ...], bool]:
    """What the checks find but notes, and whether it is a reason not to write the filters."""
    sent = [
        replace(each, pattern=parse(text.text), is_text=True) for each, text in zip(filters, texts, strict=True)
    ]
    reported, is_refused = [], False
    for listed, is_sent in ((filters, False), (sent, True)):
        criteria = FilterCriteria(tuple(listed), is_lone=service.name == "rule")
        for finding in findings(criteria, service=service, source=source):
            if finding.problem.severity == "note" or (finding.problem.code in _TOO_LONG) != is_sent:
                continue
            reported.append(Finding(1, finding.problem) if criteria.is_lone else finding)
            is_refused |= is_sent or finding.problem.severity == "error"
    return tuple(reported), is_refused
