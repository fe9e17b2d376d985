"""Schemas learned from events: what none of the events has, and never anything that one of them has."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from json_patterns import pattern_of
from source_records import record_of
from thoroughness import FEWER

import pipefilter
from pipefilter.analysis.filter_problems import filter_problems
from pipefilter.application import learned_schemas
from pipefilter.errors import UnreadableInput
from pipefilter.events.schema.learning import Learning
from pipefilter.json_text.python_value import from_python
from pipefilter.language.filter_criteria import parse_filters


def bus_event(detail: object, detail_type: str = "Order Placed") -> dict[str, object]:
    return {
        "version": "0",
        "id": "7bf73129-1428-4cd3-a780-95db273d1602",
        "detail-type": detail_type,
        "source": "com.acme.orders",
        "account": "123456789012",
        "time": "2026-11-01T00:00:00Z",
        "region": "eu-west-1",
        "resources": [],
        "detail": detail,
    }


def findings(traffic: Path, pattern: dict[str, object], *, service: str = "", source: str = "") -> list[str]:
    """The findings about a pattern, in words."""
    (file,) = pipefilter.check(
        pattern, schema_from=traffic, select=["PF48"], service=service, source=source
    ).files
    return [
        f"{each.severity[0]} {each.problem.code} {each.problem.pointer}: {each.problem.message}; {each.problem.hint}"
        for each in file.patterns[0].all_problems
    ]


def written(path: Path, *events: object) -> Path:
    data = "".join(json.dumps(event) + "\n" for event in events).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


@pytest.mark.parametrize("name", ["t.jsonl", "t.jsonl.gz"])
def test_events_of_a_bus(tmp_path: Path, name: str) -> None:
    traffic = written(
        tmp_path / name,
        bus_event({"orderId": "o1", "total": 5, "note": None, "empty": [], "by": {"user-10233": {"n": 1}}}),
        bus_event({"orderId": "o2", "total": 5.5, "items": [{"sku": "x"}, {"sku": "y", "qty": 2}]}),
        bus_event({"shippedBy": "DHL"}, "Order Shipped"),
    )
    envelope: dict[str, object] = {"source": ["com.acme.orders"], "detail-type": ["Order Placed"]}
    for detail in (
        {"orderId": ["x"], "total": [{"numeric": [">", 5]}], "note": ["x"], "empty": ["x"]},
        {"items": {"qty": [1]}, "by": {"user-9": {"n": [5]}}, "note": {"x": ["y"]}},
        {"items": [{"exists": False}], "orderId": [{"exists": False}]},
    ):
        reported = findings(traffic, {**envelope, "detail": detail})
        assert all("items" in each for each in reported), reported
    assert findings(
        traffic, {**envelope, "detail": {"orderid": ["x"], "total": ["5"], "shippedBy": ["DHL"]}}
    ) == [
        f'w PF480 /detail/orderid: In {name} (2 events), detail has no "orderid"; write "orderId"',
        f'w PF481 /detail/total/0: In {name} (2 events), detail.total is always a number, so "5" matches none of them; '
        "write 5 without quotes",
        f'w PF480 /detail/shippedBy: In {name} (2 events), detail has no "shippedBy"; use one of its fields: "orderId", '
        '"total", "note", "empty", "by", "items"',
    ]
    # all kinds of events are selected
    assert not findings(
        traffic, {"source": ["com.acme.orders"], "detail": {"shippedBy": ["DHL"], "orderId": ["x"]}}
    )
    assert not findings(traffic, {"source": ["aws.ec2"], "detail": {"state": ["x"]}})
    assert findings(traffic, {"source": ["com.acme.order"]}) == [
        'w PF483 /source/0: No schema has the source "com.acme.order", but one has "com.acme.orders"; '
        f'write "com.acme.orders" if you mean the events of {name}'
    ]


@pytest.mark.parametrize(
    ("source", "name"), [("sqs", "body"), ("kinesis", "data"), ("msk", "value"), ("activemq", "data")]
)
def test_records(tmp_path: Path, source: str, name: str) -> None:
    traffic = written(tmp_path / "t.jsonl", record_of(source, {"status": "PAID", "total": 5}))
    assert not findings(traffic, {name: {"status": ["x"]}}, source=source)
    assert findings(traffic, {name: {"state": ["x"], "total": ["5"]}}, source=source) == [
        f'w PF480 /{name}/state: In t.jsonl (1 event), {name} has no "state"; write "status"',
        f'w PF481 /{name}/total/0: In t.jsonl (1 event), {name}.total is always a number, so "5" matches none of them; '
        "write 5 without quotes",
    ]


def test_changes_of_a_table(tmp_path: Path) -> None:
    change = {"NewImage": {"status": {"S": "PAID"}, "pk": {"S": "o"}}, "Keys": {"pk": {"S": "o"}}}
    traffic = written(
        tmp_path / "t.jsonl", {"eventSource": "aws:dynamodb", "eventName": "INSERT", "dynamodb": change}
    )
    pattern: dict[str, object] = {"dynamodb": {"NewImage": {"state": {"S": ["PAID"]}, "pk": {"S": ["x"]}}}}
    assert [each.split(";")[0] for each in findings(traffic, pattern)] == [
        'w PF480 /dynamodb/NewImage/state: In t.jsonl (1 event), dynamodb.NewImage has no "state"'
    ]


def test_maps_with_names_that_are_data(tmp_path: Path) -> None:
    traffic = written(
        tmp_path / "t.jsonl", *({"stock": {place: {"n": 1}}} for place in ("berlin", "rome", "oslo"))
    )
    assert not findings(traffic, {"stock": {"paris": {"n": [5]}}})
    assert findings(traffic, {"stock": {"paris": {"n": ["5"]}}})


def test_a_bounded_number_of_events_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learned_schemas, "MAX_EVENTS", 3)
    traffic = written(tmp_path / "t.jsonl", {"a": 1}, {"a": 1}, {"a": 1}, {"b": 1})
    learned = learned_schemas.learned_schemas(traffic)
    assert learned.notes == ("t.jsonl: the schema was learned from the first 3 events",)
    assert [(schema.sample, list(schema.shape.fields)) for schema in learned.schemas] == [(3, ["a"])]


def test_events_that_cannot_be_read_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"a": 1}\n{"a": \n{"b": 2}\n')
    learned = learned_schemas.learned_schemas([path])
    assert learned.notes == ("t.jsonl: 1 of 3 events cannot be read, and were left out",)
    path.write_text("")
    with pytest.raises(UnreadableInput, match=r"no events in t\.jsonl"):
        learned_schemas.learned_schemas(path)
    with pytest.raises(UnreadableInput):
        learned_schemas.learned_schemas(tmp_path / "nothing.jsonl")
    with pytest.raises(TypeError, match="file names"):
        learned_schemas.learned_schemas([{"a": 1}])  # type: ignore[list-item]  # the fault that is tested


NAMES = st.sampled_from(("a", "b", "state", "detail", "body", "user-20391", "x.y"))
VALUES: st.SearchStrategy[object] = st.recursive(
    st.sampled_from(("x", "5", 1, 1.5, True, None, "10.0.0.1")),
    lambda inner: st.dictionaries(NAMES, inner, max_size=3) | st.lists(inner, max_size=2),
    max_leaves=6,
)
OBJECTS = st.dictionaries(NAMES, VALUES, max_size=4)
EVENTS = st.one_of(OBJECTS, st.builds(bus_event, OBJECTS, st.sampled_from(("A", "B"))))


@FEWER
@given(st.lists(EVENTS, min_size=1, max_size=5))
def test_a_pattern_made_of_one_of_the_events_is_never_reported(events: list[dict[str, object]]) -> None:
    learning = Learning("t.jsonl")
    for event in events:
        learning.add(from_python(event), "bus" if "detail-type" in event else "")
    schemas = tuple(learning.schemas())
    for event in events:
        pattern = pattern_of(event)
        if isinstance(pattern, dict):
            reported = filter_problems(parse_filters(json.dumps(pattern)), schemas=schemas)
            assert not [each.problem for each in reported if each.problem.code.startswith("PF48")]
