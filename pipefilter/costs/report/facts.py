"""The sentences of the page: the saving of each filter, warnings, and facts of the sample and the setup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from fractions import Fraction

from pipefilter.costs.billing.bill import Bill
from pipefilter.costs.billing.setup import Call, Setup
from pipefilter.costs.estimation import CandidateEstimate, Estimate
from pipefilter.costs.figures import dollars, dollars_range, in_words, number, percent
from pipefilter.costs.range import Range
from pipefilter.costs.report.html_text import sentence
from pipefilter.dataclass import dataclass

__all__ = ["Fact", "LabelledCandidate", "WarningLine", "sample_facts", "setup_facts", "verdict", "warnings"]


@dataclass(frozen=True, slots=True)
class LabelledCandidate:
    """Filters with a short label that is unique on the page."""

    label: str
    details: CandidateEstimate
    verdict: str


@dataclass(frozen=True, slots=True)
class WarningLine:
    """A sentence to read before using the figures, with the label of the filters if there are several."""

    sentence: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of a table; its texts may be long."""

    name: str
    words: str
    texts: tuple[str, ...] = ()


def verdict(candidate: CandidateEstimate, without: Bill) -> str:
    """Such as `keeps 9.3% of the events: $0.037 a month instead of $0.40, saving $4.35 a year`."""
    keeps = f"keeps {percent(candidate.matched.value)} of the events"
    before, after = without.dollars, candidate.with_filter.dollars
    if before is None or after is None:
        if before is None and after is None:
            return f"{keeps}: the saving is unknown, because not all prices are known"
        return (
            f"{keeps}: {dollars_range(after)} a month instead of {dollars_range(before)}; the saving is unknown"
        )
    more = "; the cost of call durations is not included" if without.lacks else ""
    if before == after:
        saved = "nothing is saved on requests" if without.lacks else "nothing is saved"
        return f"{keeps}: {dollars_range(after)} a month with or without it; {saved}{more}"
    of_requests = " for requests" if without.lacks else ""
    return (
        f"{keeps}: {dollars_range(after)} a month{of_requests} instead of {dollars_range(before)}, "
        f"{_in_a_year((before - after) * Fraction(12))}{more}"
    )


def _in_a_year(saved: Range[Fraction]) -> str:
    if saved.low < 0 < saved.high:
        return f"between {dollars(-saved.low)} a year more and {dollars(saved.high)} a year less"
    if saved.high <= 0:
        return f"costing {_up_to(-saved)} more a year"
    return f"saving {_up_to(saved)} a year"


def _up_to(amount: Range[Fraction]) -> str:
    return dollars_range(amount) if amount.low else f"up to {dollars(amount.high)}"


def warnings(estimate: Estimate, candidates: Sequence[LabelledCandidate]) -> Iterator[WarningLine]:
    """The warnings of an estimate, mistakes first."""
    clauses = [*estimate.mistakes, *_extent_warnings(estimate)]
    if estimate.unknown:
        clauses.append("some prices are unknown: use --live to get them from AWS, or --prices to give them")
    clauses += [f"no price is known in {estimate.setup.region} for “{what}”" for what in estimate.unknown]
    clauses += [
        f"no total includes “{what}”, because the duration of a call is not known" for what in estimate.lacks
    ]
    for clause in (*clauses, *estimate.caveats):
        yield WarningLine(sentence(clause))
    for candidate in candidates:
        for doubt in candidate.details.caveats:
            yield (
                WarningLine(f"{doubt}.", candidate.label)
                if len(candidates) > 1
                else WarningLine(sentence(doubt))
            )


def _extent_warnings(estimate: Estimate) -> Iterator[str]:
    extent = estimate.extent
    if extent.partial:
        yield "the run was interrupted: only part of the traffic was evaluated"
    if extent.unreadable:
        count = len(extent.unreadable)
        files = "1 file" if count == 1 else f"{number(count)} files"
        yield f"{files} could not be read completely: see the sample below"


def sample_facts(estimate: Estimate) -> Iterator[Fact]:
    """The sample that the figures are based on."""
    counts, extent = estimate.counts, estimate.extent
    drawn = f", drawn at random from {number(extent.of)}" if extent.of is not None else ""
    yield Fact("events", f"{number(counts.events)}{drawn}")
    yield Fact("malformed", number(counts.malformed))
    yield Fact("without a verdict", number(counts.undecided))
    if counts.first is None or counts.last is None or estimate.seconds is None:
        yield Fact("time", "the events have no timestamps")
    else:
        span = in_words(estimate.seconds)
        yield Fact("time", f"{span}, from {_moment(counts.first)} to {_moment(counts.last)} UTC")
        if counts.untimed:
            yield Fact("without a timestamp", f"{number(counts.untimed)} events")
    yield Fact("mean size", f"{estimate.mean_size:,.0f} bytes")
    yield Fact("read", "partially: the run was interrupted" if extent.partial else "completely")
    for name, why in extent.unreadable:
        yield Fact("not read completely", "", (name, why))
    yield Fact("events per month", f"{number(estimate.volume.whole_events)}, from {estimate.volume.basis}")


def setup_facts(setup: Setup) -> Iterator[Fact]:
    """Where the filters run, and their settings."""
    yield Fact("service", setup.service.title)
    yield Fact("source", setup.source or "unknown")
    basis = {
        "given": "as specified",
        "records": "from the records",
        "default": "the default",
    }
    yield Fact("region", f"{setup.region}, {basis[setup.region_basis]}")
    if setup.has_batches:
        window = (
            "assumed to be full"
            if setup.window is None
            else f"with a window of {in_words(float(setup.window))}"
        )
        yield Fact("batches", f"of at most {number(setup.batch_size)}, {window}")
    for what, call in (
        ("function", setup.function),
        ("enrichment", setup.enrichment),
        ("target", setup.target),
    ):
        if call is not None:
            yield Fact(what, _call(call))
    yield Fact("free tier", "subtracted" if setup.free_tier else "not subtracted")


def _call(call: Call) -> str:
    words: list[str] = [call.kind]
    if call.memory is not None:
        words.append(f"{number(call.memory)} MB")
    if call.duration is not None:
        words.append(f"{float(call.duration):g} ms per call")
    if call.per_record:
        words.append(f"plus {float(call.per_record):g} ms per record")
    if call.kind == "lambda":
        words.append("on Arm" if call.architecture == "arm" else "on x86")
    return ", ".join(words)


def _moment(time: int) -> str:
    return datetime.fromtimestamp(time / 1000, UTC).isoformat(sep=" ", timespec="seconds")[:19]
