"""The report of `estimate --html`: one page with charts that needs no network, rendered from the folder `templates`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import count

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipefilter.costs.billing.bill import Bill
from pipefilter.costs.billing.source_reads import source_reads
from pipefilter.costs.estimation import Estimate
from pipefilter.costs.figures import dollars_range, number, number_range, percent, plural, price_words
from pipefilter.costs.report.charts import Chart, bill_chart, share_chart, time_chart
from pipefilter.costs.report.facts import LabelledCandidate, sample_facts, setup_facts, verdict, warnings
from pipefilter.costs.report.html_text import link_words, markup, name_html, printable, shortened
from pipefilter.costs.report.svg_charts import HATCH, share_bar
from pipefilter.dataclass import dataclass
from pipefilter.problem_kind import docs_address

__all__ = ["HtmlTable", "html_report"]

_MAX_LABEL = 48
_MAX_TEXT = 160
"""Characters of a text; of a longer one, only start and end are shown until it is unfolded."""
_MAX_UNFOLDED = 8
"""If there are no more filters than this, their members are unfolded."""


@dataclass(frozen=True, slots=True)
class HtmlTable:
    """A table of plain text.

    Args:
        rows: as many cells each as there are columns; the first is the heading of the row.
    """

    heading: str
    note: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


def html_report(estimate: Estimate, *, command: str, tables: Sequence[HtmlTable] = ()) -> str:
    """The page, in HTML that is also well-formed XML; the tables are shown below the effects of the filters."""
    candidates = _labelled(estimate)
    setup = estimate.setup
    source = f", source {setup.source}" if setup.source else ""
    month = f"{number(estimate.volume.whole_events)} events per month"
    titles = {0: "Cost of the events", 1: "Savings with the filter"}
    return (
        _environment()
        .get_template("page.html")
        .render(
            style=_style(),
            hatch=markup(HATCH),
            cost_page=docs_address("why/cost"),
            title=titles.get(len(candidates), "Savings with the filters"),
            lead=f"{setup.service.title}{source}, {setup.region}, {month}",
            candidates=candidates,
            without=estimate.without_filter,
            warnings=list(warnings(estimate, candidates)),
            charts=list(_charts(estimate, candidates)),
            needs_all=setup.service.combination == "all",
            unfolded=sum(len(each.details.filters) for each in candidates) <= _MAX_UNFOLDED,
            tables=tables,
            bills=list(_bills(estimate, candidates)),
            region=setup.region,
            reads=source_reads(setup, estimate.volume),
            sample_facts=list(sample_facts(estimate)),
            setup_facts=list(setup_facts(setup)),
            command=command,
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipefilter.costs.report"),
        autoescape=True,
        finalize=_finalized,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "dollars": dollars_range,
        "link_words": link_words,
        "name": name_html,
        "number": number,
        "number_range": number_range,
        "percent": percent,
        "plural": plural,
        "price_words": price_words,
        "share_bar": share_bar,
        "shortened": shortened,
    }
    environment.globals["longest_text"] = _MAX_TEXT
    return environment


def _finalized(value: object) -> object:
    """What an expression of a template yields, before it is escaped: with nothing that cannot be printed."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _style() -> Markup:
    return markup((files("pipefilter.costs.report") / "templates" / "report.css").read_text(encoding="utf-8"))


def _labelled(estimate: Estimate) -> list[LabelledCandidate]:
    """The candidates that are filters, with short labels, all of which differ."""
    labelled: list[LabelledCandidate] = []
    labels: set[str] = set()
    for candidate in estimate.candidates:
        if not candidate.name and not candidate.filters:
            continue
        name = shortened(candidate.name or "with the filter", _MAX_LABEL)
        numbered = (name if again == 1 else f"{name} ({again})" for again in count(1))
        label = next(each for each in numbered if each not in labels)
        labels.add(label)
        labelled.append(LabelledCandidate(label, candidate, verdict(candidate, estimate.without_filter)))
    return labelled


def _charts(estimate: Estimate, candidates: Sequence[LabelledCandidate]) -> Iterator[Chart]:
    yield bill_chart(estimate, candidates)
    if estimate.assumed is not None:
        other, words = estimate.assumed.estimate, estimate.assumed.assumption.words
        yield bill_chart(other, _labelled(other), f"Dollars per month, {words}")
    if candidates:
        yield share_chart(candidates)
    yield time_chart(estimate, candidates)


def _bills(estimate: Estimate, candidates: Sequence[LabelledCandidate]) -> Iterator[tuple[str, Bill]]:
    yield "without a filter", estimate.without_filter
    for candidate in candidates:
        yield candidate.label, candidate.details.with_filter
    if estimate.bus is not None:
        yield "all events on a custom event bus", estimate.bus
