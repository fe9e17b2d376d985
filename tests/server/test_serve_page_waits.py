"""What the page says while answers are awaited, and what it never says then: a verdict that is not that of its texts."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import pytest
from chromium import Chromium
from patience import PATIENCE
from served_page import EVENT, PATTERN, ServedPage, serving
from static_site import StaticSite

from pipefilter.serving.http_message import Answer, Request
from pipefilter.serving.http_server import PageServer
from pipefilter.serving.routing import evaluate_request

SQS = {"messageId": "1", "eventSource": "aws:sqs", "body": "not JSON"}
LATE_UNPACKING = """{
window.holdFirst = () => {
  const wait = new Promise(done => { window.releaseFirst = done; });
  const pipe = ReadableStream.prototype.pipeThrough;
  ReadableStream.prototype.pipeThrough = function (...given) {
    ReadableStream.prototype.pipeThrough = pipe;
    const source = this;
    const late = new ReadableStream({ async start(controller) {
      await wait;
      for await (const part of source) controller.enqueue(part);
      controller.close();
    } });
    return pipe.apply(late, given);
  };
}; }"""


class HeldRequests:
    """A server's requests with certain words wait until they are released."""

    def __init__(self) -> None:
        self.words, self.released, self.arrived = b"\0", threading.Event(), threading.Event()

    def evaluate(self, request: Request) -> Answer:
        """The answer, when the request may have it."""
        if self.words in request.path.encode() + request.body:
            self.arrived.set()
            self.released.wait(PATIENCE)
        return evaluate_request(request)

    def hold(self, words: bytes) -> None:
        """Let requests with these words in their path or body wait."""
        self.words = words
        self.released.clear()
        self.arrived.clear()


@pytest.fixture
def held() -> Iterator[HeldRequests]:
    requests = HeldRequests()
    yield requests
    requests.released.set()


@pytest.fixture
def held_page(browser: Chromium, held: HeldRequests) -> Iterator[ServedPage]:
    with serving(evaluate=held.evaluate) as server:
        page = ServedPage(browser, server.url)
        page.open()
        yield page
        held.released.set()


def fragment(page: ServedPage, state: dict[str, str]) -> str:
    """The fragment of a link with this state."""
    script = "document.querySelector('script[src$=\"page.js\"]').src.replace('page.js', 'link.js')"
    return str(page.value(f"import({script}).then(({{encodeState}}) => encodeState({json.dumps(state)}))"))


def test_a_verdict_does_not_outlive_its_texts(held_page: ServedPage, held: HeldRequests) -> None:
    page = held_page
    page.write("pattern", PATTERN)
    page.write("event", EVENT)
    assert page.verdict("Match.")
    held.hold(b"slow")
    page.write("event", EVENT.replace("PAID", "slow"))
    assert page.verdict("Evaluating…") == ""
    assert page.value("document.getElementById('verdict').dataset.kind") == "empty"
    assert page.value("document.getElementById('explanation').getAttribute('aria-busy')") == "true"
    assert page.value("document.getElementById('verdict-text').closest('[aria-busy=true]')") is None
    held.released.set()
    assert page.verdict("No match.")
    page.wait("document.getElementById('explanation').getAttribute('aria-busy') === 'false'")


def test_a_long_text_is_awaited(page: ServedPage) -> None:
    """It is evaluated only after a second without changes; until then there is no verdict on it."""
    page.write("pattern", '{"a": [1]}')
    page.write("event", '{"a": 1}')
    assert page.verdict("Match.")
    page.write("event", '{"a": 2}' + " " * 250_000)
    page.wait_for_words("verdict-title", "Evaluating…")
    assert page.verdict("No match.")


@pytest.mark.parametrize("service", ["new-service", "__proto__"])
def test_a_link_with_an_unknown_service(browser: Chromium, server: PageServer, service: str) -> None:
    """There is no verdict under another service: not until the user chooses one."""
    page = ServedPage(browser, server.url)
    page.open()
    state = {"pattern": '{"a": [1]}', "event": '{"a": 1}', "service": service, "source": ""}
    page.open(fragment(page, state))
    assert page.verdict("Not evaluated.").startswith(f"unknown service {service}: use one of")
    assert page.value("document.getElementById('service').selectedOptions[0].textContent") == service
    page.choose("service", "")
    assert page.verdict("Match.")


def test_a_link_with_a_source_of_another_service(browser: Chromium, server: PageServer) -> None:
    page = ServedPage(browser, server.url)
    page.open()
    state = {"pattern": '{"a": [1]}', "event": '{"a": 1}', "service": "rule", "source": "kinesis"}
    page.open(fragment(page, state))
    assert "kinesis" in page.verdict("Not evaluated.").lower()
    page.choose("source", "")
    assert page.verdict("Match.")


@pytest.mark.slow
@pytest.mark.tools
def test_a_link_while_the_choices_are_missing(browser: Chromium, playground: StaticSite) -> None:
    """Its service decides, with or without the list of services, and is shown."""
    playground.restore()
    page = ServedPage(browser, playground.url)
    page.open()
    state = {"pattern": '{"body": {"a": [1]}}', "event": json.dumps(SQS), "service": "rule", "source": ""}
    link = fragment(page, state)
    playground.replaced["choices.json"] = None
    browser.load("about:blank")
    browser.load(f"{playground.url}/{link}")
    headline = page.verdict("No verdict.")
    assert page.value("document.getElementById('service').value") == "rule"
    playground.restore()
    page.wait("document.querySelectorAll('#target option').length > 5")
    assert page.value("document.getElementById('service').value") == "rule"
    page.wait("document.getElementById('trouble').hidden")
    assert page.verdict("No verdict.") == headline


def test_an_example_for_an_earlier_pattern(held_page: ServedPage, held: HeldRequests) -> None:
    """It is not put into the editor, and the next click is for the new pattern."""
    page = held_page
    page.write("pattern", '{"slow": [1]}')
    assert page.verdict("Valid pattern.")
    held.hold(b"/api/example")
    page.click("event-example")
    assert held.arrived.wait(PATIENCE)
    page.write("pattern", '{"a": [1]}')
    assert page.verdict("Valid pattern.")
    held.words = b"\0"
    held.released.set()
    page.click("event-example")
    assert page.verdict("Match.")
    assert json.loads(str(page.value("document.getElementById('event').value"))) == {"a": 1}
    assert page.text("event-summary").startswith("Example 1 of")


def test_two_links_at_once(server_page: ServedPage) -> None:
    """The newer one counts, also if the earlier one takes longer to unpack."""
    page = server_page
    state = {"pattern": '{"a": [1]}', "event": '{"a": 1}', "service": "", "source": ""}
    first, second = (
        fragment(page, state),
        fragment(page, {**state, "event": '{"a": 2}', "service": "lambda"}),
    )
    page.value(LATE_UNPACKING)
    page.value(f"void (holdFirst(), location.hash = {json.dumps(first)})")
    page.wait("ReadableStream.prototype.pipeThrough.name === 'pipeThrough'")
    page.value(f"void (location.hash = {json.dumps(second)})")
    assert page.verdict("No match.")
    page.value("void releaseFirst()")
    for _ in range(20):  # the time that unpacking takes, many times over
        page.value("new Promise(requestAnimationFrame)")
    assert page.value("document.getElementById('event').value") == '{"a": 2}'
    assert page.value("document.getElementById('service').value") == "lambda"
