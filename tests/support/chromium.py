"""A headless Chromium, controlled over a pipe by the protocol of https://chromedevtools.github.io/devtools-protocol/."""

from __future__ import annotations

import base64
import json
import os
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from patience import PATIENCE
from real_tools import program

__all__ = ["Chromium", "chromium"]

_OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
    "--remote-debugging-pipe",
)
_Answer = dict[str, object]


class Chromium:
    """A Chromium with one page.

    Args:
        reads: the pipe with its responses.
        writes: the pipe for commands.
    """

    def __init__(self, reads: int, writes: int) -> None:
        self._reads, self._writes = reads, writes
        self._number, self._left, self._session = 0, b"", ""
        self.events: list[_Answer] = []
        target = self.tell("Target.createTarget", url="about:blank")["targetId"]
        self._session = str(self.tell("Target.attachToTarget", targetId=target, flatten=True)["sessionId"])
        for name in ("Page", "Network", "Log", "Runtime"):
            self.tell(f"{name}.enable")
        self.tell("Page.setLifecycleEventsEnabled", enabled=True)

    def tell(self, method: str, **parameters: object) -> _Answer:
        """Send a command to the page, and return its result."""
        return self.tell_session(self._session, method, **parameters)

    def tell_session(self, session: str, method: str, **parameters: object) -> _Answer:
        """Send a command to the page, to one of its workers, or, without a session, to the browser."""
        self._number += 1
        call: _Answer = {"id": self._number, "method": method, "params": parameters}
        if session:
            call["sessionId"] = session
        os.write(self._writes, json.dumps(call).encode() + b"\0")
        while True:
            message = self._message(method, parameters)
            if message.get("id") == self._number:
                assert "error" not in message, (method, message)
                result = message["result"]
                assert isinstance(result, dict)
                return result
            self.events.append(message)

    def show(self, page: Path, *, width: int, dark: bool = False, media: str = "screen") -> None:
        """Load a page, and forget what happened before."""
        self.events.clear()
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        self.tell("Emulation.setDeviceMetricsOverride", **metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.tell("Emulation.setEmulatedMedia", media=media, features=[scheme])
        self.load(page.as_uri())

    def load(self, url: str) -> None:
        """Load a page, and wait until it is complete."""
        loader = self.tell("Page.navigate", url=url)["loaderId"]
        while not any(_is_load(event, loader) for event in self.events):
            self.events.append(self._message("load", url))

    def value(self, expression: str) -> object:
        """The value of an expression in JavaScript."""
        result = self.tell("Runtime.evaluate", expression=expression, returnByValue=True)["result"]
        assert isinstance(result, dict)
        return result.get("value")

    def picture(self) -> bytes:
        """The whole page as a PNG."""
        taken = self.tell("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        return base64.b64decode(str(taken["data"]))

    def printed(self) -> bytes:
        """The page as a PDF."""
        return base64.b64decode(str(self.tell("Page.printToPDF", printBackground=False)["data"]))

    def requested(self) -> list[str]:
        """The addresses that were requested since the page began to load."""
        addresses = []
        for event in self.events:
            parameters = event.get("params")
            if event.get("method") == "Network.requestWillBeSent" and isinstance(parameters, dict):
                addresses.append(str(parameters["request"]["url"]))
        return addresses

    def complaints(self) -> list[_Answer]:
        """The console's messages since the page began to load."""
        names = ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown")
        return [event for event in self.events if event.get("method") in names]

    def _message(self, *waits_for: object) -> _Answer:
        while b"\0" not in self._left:
            ready, _, _ = select.select([self._reads], [], [], PATIENCE)
            assert ready, ("Chromium does not answer", waits_for)
            more = os.read(self._reads, 1 << 20)
            assert more, "Chromium has ended"
            self._left += more
        first, _, self._left = self._left.partition(b"\0")
        message = json.loads(first)
        assert isinstance(message, dict)
        return message


def _is_load(event: _Answer, loader: object) -> bool:
    parameters = event.get("params")
    if event.get("method") != "Page.lifecycleEvent" or not isinstance(parameters, dict):
        return False
    return (parameters["loaderId"], parameters["name"]) == (loader, "load")


@contextmanager
def chromium(folder: Path) -> Iterator[Chromium]:
    """Chromium with an empty profile in this folder; skip if it is not installed, or fail where tools are required."""
    if not hasattr(os, "posix_spawn"):
        pytest.skip("Chromium is told what to do over pipes that are numbered as Unix does")
    path = program("Chromium", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    # it reads commands from 3, and answers on 4
    theirs_in, our_out = (_high(end) for end in os.pipe())
    our_in, theirs_out = (_high(end) for end in os.pipe())
    log = _high(os.open(folder / "chromium.log", os.O_WRONLY | os.O_CREAT))
    process = os.posix_spawn(
        path,
        [path, *_OPTIONS, f"--user-data-dir={folder / 'profile'}", "about:blank"],
        {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder), "XDG_CACHE_HOME": str(folder)},
        file_actions=[
            (os.POSIX_SPAWN_DUP2, theirs_in, 3),
            (os.POSIX_SPAWN_DUP2, theirs_out, 4),
            (os.POSIX_SPAWN_DUP2, log, 1),
            (os.POSIX_SPAWN_DUP2, log, 2),
        ],
        setpgroup=0,
    )
    for end in (theirs_in, theirs_out, log):
        os.close(end)
    try:
        yield Chromium(our_in, our_out)
    finally:
        os.close(our_out)
        os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(our_in)


def _high(end: int) -> int:
    """A duplicate of the file descriptor above 3 and 4, not inherited."""
    import fcntl

    higher = fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(end)
    return higher
