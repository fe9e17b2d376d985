"""The service of a filter policy of SNS that its scope shows: on the attributes of messages, or on their body."""

from __future__ import annotations

from pipefilter.errors import InvalidEventPattern
from pipefilter.language.criteria_problems import NO_POLICY_SCOPE
from pipefilter.language.filter_criteria import FilterCriteria, InvalidFilter
from pipefilter.services import SERVICES, Service
from pipefilter.services.sns_subscription import is_filter_policy

__all__ = ["is_of_policy", "service_of_scope"]


def service_of_scope(criteria: FilterCriteria) -> Service | None:
    """The service with the scope of a filter policy; None if there is no such scope."""
    scopes = {each.scope for each in criteria.filters}
    return next(
        (
            service
            for service in SERVICES
            if is_filter_policy(service) and not scopes.isdisjoint(service.scopes)
        ),
        None,
    )


def is_of_policy(error: InvalidEventPattern) -> bool:
    """Whether an error is that of a filter policy in attributes of a subscription, or of its scope."""
    return error.code == NO_POLICY_SCOPE.code or (isinstance(error, InvalidFilter) and error.is_policy)
