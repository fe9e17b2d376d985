"""What the pointer shows: cases, and that no text of a document is markup."""

from __future__ import annotations

import json
import random
import re
from typing import Any, TypeAlias

import pytest
from completion_law import documents
from hypothesis import given
from hypothesis import strategies as st
from repository import TEST_CASES

from pipefilter.application.check_settings import CheckSettings
from pipefilter.editing.document import Document
from pipefilter.editing.hover.code import code_block, code_span
from pipefilter.editing.hover.pattern_hover import hover
from pipefilter.json_text.writer import quoted

Case: TypeAlias = dict[str, Any]
CASES: list[Case] = json.loads((TEST_CASES / "editing" / "hover.json").read_text("utf-8"))
CURSOR = "<|>"
SETTINGS = CheckSettings()
CODE = re.compile(r"(?P<fence>`+)(?P<text>.*?)(?<!`)(?P=fence)(?!`)", re.DOTALL)
LINK = re.compile(r"\]\((?!https://docs\.aws\.amazon\.com/)")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_hover(case: Case) -> None:
    before, after = case["text"].split(CURSOR)
    document = Document(case["file"], before + after)
    result = hover(document, len(before), SETTINGS)
    if "markdown" not in case:
        assert result is None
        return
    assert result is not None
    assert result.markdown.split("\n") == case["markdown"]
    assert document.text[result.start : result.end] == case["covers"]
    assert result.start <= len(before) < result.end


@given(st.text(max_size=60))
def test_text_is_code_whatever_it_is(text: str) -> None:
    for code in (code_span(text), code_block([text, "end"])):
        assert CODE.fullmatch(code), code


@given(st.text(alphabet='`<>[]()#*_|\n"\\a', min_size=1, max_size=20))
def test_names_and_values_are_not_markup(text: str) -> None:
    document = Document("pattern.json", f'{{"a": ["b"], {quoted(text)}: [{{"prefix": {quoted(text)}}}]}}')
    for offset in (0, 14, document.text.index("prefix")):
        result = hover(document, offset, SETTINGS)
        if result is not None:
            outside = CODE.sub("", result.markdown)
            assert not LINK.search(outside), result.markdown
            assert "<" not in outside, result.markdown


def tried(documents_tried: list[Document], offsets: int) -> None:
    """Hover at some offsets of each document."""
    generator = random.Random(30)
    for document in documents_tried:
        length = len(document.text)
        for offset in generator.sample(range(length), min(offsets, length)):
            result = hover(document, offset, SETTINGS)
            assert result is None or result.start <= offset < result.end, (document.name, offset)


def test_each_offset_has_a_result_or_none() -> None:
    tried(list(documents())[::20], 8)


@pytest.mark.slow
def test_offsets_of_all_documents() -> None:
    tried(list(documents()), 12)


@pytest.mark.nightly
def test_many_offsets_of_all_documents() -> None:
    tried(list(documents()), 500)


def test_a_document_of_a_megabyte() -> None:
    text = '{"detail": {"a": [' + ", ".join(f'"{number}"' for number in range(150_000)) + "]}}"
    assert len(text) > 1_000_000
    assert hover(Document("pattern.json", text), 5, SETTINGS) is None


@pytest.mark.parametrize("offset", [-1, 14, 1_000])
def test_an_offset_outside_of_the_document_has_no_hover(offset: int) -> None:
    assert hover(Document("pattern.json", '{"source": {}'), offset, SETTINGS) is None
