"""The law of the scanner on small fields, exhaustively."""

from __future__ import annotations

import pytest
from small_fields import ALTERNATIVES, patterns_with, small_events, small_fields
from thoroughness import NIGHTLY

pytest.importorskip(
    "pipefilter.native_libraries.json_reader", reason="pysimdjson and stringzilla have no wheel here"
)

from scanner_law import check_rule_scanner, check_scanner


@pytest.mark.slow
@pytest.mark.parametrize("more", [0, 1, pytest.param(2, marks=NIGHTLY)])
@pytest.mark.parametrize("first", ALTERNATIVES)
def test_law(first: str, more: int) -> None:
    """The scanner, of one pattern and of several, has the reference matcher's verdict on each kind of value."""
    lines = [event.encode() for event in small_events()]
    for alternatives in small_fields(first, more):
        patterns = patterns_with(alternatives)
        for pattern in patterns:
            check_scanner(pattern, lines)
        check_rule_scanner(patterns, lines)
