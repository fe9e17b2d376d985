"""The sample, the setup, and what is to be minded of them, as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from pipefilter.costs.billing.setup import Call, Setup
from pipefilter.costs.caveats import in_words
from pipefilter.costs.estimation import CandidateEstimate, Estimate
from pipefilter.costs.report.figures import number
from pipefilter.costs.report.html_tables import facts
from pipefilter.costs.report.html_text import escaped, long_text, name_html, sentence

__all__ = ["sample_html", "warnings_html"]


def warnings_html(estimate: Estimate, candidates: Sequence[tuple[str, CandidateEstimate]]) -> str:
    """A section with all doubts; nothing if there are none.

    Args:
        estimate: which may have some.
        candidates: each with its label.
    """
    items = [
        *(sentence(mistake) for mistake in estimate.mistakes),
        *(sentence(one) for one in _of_extent(estimate)),
        *(
            sentence("not all prices are known: --live asks AWS for them, and --prices gives them")
            for _ in estimate.unknown[:1]
        ),
        *(sentence(f"in {estimate.setup.region} no price is known of “{one}”") for one in estimate.unknown),
        *(
            sentence(f"“{one}” is in no sum, as it is not known how long a call takes")
            for one in estimate.lacks
        ),
        *(sentence(one) for one in estimate.doubts),
        *(
            f"{name_html(label)}: {escaped(doubt)}." if len(candidates) > 1 else sentence(doubt)
            for label, candidate in candidates
            for doubt in candidate.doubts
        ),
    ]
    if not items:
        return ""
    shown = "".join(f"<li>{one}</li>\n" for one in items)
    return f'<section class="warnings"><h2>Warnings</h2><ul>\n{shown}</ul></section>\n'


def sample_html(estimate: Estimate) -> str:
    """A section on where the numbers are from.

    Args:
        estimate: of a sample.
    """
    return (
        f"<section><h2>The sample</h2>{facts('The sample', _sample(estimate))}</section>\n"
        f"<section><h2>The setup</h2>{facts('The setup', _setup(estimate.setup))}</section>\n"
    )


def _of_extent(estimate: Estimate) -> Iterator[str]:
    extent = estimate.extent
    if extent.partial:
        yield "the run was interrupted: only a part of the traffic was judged"
    if extent.unreadable:
        count = len(extent.unreadable)
        files = "1 file" if count == 1 else f"{number(count)} files"
        yield f"{files} could not be read to the end, see the sample below"


def _sample(estimate: Estimate) -> Iterator[tuple[str, str]]:
    tally, extent = estimate.tally, estimate.extent
    drawn = f", drawn at random of {number(extent.of)}" if extent.of is not None else ""
    yield "events", f"{number(tally.events)}{drawn}"
    yield "malformed", number(tally.malformed)
    yield "undecided", number(tally.undecided)
    if tally.first is None or tally.last is None or estimate.seconds is None:
        yield "time", "the events tell none"
    else:
        span = in_words(estimate.seconds)
        yield "time", f"{span}, from {_moment(tally.first)} to {_moment(tally.last)} UTC"
        if tally.untimed:
            yield "without a time", f"{number(tally.untimed)} events"
    yield "mean size", f"{estimate.mean_size:,.0f} bytes"
    yield "read", "a part: the run was interrupted" if extent.partial else "to the end"
    for name, why in extent.unreadable:
        yield "not readable", f"{long_text(name)}: {long_text(why)}"
    yield "events a month", f"{number(round(estimate.volume.events))}: {long_text(estimate.volume.basis)}"


def _setup(setup: Setup) -> Iterator[tuple[str, str]]:
    yield "service", escaped(setup.service.title)
    yield "source", escaped(setup.source or "not told")
    basis = {
        "given": "as it was given",
        "records": "as the records say",
        "default": "the default, as none is told",
    }
    yield "region", escaped(f"{setup.region}, {basis[setup.region_basis]}")
    if setup.takes_batches:
        window = "taken to be full" if setup.window is None else f"waited for {in_words(float(setup.window))}"
        yield "batches", f"of {number(setup.batch_size)} at most, {window}"
    for what, call in (
        ("function", setup.function),
        ("enrichment", setup.enrichment),
        ("target", setup.target),
    ):
        if call is not None:
            yield what, escaped(_call(call))
    yield "free tier", "taken off" if setup.free_tier else "not taken off"


def _call(call: Call) -> str:
    words: list[str] = [call.kind]
    if call.memory is not None:
        words.append(f"{number(call.memory)} MB")
    if call.duration is not None:
        words.append(f"{float(call.duration):g} ms a call")
    if call.per_record:
        words.append(f"and {float(call.per_record):g} ms a record")
    if call.kind == "lambda":
        words.append("on Arm" if call.architecture == "arm" else "on x86")
    return ", ".join(words)


def _moment(time: int) -> str:
    return datetime.fromtimestamp(time / 1000, UTC).isoformat(sep=" ", timespec="seconds")[:19]
