"""A pipe of EventBridge Pipes."""

from __future__ import annotations

from pipefilter.evidence import Evidence
from pipefilter.services.operator_table import OperatorTable
from pipefilter.services.service import Limit, Service

__all__ = ["PIPE"]

_FILTERING = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-event-filtering.html"
_OPERATORS = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html"
_MODEL = "https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_FilterCriteria.html"

PIPE = Service(
    name="pipe",
    title="EventBridge Pipes",
    place="a pipe",
    what="Selects the records of a queue, a stream or a broker before they are enriched, sent on and paid for.",
    url=_FILTERING,
    operators=OperatorTable(
        Evidence("documented", _OPERATORS, "the column for pipes"),
        refused=(
            "wildcard",
            "anything-but/prefix",
            "anything-but/suffix",
            "anything-but/equals-ignore-case",
            "anything-but/wildcard",
        ),
        not_listed={"cidr": "the page describes it, but its table of what pipes take leaves it out"},
    ),
    pattern_length=Limit(4096, "characters", Evidence("documented", _MODEL)),
    filters=Limit(5, "filters", Evidence("documented", _MODEL)),
    together=None,
    or_combinations=Limit(1000, "combinations", Evidence("documented", _OPERATORS)),
    event_size=None,
    combination="any",
    no_filters="every record goes through",
    refusal="",
    refusal_evidence=Evidence("uncertain", _FILTERING, "what a pipe answers is not recorded"),
    drops="a record that no filter matches is gone, without a log or a metric; a message of a queue is deleted",
)
