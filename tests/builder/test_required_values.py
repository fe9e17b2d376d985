"""Changes from a value that the condition requires: the law of narrowing holds, and the pattern is often exact."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from narrowing_law import check
from stream_conditions import cases, paths, places_in, types_in, values_at

from pipefilter.builder.conditions.condition import Condition
from pipefilter.dynamodb_stream import changed, old

PAIRS = int(os.environ.get("PIPEFILTER_LAW_PAIRS", "0"))


@given(cases(), st.data(), st.sampled_from(["text", "text", "value"]), st.booleans())
@settings(max_examples=max(1, PAIRS // 3) if PAIRS else settings().max_examples)
def test_changes_from_required_values(
    case: tuple[list[dict[str, Any]], Condition, dict[str, list[Any]]],
    data: st.DataObject,
    numbers: str,
    with_types: bool,
) -> None:
    """No record is lost, and nothing that is left to check is missing, wherever the change is in the condition."""
    records, other, values = case
    places = places_in(records)
    path = data.draw(paths(places))
    before = data.draw(st.lists(values_at(places, path), min_size=1, max_size=2))
    is_change = changed(path)
    form = data.draw(st.sampled_from([is_change, is_change & other, is_change | other, ~(other & ~is_change)]))
    types = types_in(records) if with_types else None
    check(old(path).in_(*before) & form, records, values=values, types=types, numbers=numbers)
