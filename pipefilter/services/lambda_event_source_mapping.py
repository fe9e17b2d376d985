"""An event source mapping of Lambda."""

from __future__ import annotations

from pipefilter.evidence import Evidence
from pipefilter.services.operator_table import OperatorTable
from pipefilter.services.service import Limit, Service

__all__ = ["LAMBDA_EVENT_SOURCE_MAPPING"]

_FILTERING = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html"
_NOT_LISTED = "the page's table of all operators leaves it out, though it says the syntax is EventBridge's"

LAMBDA_EVENT_SOURCE_MAPPING = Service(
    name="lambda",
    title="Lambda event source mapping",
    place="an event source mapping",
    what="Selects the records of a queue, a stream or a broker before a function is invoked with them.",
    url=_FILTERING,
    operators=OperatorTable(
        Evidence("documented", _FILTERING),
        not_listed=dict.fromkeys(
            (
                "prefix/equals-ignore-case",
                "suffix/equals-ignore-case",
                "wildcard",
                "anything-but/prefix",
                "anything-but/suffix",
                "anything-but/equals-ignore-case",
                "anything-but/wildcard",
                "cidr",
            ),
            _NOT_LISTED,
        ),
    ),
    pattern_length=Limit(
        4096,
        "characters",
        Evidence("documented", "https://docs.aws.amazon.com/lambda/latest/api/API_Filter.html"),
    ),
    filters=Limit(
        10,
        "filters",
        Evidence(
            "uncertain",
            _FILTERING,
            "5, or 10 once AWS has raised the quota; CloudFormation's schema takes up to 20",
        ),
        usual=5,
    ),
    together=None,
    or_combinations=Limit(
        1000,
        "combinations",
        Evidence(
            "uncertain",
            "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html",
            "EventBridge's limit; Lambda's pages name none",
        ),
    ),
    event_size=None,
    combination="any",
    no_filters="every record goes through",
    refusal="Invalid filter pattern definition.",
    refusal_evidence=Evidence(
        "recorded", _FILTERING, "an InvalidParameterValueException that says neither what is wrong nor where"
    ),
    drops="a record that no filter matches never reaches the function; a message of a queue is deleted",
)
