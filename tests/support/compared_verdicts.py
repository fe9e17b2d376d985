"""Whether the answers of a comparison are true."""

from __future__ import annotations

from collections.abc import Iterable

from pipefilter import EventPattern
from pipefilter.comparing.comparison import Comparison
from pipefilter.json_text.writer import written
from pipefilter.matching.reference_matcher import ReferenceMatcher

__all__ = ["assert_true"]


def assert_true(
    comparison: Comparison, patterns: tuple[EventPattern, EventPattern], events: Iterable[str]
) -> None:
    """Every event that is shown shows what it should, and no event contradicts what is proven."""
    matchers = [ReferenceMatcher(pattern) for pattern in patterns]

    def verdicts(event: str) -> tuple[bool, bool]:
        return matchers[0].matches(event), matchers[1].matches(event)

    forward, backward, overlap = comparison.forward, comparison.backward, comparison.overlap
    if forward.holds is False:
        assert verdicts(written(forward.counterexample)) == (True, False)
    if backward.holds is False:
        assert verdicts(written(backward.counterexample)) == (False, True)
    if overlap.exists:
        assert verdicts(written(overlap.event)) == (True, True)
    refuted = {
        (True, False): bool(forward.holds),
        (False, True): bool(backward.holds),
        (True, True): overlap.exists is False,
    }
    if any(refuted.values()):
        for event in events:
            assert not refuted.get(verdicts(event), False), event
