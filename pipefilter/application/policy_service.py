"""The service of a filter policy of SNS that its scope shows: on the attributes of messages, or on their body."""

from __future__ import annotations

from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.raw_object import raw_object
from pipefilter.language.criteria_problems import NO_POLICY, NO_POLICY_SCOPE
from pipefilter.language.filter_criteria import FilterCriteria, InvalidFilter
from pipefilter.language.undecided_policy import with_doubts
from pipefilter.services import SERVICES, Service
from pipefilter.services.service_answer import in_words_of
from pipefilter.services.sns_subscription import POLICY_SERVICES, SNS_ATTRIBUTES, is_filter_policy
from pipefilter.templates.endpoint import Endpoint, endpoint_of_protocol

__all__ = ["in_words_of_sns", "is_of_policy", "is_placed_policy", "policy_endpoint", "service_of_scope"]


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


def is_placed_policy(service: str, source: str) -> bool:
    """Whether a pattern without a scope is a filter policy, by the names of its service and its source, or ""."""
    return service in POLICY_SERVICES or (not service and source == "sns")


def policy_endpoint(text: str) -> Endpoint | None:
    """The endpoint of the subscription that has these attributes; None if they do not show it."""
    attributes = raw_object(text)
    return endpoint_of_protocol(attributes.text_of("Protocol") or "", attributes.text_of("Endpoint") or "")


def is_of_policy(error: InvalidEventPattern) -> bool:
    """Whether an error is that of a filter policy in attributes of a subscription, or of its scope."""
    return error.code in (NO_POLICY.code, NO_POLICY_SCOPE.code) or (
        isinstance(error, InvalidFilter) and error.is_policy
    )


def in_words_of_sns(
    error: InvalidEventPattern, text: str | bytes, *, is_policy: bool, service: str = ""
) -> InvalidEventPattern:
    """The error with the answer of SNS and what AWS's pages say against it, if it is that of a filter policy.

    Args:
        text: that is not valid.
        is_policy: whether the placement of the filters shows that; otherwise the error itself may.
        service: the name of the service, which the text may show, too.
    """
    if not is_policy and not is_of_policy(error):
        return error
    error = with_doubts(error, text, of_attributes=service == SNS_ATTRIBUTES.name)
    problems = (in_words_of(SNS_ATTRIBUTES, problem) for problem in error.problems)
    if isinstance(error, InvalidFilter):
        return InvalidFilter(*problems, number=error.number, start=error.start, is_policy=error.is_policy)
    return InvalidEventPattern(*problems)
