"""Detects the source whose records a deployed filter sees, as the template reader does."""

from __future__ import annotations

import json
import re

from pipefilter.aws.deployed.filter import DeployedFilter
from pipefilter.sources import Source, source_named
from pipefilter.templates.event_source import SourceDetector, source_of_arn, source_of_parameters
from pipefilter.templates.intrinsics import Intrinsics
from pipefilter.templates.nodes.json_nodes import json_node
from pipefilter.templates.nodes.node import Mapping, TemplateFault

__all__ = ["deployed_sources"]

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


def deployed_sources(deployed: DeployedFilter) -> tuple[Source, ...]:
    """The source whose records a filter sees; several if it is one of them, empty if that is not known."""
    if deployed.kind in ("rule", "subscriber"):
        return (source_named("bus"),)
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
