"""Records like those of DynamoDB streams, and patterns that test them in many ways."""

from __future__ import annotations

import json
import random

import pipefilter
from pipefilter.errors import InvalidEvent
from pipefilter.matching.reference_matcher import ReferenceMatcher

__all__ = ["OTHERS", "TRANSITION", "made_event", "reference"]

TRANSITION = pipefilter.parse(
    '{"eventName":["MODIFY"],"dynamodb":{"NewImage":{"state":{"S":["SHIPPED"]},"n":{"N":[{"prefix":"1"}]}},'
    '"OldImage":{"state":{"S":[{"anything-but":"SHIPPED"}]}}}}'
)
OTHERS = [
    pipefilter.parse(text)
    for text in (
        '{"dynamodb":{"NewImage":{"total":[{"numeric":[">",5,"<=",10]}]}}}',
        '{"dynamodb":{"NewImage":{"total":[7, 7.5, "x"]},"OldImage":{"total":[{"exists":false}]}}}',
        '{"dynamodb":{"NewImage":{"tags":["a", {"prefix":"b"}]},"Keys":[{"exists":false}]}}',
        '{"dynamodb":{"points":[{"numeric":[">=",1.5,"<",1.75]}]}}',
        '{"dynamodb":{"points":[{"numeric":["=",1.625]},{"numeric":["<",-1000]}]}}',
        '{"$or":[{"eventName":["REMOVE"]},{"dynamodb":{"NewImage":{"state":{"S":["NEW"]}}}}]}',
        '{"dynamodb":{"lines":{"sku":["a1"],"n":[{"numeric":["=",2]}]}}}',
        '{"dynamodb":{"NewImage":{"state":{"S":[{"wildcard":"S*D"},{"suffix":"EW"}]}}}}',
        '{"dynamodb":{"flag":[true, null],"NewImage":{"state":{"S":[{"exists":true}]}}}}',
        '{"dynamodb":{"NewImage":{"state":{"S":[{"equals-ignore-case":"shipped"}]}}}}',
    )
]


def made_event(chance: random.Random) -> str:
    """An event like a DynamoDB stream record, which the patterns above test in many ways."""
    states = ("NEW", "SHIPPED", "PAID", "shipped")

    def image() -> dict[str, object]:
        return {
            "state": {"S": chance.choice(states)},
            "total": chance.choice((1, 7, 7.5, 10, 5.000001, 10**16, -7, "7", None)),
            "tags": chance.sample(["a", "b1", "c", 5, None], chance.randint(0, 3)),
            "n": {"N": str(chance.randint(1, 20))},
        }

    event: dict[str, object] = {"eventName": chance.choice(("MODIFY", "INSERT", "REMOVE"))}
    body: dict[str, object] = {"flag": chance.choice((True, False, None, "true"))}
    if chance.random() < 0.8:
        body["NewImage"] = image()
    if chance.random() < 0.8:
        body["OldImage"] = image()
    body["points"] = [chance.choice((1.5, 1.625, 1.75, -2000.5, 3, 0.0)) for _ in range(chance.randint(0, 4))]
    if chance.random() < 0.3:
        body["points"] = [body["points"], [1.7000000000000002]]
    body["lines"] = [{"sku": chance.choice(("a1", "b2")), "n": chance.randint(1, 3)} for _ in range(2)]
    event["dynamodb"] = body
    separators = chance.choice(((",", ":"), (", ", ": ")))
    return json.dumps(event, separators=separators, ensure_ascii=chance.random() < 0.5)


def reference(matcher: ReferenceMatcher, line: bytes) -> bool | None:
    """The reference matcher's verdict; None if the line is not an event."""
    try:
        return matcher.matches(line)
    except InvalidEvent:
        return None
