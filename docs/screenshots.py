"""Take the pictures in the docs again: `python docs/screenshots.py`. It needs Chromium."""

from __future__ import annotations

import base64
import re
import sys
import tempfile
from pathlib import Path

from click.testing import CliRunner
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from pipefilter.cli.main import pipefilter as program

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
sys.path.append(str(ROOT / "tests" / "support"))

from chromium import Chromium, chromium  # noqa: E402 - of the tests
from served_page import ServedPage, serving  # noqa: E402 - its folder is added above

COMMANDS = {
    "test": "test --source sqs --service lambda examples/sqs/filter-criteria.json examples/sqs/messages.jsonl",
    "check": "check examples/stream-filter.json --service pipe --source dynamodb",
}
ESTIMATE = (
    "estimate examples/traffic/became-shipped.json examples/traffic/orders.jsonl --per-month 20M --batch-size 5"
)
_FONT_FACES = re.compile(r"@font-face \{\{.*?\}\}", re.DOTALL)
SVG_FORMAT = _FONT_FACES.sub("", CONSOLE_SVG_FORMAT)
"""Without fonts that are loaded from another host."""


def terminal(command: str) -> str:
    """A command and its output as an SVG of a terminal."""
    output = (
        CliRunner(env={"FORCE_COLOR": "1", "COLUMNS": "100"})
        .invoke(program, command.split(), color=True)
        .output
    )
    console = Console(record=True, width=100, file=tempfile.TemporaryFile("w"), force_terminal=True)  # noqa: SIM115 - it ends with the program
    console.print(Text(f"$ pipefilter {command}", style="bold"))
    console.print(Text.from_ansi(output))
    return console.export_svg(title="pipefilter", code_format=SVG_FORMAT, unique_id="terminal")


def report(browser: Chromium, folder: Path) -> bytes:
    """The HTML report of an estimate."""
    page = folder / "report.html"
    CliRunner().invoke(program, [*ESTIMATE.split(), "--html", str(page)], catch_exceptions=False)
    browser.show(page, width=1000)
    return top_of_page(browser, 1000, 1180)


def top_of_page(browser: Chromium, width: int, height: int) -> bytes:
    """The first lines of the page as a PNG."""
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
    taken = browser.tell("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)
    return base64.b64decode(str(taken["data"]))


def page_of_serve(browser: Chromium) -> bytes:
    """The page of `pipefilter serve` with its example."""
    with serving() as server:
        page = ServedPage(browser, server.url)
        page.open(has_example=True)
        page.verdict("Match.")
        return top_of_page(browser, 1100, 900)


def main() -> None:
    """Write all pictures."""
    IMAGES.mkdir(exist_ok=True)
    for name, command in COMMANDS.items():
        (IMAGES / f"{name}.svg").write_text(terminal(command), "utf-8")
    with tempfile.TemporaryDirectory() as name, chromium(Path(name)) as browser:
        (IMAGES / "report.png").write_bytes(report(browser, Path(name)))
        (IMAGES / "page.png").write_bytes(page_of_serve(browser))


if __name__ == "__main__":
    main()
