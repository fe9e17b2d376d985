"""The text of a document after changes of its parts is what the editor has."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position, Range

from pipefilter.language_server.document_text import DocumentText
from pipefilter.language_server.positions import Positions

PIECES = st.text(st.sampled_from("ab\n\n\r\r\u2028\x0cé\U0001f600\ud83d\ude00"), max_size=6)
POINTS = st.tuples(st.integers(0, 6), st.integers(0, 6))


def _joined(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


@given(PIECES, st.lists(st.tuples(POINTS, POINTS, PIECES), max_size=4))
def test_changes(text: str, changes: list[tuple[tuple[int, int], tuple[int, int], str]]) -> None:
    document, expected = DocumentText(text), _joined(text)
    assert document.text == expected
    for start, end, piece in changes:
        area = Range(Position(*start), Position(*end))
        positions = Positions(expected)
        first, last = sorted((positions.offset(area.start), positions.offset(area.end)))
        document.change(area, piece)
        expected = _joined(expected[:first] + piece + expected[last:])
        assert document.text == expected
