"""The filter in template.yaml matches the messages that it should match, and no others."""

from pathlib import Path

import pytest

import pipefilter

HERE = Path(__file__).parent
FILTER = pipefilter.load(f"{HERE}/template.yaml#Worker.Orders")


def test_paid_orders_match() -> None:
    message = {"messageId": "1", "eventSource": "aws:sqs", "body": '{"type": "order.paid", "total": 250}'}
    evaluation = FILTER.evaluate(message)
    assert evaluation.matched, str(evaluation)


@pytest.mark.parametrize("path", sorted(HERE.glob("match/*.json")), ids=lambda path: path.stem)
def test_messages_that_match(path: Path) -> None:
    evaluation = FILTER.evaluate(path.read_text("utf-8"))
    assert evaluation.matched, str(evaluation)


@pytest.mark.parametrize("path", sorted(HERE.glob("no-match/*.json")), ids=lambda path: path.stem)
def test_messages_that_do_not_match(path: Path) -> None:
    evaluation = FILTER.evaluate(path.read_text("utf-8"))
    assert not evaluation.matched, str(evaluation)


def test_template_has_no_mistakes() -> None:
    report = pipefilter.check(HERE / "template.yaml")
    assert report.ok, str(report)
