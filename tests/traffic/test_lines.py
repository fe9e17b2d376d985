"""The lines of a block are those that Python's own split gives, however they are cut out."""

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
    """Their number, each of them, where they end, and how long the longest is."""
    wanted = [line for line, times in pieces for _ in range(times)]
    data = b"".join(line + b"\n" for line in wanted)
    if not ended:
        data = data.removesuffix(b"\n")
        if wanted and not wanted[-1]:
            wanted.pop()
    lines = Lines(data)
    assert list(lines) == list(lines) == wanted
    assert len(lines) == len(wanted)
    assert [lines[index] for index in range(len(wanted))] == wanted
    assert lines.longest == max(map(len, wanted), default=0)
    assert len(lines.ends) == len(wanted)
    assert all(data[end : end + 1] in (b"\n", b"") for end in lines.ends)
