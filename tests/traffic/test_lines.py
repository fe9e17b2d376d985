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
    assert list(lines) == list(lines) == expected
    assert len(lines) == len(expected)
    assert [lines[index] for index in range(len(expected))] == expected
    assert lines.longest == max(map(len, expected), default=0)
    assert len(lines.ends) == len(expected)
    assert all(data[end : end + 1] in (b"\n", b"") for end in lines.ends)
