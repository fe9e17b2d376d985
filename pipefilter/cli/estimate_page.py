"""What to filter next, as tables of the page with charts."""

from __future__ import annotations

from pipefilter.cli.estimate_report import Found
from pipefilter.costs.doubts import percent
from pipefilter.costs.html_report import HtmlTable
from pipefilter.costs.shown import dollars_range

__all__ = ["page_tables"]


def page_tables(found: Found) -> list[HtmlTable]:
    """The tables.

    Args:
        found: all that is to be told.
    """
    tables = []
    unread = found.unread
    if unread is not None:
        left = "nothing, it is exact" if unread.narrowed.residual is None else str(unread.narrowed.residual)
        tables.append(
            HtmlTable(
                "What the consumer is sent for nothing",
                f"It is to be sent: {unread.condition}.",
                ("what", "share of what passes", "dollars a month"),
                (
                    (
                        "changes of nothing that it reads",
                        percent(float(unread.needless)),
                        dollars_range(unread.saved_at_best),
                    ),
                    (
                        "left out by the narrowest pattern",
                        percent(float(unread.removed)),
                        dollars_range(unread.saved),
                    ),
                    ("left to check", left, ""),
                    ("the pattern", unread.text, ""),
                ),
            )
        )
    if found.suggested is not None:
        tables.append(
            HtmlTable(
                "What to filter next",
                "Values that cost most of what still passes; only you know which of them nobody needs.",
                ("field", "value", "share of what passes", "dollars a month", "pattern to add"),
                tuple(
                    (one.path, one.value, percent(float(one.removed)), dollars_range(one.saved), one.add)
                    for one in found.suggested
                ),
            )
        )
    return tables
