"""Where the records of a deployed filter are from, told as the template reader tells it."""

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
_TELL = (
    "Source",
    "SourceParameters",
    "EventSourceArn",
    "SelfManagedEventSource",
    "AmazonManagedKafkaEventSourceConfig",
    "DocumentDBEventSourceConfig",
    "SourceAccessConfigurations",
)


def deployed_sources(found: DeployedFilter) -> tuple[Source, ...]:
    """The source whose records a filter sees; several if it is one of them, none if that is not known.

    Args:
        found: in an account.
    """
    if found.kind in ("rule", "subscriber"):
        return (source_named("bus"),)
    name = _told(found)
    if not name and _OF_AMAZON_MQ.match(found.reads):
        return tuple(map(source_named, _BROKERS))
    return (source_named(name),) if name else ()


def _told(found: DeployedFilter) -> str:
    told = {name: value for name in _TELL if (value := found.answer.get(name)) is not None}
    try:
        resource = json_node(json.dumps(told, default=str))
    except (TemplateFault, RecursionError):  # nested beyond reason
        return ""
    assert isinstance(resource, Mapping)  # noqa: S101 - it was a dict
    if found.kind == "mapping":
        return SourceDetector(Mapping((), 0, 0), Intrinsics("")).detect_for_mapping(resource)
    return source_of_parameters(resource.mapping("SourceParameters")) or source_of_arn(found.reads)
