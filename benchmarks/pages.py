"""Writes measured tables into the docs, between the marks that name them, and checks that the tables there have the right shape."""

from __future__ import annotations

import os
import platform
import re
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.table import Figures, Table

__all__ = ["PAGES", "measured_with", "shape_faults", "with_figures", "write_figures"]

BEGIN, END = "<!-- measured: {mark} -->", "<!-- end of measured: {mark} -->"
_PART = re.compile(r"<!-- measured: (.*?) -->\n(.*?)<!-- end of measured: \1 -->", re.DOTALL)
_MEASURED = re.compile(
    r"^Measured on \d{4}-\d\d-\d\d, on a machine with \d+ cores \(.+\) and Python [\d.]+\.$", re.MULTILINE
)
_DOCS = Path(__file__).parents[1] / "docs"
PAGES = (_DOCS / "why" / "performance.md", _DOCS / "comparison.md")


def measured_with() -> str:
    """When and with what figures are measured, in a sentence."""
    python = ".".join(platform.python_version_tuple()[:2])
    machine = f"a machine with {os.cpu_count()} cores ({platform.machine()}) and Python {python}"
    return f"Measured on {time.strftime('%Y-%m-%d')}, on {machine}."


def with_figures(text: str, figures: Figures, measured: str) -> str:
    """The page with the figures of one table replaced.

    Args:
        text: of the page.
        figures: of the table.
        measured: when and with what.

    Raises:
        ValueError: the page has no marks for the table, or a row is missing.
    """
    mark = figures.table.mark
    if not figures.is_whole:
        raise ValueError(f"the table {mark!r} is not written, as some of its rows were not measured")
    begin, end = BEGIN.format(mark=mark), END.format(mark=mark)
    before, begins, rest = text.partition(begin)
    _, ends, after = rest.partition(end)
    if not begins or not ends:
        raise ValueError(f"the page does not contain {begin} or {end}")
    gap = "\n" if figures.summary else "\n\n"
    return f"{before}{begin}\n\n{figures.markdown()}{gap}{measured}\n\n{end}{after}"


def write_figures(figures: Figures, measured: str) -> None:
    """Replace the figures of one table in the page that contains it.

    Raises:
        ValueError: no page has marks for the table, or a row is missing.
    """
    begin = BEGIN.format(mark=figures.table.mark)
    for page in PAGES:
        text = page.read_text("utf-8")
        if begin in text:
            page.write_text(with_figures(text, figures, measured), "utf-8")
            return
    raise ValueError(f"no page contains {begin}")


def shape_faults(texts: Iterable[str], tables: Iterable[Table]) -> Iterator[str]:
    """How the tables in pages differ from what the benchmarks print: in columns and names of rows, not in figures.

    Args:
        texts: of the pages.
        tables: of the benchmarks.
    """
    parts = [part for text in texts for part in _PART.findall(text)]
    contents = dict(parts)
    if len(contents) != len(parts):
        yield f"a table is there twice: {[mark for mark, _ in parts]}"
    for table in tables:
        content = contents.pop(table.mark, None)
        if content is None:
            yield f"{table.mark}: no page contains the table"
            continue
        lines = [
            tuple(cell.strip() for cell in line[1:-1].split("|"))
            for line in content.splitlines()
            if line.startswith("|")
        ]
        if not lines or lines[0] != table.columns:
            yield f"{table.mark}: the columns are not {table.columns}"
            continue
        names = tuple(line[: len(table.names[0])] for line in lines[2:])
        yield from (f"{table.mark}: no row {name}" for name in table.names if name not in names)
        yield from (f"{table.mark}: {name} is not measured" for name in names if name not in table.names)
        if sorted(names) == sorted(table.names) and names != table.names:
            yield f"{table.mark}: the rows have another order"
        if not _MEASURED.search(content):
            yield f"{table.mark}: no date, or no machine"
    yield from (f"{mark}: not measured" for mark in contents)
