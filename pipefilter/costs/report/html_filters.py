"""What each filter does, and each of its members, as HTML."""

from __future__ import annotations

from collections.abc import Sequence

from pipefilter.costs.caveats import percent
from pipefilter.costs.effect import FilterEffect
from pipefilter.costs.estimation import CandidateEstimate
from pipefilter.costs.proportion import Share
from pipefilter.costs.report.figures import number
from pipefilter.costs.report.html_tables import table
from pipefilter.costs.report.html_text import escaped, long_text, name_html
from pipefilter.costs.report.svg_charts import share_bar

__all__ = ["filters_html"]

_UNFOLDED = 8
"""So many filters show their members at once."""


def filters_html(candidates: Sequence[tuple[str, CandidateEstimate]], *, all_of_them: bool) -> str:
    """A section on the filters.

    Args:
        candidates: each with its label.
        all_of_them: whether the service wants all filters to match, and not any.
    """
    decides = (
        "A filter decides about the events that no other filter keeps out."
        if all_of_them
        else "A filter decides about the events that no other filter takes."
    )
    unfolded = sum(len(one.filters) for _, one in candidates) <= _UNFOLDED
    return (
        "<section><h2>Each filter</h2>"
        f"<p>Shares are of all events of the sample. {decides} "
        "A member removes the events that the filter would take without that member.</p>\n"
        + "".join(_candidate(label, one, unfolded=unfolded) for label, one in candidates)
        + "</section>\n"
    )


def _candidate(label: str, candidate: CandidateEstimate, *, unfolded: bool) -> str:
    matched = candidate.matched
    whole = f"<p>{long_text(candidate.name)}</p>" if candidate.name not in (label, "") else ""
    whole += f"<p>{number(matched.count)} of {number(matched.of)} events pass.</p>"
    if not candidate.filters:
        return f"<h3>{name_html(label)}</h3>{whole}<p>There is no filter in it, so all events pass.</p>\n"
    rows = [
        [f"filter {one.number}", _share(one.takes), _share(one.decides), _remarks(one)]
        for one in candidate.filters
    ]
    columns = ["filter", "takes", "decides about", "remarks"]
    if not any(remarks for *_, remarks in rows):
        rows, columns = [row[:-1] for row in rows], columns[:-1]
    return f"<h3>{name_html(label)}</h3>{whole}{table(f'The filters of {label}', columns, rows)}" + "".join(
        _members(label, one, unfolded=unfolded) for one in candidate.filters
    )


def _members(label: str, effect: FilterEffect, *, unfolded: bool) -> str:
    name = f"Members of filter {effect.number}"
    rows = (
        [
            long_text(one.path),
            f'<div class="words">{long_text(one.words)}</div>',
            _share(one.holds),
            _share(one.removes),
        ]
        for one in effect.members
    )
    columns = ("member", "wants", "holds for", "removes")
    members = table(f"{name} of {label}", columns, rows) if effect.members else (
        "<p>They were not judged one by one.</p>"
    )  # fmt: skip
    opened = ' open="open"' if unfolded else ""
    return f"<details{opened}><summary><h4>{escaped(name)}</h4></summary>{members}</details>\n"


def _remarks(effect: FilterEffect) -> str:
    remarks = []
    if effect.never_matches:
        remarks.append("never matched")
    if effect.adds_nothing:
        remarks.append("adds nothing to the others")
    return " ".join(f'<span class="tag">{escaped(one)}</span>' for one in remarks)


def _share(share: Share) -> str:
    words = percent(share.value)
    return (
        f'<div class="share">{share_bar(share.value, words)}<span>{escaped(words)}</span></div>'
        f'<span class="note">{number(share.count)} events</span>'
    )
