"""The page of `pipefilter serve` compares two patterns: the API, and the fold in a real Chromium."""

from __future__ import annotations

import json

import pytest
from served_page import EVENT, PATTERN, ServedPage

from pipefilter.serving.comparison_api import compare
from pipefilter.serving.page_request import BadRequest

PAID = '{"detail": {"status": ["PAID"]}}'
BOTH = '{"detail": {"status": ["PAID", "SENT"]}}'
BODY = '{"body": {"status": ["PAID"]}}'


def test_an_answer() -> None:
    answer = compare({"pattern": PAID, "other": BOTH})
    assert json.loads(json.dumps(answer)) == answer
    assert (answer["relation"], answer["reasons"]) == ("narrower", [])
    assert answer["headline"] == "the pattern matches less than the other pattern"
    events = answer["events"]
    assert isinstance(events, list)
    assert [(event["words"], event["text"]) for event in events] == [
        ("both match", '{"detail":{"status":"PAID"}}'),
        ("only the other pattern matches", '{"detail":{"status":"SENT"}}'),
    ]
    assert json.loads(events[1]["record"])["detail-type"] == "example"


def test_records_and_filters() -> None:
    criteria = json.dumps({"Filters": [{"Pattern": BODY}]})
    answer = compare({"pattern": BODY, "other": criteria, "service": "lambda", "source": "sqs"})
    assert answer["relation"] == "equal"
    events = answer["events"]
    assert isinstance(events, list)
    (event,) = events
    assert json.loads(json.loads(event["record"])["body"]) == {"status": "PAID"}


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"pattern": PAID, "other": "{"}, "the other pattern is not valid: PF101"),
        ({"pattern": '{"a": 1}', "other": PAID}, "the pattern is not valid: PF112"),
        ({"pattern": PAID, "other": '{"Resources": {"A": {"Type": "AWS::SNS::Topic"}}}'}, "the other pattern"),
    ],
)
def test_patterns_that_cannot_be_compared(members: dict[str, str], sentence: str) -> None:
    answer = compare(members)
    assert (answer["relation"], answer["events"]) == (None, [])
    assert str(answer["headline"]).startswith(sentence)


@pytest.mark.parametrize(
    ("members", "sentence"),
    [
        ({"pattern": PAID}, "other must be a string"),
        ({"pattern": PAID, "other": PAID, "service": "rule", "source": "sqs"}, "does not receive records"),
        ({"pattern": PAID, "other": "x" * 200_000}, "characters, which no AWS service accepts"),
        ({"pattern": PAID, "other": json.dumps({"Filters": [{"Pattern": PAID}] * 51})}, "more than 50 filters"),
    ],
)
def test_bad_requests(members: dict[str, str], sentence: str) -> None:
    with pytest.raises(BadRequest, match=sentence):
        compare(members)


@pytest.mark.slow
def test_the_fold(page: ServedPage) -> None:
    """The comparison follows both patterns; an event that shows it can be tried."""
    headline = "document.getElementById('compare-headline').textContent"
    page.value("document.querySelector('#compare-fold > summary').focus()")
    page.press("Enter")
    page.wait(f"{headline} === 'Write a pattern first.'")
    page.write("pattern", PATTERN)
    page.wait(f"{headline} === 'Write or paste the pattern to compare with.'")
    page.press("Tab")
    assert page.focused() == "other"
    page.browser.tell("Input.insertText", text=PATTERN.replace('["PAID"]', '["PAID", "SENT"]'))
    page.wait(f"{headline} === 'The pattern matches less than the other pattern.'")
    assert "Only the other pattern matches:" in page.text("compare-events")
    page.write("event", EVENT)
    assert page.verdict("Match.")
    page.value("[...document.querySelectorAll('#compare-events button')].at(-1).focus()")
    page.press("Enter")
    assert page.verdict("No match.").startswith('detail.status: is "SENT"')
    page.write("other", '{"a": 1}')
    page.wait(f"{headline}.startsWith('The other pattern is not valid: PF112')")
    page.write("other", PATTERN)
    page.wait(f"{headline} === 'The pattern and the other pattern match the same events.'")
    page.is_clean()


@pytest.mark.slow
def test_a_link(page: ServedPage) -> None:
    """A link carries the other pattern while it is shown; a link without one closes the fold, and leaves no text in it."""
    is_open, other = "document.getElementById('compare-fold').open", "document.getElementById('other').value"

    def link() -> str:
        page.value("void (window.copied = '')")
        page.click("link-copy")
        page.wait("window.copied")
        return "#" + str(page.value("copied")).partition("#")[2]

    page.write("pattern", PAID)
    without = link()
    page.value(f"void ({is_open} = true)")
    page.write("other", BOTH)
    page.wait("document.getElementById('compare-headline').textContent.startsWith('The pattern matches less')")
    with_other = link()
    assert with_other != without
    page.value(f"void ({is_open} = false)")
    assert link() == without

    page.open(with_other)
    page.wait("document.getElementById('compare-headline').textContent.startsWith('The pattern matches less')")
    assert page.value(is_open)
    assert page.value(other) == BOTH
    assert page.value("document.getElementById('pattern').value") == PAID
    assert link() == with_other
    page.value(f"void (location.hash = {json.dumps(without)})")
    page.wait(f"!{is_open} && {other} === ''")
    assert page.value("document.getElementById('pattern').value") == PAID
    page.value("document.getElementById('pattern').focus()")
    page.value(f"void (location.hash = {json.dumps(with_other)})")
    page.wait(f"{is_open} && {other} === {json.dumps(BOTH)}")
    assert (page.focused(), page.value("document.getElementById('pattern').value")) == ("pattern", PAID)
    page.is_clean()
