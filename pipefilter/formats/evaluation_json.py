"""The evaluation of a record, as `--json` prints it and the page's API answers it."""

from __future__ import annotations

from pipefilter.explaining.explain import explain_within_budget
from pipefilter.filtering.record_evaluator import RecordOutcome
from pipefilter.filtering.record_verdict import AppliedRow, FilterVerdict

__all__ = ["evaluation_json", "filter_json"]


def evaluation_json(outcome: RecordOutcome) -> dict[str, object]:
    """The object of one record."""
    if outcome.problem is not None:
        pointer = outcome.record.pointer
        invalid: dict[str, object] = {"verdict": outcome.word, "problem": outcome.problem.as_json()}
        return {"record": pointer, **invalid} if pointer else invalid
    placement, verdict = outcome.placement, outcome.verdict
    filters = [filter_json(each) for each in verdict.filters] if verdict else []
    return {
        "record": outcome.record.pointer,
        "service": (placement.service_name or None) if placement else None,
        "source": (placement.source_name or None) if placement else None,
        "verdict": outcome.word,
        "reason": outcome.undecided or None,
        "notes": list(verdict.notes) if verdict else [],
        "filters": filters,
        "explanation": filters[0]["explanation"] if len(filters) == 1 else None,
        "seen": verdict.seen if verdict else None,
    }


def filter_json(verdict: FilterVerdict) -> dict[str, object]:
    """The object of one filter."""
    explanation = None
    if not verdict.is_dropped and not verdict.undecided:
        explanation = explain_within_budget(verdict.pattern, verdict.seen)
    return {
        "number": verdict.number,
        "verdict": verdict.word,
        "reason": verdict.undecided or verdict.nothing_seen or None,
        "rows": [_row_json(applied) for applied in verdict.rows],
        "seen": verdict.seen,
        "explanation": explanation.as_json() if explanation is not None else None,
    }


def _row_json(applied: AppliedRow) -> dict[str, object]:
    return {
        "key": applied.key,
        "data": applied.row.data,
        "pattern": applied.row.pattern,
        "action": applied.row.action,
        "text": str(applied),
    }
