"""What `pipefilter verify` reports, as the objects that `--json` prints and that `--save` writes."""

from __future__ import annotations

import shlex
from datetime import datetime

from pipefilter.verification.case import Case
from pipefilter.verification.comparison import Comparison

__all__ = ["case_json", "difference_json"]

_NOWHERE = {"event": None, "line": None, "column": None, "record": None}


def case_json(
    case: Case, comparison: Comparison | None, *, reason: str | None = None, saved: str | None = None
) -> dict[str, object]:
    """The object of a question: the answers compared, or the reason why there are none, and the file on a difference."""
    verdict = "not_compared"
    if comparison is not None:
        verdict = "differ" if comparison.differs_in else "same"
    return {
        "pattern": case.name,
        "filter": case.number or None,
        **_NOWHERE,
        **case.where,
        "verdict": verdict,
        "reason": reason,
        "differs_in": list(comparison.differs_in) if comparison else [],
        "ours": comparison.ours.as_json() if comparison else None,
        "aws": comparison.theirs.as_json() if comparison else None,
        "sent": _sent(comparison) if comparison else None,
        "saved": saved,
    }


def difference_json(case: Case, comparison: Comparison, now: datetime) -> dict[str, object]:
    """The object of a difference, with the time in UTC, and a command of the AWS CLI that reproduces it."""
    arguments = ["--event-pattern", comparison.question.pattern, "--event", comparison.question.event]
    return {
        "date": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "differs_in": list(comparison.differs_in),
        "name": case.name,
        "filter": case.number or None,
        **case.where,
        "pattern": case.pattern,
        "seen": case.event,
        "ours": comparison.ours.as_json(),
        "aws": comparison.theirs.as_json(),
        "sent": _sent(comparison),
        "command": shlex.join(["aws", "events", "test-event-pattern", *arguments]),
    }


def _sent(comparison: Comparison) -> dict[str, str]:
    return {"pattern": comparison.question.pattern, "event": comparison.question.event}
