"""The lines of a block equal those of Python's own split, however they are accessed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipefilter.scanning.events.lines import Lines


@given(
    st.lists(
        st.tuples(st.sampled_from((b"", b"{}", b"ab", b"x" * 700, b"y" * 3000)), st.integers(1, 5)), max_size=8
    ),
    st.booleans(),
)
def test_lines(pieces: list[tuple[bytes, int]], ended: bool) -> None:
    """Their number, each of them, their ends, and the length of the longest."""
    expected = [line for line, times in pieces for _ in range(times)]
    data = b"".join(line + b"\n" for line in expected)
    if not ended:
        data = data.removesuffix(b"\n")
        if expected and not expected[-1]:
            expected.pop()
    lines = Lines(data)
    assert len(Lines(data)) == len(lines) == len(expected)
    assert lines.without_feeds() == expected
    assert b"".join(lines) == data
    assert [lines[index] for index in range(len(expected))] == list(lines)
    assert lines.longest == max(map(len, lines), default=0)
    assert lines.ends == [len(b"".join(list(lines)[: index + 1])) for index in range(len(expected))]
    longest = max((len(line.removesuffix(b"\n")) for line in expected), default=0)
    for size in (1, longest, longest + 1, 5000):
        assert Lines(data).are_shorter_than(size) is (longest < size)
