"""The HTML report: its content, that nothing in names becomes markup, and how a real Chromium renders it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from chromium import Chromium
from hypothesis import given
from hypothesis import strategies as st
from made_estimates import made_lines
from reported_estimates import PAID, THREE, records, reported_estimate
from thoroughness import NIGHTLY

from pipefilter.costs.billing.setup import Call, Setup
from pipefilter.costs.estimation import Estimate, Extent
from pipefilter.costs.prices.file import shipped_prices
from pipefilter.costs.prices.price import Prices
from pipefilter.costs.report.html_report import HtmlTable, html_report
from pipefilter.costs.traffic.time_slots import time_slots
from pipefilter.costs.volume.volume import Volume
from pipefilter.services import service_named

COMMAND = "pipefilter estimate --pattern paid.json --html report.html traffic.jsonl"
TAGS = """
html head meta title style body main footer section h1 h2 h3 h4 p a b bdi wbr br ul li div span pre details summary
table thead tbody tr th td svg defs pattern rect line text path
"""
ATTRIBUTES = """
lang charset http-equiv content name class href rel role aria-label aria-hidden tabindex scope colspan open id
width height x y x1 x2 y1 y2 d dy fill text-anchor viewbox preserveaspectratio patternunits patterntransform
"""
HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=y>\x00\x1b[31m\ud800\u202e]]>\n"


class Page(HTMLParser):
    """The page as a browser parses it."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.others: list[str] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: D102 - as HTMLParser says
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:  # noqa: D102 - likewise
        self.words.append(data)

    def handle_comment(self, data: str) -> None:  # noqa: D102 - likewise
        self.others.append(data)

    handle_pi = unknown_decl = handle_comment

    @property
    def text(self) -> str:
        """All words."""
        return re.sub(r"\s+", " ", "".join(self.words))


def lambda_setup(**others: object) -> Setup:
    function = Call("lambda", 512, Fraction(120), Fraction(3))
    setup = Setup(service_named("lambda"), "dynamodb", "us-east-1", batch_size=100, function=function)
    return replace(setup, **others)  # type: ignore[arg-type]  # as the tests have them


def many() -> Estimate:
    """Many candidates of many filters with many members and long names."""
    path = "a" * 4000
    members = {path: ["x" * 4000]} | {f"field{number}": [number] for number in range(11)}
    pattern = json.dumps({"Filters": [{"Pattern": json.dumps(members)}] * 5})
    candidates = [(f"{number}-{'long' * 1000}", pattern) for number in range(20)]
    return reported_estimate(candidates, records(50))


CASES = {
    "one": reported_estimate,
    "three": lambda: reported_estimate(THREE, records(5000)),
    "range": lambda: reported_estimate(
        THREE[:2],
        setup=lambda_setup(free_tier=True),
        volume=Volume(Fraction(900_000_000), "as CloudWatch counted"),
    ),
    "unknown": lambda: reported_estimate(prices=Prices()),
    "rule": lambda: reported_estimate(
        traffic="".join(f"{line}\n" for line in made_lines("bus", 2000, 200)).encode(),
        setup=Setup(service_named("rule"), "bus", "us-east-1"),
    ),
    "no filter": lambda: reported_estimate((), records(50, timed=False)),
    "hostile": lambda: reported_estimate(
        [(HOSTILE, json.dumps({HOSTILE: [HOSTILE.replace("\ud800", "")]}))], records(20)
    ),
    "many": many,
}


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {name: html_report(make(), command=COMMAND) for name, make in CASES.items()}


def check(page: str) -> Page:
    """Assert that the page has only its own markup, loads nothing, and has no script."""
    page.encode()
    ET.fromstring(page)  # noqa: S314 - our own
    parsed = Page(page)
    assert set(parsed.tags) <= set(TAGS.split())
    assert {name for name, _ in parsed.attributes} <= set(ATTRIBUTES.split())
    assert not parsed.others
    for name, value in parsed.attributes:
        if name == "href":
            assert value.startswith(("https://", "http://"))
        assert "url(" not in value or value == "url(#hatch)"
    style = page[page.index("<style>") : page.index("</style>")]
    assert not re.search(r"url\(|@import|@font-face|expression", style)
    levels = [int(tag[1]) for tag in parsed.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    return parsed


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_each_page_is_valid(pages: dict[str, str], name: str) -> None:
    check(pages[name])


@pytest.mark.slow
def test_pages_are_reproducible(pages: dict[str, str]) -> None:
    assert html_report(CASES["three"](), command=COMMAND) == pages["three"]


@pytest.mark.slow
def test_policy_comes_before_all_else(pages: dict[str, str]) -> None:
    policy = "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>"
    assert policy in pages["one"]
    assert pages["one"].index(policy) < pages["one"].index("<style>")


def test_events_are_rounded_as_requests_are() -> None:
    """One event in each request: both numbers are the same, also if the month's volume is not whole."""
    setup = Setup(service_named("pipe"), "dynamodb", "us-east-1", batch_size=1)
    estimate = reported_estimate(setup=setup, volume=Volume(Fraction(877_253, 10), "the time span"))
    assert estimate.without_filter.requests_per_month == estimate.volume.whole_events == 87_726
    assert "87,726 events per month" in Page(html_report(estimate, command=COMMAND)).text


def test_content(pages: dict[str, str]) -> None:
    text = Page(pages["one"]).text
    assert "Savings with the filter" in text
    assert "EventBridge Pipes, source dynamodb, us-east-1, 5,000,000 events per month" in text
    assert re.search(
        r"paid.json keeps 9.0% of the events: \$0.036 a month instead of \$0.40, saving \$4.37 a year\.", text
    )
    assert "$0.40 per 1,000,000 requests of 64 KB" in text
    assert "1,000,000 requests of 64 KB" in text
    assert "aws.amazon.com/eventbridge/pricing" in text
    assert "dynamodb.NewImage.state.S" in text
    assert 'is "PAID"' in text
    assert "AWS does not document whether reads by a pipe are billed" in text
    assert "181 of 2,000 events pass." in text
    assert "5,000,000, from --per-month" in text
    assert COMMAND in text
    assert "How the estimate is calculated" in text
    assert "Warnings" not in text
    order = [
        *("Dollars per month", "Share of passing events", "Over time", "Effect of each filter"),
        *("Bill by line item", "Reads of the source", "Sample", "Setup", "Command"),
    ]
    places = [pages["one"].index(f"<h2>{heading}</h2>") for heading in order]
    assert places == sorted(places)


def test_remarks_on_filters(pages: dict[str, str]) -> None:
    text = Page(pages["three"]).text
    assert text.count("never matched") == 1
    assert text.count("adds nothing to the other filters") == 1
    assert text.count("Conditions of filter") == 5
    for name, _ in THREE:
        assert f"{name} keeps" in text


def test_ranges(pages: dict[str, str]) -> None:
    text = Page(pages["range"]).text
    assert "depending on how full batches are" in text
    assert "url(#hatch)" in pages["range"]
    assert "400,000 of them free" in text
    assert re.search(r"\$[\d.]+–\$[\d.]+ a month instead of", text)
    assert "url(#hatch)" not in pages["one"]


def test_unknown_prices_are_reported(pages: dict[str, str]) -> None:
    text = Page(pages["unknown"]).text
    assert "the saving is unknown" in text
    assert "No price is known in us-east-1 for “pipe: requests after filtering”." in text
    assert "unknown in us-east-1" in text
    assert "$" not in text.split("}")[-1]  # after the style


def test_without_a_filter(pages: dict[str, str]) -> None:
    text = Page(pages["no filter"]).text
    assert "Without a filter: $0.40 a month." in text
    assert "The events have no timestamps, so there is no chart" in text
    assert "<h2>Effect of each filter</h2>" not in pages["no filter"]
    assert "Share of passing events" not in text


def test_warnings_of_all_kinds() -> None:
    unreadable = (("bro<ken.gz", "it ends too early"),)
    estimate = reported_estimate(
        THREE[:2], records(60, hours=1), extent=Extent(123_456, partial=True, unreadable=unreadable)
    )
    text = Page(html_report(estimate, command=COMMAND)).text
    for sentence in (
        "Warnings",
        "The run was interrupted",
        "1 file could not be read completely",
        "The sample is small: 60 events.",
        "drawn at random from 123,456",
        "bro<ken.gz",
        "it ends too early",
        "paid.json: only ",
    ):
        assert sentence in text


def test_additional_tables() -> None:
    table = HtmlTable(
        "Sugg<estions", "Tried & counted.", ("what", "saves"), [(HOSTILE, "<b>$1</b>"), ("x" * 5000, "")]
    )
    page = html_report(reported_estimate(), command=HOSTILE, tables=[table])
    parsed = check(page)
    assert "Sugg<estions" in parsed.text
    assert "Tried & counted." in parsed.text
    assert "<b>$1</b>" in parsed.text
    assert "\\u0000" in parsed.text
    assert "\\ud800" in parsed.text


def test_only_sources_on_the_web_are_links() -> None:
    prices = tuple(
        replace(price, source=source)
        for price, source in zip(
            shipped_prices().prices, ["javascript:alert(1)", "our <contract>"], strict=False
        )
    )
    page = html_report(reported_estimate(prices=Prices(prices)), command=COMMAND)
    text = check(page).text
    assert "javascript:alert(1)" in text
    assert "our <contract>" in text


def test_candidates_of_the_same_name_are_distinguished() -> None:
    page = html_report(
        reported_estimate([PAID, PAID, ("paid.json (2)", PAID[1])], records(200)), command=COMMAND
    )
    assert re.findall(r"<li><b><bdi>(.*?)</bdi></b> keeps", page.replace("<wbr/>", "")) == [
        "paid.json",
        "paid.json (2)",
        "paid.json (2) (2)",
    ]


def test_bar_of_the_bus_is_cut_only_where_it_does_not_fit(pages: dict[str, str]) -> None:
    assert "is truncated" in pages["one"]
    assert 'class="cut"' in pages["one"]
    assert "is truncated" not in pages["rule"]
    assert 'class="cut"' not in pages["rule"]


names = st.text(st.characters(codec=None) | st.sampled_from("<>&\"'/\\\x00\ud800\u2028"), max_size=80)
RULE = reported_estimate([PAID], records(30))


@given(names, names, names, names)
def test_no_name_becomes_markup(name: str, path: str, words: str, command: str) -> None:
    first = RULE.candidates[0]
    effect = replace(first.filters[0], members=(replace(first.filters[0].members[0], path=path, words=words),))
    candidate = replace(first, name=name, filters=(effect,), caveats=(words,))
    estimate = replace(
        RULE,
        candidates=(candidate, candidate),
        caveats=(path,),
        extent=Extent(unreadable=((name, words),)),
        volume=replace(RULE.volume, basis=words),
    )
    page = html_report(estimate, command=command, tables=[HtmlTable(name, path, (words,), [(command,)])])
    assert Page(page).tags[:6] == ["html", "head", "meta", "meta", "meta", "meta"]
    check(page)


@given(st.lists(st.integers(0, 253_402_300_799_999), min_size=1, max_size=20))
def test_slots_hold_all_events(times: list[int]) -> None:
    tally = replace(RULE.counts, minutes=type(RULE.counts.minutes)(), first=None, last=None, untimed=0)
    for number, time in enumerate(times):
        tally.add((number % 2,), 1, time)
    slots = time_slots(tally.minutes, [(0,)])
    assert len(slots.events) <= 80
    assert sum(slots.events) == len(times)
    assert sum(slots.passing) == len(range(0, len(times), 2))
    assert slots.events[-1]
    check(html_report(replace(RULE, counts=tally), command=COMMAND))


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("part", [0, 1], ids=["light", "dark"])
def test_contrast(part: int) -> None:
    """As https://www.w3.org/TR/WCAG22/ requires: 4.5 for text, 3 for graphics."""
    style = (files("pipefilter.costs.report") / "templates" / "report.css").read_text(encoding="utf-8")
    colours = dict(re.findall(r"--([\w-]+): (#\w{6});", style.split("@media")[part]))
    for ratio, pairs in (
        (4.5, "ink/page ink/panel dim/page dim/panel link/panel link/page ink/warn link/warn"),
        (3, "before/panel after/panel other/panel ink/after after/area after/track warn-edge/warn before/page"),
    ):
        for pair in pairs.split():
            low, high = sorted(luminance(colours[name]) for name in pair.split("/"))
            assert (high + 0.05) / (low + 0.05) >= ratio, pair


OVERLAPS = """
Array.from(document.querySelectorAll("svg")).flatMap(svg => {
  const boxes = Array.from(svg.querySelectorAll(":scope > text")).map(one => Object.assign(one.getBoundingClientRect(), {left2: one.textContent}));
  return boxes.flatMap((one, at) => boxes.slice(at + 1).filter(other =>
    one.left < other.right && other.left < one.right && one.top + 2 < other.bottom && other.top + 2 < one.bottom));
}).map(box => box.left2).join()
"""
OUTSIDE = """
Array.from(document.querySelectorAll("h1, h2, h3, p, li, pre, section, svg text, .label, .value, .plot, .frame"))
  .filter(one => !one.closest(".frame") || one.matches(".frame"))
  .map(one => one.getBoundingClientRect())
  .filter(box => box.width && (box.left < -0.5 || box.right > innerWidth + 0.5)).length
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "width", [1100, pytest.param(720, marks=NIGHTLY), pytest.param(390, marks=NIGHTLY), 320]
)
@pytest.mark.parametrize("name", CASES)
def test_in_chromium(browser: Chromium, pages: dict[str, str], name: str, width: int, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(pages[name], encoding="utf-8")
    backgrounds, pictures = set(), set()
    for dark in (False, True):
        browser.show(path, width=width, dark=dark)
        assert browser.value("document.documentElement.scrollWidth") == width
        assert browser.value(OUTSIDE) == 0
        assert browser.value(OVERLAPS) == ""
        assert browser.value("document.characterSet") == "UTF-8"
        backgrounds.add(browser.value("getComputedStyle(document.body).backgroundColor"))
        if name != "many":
            picture = browser.picture()
            assert picture.startswith(b"\x89PNG\r\n\x1a\n")
            pictures.add(picture)
        assert browser.requested() == [path.as_uri()]
        assert not browser.complaints()
    assert len(backgrounds) == 2
    assert len(pictures) == (0 if name == "many" else 2)


def test_on_paper(browser: Chromium, pages: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(pages["three"], encoding="utf-8")
    browser.show(path, width=794, dark=True, media="print")
    assert browser.value("getComputedStyle(document.body).color") == "rgb(27, 29, 34)"
    assert browser.printed().startswith(b"%PDF")
