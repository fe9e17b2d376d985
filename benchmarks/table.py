"""A table of figures: its shape, which does not depend on what is measured, and its figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["NOT_INSTALLED", "Figures", "Sizes", "Table"]

NOT_INSTALLED = "not installed"
"""The cell of a program that is missing: the table keeps its shape."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much to measure.

    Args:
        count: the number of events of each kind.
        passes: the number of times for each; the best counts.
        most_rules: how many patterns at once, at most.
        megabytes: the size of files, about.
        process_megabytes: the size of files for the goals of whole processes, about.
        growth_part: by how much shapes of inputs are smaller than they could be.
    """

    count: int
    passes: int
    most_rules: int
    megabytes: int
    process_megabytes: int
    growth_part: int


@dataclass(frozen=True, slots=True)
class Table:
    """The shape of a table.

    Args:
        mark: its name in the page that contains it.
        title: the heading above it in the output.
        columns: their headings.
        names: for each row, its first cells, which say what was measured.
    """

    mark: str
    title: str
    columns: tuple[str, ...]
    names: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """The rows of a table.

    Args:
        rows: all cells of each.
        summary: what is won and what is lost, in sentences.
    """

    table: Table
    rows: Sequence[tuple[str, ...]]
    summary: str = ""

    def markdown(self) -> str:
        """The table with its summary.

        Raises:
            ValueError: a row is not one of those that the table can have.
        """
        table = self.table
        for row in self.rows:
            if row[: len(table.names[0])] not in table.names or len(row) != len(table.columns):
                raise ValueError(f"{table.mark}: {row} is not a row of the table")
        rule = "|---" * len(table.columns) + "|"
        heading, *lines = (f"| {' | '.join(cells)} |" for cells in (table.columns, *self.rows))
        text = "\n".join([heading, rule, *lines])
        return f"{text}\n\n{self.summary}" if self.summary else text

    @property
    def is_whole(self) -> bool:
        """Whether no row is missing, and all are in their order."""
        return [row[: len(self.table.names[0])] for row in self.rows] == list(self.table.names)
