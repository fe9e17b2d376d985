"""The law of the scanner on lines: where it is certain, its verdicts are those of the reference matcher."""

from __future__ import annotations

from collections import Counter

from stream_records import reference

from pipefilter.language.event_pattern import EventPattern
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.matching.rule_set import RuleSet
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.fast.line_scanner import line_scanner
from pipefilter.scanning.fast.rule_scanner import rule_scanner

__all__ = ["check_rule_scanner", "check_scanner"]


def check_scanner(pattern: EventPattern, lines: list[bytes]) -> Counter[str]:
    """Scan lines as a block, each alone, and each by a scanner that has seen no other, and compare with the reference.

    What a scanner has seen decides in which ways it looks at the next lines.

    Returns:
        how many lines of the block were evaluated in which way.
    """
    scanner = line_scanner(Matcher(pattern))
    if scanner is None:
        return Counter(no_scanner=len(lines))
    truth = [reference(ReferenceMatcher(pattern), line) for line in lines]
    scan = scanner.scan(Lines(b"".join(line + b"\n" for line in lines)))
    assert scan.matched == sorted(scan.matched)
    assert scan.undecided == sorted(scan.undecided)
    matched, undecided = set(scan.matched), set(scan.undecided)
    for number, (line, expected) in enumerate(zip(lines, truth, strict=True)):
        if number not in undecided:
            assert (number in matched) is expected, (str(pattern), line[:2000])
        alone = scanner.scan(Lines(line + b"\n"))
        if not alone.undecided:
            assert bool(alone.matched) is expected, (str(pattern), line[:2000])
        new_scanner = line_scanner(Matcher(pattern))
        assert new_scanner is not None
        for count in (1, 3):
            same = new_scanner.scan(Lines((line + b"\n") * count))
            if not same.undecided:
                assert len(same.matched) == (count if expected else 0), (str(pattern), line[:2000])
    return Counter(
        looked_up=len(lines) - len(undecided) - scan.handed_over,
        handed_over=scan.handed_over,
        undecided=len(undecided),
        matched=len(matched),
    )


def check_rule_scanner(patterns: list[EventPattern], lines: list[bytes]) -> Counter[str]:
    """As `check_scanner`, for many patterns at once."""
    rules = RuleSet({str(number): pattern for number, pattern in enumerate(patterns)})
    scanner = rule_scanner(rules)
    if scanner is None:
        return Counter(no_scanner=len(lines))
    scan = scanner.scan(Lines(b"".join(line + b"\n" for line in lines)))
    assert scan.matched == sorted(scan.rules)
    for number, line in enumerate(lines):
        if number in scan.undecided:
            continue
        verdicts = [reference(ReferenceMatcher(pattern), line) for pattern in patterns]
        expected = tuple(index for index, verdict in enumerate(verdicts) if verdict)
        assert None not in verdicts, line[:2000]
        assert scan.rules.get(number, ()) == expected, ([str(rule) for rule in patterns], line[:2000])
    return Counter(
        looked_up=len(lines) - len(scan.undecided) - scan.handed_over,
        handed_over=scan.handed_over,
        matched=sum(map(len, scan.rules.values())),
    )
