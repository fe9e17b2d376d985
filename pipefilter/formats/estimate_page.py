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
        left = (
            "nothing: the pattern is exact"
            if unread.narrowed.residual is None
            else str(unread.narrowed.residual)
        )
        tables.append(
            HtmlTable(
                "Records that the consumer does not need",
                f"Records it needs: {unread.condition}.",
                ("records", "share of passing records", "dollars per month"),
                (
                    (
                        "no change to anything it reads",
                        percent(float(unread.needless)),
                        dollars_range(unread.saved_at_best),
                    ),
                    (
                        "removed by the narrowest pattern",
                        percent(float(unread.removed)),
                        dollars_range(unread.saved),
                    ),
                    ("left to check in your code", left, ""),
                    ("pattern", unread.text, ""),
                ),
            )
        )
    if estimate.suggestions is not None:
        tables.append(
            HtmlTable(
                "What to filter next",
                "The values that cost most among the events that still pass. Only you know which of them nobody needs.",
                ("field", "value", "share of passing events", "dollars per month", "pattern to add"),
                tuple(
                    (each.path, each.value, percent(float(each.removed)), dollars_range(each.saved), each.add)
                    for each in estimate.suggestions
                ),
            )
        )
    return tables
