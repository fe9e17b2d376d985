"""Parses and checks a deployed filter, with the checks of its service and of its source."""

from __future__ import annotations

import json
import re

from pipefilter.analysis.filter_problems import FilterProblem, filter_problems
from pipefilter.application.policy_service import in_words_of_sns
from pipefilter.aws.deployed.filter import DeployedFilter, Kind
from pipefilter.dataclass import dataclass
from pipefilter.errors import InvalidEventPattern
from pipefilter.language.filter_criteria import Filter, FilterCriteria, InvalidFilter, parse_valid_filters
from pipefilter.language.parse import parse, parse_policy
from pipefilter.language.undecided_policy import is_undecided
from pipefilter.services import Service, service_named
from pipefilter.services.sns_subscription import POLICY_SERVICES
from pipefilter.sources import Source, source_named
from pipefilter.templates.event_source import SourceDetector, source_of_arn, source_of_parameters
from pipefilter.templates.intrinsics import Intrinsics
from pipefilter.templates.nodes.json_nodes import json_node
from pipefilter.templates.nodes.node import Mapping, TemplateFault

__all__ = ["CheckedFilter", "check_deployed", "deployed_sources"]

_OF_AMAZON_MQ = re.compile(r"arn:[^:]*:mq:")
_BROKERS = ("activemq", "rabbitmq")
_IDENTIFYING = (
    "Source",
    "SourceParameters",
    "EventSourceArn",
    "SelfManagedEventSource",
    "AmazonManagedKafkaEventSourceConfig",
    "DocumentDBEventSourceConfig",
    "SourceAccessConfigurations",
)


@dataclass(frozen=True, slots=True)
class CheckedFilter:
    """A deployed filter with the findings of the checks.

    Args:
        sources: of its records; several if it is one of them, empty if that is not known.
        criteria: the filters that are valid; None if there is no filter, or it cannot be read or understood.
        faults: the errors of the invalid filters.
    """

    deployed: DeployedFilter
    service: Service
    sources: tuple[Source, ...]
    criteria: FilterCriteria | None = None
    faults: tuple[InvalidEventPattern, ...] = ()
    advice: tuple[FilterProblem, ...] = ()

    @property
    def source(self) -> Source | None:
        """The source of its records, if that is known."""
        return self.sources[0] if len(self.sources) == 1 else None

    @property
    def count(self) -> int:
        """How many filters it lists, valid or not."""
        return len(self.faults) + (len(self.criteria.filters) if self.criteria is not None else 0)

    @property
    def is_undecided(self) -> bool:
        """Whether it is not known whether AWS accepts a filter, and all others are valid."""
        return bool(self.faults) and all(map(is_undecided, self.faults))

    @property
    def has_problems(self) -> bool:
        """Whether a filter is not valid, or a check reports more than a note."""
        return bool(self.faults) or any(finding.problem.severity != "note" for finding in self.advice)


def check_deployed(deployed: DeployedFilter) -> CheckedFilter:
    """Parse and check a deployed filter."""
    service, sources = service_named(deployed.service), deployed_sources(deployed)
    checked = CheckedFilter(deployed, service, sources)
    if deployed.text is None:
        return checked
    try:
        criteria, faults = _parsed(deployed.text, deployed.kind)
    except InvalidEventPattern as error:
        text = json.loads(deployed.text)["FilterPolicy"] if deployed.kind == "subscription" else deployed.text
        fault = in_words_of_sns(error, text, is_policy=service.name in POLICY_SERVICES, service=service.name)
        return CheckedFilter(deployed, service, sources, faults=(fault,))
    advice = filter_problems(criteria, service=service, source=checked.source)
    if faults:  # a finding on the list as a whole would be about a part of it
        advice = [finding for finding in advice if finding.number]
    return CheckedFilter(deployed, service, sources, criteria, tuple(faults), tuple(advice))


def _parsed(text: str, kind: Kind) -> tuple[FilterCriteria, list[InvalidFilter]]:
    """The filters; a rule and a subscription have one pattern, though it may look like filter criteria."""
    if kind == "rule":
        return FilterCriteria((Filter(1, parse(text), is_text=True),), is_bare_pattern=True), []
    content = json.loads(text)
    if kind == "subscription":
        policy = Filter(1, parse_policy(content["FilterPolicy"]), content["FilterPolicyScope"], is_text=True)
        return FilterCriteria((policy,), is_bare_pattern=True), []
    filters = content["Filters"]
    if all(isinstance(member, dict) and "Pattern" in member for member in filters):
        return parse_valid_filters(text)
    return parse_valid_filters(f'{{"FilterCriteria": {text}}}')  # otherwise it would be read as a pattern


def deployed_sources(deployed: DeployedFilter) -> tuple[Source, ...]:
    """The source whose records a filter sees; several if it is one of them, empty if that is not known."""
    if deployed.kind in ("rule", "subscriber"):
        return (source_named("bus"),)
    if deployed.kind == "subscription":
        return (source_named("sns"),)
    name = _source_name(deployed)
    if not name and _OF_AMAZON_MQ.match(deployed.reads):
        return tuple(map(source_named, _BROKERS))
    return (source_named(name),) if name else ()


def _source_name(deployed: DeployedFilter) -> str:
    members = {name: value for name in _IDENTIFYING if (value := deployed.answer.get(name)) is not None}
    try:
        resource = json_node(json.dumps(members, default=str))
    except (TemplateFault, RecursionError):  # nested beyond reason
        return ""
    assert isinstance(resource, Mapping)
    if deployed.kind == "mapping":
        return SourceDetector(Mapping((), 0, 0), Intrinsics("")).detect_for_mapping(resource)
    return source_of_parameters(resource.mapping("SourceParameters")) or source_of_arn(deployed.reads)
