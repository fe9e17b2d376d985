"""Lines of reports for a terminal: headings, lists, ranges, with control characters made visible."""

from __future__ import annotations

import io
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from fractions import Fraction

from rich.console import Console
from rich.text import Text

from pipefilter.cli.terminal.output import colours
from pipefilter.cli.terminal.wrapped_text import wrapped
from pipefilter.costs.figures import dollars
from pipefilter.costs.range import Range

__all__ = [
    "between",
    "dollars_between",
    "heading",
    "indented",
    "listed",
    "rendered",
    "terminal_width",
    "visible",
    "writes_all",
]

_MIN_WIDTH = 40
_BREAKING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def terminal_width() -> int | None:
    """The width of the terminal; None if standard output is not a terminal."""
    return max(_MIN_WIDTH, shutil.get_terminal_size().columns) if sys.stdout.isatty() else None


def rendered(lines: Iterable[Text]) -> Iterator[str]:
    """Lines as they are printed, with colors if standard output shows them."""
    written = io.StringIO()
    console = Console(
        file=written,
        force_terminal=colours(sys.stdout),
        color_system="standard" if colours(sys.stdout) else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    for line in lines:
        console.print(line, no_wrap=True, overflow="ignore", crop=False)
    for text in written.getvalue().rstrip("\n").split("\n"):
        yield text.rstrip()


def visible(text: str) -> str:
    """Text with escapes for what would break the report's lines, or control the terminal."""
    return _BREAKING.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def heading(text: str, width: int) -> Iterator[Text]:
    """The lines of a heading, in bold."""
    yield from indented(text, width, 0, "bold")


def listed(mark: str, text: str, width: int, style: str = "") -> Iterator[Text]:
    """An entry of a list, with a mark before it."""
    first, *rest = wrapped(visible(text), width - 4)
    yield Text("  ").append(mark, style=style or None).append(f" {first}")
    yield from (Text(f"    {line}") for line in rest)


def indented(text: str, width: int, indent: int, style: str = "") -> Iterator[Text]:
    """The text, wrapped and indented by so many cells."""
    yield from (Text(" " * indent + line, style=style) for line in wrapped(visible(text), width - indent))


def between(low: str, high: str) -> str:
    """A range of figures, or one figure if both are the same."""
    return high if low == high else f"{low}{'–' if writes_all() else '-'}{high}"


def writes_all() -> bool:
    """Whether standard output can show more than ASCII."""
    return (sys.stdout.encoding or "").lower().startswith("utf")


def dollars_between(amounts: Range[Fraction] | None) -> str:
    """A range of dollars; "unknown" for None."""
    return "unknown" if amounts is None else between(*map(dollars, amounts))
