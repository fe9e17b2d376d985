"""An estimate as an HTML page with charts, and with tables of what to filter next."""

from __future__ import annotations

from pipefilter.application.cost_estimate import CostEstimate
from pipefilter.costs.figures import dollars_range, percent
from pipefilter.costs.report.html_report import HtmlTable, html_report

__all__ = ["estimate_page"]


def estimate_page(estimate: CostEstimate, command: str) -> str:
    """The HTML of the page."""
    return html_report(estimate.details, command=command, tables=_tables(estimate))


def _tables(estimate: CostEstimate) -> list[HtmlTable]:
    tables = []
    unread = estimate.unread
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
    if estimate.suggestions is not None:
        tables.append(
            HtmlTable(
                "What to filter next",
                "Values that cost most of what still passes; only you know which of them nobody needs.",
                ("field", "value", "share of what passes", "dollars a month", "pattern to add"),
                tuple(
                    (each.path, each.value, percent(float(each.removed)), dollars_range(each.saved), each.add)
                    for each in estimate.suggestions
                ),
            )
        )
    return tables
