"""A deployed filter parsed and checked, with the advice of its service and its source."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pipefilter.analysis.findings import Finding, findings
from pipefilter.aws.deployed.filter import SERVICE_OF, DeployedFilter
from pipefilter.cli.deployed.sources import deployed_sources
from pipefilter.cli.terminal.exit_codes import COULD_NOT_TELL, NO, YES
from pipefilter.errors import InvalidEventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria, InvalidFilter, parse_valid_filters
from pipefilter.language.parse import parse
from pipefilter.services import Service, service_named
from pipefilter.sources import Source

__all__ = ["CheckedDeployed", "checked_deployed"]


@dataclass(frozen=True, slots=True)
class CheckedDeployed:
    """What was found.

    Args:
        found: the filter in its account.
        service: where it runs.
        sources: of its records; several if it is one of them, none if that is not known.
        criteria: the filters that are valid; None if there is no filter, or it cannot be read or understood.
        faults: what is wrong with those that are not.
        advice: by the checks.
    """

    found: DeployedFilter
    service: Service
    sources: tuple[Source, ...]
    criteria: FilterCriteria | None = None
    faults: tuple[InvalidEventPattern, ...] = ()
    advice: tuple[Finding, ...] = ()

    @property
    def source(self) -> Source | None:
        """The source of its records, if that is known."""
        return self.sources[0] if len(self.sources) == 1 else None

    @property
    def code(self) -> int:
        """The exit code that it asks for."""
        if self.found.unreadable:
            return COULD_NOT_TELL
        serious = any(one.problem.severity != "note" for one in self.advice)
        return NO if self.faults or serious else YES


def checked_deployed(found: DeployedFilter) -> CheckedDeployed:
    """Parse and check a deployed filter.

    Args:
        found: in an account.
    """
    service, sources = service_named(SERVICE_OF[found.kind]), deployed_sources(found)
    checked = CheckedDeployed(found, service, sources)
    if found.text is None:
        return checked
    try:
        criteria, faults = _parsed(found.text, is_rule=found.kind == "rule")
    except InvalidEventPattern as error:
        return CheckedDeployed(found, service, sources, faults=(error,))
    advice = findings(criteria, service=service, source=checked.source)
    if faults:  # what is said of the list as a whole would be of a part of it
        advice = [one for one in advice if one.number]
    return CheckedDeployed(found, service, sources, criteria, tuple(faults), tuple(advice))


def _parsed(text: str, *, is_rule: bool) -> tuple[FilterCriteria, list[InvalidFilter]]:
    """The filters; a rule has one pattern, though it may look like filter criteria."""
    if is_rule:
        return FilterCriteria((Filter(1, parse(text), is_text=True),), is_bare_pattern=True), []
    filters = json.loads(text)["Filters"]
    if all(isinstance(one, dict) and "Pattern" in one for one in filters):
        return parse_valid_filters(text)
    return parse_valid_filters(f'{{"FilterCriteria": {text}}}')  # or it would be taken for a pattern
