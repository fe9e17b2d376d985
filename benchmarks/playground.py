"""How large the playground is, and how soon it has its first verdict: `python -m benchmarks.playground FOLDER`.

FOLDER is what `python packaging/playground.py FOLDER` has written. It needs Chromium, and the packages of the tests.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.pages import measured_with

sys.path.append(str(Path(__file__).parents[1] / "tests" / "support"))

from chromium import Chromium, chromium
from served_page import ServedPage
from static_site import static_site

RUNS = 5
MEGABIT = 125_000
"""Bytes."""

_FAST: dict[str, object] = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
_SLOW: dict[str, object] = {
    **_FAST,
    "latency": 40,
    "downloadThroughput": 20 * MEGABIT,
    "uploadThroughput": 5 * MEGABIT,
}


def main(folder: Path) -> None:
    """Print the figures as a table."""
    print("| | |\n|---|---|")
    files = [path for path in folder.rglob("*") if path.is_file()]
    print(f"| All files | {_megabytes(sum(path.stat().st_size for path in files))} |")
    sent = sum(len(gzip.compress(path.read_bytes(), 9)) for path in files if path.name != "patterns.json")
    print(f"| Loaded until the first verdict, if the server packs scripts with gzip | {_megabytes(sent)} |")
    with (
        static_site(folder) as site,
        tempfile.TemporaryDirectory() as profile,
        chromium(Path(profile)) as browser,
    ):
        site.headers["Cache-Control"] = "max-age=600"
        for words, network, is_cold in (
            ("First verdict, from a server on the same machine", _FAST, True),
            ("The same, from the browser's cache", _FAST, False),
            ("First verdict, over a network with 20 Mbit/s and a latency of 40 ms", _SLOW, True),
        ):
            seconds = [_first_verdict(browser, site.url, network, is_cold=is_cold) for _ in range(RUNS)]
            print(f"| {words} | {statistics.median(seconds):.1f} s |")
    print(f"\n{measured_with()}")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def _first_verdict(browser: Chromium, url: str, network: dict[str, object], *, is_cold: bool) -> float:
    """The seconds from the start of the navigation until the verdict of the example is drawn."""
    browser.load("about:blank")
    browser.events.clear()
    if is_cold:
        browser.tell("Network.clearBrowserCache")
    browser.tell("Network.emulateNetworkConditions", **network)
    browser.load(f"{url}/")
    page = ServedPage(browser, url)
    page.verdict("Match.")
    milliseconds = page.value("performance.now()")
    assert isinstance(milliseconds, float | int)  # noqa: S101 - it is a number in every browser
    return milliseconds / 1000


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1], "index.html").is_file():
        sys.exit(
            "usage: python -m benchmarks.playground FOLDER\n\nFOLDER is what packaging/playground.py has written."
        )
    main(Path(sys.argv[1]))
