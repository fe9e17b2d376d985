"""The page of `pipefilter serve` in a browser, as a person uses it, and its server."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from chromium import Chromium

from pipefilter.serving.http_message import Answer, Request
from pipefilter.serving.http_server import PageServer, ServerSettings

__all__ = ["ALT", "CONTROL", "EVENT", "PATTERN", "SHIFT", "WRONG", "ServedPage", "serving"]

PATTERN = (
    '{\n  "source": ["shop.orders"],\n  "detail": {"status": ["PAID"], "total": [{"numeric": [">=", 100]}]}\n}'
)
EVENT = '{\n  "source": "shop.orders",\n  "detail": {"status": "PAID", "total": 250.00}\n}'
WRONG = '{\n  "source": ["é𝄞", {"prefx": "x"}],\n  "detail": "x"\n}'
ALT, CONTROL, SHIFT = 1, 2, 8
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "F8": 119, "/": 191, "]": 221, "ArrowDown": 40}


_REMEMBERING = """
window.remembered = new Set();
void new MutationObserver(changes => {
  for (const {target} of changes) {
    const {id, textContent} = target.id ? target : target.parentElement ?? {};
    if (id && textContent.length < 100) remembered.add(`${id}: ${textContent.trim()}`);
  }
}).observe(document, {subtree: true, childList: true, characterData: true})
"""
"""Short texts of named elements are recorded, as some of them appear only for a moment."""


class ServedPage:
    """One page.

    Args:
        browser: the browser that shows the page.
        url: the URL of its server.
    """

    def __init__(self, browser: Chromium, url: str) -> None:
        self.browser, self.url = browser, url

    def open(
        self, fragment: str = "", *, width: int = 1100, dark: bool = False, has_example: bool = False
    ) -> None:
        """Load the page again, with a fragment; its initial example is removed unless it is requested."""
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        self.browser.tell("Emulation.setDeviceMetricsOverride", **metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.browser.tell("Emulation.setEmulatedMedia", media="screen", features=[scheme])
        self.browser.load("about:blank")
        self.browser.events.clear()
        self.browser.load(f"{self.url}/{fragment}")
        self.value(_REMEMBERING)
        self.wait("document.querySelectorAll('#target option').length > 5")
        self.value("void (navigator.clipboard.writeText = async text => { window.copied = text; })")
        if not fragment:
            self.wait("document.getElementById('pattern').value")
        if not fragment and not has_example:
            self.write("pattern", "")
            self.write("event", "")

    def value(self, expression: str) -> object:
        """The value of an expression in JavaScript, awaited."""
        parameters = {"expression": expression, "returnByValue": True, "awaitPromise": True}
        answer = self.browser.tell("Runtime.evaluate", **parameters)
        assert "exceptionDetails" not in answer, answer
        result = answer["result"]
        assert isinstance(result, dict)
        return result.get("value")

    def wait(self, expression: str) -> None:
        """Wait until an expression is true: the page evaluates it whenever it is drawn."""
        look = f"const look = () => ({expression}) ? done() : requestAnimationFrame(look); look();"
        self.value(f"new Promise(done => {{ {look} }})")

    def wait_for_words(self, name: str, words: str) -> None:
        """Wait until an element has begun with these words, even if only for a moment."""
        self.wait(f"[...remembered].some(one => one.startsWith({json.dumps(f'{name}: {words}')}))")

    def write(self, name: str, text: str) -> None:
        """Put a text in, as if it were pasted."""
        area = f"document.getElementById('{name}')"
        self.value(f"{area}.value = {json.dumps(text)}; void {area}.dispatchEvent(new Event('input'))")

    def choose(self, name: str, value: str) -> None:
        """Choose a value of a select, or of a similar element."""
        select = f"document.getElementById('{name}')"
        self.value(f"{select}.value = {json.dumps(value)}; void {select}.dispatchEvent(new Event('change'))")

    def click(self, name: str) -> None:
        """Press a button."""
        self.value(f"document.getElementById('{name}').click()")

    def press(self, key: str, modifiers: int = 0, code: str = "") -> None:
        """Press a key, as a real key press."""
        number = KEYS.get(key, ord(key[0].upper()))
        parameters = {"key": key, "code": code or key, "windowsVirtualKeyCode": number, "modifiers": modifiers}
        text = {"text": "\r"} if key == "Enter" and not modifiers else {}
        self.browser.tell("Input.dispatchKeyEvent", type="keyDown", **parameters, **text)
        self.browser.tell("Input.dispatchKeyEvent", type="keyUp", **parameters)

    def text(self, name: str) -> str:
        """The text of an element."""
        return str(self.value(f"document.getElementById('{name}').textContent")).strip()

    def verdict(self, title: str) -> str:
        """Wait for this verdict; the sentence after it."""
        self.wait(f"document.getElementById('verdict-title').textContent === {json.dumps(title)}")
        return self.text("verdict-sentence")

    def focused(self) -> str:
        """The id of the focused element, or its text."""
        return str(self.value("document.activeElement.id || document.activeElement.textContent.trim()"))

    def is_clean(self) -> None:
        """The console is empty, and nothing was requested from another host."""
        assert not self.browser.complaints()
        requests = [url for url in self.browser.requested() if not url.startswith("data:")]
        assert requests
        own = (f"{self.url}/", f"blob:{self.url.removesuffix('/playground')}/")
        assert all(url.startswith(own) for url in requests), requests


@contextmanager
def serving(port: int = 0, evaluate: Callable[[Request], Answer] | None = None) -> Iterator[PageServer]:
    server = PageServer(ServerSettings(port=port), evaluate)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.close()
