"""Links, hostile texts, long texts and formatting on the page of `pipefilter serve`, in a real Chromium."""

from __future__ import annotations

import json
import random

import pytest
from served_page import PATTERN, ServedPage

HOSTILE = "</script><img src=x onerror=hacked=1><b>\u202e\u2066"


@pytest.mark.slow
def test_link(page: ServedPage) -> None:
    event = json.dumps(
        {"text": "åß∂ 東京 🎼 \u202e" + "".join(map(chr, range(0x100, 0x3000)))}, ensure_ascii=False
    )
    event += " " * (50_000 - len(event))
    sent = {"pattern": '{"a": ["\ud800\\u0000é"]}', "event": event, "service": "lambda", "source": "kinesis"}
    page.write("pattern", sent["pattern"])
    page.write("event", event)
    page.choose("service", "lambda")
    page.choose("source", "kinesis")
    for packed in ("z", "j"):
        if packed == "j":
            page.value("void (CompressionStream = undefined)")
        page.value("void (window.copied = '')")
        page.click("link-copy")
        page.wait("window.copied")
        link = str(page.value("copied"))
        assert link.startswith(f"{page.url}/#1{packed}")
        page.open(link.partition("/#")[2].join(["#", ""]))
        page.wait("document.getElementById('event').value.length > 10")
        for name, text in sent.items():
            assert page.value(f"document.getElementById('{name}').value === {json.dumps(text)}"), name
        assert not any(link[-30:] in url for url in page.browser.requested())


@pytest.mark.slow
@pytest.mark.parametrize(
    "fragment",
    [
        *("#1zAAAA", "#1j!!", "#2zAAAA", "#1j", "#1jeyJhIjoxfQ", "#1jWyJhIiwxLDIsM10", "#1x<img onerror=1>"),
        "#1jWyJhIiwiIiwiIiwiIiwiIiwiIl0",  # six texts
    ],
)
def test_bad_links(page: ServedPage, fragment: str) -> None:
    page.write("pattern", PATTERN)
    page.value(f"void (location.hash = {json.dumps(fragment)})")
    page.wait("document.getElementById('trouble').textContent.startsWith('The link')")
    assert page.value("document.getElementById('pattern').value") == ""
    page.write("pattern", PATTERN)
    assert page.verdict("Valid pattern.")


def test_link_that_grows(page: ServedPage) -> None:
    grown = """new Response(new Blob([new Uint8Array(2e7)]).stream().pipeThrough(new CompressionStream('deflate-raw')))
      .arrayBuffer().then(all => { location.hash = '1z' + btoa(String.fromCharCode(...new Uint8Array(all))); })"""
    page.value(grown)
    page.wait("document.getElementById('trouble').textContent.includes('more than this page accepts')")


def test_hostile_texts(page: ServedPage) -> None:
    page.write("pattern", json.dumps({HOSTILE: [HOSTILE, {"exists": False}]}, ensure_ascii=False))
    page.write("event", json.dumps({HOSTILE: HOSTILE + "x", HOSTILE + "2": 1}, ensure_ascii=False))
    assert "<img" in page.verdict("No match.")
    assert "<b>\\u202e\\u2066" in page.text("why")
    assert "invisible: " in page.text("event-summary").replace(
        "characters are invisible; the first is", "invisible:"
    )
    page.write("pattern", json.dumps({HOSTILE: HOSTILE}, ensure_ascii=False))
    assert page.verdict("Invalid pattern.")
    page.write("pattern", '{"a": [1]}')
    page.write("event", '{"a": "\0\x1b[31m"}')
    assert page.verdict("Invalid event.")
    page.write("event", '{"a": "\ud800"}')
    page.wait("document.getElementById('verdict-title').textContent !== 'Invalid event.' || true")
    assert page.value("typeof hacked") == "undefined"
    assert (
        page.value("document.querySelectorAll('img, script:not([src]), #why b, #pattern-problems b').length")
        == 0
    )


@pytest.mark.slow
def test_formatting_changes_only_white_space(server_page: ServedPage) -> None:
    page = server_page
    made = random.Random(5)

    def value(depth: int) -> str:
        space = made.choice(["", " ", "\n", "\t "])
        kind = made.randrange(6) if depth else made.randrange(3)
        if kind < 3:
            return (
                space
                + made.choice(["1.0", "-0", "1E5", '"a\\"b, {"', '"\\\\"', "null", "true", '"é𝄞"', '""'])
                + space
            )
        inner = [value(depth - 1) for _ in range(made.randrange(5))]
        if kind == 3:
            return space + "[" + ",".join(inner) + (space if inner else "") + "]"
        return (
            space
            + "{"
            + ",".join(f'{space}"k{made.randrange(3)}"{space}:{part}' for part in inner)
            + "}"
            + space
        )

    def meaning(text: str) -> object:
        return json.loads(
            text, parse_int=str, parse_float=str, object_pairs_hook=lambda pairs: ("object", pairs)
        )

    texts = [value(4) for _ in range(300)]
    formatted = page.value(
        f"import('{page.url}/format_json.js').then(({{formatJson}}) => {json.dumps(texts)}"
        ".map(one => [formatJson(one), formatJson(formatJson(one))]))"
    )
    assert isinstance(formatted, list)
    for text, (once, twice) in zip(texts, formatted, strict=True):
        assert meaning(once) == meaning(text)
        assert once == twice


@pytest.mark.slow
def test_long_texts(page: ServedPage) -> None:
    event = "{\n" + ",\n".join(f'"name{number}": "{"x" * 40}"' for number in range(18_000)) + "\n}"
    assert len(event) > 1_000_000
    page.write("pattern", '{"name17999": [{"prefix": "x"}]}')
    page.write("event", event)
    assert page.verdict("Match.")
    assert "evaluated one second after your last change" in page.text("event-summary")
    # with each key that is pressed, as much is drawn as can be seen, and not the million characters
    drawn = page.value(
        "(() => { let count = 0; for (const name of ['createElement', 'createTextNode'])"
        "{ const usual = document[name]; document[name] = what => { count += 1; return usual.call(document, what); }; }"
        "const area = document.getElementById('event'); area.scrollTop = 200000; area.focus();"
        "return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {"
        "count = 0; area.setRangeText(' ', 2, 2); area.dispatchEvent(new Event('input'));"
        "requestAnimationFrame(() => done([count, document.querySelectorAll('#event-editor *').length])); }))); })()"
    )
    assert isinstance(drawn, list)
    assert all(0 < count < 200 for count in drawn), drawn
    page.wait("+document.querySelector('#event-editor .numbers').lastChild.textContent > 5000")
