"""The fastest scanner for a pattern that is certain to give the matcher's verdicts."""

from __future__ import annotations

from pipefilter.language.event_pattern import EventPattern
from pipefilter.matching.compile import Matcher
from pipefilter.scanning.each_line import EachLine
from pipefilter.scanning.scanned_lines import Scanner

__all__ = ["scanner_for"]


def scanner_for(pattern: EventPattern) -> Scanner:
    """The scanner for a pattern.

    Args:
        pattern: any.
    """
    matcher = Matcher(pattern)
    try:
        from pipefilter.scanning.line_scanner import line_scanner  # noqa: PLC0415 - native, and may not be installed
    except ImportError:
        return EachLine(matcher)
    return line_scanner(matcher) or EachLine(matcher)
