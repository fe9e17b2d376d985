"""From which bus an event of a function of the Serverless Framework reads; it invokes the function."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipefilter.json_text.writer import quoted
from pipefilter.templates.delivery import Delivery, value_key
from pipefilter.templates.nodes.node import Mapping, Scalar

__all__ = ["event_delivery", "has_changed_rules"]

_SHAPING = ("input", "inputPath", "inputTransformer")
_GENERATED_RULE = re.compile(r"EventBridgeRule$|EventsRuleCloudWatchEvent[0-9]+$")
"""The logical IDs of the framework's own rules.

https://github.com/serverless/serverless/blob/v3.40.0/lib/plugins/aws/lib/naming.js
"""


def has_changed_rules(resources: Iterable[str]) -> bool:
    """Whether resources or extensions with these logical IDs change rules that the framework generates."""
    return any(_GENERATED_RULE.search(name) for name in resources)


def event_delivery(name: str, function: Mapping, kind: str, event: Mapping) -> Delivery | None:
    """The delivery of an event; None if it is not certain that it invokes the function.

    Args:
        name: of the function.
        kind: `eventBridge` or `cloudwatchEvent`.
    """
    enabled = event.get("enabled")
    if function.get("condition") is not None or not (
        enabled is None or (isinstance(enabled, Scalar) and enabled.value is True)
    ):
        return None
    bus = event.get("eventBus") if kind == "eventBridge" else None
    bus_key = quoted("default") if bus is None else value_key(bus)
    shaping = {member: value_key(node) for member in _SHAPING if (node := event.get(member)) is not None}
    if bus_key is None or None in shaping.values():
        return None
    return Delivery(bus_key, ((f"function {name} {shaping}", name),))
