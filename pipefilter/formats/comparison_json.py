"""A comparison of two patterns as the object that `pipefilter compare --json` prints."""

from __future__ import annotations

from pipefilter.application.comparison_witness import Witness
from pipefilter.application.pattern_comparison import PatternComparison
from pipefilter.json_text.tree import Json

__all__ = ["comparison_json"]


def comparison_json(comparison: PatternComparison) -> Json:
    """The object for a comparison; unknown values are null."""
    members: dict[str, Json] = {
        "first": comparison.first,
        "second": comparison.second,
        "relation": comparison.relation,
        "implies": comparison.implies,
        "is_implied": comparison.is_implied,
        "both": _witness(comparison.both),
        "only_first": _witness(comparison.only_first),
        "only_second": _witness(comparison.only_second),
        "arrays": list(comparison.arrays),
        "not_proven": [
            (("field", doubt.path or None), ("reason", doubt.reason)) for doubt in comparison.doubts
        ],
    }
    return tuple(members.items())


def _witness(witness: Witness | None) -> Json:
    return None if witness is None else (("event", witness.tree), ("record", witness.record_tree))
