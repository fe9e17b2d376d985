"""Which products of the AWS Price List belong to which item of `ITEMS`.

The names of attributes and their values are those in copies of AWS's own lists, published 2026-09-11 to 2026-10-01:
https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AWSLambda/current/us-east-1/index.json and, in the place of
AWSLambda, the other service codes below. The names of EventBridge's products are from a copy of 2025-10-28.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipefilter.dataclass import dataclass

__all__ = ["RULES", "PriceRule"]

# Units are written in several ways, such as Request in eu-west-1 and Requests in us-east-1; compared in lower case.
_REQUESTS = frozenset({"request", "requests"})
_CHUNKS = frozenset({"64k-chunks"})
_NOTIFICATIONS = frozenset({"notification", "notifications"})
_GIGABYTES = frozenset({"gb"})
# older lists of Lambda say seconds only; the usage type says of what
_GB_SECONDS = frozenset({"lambda-gb-second", "gb-second", "gb-seconds", "second", "seconds"})


@dataclass(frozen=True, slots=True)
class PriceRule:
    """Identifies the products of an item.

    Args:
        item: one of `pipefilter.costs.prices.price.ITEMS`.
        service: AWS's service code.
        filters: attributes that the products have; sent along with the question.
        usage_type: matches their usage type.
        units: the names of the unit in which they are counted, in lower case.
        may_be_free: whether a price of 0 is a price, and not a mark of products that others replace.
    """

    item: str
    service: str
    filters: Mapping[str, str]
    usage_type: re.Pattern[str]
    units: frozenset[str]
    may_be_free: bool = False


def _usage(pattern: str) -> re.Pattern[str]:
    """A usage type with the short name of the region before it, or, as in us-east-1, without: `EU-Request`, `Request`."""
    return re.compile(rf"(?:[A-Z]+[0-9]*-)?{pattern}")


RULES = (
    # uncertain: seen in copies of us-east-1 and ap-east-1 only
    PriceRule("pipe-request", "AWSEvents", {"operation": "PipeRequest"}, _usage("Request-64K-Chunks"), _CHUNKS),
    # partner events have the same usage type, and another event type
    PriceRule(
        "bus-custom-event",
        "AWSEvents",
        {"operation": "PutEvents", "eventType": "Custom Event"},
        _usage("Event-64K-Chunks"),
        _CHUNKS,
    ),
    PriceRule("lambda-request", "AWSLambda", {"group": "AWS-Lambda-Requests"}, _usage("Request"), _REQUESTS),
    # the same price in all regions seen; where it differs, neither has a price
    PriceRule(
        "lambda-request", "AWSLambda", {"group": "AWS-Lambda-Requests-ARM"}, _usage("Request-ARM"), _REQUESTS
    ),
    PriceRule(
        "lambda-gb-second-x86",
        "AWSLambda",
        {"group": "AWS-Lambda-Duration"},
        _usage("Lambda-GB-Second"),
        _GB_SECONDS,
    ),
    PriceRule(
        "lambda-gb-second-arm",
        "AWSLambda",
        {"group": "AWS-Lambda-Duration-ARM"},
        _usage("Lambda-GB-Second-ARM"),
        _GB_SECONDS,
    ),
    # Requests-RBP in us-east-1, EU-Requests-Tier1 in eu-west-1; Requests-Fair-RBP comes on top, for fair queues
    PriceRule(
        "sqs-request-standard",
        "AWSQueueService",
        {"productFamily": "API Request"},
        _usage("Requests-(?:RBP|Tier1)"),
        _REQUESTS,
    ),
    PriceRule(
        "sqs-request-fifo",
        "AWSQueueService",
        {"productFamily": "API Request"},
        _usage("Requests-FIFO-(?:RBP|Tier1)"),
        _REQUESTS,
    ),
    # uncertain, as no copy of the list of SNS has been read: the names of usage types, units and groups are those that
    # several tools read there; where one differs, the price stays unknown
    *(
        PriceRule(
            f"sns-delivery-{name}",
            "AmazonSNS",
            {"productFamily": "Message Delivery"},
            _usage(f"DeliveryAttempts-{usage}"),
            _NOTIFICATIONS,
            may_be_free=True,
        )
        for name, usage in (("sqs", "SQS"), ("lambda", "LAMBDA"), ("http", "HTTP"), ("email", "SMTP"))
    ),
    PriceRule(
        "sns-delivery-firehose",
        "AmazonSNS",
        {"productFamily": "Message Delivery", "endpointType": "Amazon Kinesis Data Firehose"},
        _usage(r"[\w-]+"),
        _NOTIFICATIONS,
    ),
    # the same price, whether or not the policy matches; where it differs, neither has a price
    *(
        PriceRule(
            "sns-body-filtering",
            "AmazonSNS",
            {"group": f"SNS-Standard-Payload-MessageFiltering-{outcome}"},
            _usage(r"[\w-]+"),
            _GIGABYTES,
        )
        for outcome in ("Filter-Matched", "Filtered-Out")
    ),
    PriceRule(
        "step-functions-express-request",
        "AmazonStates",
        {"group": "SFN-ExpressWorkflows-Requests"},
        _usage("StepFunctions-Request"),
        _REQUESTS,
    ),
    PriceRule(
        "step-functions-express-gb-second",
        "AmazonStates",
        {"group": "SFN-ExpressWorkflows-Duration"},
        _usage("StepFunctions-GB-Second"),
        _GB_SECONDS,
    ),
)
