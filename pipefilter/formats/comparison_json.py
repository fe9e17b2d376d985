"""A comparison of two patterns as the object that `pipefilter compare --json` prints."""

from __future__ import annotations

from pipefilter.application.comparison_witness import Witness
from pipefilter.application.input_files import input_label
from pipefilter.application.pattern_comparison import PatternComparison
from pipefilter.application.traffic_comparison import Difference, TrafficComparison
from pipefilter.json_text.number import Number
from pipefilter.json_text.tree import Json

__all__ = ["comparison_json"]


def comparison_json(comparison: PatternComparison, traffic: TrafficComparison | None = None) -> Json:
    """The object for a comparison; unknown values are null."""
    members: dict[str, Json] = {
        "first": comparison.first,
        "second": comparison.second,
        "relation": comparison.relation,
        "implies": comparison.implies,
        "is_implied": comparison.is_implied,
        "overlaps": comparison.overlaps,
        "both": _witness(comparison.both),
        "only_first": _witness(comparison.only_first),
        "only_second": _witness(comparison.only_second),
        "arrays": list(comparison.arrays),
        "not_proven": [
            (("field", doubt.path or None), ("reason", doubt.reason)) for doubt in comparison.doubts
        ],
        "notes": list(comparison.notes),
    }
    if traffic is not None:
        members["traffic"] = _traffic(traffic)
    return tuple(members.items())


def _traffic(traffic: TrafficComparison) -> Json:
    summary = traffic.summary
    counts = {
        "files": summary.files,
        "both": traffic.both,
        "only_first": traffic.only_first,
        "only_second": traffic.only_second,
        "neither": traffic.neither,
        "malformed": summary.sums.malformed,
        "undecided": summary.sums.undecided,
    }
    return (
        *((name, Number(str(count))) for name, count in counts.items()),
        ("unreadable", [tuple(each.items()) for each in summary.unreadable]),
        ("first_difference", None if traffic.difference is None else _difference(traffic.difference)),
    )


def _difference(difference: Difference) -> Json:
    event = difference.event
    return (
        ("file", input_label(difference.file)),
        ("line", Number(str(event.line))),
        ("column", Number(str(event.column))),
        *((("record", event.pointer),) if event.pointer else ()),
        ("matches", "first" if difference.is_of_first else "second"),
        ("event", event.text),
    )


def _witness(witness: Witness | None) -> Json:
    if witness is None:
        return None
    return (("event", witness.tree), ("record", witness.record_tree), ("scope", witness.scope or None))
