"""Properties of the filter and of the function behind it, tested with generated events."""

import json
from pathlib import Path

from hypothesis import assume, given, settings

import pipefilter
from pipefilter.strategies import events_matching, events_near
from worker import handler

HERE = Path(__file__).parent
FILTER = pipefilter.load(f"{HERE}/template.yaml#Worker.Orders")
BODY = json.loads(str(FILTER.patterns[0]))["body"]
REWRITTEN = {"$or": [{"type": ["order.created"]}, {"type": ["order.paid"]}]}


@given(events_matching(BODY))
@settings(deadline=None)
def test_the_function_survives_whatever_matches(body: str) -> None:
    message = {"messageId": "1", "eventSource": "aws:sqs", "body": body}
    assert FILTER.evaluate(message).matched
    assert handler({"Records": [message]})["batchItemFailures"] in ([], [{"itemIdentifier": "1"}])


@given(events_matching(BODY))
@settings(deadline=None)
def test_the_function_knows_every_type_that_matches(body: str) -> None:
    order = json.loads(body)
    assume(isinstance(order["type"], str))
    message = {"messageId": "1", "eventSource": "aws:sqs", "body": json.dumps({"total": 1, **order})}
    assert handler({"Records": [message]}) == {"batchItemFailures": []}


@given(events_near(BODY))
@settings(deadline=None)
def test_the_rewritten_pattern_matches_the_same_bodies(body: str) -> None:
    assert pipefilter.matches(REWRITTEN, body) == pipefilter.matches(BODY, body)
