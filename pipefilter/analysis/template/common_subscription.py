"""Check: two events of a function of the Serverless Framework that become one subscription to a topic."""

from __future__ import annotations

from pipefilter.errors import AdviceKind, Example

__all__ = ["COMMON_SUBSCRIPTION"]

_FUNCTION = """\
service: shop
provider: { name: aws }
functions:
  notify:
    handler: notify.handler
    events:
      - sns: { topicName: orders, filterPolicy: { state: [PAID] } }
"""

COMMON_SUBSCRIPTION = AdviceKind(
    "PF515",
    "Events of one function and one topic: the Serverless Framework merges their filter policies",
    "The Serverless Framework merges this event with {others} into one subscription with one filter policy",
    "The framework names a subscription after the function, and after the letters and digits of the topic's name. Events "
    "with the same name become one resource: the fields of all filter policies must match, and lists for one field are "
    "merged by position, so that `[x, y]` and `[w]` become `[w, y]`. Version 3.40.0 does so.",
    "write one event with one filter policy, in which $or combines the alternatives, or use another function",
    severity="warning",
    url="https://github.com/serverless/serverless/blob/v3.40.0/lib/plugins/aws/package/compile/events/sns.js",
    bad=Example(
        _FUNCTION + "      - sns: { topicName: orders, filterPolicy: { urgent: ['yes'] } }\n",
        template="serverless.yml",
    ),
    good=Example(
        _FUNCTION + "      - sns: { topicName: returns, filterPolicy: { urgent: ['yes'] } }\n",
        template="serverless.yml",
    ),
)
