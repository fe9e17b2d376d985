"""The Markdown of `pipefilter diff`: nothing breaks out of its place, and it is never longer than a comment."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipefilter.application.diffing.difference import Diff, Difference, Status, Witness
from pipefilter.application.diffing.filter_list import FilterList
from pipefilter.formats.diff_markdown import MAX_COMMENT, diff_markdown

HOSTILE = (
    "</details>", "<script>", "`", "```", "````", "|", "\\|", "\n", "\r\n", "# x", "![x](y)", "[x](y)", "@user", "#1",
    "www.example.com", "https://example.com", "a@example.com", "<!-- ", "-->", "*", "_", "~~", "&lt;", "\u202e", "\u2028",
    "\x1b[31m", "${{ x }}", "$x$", ":tada:", "\ud800", "é",
)  # fmt: skip
"""Texts that mean something in Markdown, in HTML, or on GitHub."""
texts = st.lists(st.sampled_from(HOSTILE), max_size=5).map("".join)

NAME = r"<code>(?:[\w .,;/()-]|&#\d+;)*</code>"
TEXT = r"(?:[\w .,;/()-]|&#\d+;)*"
LINES = re.compile(
    rf"(<!-- pipefilter diff -->|### Event patterns: [\w, ]+|{NAME} → {NAME}|"
    rf"\| Filter \| Change \||\|---\|---\||\| {NAME} \| \*\*{TEXT}\*\*(<br>{TEXT})* \||"
    rf"<details><summary>({NAME}: examples?|{TEXT})</summary>|</details>|- {NAME} {TEXT}|(stops|starts) matching|"
    rf"Left out, as a comment cannot be longer: [\w, ]+\. `--json` prints all\.|)"
)
"""All lines that may be outside of fences."""


def outside(markdown: str) -> list[str]:
    """The lines that are not in a fenced block."""
    lines, fence = [], ""
    for line in markdown.split("\n"):
        if fence:
            fence = "" if re.fullmatch(rf"{fence}`*\s*", line) else fence
        elif start := re.match(r"```+", line):
            fence = start[0]
        else:
            lines.append(line)
    assert not fence
    return lines


def difference(status: Status, name: str, event: str, note: str = "") -> Difference:
    old, new = (FilterList(file, "", resource=name) for file in (f"old {name}", name))
    witness = Witness((("detail", ((event, event),)),))
    known = None if status == "not proven" else True
    return Difference(
        status,
        old,
        new,
        loses=known,
        gains=known,
        stops=witness,
        starts=witness,
        reason=note,
        path=name,
        note=note,
    )


@given(
    st.lists(
        st.tuples(st.sampled_from(["narrower", "equal", "not proven", "removed"]), texts, texts, texts),
        max_size=4,
    ),
    texts,
)
def test_nothing_breaks_out(rows: list[tuple[Status, str, str, str]], name: str) -> None:
    """Each line outside of the fences has one of the known forms, whatever names, events and messages contain."""
    differences = tuple(difference(*row) for row in rows)
    markdown = diff_markdown(Diff(name, name, differences, (name,)), verbose=True)
    for line in outside(markdown):
        assert LINES.fullmatch(line), line
    markdown.encode()


@pytest.mark.parametrize("limit", [MAX_COMMENT, 5_000, 1_000])
def test_length(limit: int) -> None:
    """The most important filters are kept, and what is left out is named."""
    statuses: tuple[Status, ...] = ("equal", "narrower", "wider")
    differences = tuple(
        difference(status, f"template.yaml#Rule{number:05}", "`" * 30)
        for number in range(500)
        for status in statuses
    )
    markdown = diff_markdown(Diff("main", "HEAD", differences, ("broken " * 1_000,)), limit=limit)
    assert len(markdown) <= limit
    assert "500 narrower, 500 wider, 500 equal, 1 file not readable" in markdown
    last = markdown.rstrip("\n").rpartition("\n")[2]
    assert re.fullmatch(
        r"Left out, as a comment cannot be longer: (\d+ [a-z ]+, )*\d+ [a-z ]+\. `--json` prints all\.", last
    )
    assert "500 filters with the same meaning" in last
    rows = [line for line in outside(markdown) if line.startswith("| <code>")]
    assert all("stops matching some" in row for row in rows[:400])


def test_short_reports_leave_nothing_out() -> None:
    """Also one without differences."""
    assert diff_markdown(Diff("a", "b", ())) == (
        "<!-- pipefilter diff -->\n### Event patterns: no filter differs\n\n<code>a</code> → <code>b</code>\n"
    )
