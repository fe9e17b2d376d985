"""Pieces of reports for a terminal, whatever is in them."""

from __future__ import annotations

import re
import sys
from fractions import Fraction

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipefilter.estimate.shown import dollars

__all__ = ["between", "dollars_between", "heading", "listed", "shown_text", "writes_all"]

_BREAKING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def heading(text: str) -> Text:
    """A heading."""
    return shown_text(text, style="bold")


def shown_text(text: str, style: str = "") -> Text:
    """Text with escapes for what would break the report's lines, or command the terminal."""
    shown = _BREAKING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return Text(shown, style=style, overflow="fold")


def listed(mark: str, text: str, style: str = "") -> RenderableType:
    """An entry of a list, with a mark before it."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1, no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(Text(mark, style=style), shown_text(text))
    return Padding(table, (0, 0, 0, 2))


def between(least: str, most: str) -> str:
    """Two figures, or one if they are the same."""
    return most if least == most else f"{least}{'–' if writes_all() else '-'}{most}"


def writes_all() -> bool:
    """Whether standard output can show more than ASCII."""
    return (sys.stdout.encoding or "").lower().startswith("utf")


def dollars_between(amounts: tuple[Fraction, Fraction] | None) -> str:
    """Dollars at least and at most; unknown if there are none."""
    return "unknown" if amounts is None else between(*map(dollars, amounts))
