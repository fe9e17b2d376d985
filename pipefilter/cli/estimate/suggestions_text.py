"""The parts of an estimate for a terminal on what to filter next, and on changes that the consumer does not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rich.text import Text

from pipefilter.cli.terminal.report_text import dollars_between, heading, indented, listed, visible
from pipefilter.cli.terminal.wrapped_text import cut
from pipefilter.costs.figures import percent
from pipefilter.costs.range import Range
from pipefilter.costs.suggestions.irrelevant_changes import IrrelevantChanges
from pipefilter.costs.suggestions.suggestions import Suggestion

__all__ = ["suggested_lines", "unread_lines"]

_MAX_VALUE = 60
_MAX_PATTERN = 240
"""Cells of a value, and of a pattern to add, in a terminal; `--json` prints them in full."""


def unread_lines(unread: IrrelevantChanges, width: int, *, lacks: Sequence[str] = ()) -> Iterator[Text]:
    """The lines on records that the consumer does not need; `lacks` are costs that no total includes."""
    yield from heading("Records that the consumer does not need", width)
    yield from listed(
        "-",
        f"{percent(float(unread.needless))} of the passing records change nothing that it reads: "
        f"{_saved(unread.saved_at_best, lacks)}",
        width,
    )
    left = unread.narrowed.residual
    yield from listed(
        "-",
        f"the narrowest pattern removes {percent(float(unread.removed))}: "
        f"{_saved(unread.saved, lacks)}; "
        + ("it is exact" if left is None else f"your code still has to check: {left}"),
        width,
    )
    for note in unread.notes:
        yield from listed("-", f"note: {note}", width)
    if unread.criteria is None:
        yield from listed(
            "!", "it could not be combined with the existing filters: combine them by hand", width, "yellow"
        )
    yield from indented(unread.text, width, 4)


def suggested_lines(
    suggested: Sequence[Suggestion], width: int, *, is_all: bool, lacks: Sequence[str] = ()
) -> Iterator[Text]:
    """The lines on what to filter next.

    Args:
        suggested: the most effective first.
        is_all: whether they are based on all events that pass.
        lacks: the costs that no total includes.
    """
    yield from heading("What to filter next", width)
    if not suggested:
        yield from listed(
            "-",
            "there are no suggestions: no field value occurs in 1% or more of the passing events, or none can be "
            "excluded",
            width,
        )
    is_cut = False
    for suggestion in suggested:
        path, value, pattern = (
            cut(visible(text), limit)
            for text, limit in (
                (suggestion.path, _MAX_VALUE),
                (suggestion.value, _MAX_VALUE),
                (suggestion.add, _MAX_PATTERN),
            )
        )
        is_cut |= pattern != visible(suggestion.add)
        yield from listed(
            "-",
            f"{path} is {value}: {percent(float(suggestion.removed))} of the passing events, "
            f"{_saved(suggestion.saved, lacks)}" + (f" ({suggestion.note})" if suggestion.note else ""),
            width,
        )
        yield from indented(f"add {pattern}", width, 4, "bright_black")
    if is_cut:
        yield from listed("-", "long values are truncated: --json prints the complete patterns", width)
    if suggested:
        how = "" if is_all else " (estimated from some of the events)"
        yield from listed(
            "-",
            f"each line shows what excluding these events would save{how}; only you know which events nobody needs",
            width,
        )


def _saved(saved: Range[Fraction] | None, lacks: Sequence[str]) -> str:
    return f"{dollars_between(saved)}{' + ?' if lacks and saved is not None else ''} a month"
