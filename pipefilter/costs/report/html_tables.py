"""Tables of an HTML page, each in a frame of its own that it scrolls in where it is too wide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipefilter.costs.report.html_text import escaped, long_text

__all__ = ["HtmlTable", "facts", "framed", "head", "table"]


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """A table to be shown, all of it plain text.

    Args:
        heading: over it.
        note: a sentence below the heading; "" for none.
        columns: their headings.
        rows: as many cells each as there are columns; the first says what the row is about.
    """

    heading: str
    note: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def as_html(self) -> str:
        """A section with the table."""
        note = f"<p>{escaped(self.note)}</p>" if self.note else ""
        rows = [[long_text(cell) for cell in row] for row in self.rows]
        return f"<section><h2>{escaped(self.heading)}</h2>{note}{table(self.heading, self.columns, rows)}</section>"


def table(name: str, columns: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """A table of cells.

    Args:
        name: of the table, for those who hear it.
        columns: their headings, plain.
        rows: cells, ready HTML; the first says what the row is about.
        numbers: the places of the columns with numbers.
    """
    body = "".join(
        "<tr>" + "".join(_cell(cell, place, place in numbers) for place, cell in enumerate(row)) + "</tr>\n"
        for row in rows
    )
    return framed(name, f"{head(columns, numbers)}<tbody>\n{body}</tbody>")


def head(columns: Sequence[str], numbers: Sequence[int] = ()) -> str:
    """The headings of columns.

    Args:
        columns: plain.
        numbers: the places of the columns with numbers.
    """
    cells = "".join(
        f'<th scope="col"{_numeric(place in numbers)}>{escaped(column)}</th>'
        for place, column in enumerate(columns)
    )
    return f"<thead><tr>{cells}</tr></thead>\n"


def framed(name: str, rows: str) -> str:
    """A table in its frame.

    Args:
        name: of the table, plain.
        rows: head and bodies, ready HTML.
    """
    return f'<div class="frame" role="region" tabindex="0" aria-label="{escaped(name)}"><table>{rows}</table></div>\n'


def facts(name: str, rows: Iterable[tuple[str, str]]) -> str:
    """A table of two columns: what, and how it is.

    Args:
        name: of the table, plain.
        rows: what, plain, and how it is, ready HTML.
    """
    body = "".join(f'<tr><th scope="row">{escaped(what)}</th><td>{how}</td></tr>\n' for what, how in rows)
    return framed(name, f"<tbody>\n{body}</tbody>")


def _cell(cell: str, place: int, numeric: bool) -> str:  # noqa: FBT001 - private
    if place:
        return f"<td{_numeric(numeric)}>{cell}</td>"
    return f'<th scope="row">{cell}</th>'


def _numeric(numeric: bool) -> str:  # noqa: FBT001 - private
    return ' class="number"' if numeric else ""
