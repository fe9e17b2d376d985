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
    what="Selects records from a queue, a stream or a broker before they are enriched, delivered and billed.",
    url=_FILTERING,
    operators=OperatorTable(
        Evidence("documented", _OPERATORS, "the column for Pipes"),
        refused=(
            "wildcard",
            "anything-but/prefix",
            "anything-but/suffix",
            "anything-but/equals-ignore-case",
            "anything-but/wildcard",
        ),
        not_listed={"cidr": "the page describes `cidr`, but omits it from its table of operators for pipes"},
    ),
    pattern_length=Limit(4096, "characters", Evidence("documented", _MODEL)),
    filters=Limit(5, "filters", Evidence("documented", _MODEL)),
    together=None,
    or_combinations=Limit(1000, "combinations", Evidence("documented", _OPERATORS)),
    event_size=None,
    combination="any",
    no_filters="without filters, every record is delivered",
    refusal="",
    refusal_evidence=Evidence("uncertain", _FILTERING, "no response of a pipe is recorded"),
    drops="a record that matches no filter is lost, without a log entry or a metric; a queue message is deleted",
)
