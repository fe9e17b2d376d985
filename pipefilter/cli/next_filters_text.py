"""What to filter next, and what a consumer is sent for nothing, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.padding import Padding

from pipefilter.cli.report_text import dollars_between, heading, listed, shown_text
from pipefilter.estimate.doubts import percent
from pipefilter.estimate.suggestions import Suggestion
from pipefilter.estimate.unread_changes import UnreadChanges

__all__ = ["suggested_lines", "unread_lines"]


def unread_lines(unread: UnreadChanges) -> Iterator[RenderableType]:
    """What a consumer is sent for nothing.

    Args:
        unread: what that is.
    """
    yield heading("What the consumer is sent for nothing")
    yield listed(
        "-",
        f"{percent(float(unread.needless))} of what passes are changes of nothing that it reads: "
        f"{dollars_between(unread.saved_at_best)} a month",
    )
    left = unread.narrowed.residual
    yield listed(
        "-",
        f"the narrowest pattern leaves out {percent(float(unread.removed))}: {dollars_between(unread.saved)} a month; "
        + ("it is exact" if left is None else f"left to check: {left}"),
    )
    for note in unread.notes:
        yield listed("-", f"note: {note}")
    if unread.criteria is None:
        yield listed("!", "it could not be joined with the filters that there are: join them by hand", "yellow")
    yield Padding(shown_text(unread.text), (0, 0, 0, 4))


def suggested_lines(suggested: Sequence[Suggestion], *, is_all: bool) -> Iterator[RenderableType]:
    """What to filter next.

    Args:
        suggested: the most first.
        is_all: whether all events that pass were looked at.
    """
    yield heading("What to filter next")
    if not suggested:
        yield listed(
            "-",
            "no value of a field stands out: none is in 1% of what passes, or leaving it out is not possible",
        )
    for one in suggested:
        yield listed(
            "-",
            f"{one.path} is {one.value}: {percent(float(one.removed))} of what passes, {dollars_between(one.saved)} a month"
            + (f" ({one.note})" if one.note else ""),
        )
        yield Padding(shown_text(f"add {one.add}", style="bright_black"), (0, 0, 0, 4))
    if suggested:
        how = "" if is_all else ", by a part of the events"
        yield listed(
            "-", f"only you know which events nobody needs: each is what leaving them out would save{how}"
        )
