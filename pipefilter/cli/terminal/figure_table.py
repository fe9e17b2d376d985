"""A table of figures for a terminal of any width: labels are wrapped or put above their figures, which are never cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import Literal

from rich.cells import cell_len
from rich.text import Text

from pipefilter.cli.terminal.wrapped_text import wrapped
from pipefilter.dataclass import dataclass

__all__ = ["Cell", "Column", "FigureTable"]

_GAPS = (3, 2)
"""Cells between two columns; the smaller gap only where room is short."""
_MIN_LABEL = 24
"""Minimum width of a column of labels, in cells; with less room, labels are put above the figures."""
_INDENT = 2
_FIXED_STYLE = "bright_black"
_MIN_VALUE = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures; its heading may be ""."""

    heading: str
    justify: Literal["left", "right"] = "right"


@dataclass(frozen=True, slots=True)
class Cell:
    """A text on one line of the table, and its style."""

    text: str
    style: str = ""


@dataclass(slots=True)
class FigureTable:
    """A table whose rows have a label and figures."""

    columns: Sequence[Column]
    _rows: list[tuple[Cell, tuple[Cell, ...]]] = field(default_factory=list)

    def add(self, label: Cell | str, *cells: Cell | str) -> None:
        """Add a row.

        Args:
            label: what it is of; blanks at its start indent it.
            cells: as many as there are columns, or fewer.
        """
        filled = [*cells, *[""] * (len(self.columns) - len(cells))]
        self._rows.append((_cell(label), tuple(map(_cell, filled))))

    def lines(self, width: int) -> Iterator[Text]:
        """The lines of the table, without empty columns; wider than the terminal only if the figures are."""
        filled = [at for at in range(len(self.columns)) if any(cells[at].text for _, cells in self._rows)]
        table = FigureTable(
            [self.columns[at] for at in filled],
            [(label, tuple(cells[at] for at in filled)) for label, cells in self._rows],
        )
        yield from table._all_lines(width)

    def _all_lines(self, width: int) -> Iterator[Text]:
        widths = [
            max([cell_len(column.heading), *(cell_len(cells[at].text) for _, cells in self._rows)])
            for at, column in enumerate(self.columns)
        ]
        label = max((cell_len(row_label.text) for row_label, _ in self._rows), default=0)
        for gap, low in (*((gap, label) for gap in _GAPS), *((gap, _MIN_LABEL) for gap in _GAPS)):
            room = width - sum(widths) - gap * len(widths)
            if room >= low:
                yield from self._side_by_side(min(label, room), widths, gap)
                return
        gap = _GAPS[-1]
        if sum(widths) + gap * (len(widths) - 1) + _INDENT <= width:
            yield from self._label_above(width, widths, gap)
        else:
            yield from self._stacked(width)

    def _side_by_side(self, room: int, widths: Sequence[int], gap: int) -> Iterator[Text]:
        yield from self._heading(room + gap, widths, gap)
        for label, cells in self._rows:
            first, *rest = _label_lines(label.text, room)
            line = Text(_padded(first, room), style=label.style)
            yield _stripped(line.append(" " * gap).append_text(self._figures(cells, widths, gap)))
            yield from (Text(text, style=label.style) for text in rest)

    def _label_above(self, width: int, widths: Sequence[int], gap: int) -> Iterator[Text]:
        yield from self._heading(_INDENT, widths, gap)
        for label, cells in self._rows:
            yield from (Text(text, style=label.style) for text in _label_lines(label.text, width))
            if any(cell.text for cell in cells):
                yield _stripped(Text(" " * _INDENT).append_text(self._figures(cells, widths, gap)))

    def _stacked(self, width: int) -> Iterator[Text]:
        """Each figure on a line of its own, after its heading."""
        heading = max((cell_len(column.heading) for column in self.columns), default=0)
        for label, cells in self._rows:
            yield from (Text(text, style=label.style) for text in _label_lines(label.text, width))
            indent = " " * (_indent(label.text) + _INDENT)
            for column, cell in zip(self.columns, cells, strict=True):
                if not cell.text:
                    continue
                named = f"{indent}{_padded(column.heading, heading)}  " if heading else indent
                for line in wrapped(cell.text, max(width - len(named), _MIN_VALUE)):
                    yield Text().append(named, style=_FIXED_STYLE).append(line, style=cell.style or None)
                    named = " " * len(named)

    def _heading(self, before: int, widths: Sequence[int], gap: int) -> Iterator[Text]:
        if any(column.heading for column in self.columns):
            cells = tuple(Cell(column.heading, _FIXED_STYLE) for column in self.columns)
            yield _stripped(Text(" " * before).append_text(self._figures(cells, widths, gap)))

    def _figures(self, cells: Sequence[Cell], widths: Sequence[int], gap: int) -> Text:
        line = Text()
        for at, (column, cell, width) in enumerate(zip(self.columns, cells, widths, strict=True)):
            blank = " " * (width - cell_len(cell.text))
            line.append(" " * (gap if at else 0) + (blank if column.justify == "right" else ""))
            line.append(cell.text, style=cell.style or None)
            line.append(blank if column.justify == "left" else "")
        return line


def _cell(value: Cell | str) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


def _label_lines(label: str, width: int) -> list[str]:
    indent = _indent(label)
    return [" " * indent + line for line in wrapped(label[indent:], max(width - indent, _MIN_VALUE))]


def _indent(label: str) -> int:
    return len(label) - len(label.lstrip(" "))


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cell_len(text))


def _stripped(line: Text) -> Text:
    line.rstrip()
    return line
