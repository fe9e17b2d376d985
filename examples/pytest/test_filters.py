"""The filter in template.yaml matches the messages that it should match, and no others."""

from pathlib import Path

import pipefilter
from pipefilter.testing import EventCase, FilterLoader, assert_matches, event_cases

HERE = Path(__file__).parent


def test_paid_orders_match(load_filter: FilterLoader) -> None:
    message = {"messageId": "1", "eventSource": "aws:sqs", "body": '{"type": "order.paid", "total": 250}'}
    assert_matches(load_filter("template.yaml#Worker.Orders"), message)


@event_cases("messages.jsonl")
def test_messages(case: EventCase, load_filter: FilterLoader) -> None:
    case.assert_verdict(load_filter("template.yaml#Worker.Orders"))


def test_template_has_no_mistakes() -> None:
    report = pipefilter.check(HERE / "template.yaml")
    assert report.ok, str(report)
