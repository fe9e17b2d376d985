"""Positions of the Language Server Protocol: the inverse of offsets, and the same lines as in reports."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position

from pipefilter.json_text.place import place_of
from pipefilter.language_server.positions import Positions

TEXTS = st.text(st.sampled_from("ab\n\r\u2028\x0b\x0c\x85é\U0001f600\ufeff\ud800"), max_size=12)


def _position_in_units(text: str, offset: int) -> Position:
    """The definition: lines end with CR LF, LF or CR; a character is as long as in UTF-16."""
    line = character = 0
    for at, each in enumerate(text[:offset]):
        if each == "\n" or (each == "\r" and text[at + 1 : at + 2] != "\n"):
            line, character = line + 1, 0
        else:
            character += len(each.encode("utf-16-le", "surrogatepass")) // 2
    return Position(line, character)


@given(TEXTS)
def test_positions_are_those_of_the_definition(text: str) -> None:
    positions = Positions(text)
    for offset in range(len(text) + 1):
        if text[max(0, offset - 1) : offset + 1] == "\r\n":
            assert positions.position(offset) == positions.position(offset - 1)
            continue
        assert positions.position(offset) == _position_in_units(text, offset)
        assert positions.offset(positions.position(offset)) == offset


@given(TEXTS, st.integers(0, 14), st.integers(0, 20))
def test_every_position_is_in_the_text_and_on_its_line(text: str, line: int, character: int) -> None:
    positions = Positions(text)
    offset = positions.offset(Position(line, character))
    assert 0 <= offset <= len(text)
    count = positions.position(len(text)).line
    assert positions.position(offset).line == min(line, count)


@given(TEXTS)
def test_reports_and_editors_count_the_same_lines_and_columns(text: str) -> None:
    positions = Positions(text)
    for offset in range(len(text) + 1):
        if text[max(0, offset - 1) : offset + 1] == "\r\n":
            continue  # a place of a report may be there; an editor has no position there
        place, position = place_of(text, offset), positions.position(offset)
        assert (place.line - 1, place.column - 1) == (position.line, position.character)
