"""The property that holds the filters in a construct of the CDK, whatever the language."""

from __future__ import annotations

from pipefilter.targets.cdk.value import Cdk, Object, Static, Struct, encoded
from pipefilter.targets.deployment import Deployment
from pipefilter.targets.filter_text import FilterText, Plain

__all__ = ["filter_members", "override"]

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
    """The property with the filters, as it stands in its construct.

    Args:
        deployment: for any service.
    """
    service = deployment.service.name
    if service == "rule":
        return {"eventPattern": _event_pattern(deployment.pattern)}
    if service == "lambda":
        return {"filters": [_lambda_filter(one) for one in deployment.filters]}
    path = "pipes.CfnPipe" if service == "pipe" else "eventsv2.CfnSubscriber"
    listed: list[Cdk] = []
    for one in deployment.filters:
        scope: dict[str, Cdk] = {} if service == "pipe" else {"scope": one.scope or "DATA"}
        listed.append(Struct(f"{path}.FilterProperty", {**scope, "pattern": encoded(one)}))
    if service == "pipe":
        return {"filterCriteria": Struct(f"{path}.FilterCriteriaProperty", {"filters": listed})}
    return {"filterConfiguration": Struct(f"{path}.FilterConfigurationProperty", {"filters": listed})}


def override(text: str) -> Cdk:
    """The call that gives a rule its pattern as a text, which no property takes.

    Args:
        text: of the pattern.
    """
    return Static("rule.addPropertyOverride", arguments=("EventPattern", text))


def _event_pattern(one: FilterText) -> Cdk:
    """A rule's pattern: of `events.Rule` if that can hold it, and otherwise of `events.CfnRule`."""
    if one.value is None or _has_null(one.value):  # which the CDK drops
        return one.text
    if not _fits_rule(one.value):
        return Object(one.value)
    return Struct("events.EventPattern", {_L2_ROOTS[name]: Object(value) for name, value in one.value.items()})


def _fits_rule(pattern: dict[str, Plain]) -> bool:
    """Whether `events.EventPattern` can hold it: known names, and texts only outside of detail."""
    return all(
        name in _L2_ROOTS
        and (
            isinstance(value, dict)
            if name == "detail"
            else isinstance(value, list) and all(isinstance(one, str) for one in value)
        )
        for name, value in pattern.items()
    )


def _has_null(plain: Plain) -> bool:
    if isinstance(plain, dict):
        return any(map(_has_null, plain.values()))
    return any(map(_has_null, plain)) if isinstance(plain, list) else plain is None


def _lambda_filter(one: FilterText) -> Cdk:
    """A filter of `lambda.EventSourceMapping`; one that has to be a text is an object with it, as CDK makes of others."""
    if one.value is None or _has_null(one.value):
        return {"pattern": one.text}
    return Static("lambda.FilterCriteria.filter", arguments=(Object(one.value),))
