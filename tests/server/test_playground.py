"""The playground in a real Chromium: it evaluates as the server does, sends nothing anywhere, and says what goes wrong."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import Chromium
from repository import CONFORMANCE
from served_page import EVENT, PATTERN, ServedPage
from static_site import StaticSite, static_site

from pipefilter.serving.browser_worker import MAX_BODY, worker_answer
from pipefilter.serving.choices import offered_patterns
from pipefilter.serving.http_message import Request
from pipefilter.serving.page_api import API
from pipefilter.serving.routing import evaluate_request

pytestmark = pytest.mark.tools

HASTE = """{ const usual = setTimeout;
globalThis.setTimeout = (act, wait) => usual(act, globalThis.limitToSkip === wait ? 0 : wait); }"""
"""One of the page's limits for evaluations, 20,000 or 2,000 milliseconds, can be over at once."""

ENDLESS = b"""
const usual = self.onmessage;
self.onmessage = (message) => {
  while (String(message.data.text).includes("endless"));
  usual(message);
};
"""
"""Makes the worker evaluate some patterns for ever."""

TO_ANOTHER_HOST = (
    """new Promise(done => { const sent = new XMLHttpRequest(); sent.open('POST', 'URL/');
    sent.onload = () => done('sent'); sent.onerror = () => done('blocked'); sent.send('secret'); })""",
    """new Promise(done => { try { const socket = new WebSocket('URL/'.replace('http', 'ws'));
    socket.onopen = () => done('sent'); socket.onerror = () => done('blocked'); } catch { done('blocked'); } })""",
)


@pytest.fixture
def site(playground: StaticSite) -> Iterator[StaticSite]:
    playground.restore()
    yield playground
    playground.restore()


@pytest.fixture
def opened(browser: Chromium, site: StaticSite) -> ServedPage:
    page = ServedPage(browser, site.url)
    page.open(has_example=True)
    assert page.verdict("Match.")
    return page


@pytest.fixture
def haste(browser: Chromium) -> Iterator[None]:
    script = browser.tell("Page.addScriptToEvaluateOnNewDocument", source=HASTE)["identifier"]
    yield
    browser.tell("Page.removeScriptToEvaluateOnNewDocument", identifier=script)


def requests() -> list[tuple[str, dict[str, object]]]:
    """A sample of the conformance cases, each ready-made pattern in all ways, and requests that make no sense."""
    cases = [
        json.loads(line)
        for path in sorted(CONFORMANCE.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()[::40]
    ]
    sent: list[tuple[str, dict[str, object]]] = [
        ("api/evaluate", {"pattern": case["pattern"], "event": case.get("event", "")}) for case in cases
    ]
    for ready in offered_patterns():
        members = {"pattern": ready["pattern"], "service": "", "source": ""}
        sent += [
            ("api/evaluate", {**members, "event": ready["event"]}),
            ("api/example", members),
            ("api/compare", {**members, "other": PATTERN}),
        ]
        sent += [
            ("api/generate", {**members, "service": service, "target": target, "whole": True})
            for service, target in (("pipe", "terraform"), ("rule", "cdk-typescript"), ("lambda", "sam"))
        ]
    template = json.dumps(
        {"Resources": {"A": {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"a": 1}}}}}
    )
    sent += [
        ("api/evaluate", {"pattern": template, "event": ""}),
        ("api/evaluate", {"pattern": "Resources:\n  A: {}\n", "event": ""}),
        ("api/evaluate", {"pattern": '{"a": ["\ud800"]}', "event": '{"a": "\ud800"}'}),
        ("api/evaluate", {"pattern": '{"a": [1]}'}),
        ("api/evaluate", {"pattern": 5, "event": ""}),
        ("api/evaluate", {"pattern": "{}", "event": "", "service": "nothing"}),
        ("api/evaluate", {"pattern": '{"a": [1]}', "event": "[" * 1_001}),
        ("api/generate", {"pattern": '{"a": [1]}', "target": "nothing"}),
    ]
    return sent


@pytest.mark.slow
def test_answers_are_those_of_the_server(opened: ServedPage) -> None:
    sent = requests()
    assert len(sent) > 250
    ask_all = f"""import(document.querySelector('script[src$="server.js"]').src).then(async ({{ask}}) => {{
      const answers = [];
      for (const [path, body] of {json.dumps(sent)}) {{
        answers.push(await ask(path, body).then((value) => value, (error) => ({{error: error.message}})));
      }}
      return JSON.stringify(answers);
    }})"""
    answers = json.loads(str(opened.value(ask_all)))
    form = {"content-type": "application/json"}
    for (path, body), answer in zip(sent, answers, strict=True):
        expected = evaluate_request(Request("POST", f"/{path}", form, body=json.dumps(body).encode()))
        assert answer == json.loads(expected.body), (path, body)


def test_limits_of_an_answer() -> None:
    for path in API:
        if API[path][0] == "POST":
            status, text, fault = worker_answer(path, "[]")
            assert (status, json.loads(text), fault) == (400, {"error": "the body is not a JSON object"}, "")
    status, text, fault = worker_answer("/api/evaluate", '"' + "é" * (MAX_BODY // 2) + '"')
    assert (status, fault) == (413, "")
    assert json.loads(text)["error"].startswith("the texts are larger than 2 MiB")


def test_faults_and_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next request is answered, whatever happens with this one."""

    def run_out(_request: Request) -> None:
        raise MemoryError

    def fail(_request: Request) -> None:
        raise ZeroDivisionError("by zero")

    monkeypatch.setattr("pipefilter.serving.browser_worker.api_answer", run_out)
    status, text, fault = worker_answer("/api/evaluate", "{}")
    assert (status, fault) == (422, "")
    assert "needs too much memory" in json.loads(text)["error"]
    monkeypatch.setattr("pipefilter.serving.browser_worker.api_answer", fail)
    status, text, fault = worker_answer("/api/evaluate", "{}")
    assert (status, fault) == (500, "/api/evaluate: ZeroDivisionError: by zero")
    assert "by zero" not in text


@pytest.mark.slow
def test_nothing_is_requested_elsewhere(browser: Chromium, site: StaticSite) -> None:
    """Neither by the page nor by its worker, and nothing at all after loading; the page's policy holds in the worker, too."""
    browser.load("about:blank")
    browser.events.clear()
    automatic = {"autoAttach": True, "waitForDebuggerOnStart": False, "flatten": True}
    browser.tell("Target.setAutoAttach", **automatic)
    page = ServedPage(browser, site.url)
    page.open(has_example=True)
    assert page.verdict("Match.")
    workers = [
        str(event["params"]["sessionId"])  # type: ignore[index]  # so the protocol says
        for event in browser.events
        if event.get("method") == "Target.attachedToTarget"
    ]
    assert len(workers) == 1
    browser.tell_session(workers[0], "Network.enable")
    loaded = len(site.requested)
    page.write("pattern", PATTERN)
    page.write("event", EVENT)
    page.wait("document.getElementById('why').textContent.includes('detail.status')")
    page.click("ready-open")
    page.wait("document.querySelectorAll('#ready-list button').length > 5")
    assert [path.rpartition("/")[2] for path in site.requested[loaded:]] == ["patterns.json"]
    page.is_clean()  # the browser itself finds no host but this one
    with static_site(Path(__file__).parent) as other:
        for expression in (words.replace("URL", other.url) for words in TO_ANOTHER_HOST):
            parameters = {"expression": expression, "awaitPromise": True, "returnByValue": True}
            for blocked in (
                browser.tell("Runtime.evaluate", **parameters),
                browser.tell_session(workers[0], "Runtime.evaluate", **parameters),
            ):
                assert blocked["result"] == {"type": "string", "value": "blocked"}, expression
        assert not other.requested
    automatic["autoAttach"] = False
    browser.tell("Target.setAutoAttach", **automatic)


@pytest.mark.slow
@pytest.mark.usefixtures("haste")
def test_an_evaluation_that_does_not_end(browser: Chromium, site: StaticSite, playground_files: Path) -> None:
    """It is ended, and the next is evaluated: also if the user goes on writing in the meantime."""
    script = gzip.decompress(next(playground_files.glob("*/worker.bin")).read_bytes())
    site.replaced["worker.bin"] = gzip.compress(script + ENDLESS, 1)
    page = ServedPage(browser, site.url)
    page.open()
    page.value("void (window.limitToSkip = 20000)")
    page.write("pattern", '{"endless": [1]}')
    assert page.verdict("Not evaluated.") == (
        "the evaluation did not finish within 20 seconds: try a smaller event, or fewer or shorter filters."
    )
    assert page.value("document.getElementById('again').hidden")
    page.value("void (window.limitToSkip = 2000)")
    page.write("pattern", PATTERN)
    assert page.verdict("Valid pattern.")
    page.write("pattern", '{"endless": [2]}')
    assert page.verdict("Evaluating…") == ""
    page.write("pattern", "{")
    assert page.verdict("Invalid pattern.")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        (
            "pipefilter.bin",
            None,
            "The file pipefilter.bin of the playground is missing on its server (status 404)",
        ),
        (
            "interpreter.bin",
            b"<html>",
            "The file interpreter.bin of the playground arrived incomplete or damaged",
        ),
        (
            "library.bin",
            gzip.compress(bytes(99))[:-9],
            "The file library.bin of the playground arrived incomplete",
        ),
        ("pipefilter.bin", gzip.compress(b"nothing"), "Python did not start: "),
        ("worker.bin", None, "The file worker.bin of the playground is missing on its server (status 404)"),
        ("worker.bin", gzip.compress(b"{"), "The worker of the playground cannot be started."),
    ],
    ids=["no code", "another interpreter", "half a library", "other code", "no worker", "another worker"],
)
def test_files_that_are_missing(
    browser: Chromium, site: StaticSite, name: str, data: bytes | None, sentence: str
) -> None:
    """The page says so, keeps what is written, and tries again."""
    site.replaced[name] = data
    page = ServedPage(browser, site.url)
    page.open(has_example=True)
    assert page.verdict("Not evaluated.").startswith(sentence)
    assert "Order Paid" in str(page.value("document.getElementById('event').value"))
    site.restore()
    page.click("again")
    assert page.verdict("Match.")


@pytest.mark.slow
def test_webassembly_is_not_allowed(browser: Chromium, site: StaticSite) -> None:
    # not kept by the browser: the page that it has would stay under this policy
    site.headers |= {"Content-Security-Policy": "script-src 'self'", "Cache-Control": "no-store"}
    page = ServedPage(browser, site.url)
    page.open(has_example=True)
    assert page.verdict("Not evaluated.") == (
        "WebAssembly, which the playground needs, is not allowed in this browser or by this site: use pipefilter serve."
    )


@pytest.mark.slow
def test_loading(browser: Chromium, site: StaticSite) -> None:
    """Users can write while Python is loaded, are told so, and can reload the page in the meantime."""
    loaded = threading.Event()
    site.held["pipefilter.bin"] = loaded
    page = ServedPage(browser, site.url)
    for _ in range(2):
        page.open(has_example=True)
        assert page.verdict("Loading…").endswith("You can already write.")
    assert page.value("document.getElementById('verdict-text').getAttribute('role')") == "status"
    page.write("pattern", "")
    assert page.verdict("No pattern yet.")
    page.write("pattern", "{")
    assert page.verdict("Loading…")
    loaded.set()
    assert page.verdict("Invalid pattern.")
    page.is_clean()


@pytest.mark.slow
def test_nesting_that_is_too_deep_for_the_browser(opened: ServedPage) -> None:
    """AWS rejects more than 1,000 levels; Python in a browser ends at about 2,000, and is started again."""
    opened.write("event", "[" * 100_000)
    assert opened.verdict("Not evaluated.").startswith(
        "the evaluation needs too much memory, or its texts are nested"
    )
    opened.write("event", "[" * 1_200)
    assert opened.verdict("Invalid event.").startswith(
        "Line 1, column 1002: Document nesting depth (1001) exceeds"
    )


@pytest.mark.slow
def test_python_starts_again_without_a_server(opened: ServedPage, site: StaticSite) -> None:
    """Everything that a worker needs is kept."""
    site.requested.clear()
    opened.write("event", "[" * 100_000)
    assert opened.verdict("Not evaluated.")
    opened.write("event", EVENT)
    assert opened.verdict("No match.")
    assert not site.requested


@pytest.mark.slow
@pytest.mark.parametrize("name", ["page.js", "verdict.js", "server.js"])
def test_scripts_that_are_missing(browser: Chromium, site: StaticSite, name: str) -> None:
    """As where a browser has kept the page, and its folder is there no more."""
    site.replaced[name] = None
    browser.load("about:blank")
    browser.load(f"{site.url}/")
    page = ServedPage(browser, site.url)
    assert page.verdict("Loading…").endswith("a script of this page is missing: reload the page.")


@pytest.mark.slow
@pytest.mark.usefixtures("haste")
def test_a_download_that_stalls(browser: Chromium, site: StaticSite) -> None:
    skip = browser.tell("Page.addScriptToEvaluateOnNewDocument", source="window.limitToSkip = 30000")
    site.held["library.bin"] = threading.Event()
    page = ServedPage(browser, site.url)
    page.open(has_example=True)
    assert page.verdict("Not evaluated.").startswith("Nothing of the file ")
    browser.tell("Page.removeScriptToEvaluateOnNewDocument", **skip)
    page.value("void (window.limitToSkip = 0)")
    site.restore()
    page.click("again")
    assert page.verdict("Match.")
