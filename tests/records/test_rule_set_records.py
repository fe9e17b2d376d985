"""Law: `RuleSet` gives a record the verdicts that `Filters.evaluate` gives it with each of its filters."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sns_messages import messages
from source_records import (
    FORMS,
    kafka_records,
    kafka_wrapper,
    kinesis_records,
    patterns_for,
    queue_records,
    record_of,
)

import pipefilter

SQS: dict[str, Any] = {"service": "lambda", "source": "sqs"}
BODY = {"body": {"a": [1]}}
RECORD = record_of("sqs", {"a": 1})
PATTERNS = (
    *(pattern for key in ("data", "body", "value") for pattern in patterns_for(key)),
    '{"detail": {"a": [1]}}',
    '{"dynamodb": {"NewImage": {"a": [1]}}}',
    '{"eventSource": [{"exists": true}]}',
    '{"k": ["x", {"exists": false}]}',
    '{"n": [10, {"anything-but": ["10"]}]}',
)
SERVICES = ("", "rule", "pipe", "lambda", "v2", "sns", "sns-body")
SOURCES = ("", "bus", "sqs", "kinesis", "dynamodb", "msk", "kafka", "rabbitmq", "activemq", "sns")


def loaded(pattern: str, service: str, source: str) -> pipefilter.Filters | None:
    try:
        return pipefilter.load(pattern, service=service, source=source)
    except pipefilter.PipefilterError:  # the service rejects the pattern, or does not read from the source
        return None


def single_event(form: tuple[str, str], number: int) -> dict[str, object]:
    value = json.loads(FORMS[form]([{"a": number}]))
    event: dict[str, object] = value[0] if isinstance(value, list) else value
    return event


FILTERS = st.builds(loaded, st.sampled_from(PATTERNS), st.sampled_from(SERVICES), st.sampled_from(SOURCES))
UNPLACED = st.builds(loaded, st.sampled_from(PATTERNS), st.just(""), st.just(""))
ONE = {"a": 1}
EVENTS = st.one_of(
    kinesis_records(),
    queue_records(),
    kafka_records(),
    kafka_records().map(lambda record: kafka_wrapper([record])),
    queue_records().map(lambda record: {"Records": [record]}),
    st.builds(single_event, st.sampled_from(sorted(FORMS)), st.integers(1, 2)),
    messages(),
    st.just({"event": {"operationType": "insert", "fullDocument": ONE}}),
    st.dictionaries(st.sampled_from(("messageId", "offset", "data", "body", "value", "event")), st.just("x")),
)


def outcome(by: Callable[[], list[str]]) -> object:
    try:
        return by()
    except (pipefilter.PipefilterError, ValueError) as error:
        return type(error)


@given(st.lists(FILTERS, max_size=3) | st.lists(UNPLACED, max_size=6), EVENTS, st.booleans())
def test_a_record_has_the_verdicts_of_the_filters(
    loaded_filters: list[pipefilter.Filters | None],
    event: Mapping[str, object],
    is_text: bool,
) -> None:
    filters = {str(number): each for number, each in enumerate(loaded_filters) if each is not None}
    record = json.dumps(event) if is_text else event

    def one_by_one() -> list[str]:
        return [name for name, each in filters.items() if each.evaluate(record).matched]

    rules = pipefilter.RuleSet(filters)
    assert outcome(lambda: rules.matching(record)) == outcome(one_by_one)
    copied = pickle.loads(pickle.dumps(rules))  # noqa: S301 - our own
    assert outcome(lambda: copied.matching(record)) == outcome(one_by_one)


def test_a_record_of_a_queue_is_decoded() -> None:
    rules = pipefilter.RuleSet(
        {"loaded": pipefilter.load(BODY, **SQS), "plain": BODY, "other": {"body": {"a": [2]}}}
    )
    assert rules.matching(RECORD) == ["loaded", "plain"]
    assert rules.matching({"Records": [RECORD]}) == ["loaded", "plain"]
    assert rules.matching(json.dumps(RECORD).encode()) == ["loaded", "plain"]
    rules.add("plain", {"body": {"a": [3]}})
    assert rules.matching(RECORD) == ["loaded"]
    rules.remove("loaded")
    assert rules.matching(RECORD) == []


def test_a_filter_without_a_verdict_is_not_silent() -> None:
    rules = pipefilter.RuleSet({"any": {"detail": {"a": [1]}}, "queue": pipefilter.load(BODY, **SQS)})
    with pytest.raises(
        pipefilter.Undecided, match=r"these are events from an event bus .*, but the filter reads SQS messages"
    ) as error:
        rules.matching(record_of("bus", ONE))
    assert error.value.__notes__ == ["in the pattern 'queue'"]
    with pytest.raises(ValueError, match="expected one record but found 2"):
        rules.matching({"Records": [RECORD, RECORD]})


def test_a_wrapper_that_is_an_event_to_some_filters_only() -> None:
    """An event on a v2 bus can have any shape: its subscriber sees the wrapper, another filter the record in it."""
    queue, bus = pipefilter.load(BODY), pipefilter.load({"Records": {"body": ['{"a": 1}']}}, service="v2")
    wrapper = {"Records": [RECORD]}
    assert queue.evaluate(wrapper).matched
    assert bus.evaluate(wrapper).matched
    rules = pipefilter.RuleSet({"queue": queue, "bus": bus, "plain": {"body": {"a": [2]}}})
    assert rules.matching(wrapper) == ["queue", "bus"]
    assert rules.matching(json.dumps(wrapper).encode()) == ["queue", "bus"]
    with pytest.raises(ValueError, match="expected one record but found 2") as error:
        rules.matching({"Records": [RECORD, RECORD]})
    assert error.value.__notes__ == ["in the pattern 'queue'"]


def test_an_event_of_a_bus_needs_only_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    rules = pipefilter.RuleSet({"a": {"detail": {"a": [1]}}, "b": pipefilter.load(BODY, service="rule")})
    monkeypatch.setattr(rules, "_matching_record", None)
    assert rules.matching(record_of("bus", ONE)) == ["a"]


BARE = (
    *(record_of(source, ONE) for source in SOURCES if source not in ("", "bus")),
    *(record_of(source, ONE, is_printed=True) for source in ("sqs", "kinesis", "dynamodb")),
    record_of("documentdb", ONE),
    {"messageId": "1", "body": "x"},
    {"MessageId": "1", "Body": "x"},
    {"data": "e30=", "partitionKey": "k"},
    {"Data": "e30=", "PartitionKey": "k"},
    {"topic": "t", "partition": 0, "offset": 1},
    {"bootstrapServers": "b:9092"},
    *({"eventSource": name} for name in ("aws:sqs", "aws:mq", "aws:rmq", "aws:docdb", "SelfManagedKafka")),
)


@pytest.mark.parametrize("record", BARE, ids=",".join)
def test_a_record_is_not_looked_up_in_the_index(record: dict[str, object]) -> None:
    """A rule does not see it, so that the index would report `no match`."""
    rule = pipefilter.load({"a": [1]}, service="rule")
    assert rule.evaluate(record).verdict == "undecided"
    with pytest.raises(pipefilter.Undecided):
        pipefilter.RuleSet([rule]).matching(record)
