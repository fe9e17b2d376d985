"""A rule on an event bus of EventBridge."""

from __future__ import annotations

from pipefilter.evidence import Evidence
from pipefilter.services.operator_table import OperatorTable
from pipefilter.services.service import Limit, Service

__all__ = ["EVENT_BUS_RULE"]

_OPERATORS = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"
_QUOTAS = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html"

EVENT_BUS_RULE = Service(
    name="rule",
    title="EventBridge rule",
    place="a rule",
    what="Selects events from an event bus: an envelope with source, detail-type and so on, and the payload in detail.",
    url="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html",
    operators=OperatorTable(Evidence("documented", _OPERATORS)),
    pattern_length=Limit(
        4096,
        "characters",
        Evidence("documented", _QUOTAS, "2,048 unless AWS has raised the account's quota"),
        usual=2048,
    ),
    filters=None,
    together=None,
    or_combinations=Limit(1000, "combinations", Evidence("documented", _OPERATORS)),
    event_size=Limit(
        1_000_000,
        "bytes",
        Evidence(
            "documented",
            "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html",
            "all entries of one PutEvents call together must be under 1 MB; older pages say 256 KB",
        ),
    ),
    combination="any",
    no_filters="without a pattern, the rule needs a schedule",
    refusal="Event pattern is not valid. Reason: {message}",
    refusal_evidence=Evidence(
        "recorded",
        "https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html",
        "an InvalidEventPatternException",
    ),
    drops="an event that matches no rule is dropped; publishing it is still billed",
)
