"""Renders the report on an estimate for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from rich.text import Text

from pipefilter.application.cost_estimate import CostEstimate
from pipefilter.cli.estimate.suggestions_text import suggested_lines, unread_lines
from pipefilter.cli.estimate.sums import sum_lines, summary_lines
from pipefilter.cli.terminal.figure_table import Cell, Column, FigureTable
from pipefilter.cli.terminal.output import counted
from pipefilter.cli.terminal.report_text import heading, listed, rendered, terminal_width, visible, writes_all
from pipefilter.cli.terminal.wrapped_text import cut, wrapped
from pipefilter.costs.effect import FilterEffect
from pipefilter.costs.estimation import CandidateEstimate, Estimate
from pipefilter.costs.figures import in_words, number, percent
from pipefilter.sources import source_named

__all__ = ["report_lines"]

_MAX_WIDTH = 120
_MIN_WIDTH = 40
_NO_TERMINAL = 110
_BAR = 20
_BARS_FROM = 72
"""Minimum width of a terminal, in cells, for bars."""
_MAX_WORDS = 70
_BASES = {"given": "", "records": " (from the records)", "default": " (default)"}


def report_lines(cost_estimate: CostEstimate, width: int | None = None) -> Iterator[str]:
    """The lines of the report, with colors; as wide as the terminal, unless a width in cells is given."""
    width = width or terminal_width() or _NO_TERMINAL
    yield from rendered(_lines(cost_estimate, max(_MIN_WIDTH, min(_MAX_WIDTH, width))))


def _lines(cost_estimate: CostEstimate, width: int) -> Iterator[Text]:
    estimate = cost_estimate.details
    yield from _sample(estimate, width)
    yield Text()
    for mistake in estimate.mistakes:
        yield from listed("!", mistake, width, "red")
        yield Text()
    yield from summary_lines(estimate, width)
    for candidate in estimate.candidates:
        if candidate.filters:
            yield Text()
            yield from _effects(candidate, width, several=len(estimate.candidates) > 1)
    yield from _proven(cost_estimate, width)
    yield Text()
    yield from sum_lines(estimate, width)
    doubts = [
        *estimate.caveats,
        *(
            _of_candidate(candidate, caveat, estimate)
            for candidate in estimate.candidates
            for caveat in candidate.caveats
        ),
    ]
    if estimate.unknown:
        doubts.append("some prices are unknown: use --live to get them from AWS, or --prices FILE to give them")
    doubts += [f'no price is known in {estimate.setup.region} for "{what}"' for what in estimate.unknown]
    if doubts:
        yield Text()
        yield from heading("Notes", width)
        for doubt in doubts:
            yield from listed("!", doubt, width, "yellow")
    if cost_estimate.unread is not None:
        yield Text()
        yield from unread_lines(cost_estimate.unread, width, lacks=estimate.lacks)
    if cost_estimate.suggestions is not None:
        yield Text()
        yield from suggested_lines(
            cost_estimate.suggestions, width, is_all=cost_estimate.is_all, lacks=estimate.lacks
        )


def _proven(cost_estimate: CostEstimate, width: int) -> Iterator[Text]:
    """Which of the filters imply each other or have nothing in common, whatever the sample contains."""
    relations = [
        each.headline
        for each in cost_estimate.comparisons
        if each.implies or each.is_implied or each.relation == "disjoint"
    ]
    if relations:
        yield Text()
        yield from heading("Proven for all events", width)
        for relation in relations:
            yield from listed("=", relation, width, "green")


def _of_candidate(candidate: CandidateEstimate, doubt: str, estimate: Estimate) -> str:
    return f"{candidate.name}: {doubt}" if len(estimate.candidates) > 1 else doubt


def _left_out(estimate: Estimate) -> list[str]:
    """The parts of the traffic that no figure includes."""
    counts, extent = estimate.counts, estimate.extent
    left_out = [counted(counts.malformed, "malformed event")] if counts.malformed else []
    others = counts.other_sources.total()
    if others:
        names = ", ".join(
            f"{source_named(name).title} {number(count)}" for name, count in counts.other_sources.most_common()
        )
        left_out.append(
            f"{counted(others, 'event')} from other sources ({names}): give --source, or separate the files"
        )
    undecided = counts.undecided - others
    if undecided:
        left_out.append(f"{counted(undecided, 'event')} without a verdict")
    left_out += [f"{counted(len(extent.unreadable), 'file')} not fully read"] if extent.unreadable else []
    return left_out


def _sample(estimate: Estimate, width: int) -> Iterator[Text]:
    counts, extent, setup = estimate.counts, estimate.extent, estimate.setup
    facts: list[tuple[str, str, str]] = []
    events = f"{number(counts.events)} {'event' if counts.events == 1 else 'events'}"
    if extent.of is not None:
        events += f" of {number(extent.of)}, drawn at random"
    if estimate.seconds is not None and counts.first is not None:
        begin = datetime.fromtimestamp(counts.first / 1000, UTC)
        events += f", spanning {in_words(estimate.seconds)} from {begin:%Y-%m-%d %H:%M} UTC"
    events += f", {number(round(estimate.mean_size))} bytes on average"
    if extent.partial:
        events += "; interrupted, so the sample is incomplete"
    facts.append(("sample", events, ""))
    left_out = _left_out(estimate)
    if left_out:
        facts.append(("excluded", ", ".join(left_out), "yellow"))
    month = estimate.volume.whole_events
    events = f"{number(month)} {'event' if month == 1 else 'events'}"
    facts.append(("month", f"{events}, from {estimate.volume.basis}", ""))
    source = source_named(setup.source).title if setup.source else "unknown source"
    where = f"{source} to {setup.service.title}, {setup.region}{_BASES[setup.region_basis]}"
    if setup.has_batches:
        window = setup.window
        how = "full batches of" if window is None else f"a window of {float(window):g} s, batches of up to"
        where += f", {how} {number(setup.batch_size)}"
    if setup.free_tier:
        where += ", free tier subtracted"
    facts.append(("setup", where, ""))
    room = max(len(name) for name, _, _ in facts) + 2
    for name, fact, style in facts:
        named = name.ljust(room)
        for line in wrapped(visible(fact), width - room):
            yield Text().append(named, style="bright_black").append(line, style=style or None)
            named = " " * room


def _effects(candidate: CandidateEstimate, width: int, *, several: bool) -> Iterator[Text]:
    yield from heading("Effect of each filter" + (f": {candidate.name}" if several else ""), width)
    with_bars = width >= _BARS_FROM
    table = FigureTable(
        [Column(""), Column("", "left"), Column("", "left")] if with_bars else [Column(""), Column("", "left")]
    )
    for effect in candidate.filters:
        note = ""
        if effect.never_matches:
            note = "never matched"
        elif effect.adds_nothing:
            note = "adds nothing to the other filters"
        rows = [
            (f"  filter {effect.number} matches", effect.matched.value, "green", Cell(note, "yellow")),
            *_members(effect),
        ]
        for label, share, style, words in rows:
            bars = [_bar(share, style)] if with_bars else []
            table.add(label, percent(share), *bars, words)
    yield from table.lines(width)


def _members(effect: FilterEffect) -> Iterator[tuple[str, float, str, Cell]]:
    for member in sorted(effect.members, key=lambda member: -member.removes.count):
        words = cut(visible(f"{member.path} {member.words}"), _MAX_WORDS - 2, "…" if writes_all() else "...")
        yield f"    {words}", member.removes.value, "red", Cell("removed only by this condition")


def _bar(share: float, style: str) -> Cell:
    full = "█" if writes_all() else "#"
    return Cell((full * round(share * _BAR) or ("." if share else "")).ljust(_BAR), style)
