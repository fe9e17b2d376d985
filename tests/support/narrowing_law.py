"""The law of narrowing: no record that matches the condition is lost; if the pattern is exact, no other passes."""

from __future__ import annotations

from typing import Any

from pipefilter.builder.conditions.condition import Condition
from pipefilter.dynamodb_stream import InvalidCondition, narrow


def check(condition: Condition, records: list[dict[str, Any]], **options: Any) -> None:  # noqa: ANN401 - of narrow
    """The law for one condition and several records."""
    numbers = options["numbers"]
    try:
        narrowed = narrow(condition, **options)
    except InvalidCondition as error:
        reason = str(error)
    else:
        reason = ""
    if reason:
        assert reason.startswith("no record can meet this condition")
        assert not any(condition.holds(record, numbers=numbers) for record in records)
        return
    for record in records:
        is_match = condition.holds(record, numbers=numbers)
        passes = narrowed.passes(record)
        assert passes or not is_match
        if narrowed.residual is None:
            assert is_match or not passes
        elif passes:
            assert narrowed.residual.holds(record, numbers=numbers) is is_match
