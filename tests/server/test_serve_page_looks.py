"""How the page of `pipefilter serve` looks: no overflow, light and dark, enough contrast."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from chromium import Chromium
from served_page import EVENT, PATTERN, WRONG, ServedPage
from thoroughness import NIGHTLY

import pipefilter.serving
from pipefilter.serving.http_server import PageServer

PAGE = Path(pipefilter.serving.__file__).with_name("page")


@pytest.mark.slow
@pytest.mark.parametrize("width", [320, pytest.param(390, marks=NIGHTLY), 1100])
def test_looks(browser: Chromium, server: PageServer, width: int) -> None:
    page = ServedPage(browser, server.url)
    outside = """Array.from(document.querySelectorAll("button, select, h1, h2, p, li, section, details, pre, .editor"))
      .filter(one => one.checkVisibility() && !one.closest(".hidden, .marks")).map(one => one.getBoundingClientRect())
      .filter(box => box.width && (box.left < -0.5 || box.right > innerWidth + 0.5)).length"""
    backgrounds = set()
    for dark in (False, True):
        page.open(width=width, dark=dark)
        backgrounds.add(page.value("getComputedStyle(document.body).backgroundColor"))
        page.value("document.querySelectorAll('main > details').forEach(one => { one.open = true; })")
        page.choose("service", "rule")
        for pattern, title in (
            (PATTERN, "Match."),
            (WRONG, "Invalid pattern."),
            (json.dumps({"detail": {"x" * 300: ["y" * 300]}}), "No match."),
        ):
            page.write("pattern", pattern)
            page.write("event", EVENT)
            assert page.verdict(title)
            assert page.value("document.documentElement.scrollWidth") == width
            assert page.value(outside) == 0
        page.is_clean()
    assert len(backgrounds) == 2
    page.choose("theme", "light")
    light = page.value("getComputedStyle(document.body).backgroundColor")
    page.open(width=width, dark=True)
    assert page.value("getComputedStyle(document.body).backgroundColor") == light
    page.choose("theme", "")
    assert page.value("getComputedStyle(document.body).backgroundColor") != light


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast() -> None:
    """As https://www.w3.org/TR/WCAG22/ requires: 4.5 for text, 3 for graphics."""
    css = (PAGE / "page.css").read_text("utf-8")
    light, by_system, by_hand = (
        dict(re.findall(r"--([\w-]+): (#\w{6});", block))
        for block in re.findall(r"color-scheme: (?:light|dark);(.*?)\}", css, re.DOTALL)
    )
    assert by_system == by_hand
    assert light.keys() == by_hand.keys()
    text = "ink/page ink/panel ink/well ink/button ink/yes-back ink/no-back ink/hint-back dim/page dim/panel dim/well"
    text += " link/panel link/well yes/panel yes/yes-back no/panel no/well no/no-back hint/panel hint/well"
    text += " hint/hint-back on-pressed/pressed dim/button"
    drawn = "edge/page edge/panel edge/well focus/page focus/panel error-line/well error-line/panel warning-line/well"
    drawn += " warning-line/panel note-line/well note-line/panel pressed/panel"
    for colours in (light, by_hand):
        for ratio, pairs in ((4.5, text), (3, drawn)):
            for pair in pairs.split():
                low, high = sorted(luminance(colours[name]) for name in pair.split("/"))
                assert (high + 0.05) / (low + 0.05) >= ratio, pair
