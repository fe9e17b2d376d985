"""The property of a CDK construct with the filters, in no particular language."""

from __future__ import annotations

from pipefilter.targets.cdk.value import Cdk, Object, Static, Struct, encoded
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.filter_text import FilterText, Plain

__all__ = ["filter_members", "has_null", "override"]

_L2_ROOTS = {
    "account": "account",
    "detail": "detail",
    "detail-type": "detailType",
    "id": "id",
    "region": "region",
    "resources": "resources",
    "source": "source",
    "time": "time",
    "version": "version",
}


def filter_members(deployment: Deployment) -> dict[str, Cdk]:
    """The property of a construct with the filters, for any service."""
    service = deployment.service.name
    if service == "rule":
        return {"eventPattern": _event_pattern(deployment.pattern)}
    if service == "lambda":
        return {"filters": [_lambda_filter(pattern) for pattern in deployment.filters]}
    path = "pipes.CfnPipe" if service == "pipe" else "eventsv2.CfnSubscriber"
    filters: list[Cdk] = []
    for pattern in deployment.filters:
        scope: dict[str, Cdk] = {} if service == "pipe" else {"scope": pattern.scope or "DATA"}
        filters.append(Struct(f"{path}.FilterProperty", {**scope, "pattern": encoded(pattern)}))
    if service == "pipe":
        return {"filterCriteria": Struct(f"{path}.FilterCriteriaProperty", {"filters": filters})}
    return {"filterConfiguration": Struct(f"{path}.FilterConfigurationProperty", {"filters": filters})}


def override(text: str) -> Cdk:
    """The call that sets the pattern of a rule as a string, which no property accepts."""
    return Static("rule.addPropertyOverride", arguments=("EventPattern", text))


def _event_pattern(pattern: FilterText) -> Cdk:
    """The pattern of an `events.Rule` if that can express it, otherwise of an `events.CfnRule`."""
    if pattern.value is None or has_null(pattern.value):  # which the CDK drops
        return pattern.text
    if not _fits_rule(pattern.value):
        return Object(pattern.value)
    return Struct(
        "events.EventPattern", {_L2_ROOTS[name]: Object(value) for name, value in pattern.value.items()}
    )


def _fits_rule(pattern: dict[str, Plain]) -> bool:
    """Whether `events.EventPattern` can express it: known names, and only strings outside of detail."""
    return all(
        name in _L2_ROOTS
        and (
            isinstance(value, dict)
            if name == "detail"
            else isinstance(value, list) and all(isinstance(element, str) for element in value)
        )
        for name, value in pattern.items()
    )


def has_null(plain: Plain) -> bool:
    """Whether there is a null in it, which the CDK drops."""
    if isinstance(plain, dict):
        return any(map(has_null, plain.values()))
    return any(map(has_null, plain)) if isinstance(plain, list) else plain is None


def _lambda_filter(pattern: FilterText) -> Cdk:
    """A filter of `lambda.EventSourceMapping`: made by the CDK, or as the CDK makes it if it must be a string."""
    if pattern.value is None or has_null(pattern.value):
        return {"pattern": pattern.text}
    return Static("lambda.FilterCriteria.filter", arguments=(Object(pattern.value),))
