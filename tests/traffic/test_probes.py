"""Probes never change which byte strings are reported; they only save searches."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipefilter.application.plain_lines import PlainLines
from pipefilter.filtering.placement import Placement
from pipefilter.native_libraries.byte_search import find
from pipefilter.scanning.events import probes
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.probes import Probes, choose_probes
from pipefilter.sources import SOURCES, source_named

_TEXTS = st.text("abc", min_size=1, max_size=6).map(str.encode)
_BLOCKS = st.lists(st.text("abc\n", max_size=40).map(str.encode), max_size=8)

_MARKERS = [marker.decode() for source in SOURCES for marker in source.markers]
_PIECES = st.sampled_from(
    [
        *_MARKERS,
        *(marker[:-1] for marker in _MARKERS),
        *('"Records"', '"messages"', '"records"', '"events"', "[", "{", ":", ": ", "\\u0041", '"eventSource"'),
    ]
)
_TRAFFIC = st.lists(
    st.lists(st.lists(_PIECES, max_size=5).map("".join), max_size=4).map("\n".join).map(str.encode), max_size=6
)
_PLACEMENTS = st.sampled_from(
    [Placement(), Placement(source=source_named("bus")), Placement(source=source_named("dynamodb"))]
)


@given(st.sets(_TEXTS, max_size=8), _BLOCKS)
def test_strings_of_each_block(strings: set[bytes], blocks: list[bytes]) -> None:
    """The strings reported are those in the block, whatever was in the blocks before."""
    searches = Probes(strings)
    for block in blocks:
        assert searches.strings_in(block) == {string for string in strings if string in block}


@given(
    st.lists(
        st.lists(st.sampled_from(_MARKERS), max_size=3).map("".join).map(str.encode), min_size=3, max_size=9
    )
)
@example([b"", b'"messageId"', b'"aws:dynamodb"', b'"kinesis"'])  # two groups of markers have the same probe
def test_markers_of_each_block(blocks: list[bytes]) -> None:
    """The same for the markers of records, which have many parts in common."""
    searches = Probes(map(str.encode, _MARKERS))
    for block in blocks:
        assert searches.strings_in(block) == {
            marker.encode() for marker in _MARKERS if marker.encode() in block
        }


@given(st.sets(_TEXTS, max_size=8), st.text("abc", max_size=30).map(str.encode))
def test_each_string_contains_its_probe(strings: set[bytes], sample: bytes) -> None:
    """The sample contains only those probes that are strings themselves."""
    chosen = choose_probes(strings, lambda part: part not in sample)
    assert set(chosen) == strings
    for string, probe in chosen.items():
        assert probe in string
        assert probe not in sample or probe == string


@given(_PLACEMENTS, _TRAFFIC)
def test_lines_that_are_not_plain(placement: Placement, blocks: list[bytes]) -> None:
    """They are the same as without any blocks before, when all marks are searched for themselves."""
    plain = PlainLines(placement, ())
    for block in blocks:
        lines = Lines(block)
        others = PlainLines(placement, ()).others(Lines(block))
        assert plain.others(lines) == others
        assert plain.other_starts(lines) == {lines.ends[index - 1] - 1 if index else -1 for index in others}


def test_fewer_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Strings with a part in common are searched for together, until traffic contains the part."""
    searches: list[bytes] = []

    def counting(data: bytes, text: bytes) -> int:
        searches.append(text)
        return find(data, text)

    monkeypatch.setattr(probes, "find", counting)
    several = Probes((b'"messageId"', b'"MessageId"', b'essages"'))
    number = []
    for block in (b"plain", b"plain", b"plain", b"a message", b"a message"):
        searches.clear()
        assert not several.strings_in(block)
        number.append(len(searches))
    assert number[0] == 3
    assert number[2] == 1
    assert number[4] == 2


def test_choice_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Traffic that contains one part of a string after the other cannot have probes chosen again for each block."""
    choices = 0

    def counting(*arguments: Any) -> object:  # noqa: ANN401 - those of the function
        nonlocal choices
        choices += 1
        return choose_probes(*arguments)

    monkeypatch.setattr(probes, "choose_probes", counting)
    text = b"abcdefgh"
    parts = [text[start:end] for start in range(8) for end in range(start + 2, 9)]
    several = Probes((text,))
    for block in 100 * parts:
        several.strings_in(block)
    assert choices <= 1 + len(parts)
