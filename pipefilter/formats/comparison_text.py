"""How many events of traffic two patterns match, as text."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.application.input_files import shown_name
from pipefilter.application.pattern_comparison import PatternComparison
from pipefilter.application.traffic_comparison import TrafficComparison
from pipefilter.formats.style import counted

__all__ = ["traffic_text"]


def traffic_text(comparison: PatternComparison, traffic: TrafficComparison) -> Iterator[str]:
    """The lines on the events of traffic, and on the first one that only one of the patterns matches."""
    summary = traffic.summary
    events = summary.sums.matched + summary.sums.not_matched
    noun = "event" if events == 1 else "events"
    yield f"{events:,} {noun} in {counted(summary.files, 'file')}"
    counts = {
        "both match": traffic.both,
        f"only {comparison.first} matches": traffic.only_first,
        f"only {comparison.second} matches": traffic.only_second,
        "neither matches": traffic.neither,
    }
    width, widest = max(map(len, counts)), max(len(f"{count:,}") for count in counts.values())
    for words, count in counts.items():
        yield f"  {words.ljust(width)}  {count:{widest},}"
    if traffic.difference is not None:
        event = traffic.difference.event
        place = f"{shown_name(traffic.difference.file)}:{event.line}"
        place += f":{event.column}" if event.column > 1 else ""
        name = comparison.first if traffic.difference.is_of_first else comparison.second
        yield f"  first difference: {place}{event.pointer and f' {event.pointer}'}, which only {name} matches"
