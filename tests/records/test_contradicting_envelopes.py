"""Records in an envelope where filters run on an event bus: no verdict, as without the envelope."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from source_records import FORMS, record_of

import pipefilter
from pipefilter.application.filter import UnevaluatedRecord

PLACES = ({"service": "rule"}, {"source": "bus"}, {"service": "rule", "source": "bus"})
RECORDS = [form for form in sorted(FORMS) if form[0] != "bus"]


@pytest.mark.slow
@pytest.mark.parametrize("form", RECORDS, ids="-".join)
@pytest.mark.parametrize("place", PLACES, ids="-".join)
def test_an_envelope_of_records_is_not_an_event_of_a_bus(
    form: tuple[str, str], place: dict[str, Any], tmp_path: Path
) -> None:
    filters = pipefilter.load({"data": {"a": [1]}}, **place)
    text = FORMS[form]([{"a": 1}, {"a": 2}])
    assert [each.verdict for each in filters.evaluate_all(text)] == ["undecided"] * 2
    file = tmp_path / "records.json"
    file.write_text(text)
    unevaluated: list[UnevaluatedRecord] = []
    kept = list(pipefilter.filter(filters, file, on_unevaluated=unevaluated.append))
    assert kept == []
    assert [each.reason for each in unevaluated] == [each.reason for each in filters.evaluate_all(text)]


@pytest.mark.parametrize("place", PLACES, ids="-".join)
def test_an_event_of_a_bus_may_have_records(place: dict[str, Any]) -> None:
    records = [record_of("sqs", {"a": 1})]
    event = {**record_of("bus", {"a": 1}), "Records": records}
    about_event = pipefilter.load({"detail": {"a": [1]}}, **place)
    assert about_event.evaluate(event).matched
    about_records = pipefilter.load({"Records": {"messageId": ["1"]}}, **place)
    assert about_records.evaluate(event).matched
    assert about_records.evaluate({"Records": records}).matched
    assert about_event.evaluate({"Records": [{"a": 1}]}).verdict == "no_match"
    assert about_event.evaluate({"Records": records, "detail": {"a": 1}}).matched
