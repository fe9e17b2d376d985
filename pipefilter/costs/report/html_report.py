"""The estimate as one HTML page, with charts, that needs no network and is the same each time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

from pipefilter.costs.billing.bill import Bill
from pipefilter.costs.billing.source_reads import source_reads
from pipefilter.costs.estimation import CandidateEstimate, Estimate
from pipefilter.costs.report.figures import dollars_range, number
from pipefilter.costs.report.html_bills import bills_html, reads_html
from pipefilter.costs.report.html_charts import dollars_html, over_time_html, shares_html
from pipefilter.costs.report.html_filters import filters_html
from pipefilter.costs.report.html_page import html_page
from pipefilter.costs.report.html_sample import sample_html, warnings_html
from pipefilter.costs.report.html_tables import HtmlTable
from pipefilter.costs.report.html_text import escaped, name_html, shortened
from pipefilter.costs.report.verdict import verdict
from pipefilter.problem_kind import DOCS

__all__ = ["HtmlTable", "html_report"]

_LONGEST_LABEL = 48
_Labelled = Sequence[tuple[str, CandidateEstimate]]


def html_report(estimate: Estimate, *, command: str, tables: Sequence[HtmlTable] = ()) -> str:
    """The page.

    Args:
        estimate: of a sample.
        command: that made it.
        tables: more tables, to stand after what each filter does.
    """
    candidates = _labelled(estimate)
    title = {0: "What the events cost", 1: "What the filter saves"}.get(
        len(candidates), "What the filters save"
    )
    return html_page(title, "".join(_main(title, estimate, candidates, command, tables)), _footer())


def _main(
    title: str, estimate: Estimate, candidates: _Labelled, command: str, tables: Sequence[HtmlTable]
) -> Iterator[str]:
    setup = estimate.setup
    source = f", source {setup.source}" if setup.source else ""
    month = f"{number(round(estimate.volume.events))} events a month"
    yield f"<h1>{escaped(title)}</h1>\n"
    yield f'<p class="lead">{escaped(f"{setup.service.title}{source}, {setup.region}, {month}")}</p>\n'
    yield _verdicts(estimate, candidates)
    yield warnings_html(estimate, candidates)
    yield dollars_html(estimate, candidates)
    if estimate.assumed is not None:
        other, words = estimate.assumed.estimate, estimate.assumed.assumption.words
        yield dollars_html(other, _labelled(other), f"Dollars a month {words}")
    if candidates:
        yield shares_html(candidates)
    yield over_time_html(estimate, candidates)
    if candidates:
        yield filters_html(candidates, all_of_them=setup.service.combination == "all")
    yield from (one.as_html() for one in tables)
    yield bills_html(_bills(estimate, candidates), setup.region)
    yield reads_html(source_reads(setup, estimate.volume))
    yield sample_html(estimate)
    yield f"<section><h2>The command</h2><pre>{escaped(command)}</pre></section>\n"


def _labelled(estimate: Estimate) -> _Labelled:
    """The candidates that are filters, with short labels of which no two are the same."""
    labelled: list[tuple[str, CandidateEstimate]] = []
    taken: set[str] = set()
    for one in estimate.candidates:
        if not one.name and not one.filters:
            continue
        name = shortened(one.name or "with the filter", _LONGEST_LABEL)
        numbered = (name if again == 1 else f"{name} ({again})" for again in count(1))
        label = next(each for each in numbered if each not in taken)
        taken.add(label)
        labelled.append((label, one))
    return labelled


def _verdicts(estimate: Estimate, candidates: _Labelled) -> str:
    without = estimate.without_filter
    if not candidates:
        more = " and what calls cost by their duration" if without.lacks else ""
        return f'<p class="verdict">Without a filter: {escaped(dollars_range(without.dollars))}{more} a month.</p>\n'
    if len(candidates) == 1:
        label, one = candidates[0]
        name = "The filter" if not one.name else f"<b>{name_html(label)}</b>"
        return f'<p class="verdict">{name} {escaped(verdict(one, without))}.</p>\n'
    items = "".join(
        f"<li><b>{name_html(label)}</b> {escaped(verdict(one, without))}.</li>\n" for label, one in candidates
    )
    return f'<ul class="verdicts">\n{items}</ul>\n'


def _bills(estimate: Estimate, candidates: _Labelled) -> Iterator[tuple[str, Bill]]:
    yield "without a filter", estimate.without_filter
    for label, one in candidates:
        yield label, one.with_filter
    if estimate.bus is not None:
        yield "all events on a custom bus", estimate.bus


def _footer() -> str:
    return (
        "<p>Each filter was asked about each event of the sample; the bill is what AWS's rules of billing make of "
        "the events that pass, at the prices above. "
        f'<a href="{DOCS}/cost.md" rel="noopener noreferrer">How that is computed</a>.</p>\n'
    )
