"""The services in which event patterns run: one file per service, with evidence for each fact."""

from __future__ import annotations

import copyreg

from pipefilter.services.event_bus_rule import EVENT_BUS_RULE
from pipefilter.services.event_bus_v2_subscriber import EVENT_BUS_V2_SUBSCRIBER
from pipefilter.services.lambda_event_source_mapping import LAMBDA_EVENT_SOURCE_MAPPING
from pipefilter.services.pipe import PIPE
from pipefilter.services.service import Service
from pipefilter.services.sns_subscription import SNS_ATTRIBUTES, SNS_BODY

__all__ = ["SERVICES", "Service", "service_named"]

SERVICES: tuple[Service, ...] = (
    EVENT_BUS_RULE,
    PIPE,
    LAMBDA_EVENT_SOURCE_MAPPING,
    EVENT_BUS_V2_SUBSCRIBER,
    SNS_ATTRIBUTES,
    SNS_BODY,
)
"""Every service."""


def service_named(name: str) -> Service:
    """The service with this name, as `--service` accepts it.

    Raises:
        KeyError: there is no such service.
    """
    return {service.name: service for service in SERVICES}[name]


# there is only one object for each service
copyreg.pickle(Service, lambda service: (service_named, (service.name,)))
