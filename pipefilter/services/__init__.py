"""The services in which event patterns run: one file a service, all of it data with evidence."""

from __future__ import annotations

import copyreg

from pipefilter.services.event_bus_rule import EVENT_BUS_RULE
from pipefilter.services.event_bus_v2_subscriber import EVENT_BUS_V2_SUBSCRIBER
from pipefilter.services.lambda_event_source_mapping import LAMBDA_EVENT_SOURCE_MAPPING
from pipefilter.services.pipe import PIPE
from pipefilter.services.service import Service

__all__ = ["SERVICES", "Service", "service_named"]

SERVICES: tuple[Service, ...] = (EVENT_BUS_RULE, PIPE, LAMBDA_EVENT_SOURCE_MAPPING, EVENT_BUS_V2_SUBSCRIBER)
"""Every service."""


def service_named(name: str) -> Service:
    """The service of this name, as `--service` takes it.

    Args:
        name: such as `pipe`.

    Raises:
        KeyError: there is none.
    """
    return {service.name: service for service in SERVICES}[name]


copyreg.pickle(Service, lambda service: (service_named, (service.name,)))  # there is one of each
