"""Records as sources deliver them, evaluated as services evaluate them; each row of AWS's tables is a case."""

from __future__ import annotations

import json
from typing import Any

import pytest
from repository import TEST_CASES

from pipefilter.errors import Place
from pipefilter.filtering.envelopes import records_in
from pipefilter.filtering.service_filters import ServiceFilters
from pipefilter.json_text.raw_object import raw_object
from pipefilter.language.filter_criteria import parse_filters
from pipefilter.language.operator_form import all_forms
from pipefilter.services import SERVICES, service_named
from pipefilter.sources import SOURCES, detect_source, source_named

CASES = TEST_CASES / "records"
Case = dict[str, Any]
NOT_POSSIBLE = {("dynamodb", "not UTF-8")}
"""A change of a table is JSON inside JSON: it cannot be other text."""


def load(name: str) -> list[Any]:
    return [
        pytest.param(case, id=f"{case['source']}-{number}")
        for number, case in enumerate(json.loads((CASES / f"{name}.json").read_text("utf-8")))
    ]


@pytest.mark.parametrize("case", load("rows"))
def test_rows(case: Case) -> None:
    """For each format of data and filter: the filter decides, or the metadata alone; or drop; or a rejected filter."""
    service_filters = ServiceFilters(parse_filters(json.dumps(case["pattern"])), service_named(case["service"]))
    (wrapped,) = records_in(json.dumps(case["record"]))
    assert wrapped.source is source_named(case["source"])
    verdict = service_filters.evaluate(wrapped.record, wrapped.source)
    outcome = "refused" if verdict.undecided else "match" if verdict.matches else "no match"
    (filter_verdict,) = verdict.filters
    applied = filter_verdict.rows[-1].row
    assert (applied.data, applied.pattern, applied.action) == (case["data"], case["filter"], case["action"])
    assert outcome == case["verdict"]


def test_every_row_is_a_case() -> None:
    """Each row of each source, for each of its services."""
    there = {
        (case["source"], case["service"], case["data"], case["filter"], case["action"], case["verdict"])
        for case in json.loads((CASES / "rows.json").read_text("utf-8"))
    }
    verdicts = {"drop": ["no match"], "exception": ["refused"]}
    for source in SOURCES:
        for service in source.services:
            for row in source.rows:
                for verdict in verdicts.get(row.action, ["match", "no match"]):
                    combination = (source.name, service, row.data, row.pattern, row.action, verdict)
                    assert combination in there or (source.name, row.data) in NOT_POSSIBLE, combination


@pytest.mark.parametrize("case", load("shapes"))
def test_shapes(case: Case) -> None:
    """However a record is delivered, the filter sees the same data, and its source is detected."""
    records = records_in(json.dumps(case["given"]))
    assert [wrapped.pointer for wrapped in records] == case["pointers"]
    assert {wrapped.source.name if wrapped.source else None for wrapped in records} == {case["source"]}
    criteria = parse_filters(json.dumps(case["pattern"]))
    for service in case["services"]:
        verdicts = [
            ServiceFilters(criteria, service_named(service)).evaluate(wrapped.record, wrapped.source)
            for wrapped in records
        ]
        assert [verdict.matches for verdict in verdicts] == case["matches"]
        assert [json.loads(verdict.seen) for verdict in verdicts] == case["seen"]


@pytest.mark.parametrize(
    ("text", "pointer", "line", "column"),
    [
        ('{"Records":\n [{"body": "x"}, "oops"]}', "/Records/1", 2, 18),
        ('{"records": {"a-0": [{}],\n "b/0": [1]}}', "/records/b~10/0", 2, 10),
        (" [null]", "/0", 1, 3),
    ],
)
def test_values_that_are_not_records(text: str, pointer: str, line: int, column: int) -> None:
    """Such a value is reported with its position, and not skipped."""
    (problem,) = (record.fault for record in records_in(text) if record.fault)
    assert (problem.code, problem.pointer, problem.start) == ("PF132", pointer, Place(line, column))


def test_an_event_of_a_bus_is_not_a_wrapper() -> None:
    """Whatever it looks like."""
    for text in ('{"Records": [{"a": 1}]}', '{"messages": [1]}'):
        (wrapped,) = records_in(text, wrapped=False)
        assert (wrapped.record.text, wrapped.pointer) == (text, "")


TWO_WAYS = '{"$or": [{"body": ["PING"]}, {"body": {"a": [1]}}]}'
PERHAPS = '{"$or": [{"body": {"a": [1]}}, {"messageId": ["1"]}]}'


@pytest.mark.parametrize(
    ("pattern", "body", "verdict"),
    [
        (TWO_WAYS, "PING", None),
        (TWO_WAYS, "PONG", False),
        (TWO_WAYS, '{"a": 1}', True),
        (TWO_WAYS, '{"a": 2}', False),
        (PERHAPS, "PING", None),
        (PERHAPS, '{"a": 2}', True),
        (PERHAPS.replace('"1"', '"2"'), "PING", False),
        ('{"$or": [{"body": {"a": [1]}}, {"body": {"b": [1]}}]}', "PING", False),
    ],
)
def test_or_of_two_forms(pattern: str, body: str, verdict: bool | None) -> None:
    """AWS's table does not cover it: where its two readings differ, there is no verdict."""
    record = raw_object(json.dumps({"messageId": "1", "body": body}))
    outcome = ServiceFilters(parse_filters(pattern), service_named("lambda")).evaluate(
        record, source_named("sqs")
    )
    assert (None if outcome.undecided else outcome.matches) is verdict
    both = parse_filters(json.dumps({"Filters": [{"Pattern": pattern}, {"Pattern": '{"messageId": ["1"]}'}]}))
    assert ServiceFilters(both, service_named("lambda")).evaluate(record, source_named("sqs")).matches


def test_sources_and_services_name_each_other() -> None:
    """Names are unique, each source has services that exist, and each data key is a key of the record."""
    assert len({service.name for service in SERVICES}) == len(SERVICES)
    assert len({source.name for source in SOURCES}) == len(SOURCES)
    for source in SOURCES:
        assert set(source.data_keys) == set(source.services) <= {service.name for service in SERVICES}
        for service in source.services:
            for key in source.data_keys[service]:
                assert {known.name: known.usable[service] for known in source.keys}[key] == "yes"


def test_services_are_complete() -> None:
    """Each form of each operator is in each service's table, and each uncertain entry has a reason."""
    for service in SERVICES:
        assert tuple(service.operators) == all_forms()
        for form, support in service.operators.items():
            assert support.evidence.url.startswith("https://"), form
            assert support.evidence.note or support.evidence.certainty != "uncertain", form


def test_a_record_without_a_detectable_source() -> None:
    """It is evaluated as it is."""
    record = raw_object('{"a": 1}')
    assert detect_source(record) is None
    service_filters = ServiceFilters(parse_filters('{"a": [1]}'), service_named("pipe"))
    assert service_filters.evaluate(record, None).matches
