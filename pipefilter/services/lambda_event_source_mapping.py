"""An event source mapping of Lambda."""

from __future__ import annotations

from pipefilter.evidence import Evidence
from pipefilter.services.operator_table import OperatorTable
from pipefilter.services.service import Limit, Service

__all__ = ["LAMBDA_EVENT_SOURCE_MAPPING"]

_FILTERING = "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html"
_NOT_LISTED = "the page omits some operators from its table, although it says that the syntax is EventBridge's"

LAMBDA_EVENT_SOURCE_MAPPING = Service(
    name="lambda",
    title="Lambda event source mapping",
    place="an event source mapping",
    what="Selects records from a queue, a stream or a broker before they are passed to a function.",
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
            "5, or 10 if AWS has raised the quota; CloudFormation's schema allows up to 20",
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
            "EventBridge's limit; Lambda's pages do not mention one",
        ),
    ),
    event_size=None,
    combination="any",
    no_filters="without filters, every record reaches the function",
    refusal="Invalid filter pattern definition.",
    refusal_evidence=Evidence(
        "recorded", _FILTERING, "an InvalidParameterValueException that does not say what is wrong, or where"
    ),
    drops="a record that matches no filter never reaches the function; a queue message is deleted",
)
