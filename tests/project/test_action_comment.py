"""The comment that the action writes: never longer than GitHub accepts, and whole blocks only."""

from __future__ import annotations

from pull_request_comment import MAX_COMMENT, shortened

from pipefilter.application.diffing.difference import Diff, Difference, Witness
from pipefilter.application.diffing.filter_list import FilterList
from pipefilter.formats.diff_markdown import diff_markdown


def test_short_comments_are_whole() -> None:
    assert shortened("x" * MAX_COMMENT) == "x" * MAX_COMMENT


def test_long_comments_end_between_blocks() -> None:
    """All fences and details are closed, and the last line says that something is missing."""
    witness = Witness((("detail", (("status", "`" * 30), ("details", "<details>"))),))
    differences = tuple(
        Difference(
            "narrower",
            FilterList(f"old{number}.json", ""),
            FilterList(f"new{number}.json", ""),
            loses=True,
            gains=False,
            stops=witness,
            path=f"new{number}.json",
        )
        for number in range(20)
    )
    markdown = diff_markdown(Diff("a", "b", differences))
    seen = set()
    for limit in range(200, len(markdown), 7):
        text = shortened(markdown, limit)
        assert len(text) <= limit
        whole, _, last = text.rstrip("\n").rpartition("\n")
        assert last.startswith("The rest is left out")
        assert markdown.startswith(whole.rstrip("\n"))
        fences = [line for line in whole.split("\n") if line.startswith("```")]
        assert len(fences) % 2 == 0
        lines = whole.split("\n")
        assert sum(line.startswith("<details>") for line in lines) == lines.count("</details>")
        seen.add(whole)
    assert len(seen) > 20
