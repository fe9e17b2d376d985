"""Traffic counted: the fast path has the results of evaluating record by record, for any parts in any order."""

from __future__ import annotations

import io
import json
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rare_events import RARE, rare
from sns_messages import messages
from source_records import encoded, kafka_records, kafka_wrapper, kinesis_records, patterns_for, queue_records

from pipefilter.costs.traffic.counting import MAX_FAULTS, CountJob, UnitCounter
from pipefilter.costs.traffic.counts import TrafficCounts
from pipefilter.costs.traffic.event_time import event_time
from pipefilter.costs.traffic.files import count_files
from pipefilter.costs.traffic.queries import Queries, build_queries
from pipefilter.errors import EventTooIntricate, InvalidEvent, Undecided
from pipefilter.filtering.envelopes import WrappedRecord
from pipefilter.filtering.service_filters import ServiceFilters
from pipefilter.json_text.raw_object import RawObject, raw_elements
from pipefilter.language.filter_criteria import FilterCriteria, parse_filters
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.event_texts import event_texts
from pipefilter.scanning.scanner_for import scanner_for_rules
from pipefilter.services import service_named
from pipefilter.sources import source_named

Arrival: TypeAlias = tuple[int, int, tuple[int, ...]]


@dataclass
class Counts:
    """A tally without what depends on the order of the events."""

    signatures: Counter[tuple[tuple[int, ...], int]] = field(default_factory=Counter)
    minutes: Counter[tuple[int, tuple[int, ...]]] = field(default_factory=Counter)
    arrivals: list[Arrival] = field(default_factory=list)
    events: int = 0
    untimed: int = 0
    malformed: int = 0
    undecided: int = 0


def counts_of(tally: TrafficCounts) -> Counts:
    arrivals = tally.arrivals
    assert arrivals is not None
    known = list(arrivals.known)
    assert list(arrivals.known.values()) == list(range(len(known)))
    came = sorted(
        (time, size, known[signature])
        for time, size, signature in zip(arrivals.times, arrivals.sizes, arrivals.signatures, strict=True)
    )
    assert tally.events == tally.signatures.total() == len(came) + tally.untimed
    assert tally.minutes.total() == len(came)
    assert (tally.first, tally.last) == ((came[0][0], came[-1][0]) if came else (None, None))
    return Counts(
        tally.signatures, tally.minutes, came, tally.events, tally.untimed, tally.malformed, tally.undecided
    )


def compact(text: str) -> int:
    """The bytes of JSON without white space between tokens, character by character."""
    size, is_inside, is_escaped = 0, False, False
    for character in text:
        if is_inside:
            is_inside = is_escaped or character != '"'
            is_escaped = character == "\\" and not is_escaped
        elif character in " \t\r\n":
            continue
        else:
            is_inside = character == '"'
        size += len(character.encode("utf-8", "surrogatepass"))
    return size


def text_size(value: str | None) -> int:
    if value is None or not value.startswith('"'):
        return 0
    return len(json.loads(value).encode("utf-8", "surrogatepass"))


def size_of(record: RawObject, source: str) -> int:
    if source == "bus":
        listed = record.get("resources") or ""
        resources = [element for element, _ in raw_elements(listed)] if listed.startswith("[") else []
        texts = [record.get("source"), record.get("detail-type"), *resources]
        return 14 + sum(map(text_size, texts)) + compact(record.get("detail") or "")
    if source == "sns":  # the body, and the name, type and value of each attribute
        message = json.loads(record.text)
        parts = [message["Message"]]
        for name, attribute in message.get("MessageAttributes", {}).items():
            parts += [name, *attribute.values()]
        return sum(map(text_size, map(json.dumps, parts)))
    names = (json.dumps(name, ensure_ascii=False) for name, _ in record.members)
    members = (f"{name}:{value}" for name, (_, value) in zip(names, record.members, strict=True))
    return compact(f"{{{','.join(members)}}}")


def add(counts: Counts, wrapped: WrappedRecord, what: CountJob, service_filters: ServiceFilters) -> None:
    """Add one record, evaluated as `pipefilter test` does."""
    source = source_named(what.source) if what.source else wrapped.source
    is_other = wrapped.source not in (None, source) and not (source and source.recognises(wrapped.record))
    if is_other or (source is not None and what.service not in source.services and what.service != "v2"):
        counts.undecided += 1
        return
    verdict = service_filters.evaluate(wrapped.record, source)
    probed = {probe.whole for candidate in what.queries.candidates for probe in candidate.filters}
    if any(answer.undecided and answer.number in probed for answer in verdict.filters):
        counts.undecided += 1
        return
    signature = tuple(answer.number for answer in verdict.filters if answer.matches and not answer.undecided)
    name = "" if source is None else source.name
    size = size_of(wrapped.record, name)
    time = event_time(wrapped.record if source is None else source.as_seen(wrapped.record), name)
    counts.events += 1
    counts.signatures[signature, size] += 1
    if time is None:
        counts.untimed += 1
    else:
        counts.minutes[time // 60_000, signature] += 1
        counts.arrivals.append((time, size, signature))


def reference(data: bytes, what: CountJob) -> Counts:
    """The counts of a file, event by event, slowly."""
    counts = Counts()
    service = service_named(what.service)
    service_filters = ServiceFilters(FilterCriteria(what.queries.filters), service)
    for event in event_texts(io.BytesIO(data)):
        try:
            records = what.reader().records(event.text)
        except (InvalidEvent, EventTooIntricate):
            counts.malformed += 1
            continue
        except Undecided:
            counts.undecided += 1
            continue
        for wrapped in records:
            try:
                add(counts, wrapped, what, service_filters)
            except (InvalidEvent, EventTooIntricate):
                if wrapped.pointer:
                    counts.undecided += 1
                else:
                    counts.malformed += 1
    counts.arrivals.sort()
    return counts


@contextmanager
def no_native_readers() -> Iterator[None]:
    """As if they were not installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "pipefilter.scanning.fast.rule_scanner", None)
        yield


def tallied(data: bytes, what: CountJob, size: int = 1 << 18) -> TrafficCounts:
    """The tally of a whole file, block by block."""
    counting, tally = UnitCounter(what), what.nothing()
    for block in blocks(io.BytesIO(data), size=size, rule=what.rule()):
        tally.join(counting.count(block), max_faults=MAX_FAULTS)
    return tally


def check(data: bytes, what: CountJob, size: int = 1 << 18) -> Counts:
    """The counts, with native readers and without; equal to the reference."""
    expected = reference(data, what)
    tally = tallied(data, what, size)
    assert counts_of(tally) == expected
    with no_native_readers():
        slow = tallied(data, what, size)
    assert counts_of(slow) == expected
    assert slow.examples == tally.examples
    return expected


def probes(*candidates: Sequence[str]) -> Queries:
    """Probes of candidates with several patterns each."""
    written = (json.dumps({"Filters": [{"Pattern": pattern} for pattern in some]}) for some in candidates)
    return build_queries([(str(number), parse_filters(text)) for number, text in enumerate(written)])


PATTERNS = (
    '{"eventName": ["MODIFY"]}',
    '{"eventName": ["MODIFY", "REMOVE"], "dynamodb": {"NewImage": {"state": {"S": ["PAID", {"prefix": "x"}]}}}}',
    '{"dynamodb": {"OldImage": {"state": {"S": [{"anything-but": ["PAID"]}]}}, "NewImage": {"n": {"N": ["5"]}}}}',
    '{"dynamodb": {"NewImage": {"state": {"S": [{"exists": false}]}}}}',
    '{"$or": [{"eventName": ["INSERT"]}, {"dynamodb": {"Keys": {"pk": {"S": [{"prefix": "a"}]}}}}]}',
    '{"dynamodb": {"NewImage": {"L": {"L": {"S": ["a"]}}}}, "eventID": [{"exists": true}]}',
)
SELDOM = (
    '{"dynamodb": {"ApproximateCreationDateTime": [{"numeric": [">", 1767225600]}]}}',
    '{"userIdentity": {"type": ["Service"], "principalId": ["dynamodb.amazonaws.com"]}}',
    '{"dynamodb": ["x"]}',
    '{"dynamodb": [{"exists": false}]}',
)
TIMES = (
    "1767225600",
    "1767225659.5",
    "1.7672256E9",
    '"2026-01-01T00:00:00+00:00"',
    '"2026-01-01T01:02:03.456000+01:00"',
    '"2026-01-01 00:00:01"',
    '"2026-01-01"',
    '"20260101T000000Z"',
    '"6000-01-01T00:00:00Z"',
    '"yesterday"',
    '"1767225600"',
    "-5",
    "0",
    "1e400",
    "null",
    "[1]",
    '{"N": "5"}',
)
NAMES = st.sampled_from(
    ("state", "n", "é", "x y", "Records", "events", "dynamodb", "ApproximateCreationDateTime", '"')
)
VALUES = st.recursive(
    st.one_of(
        st.sampled_from(("PAID", "NEW", "xé", '"dynamodb"', '{"ApproximateCreationDateTime": 5}', "")).map(
            lambda one: {"S": one}
        ),
        st.sampled_from(("5", "5.0")).map(lambda one: {"N": one}),
        st.booleans().map(lambda one: {"BOOL": one}),
        st.just({"NULL": True}),
        st.sampled_from((["a"], ["dynamodb", "ApproximateCreationDateTime"])).map(lambda some: {"SS": some}),
    ),
    lambda inner: (
        st.lists(inner, max_size=2).map(lambda some: {"L": some})
        | st.dictionaries(NAMES, inner, max_size=2).map(lambda some: {"M": some})
    ),
    max_leaves=3,
)
IMAGES = st.dictionaries(NAMES, VALUES, max_size=3)


@st.composite
def stream_texts(draw: st.DrawFn) -> str:
    """A DynamoDB stream record as text, its members in any order, rarely odd."""
    change = [f'"Keys": {{"pk": {{"S": "{draw(st.sampled_from(("a1", "b", "}")))}"}}}}']
    change += [
        f'"{image}": {json.dumps(draw(IMAGES), ensure_ascii=draw(st.booleans()))}'
        for image in ("NewImage", "OldImage")
        if draw(st.integers(0, 2))
    ]
    if draw(st.integers(0, 5)):
        time = draw(st.sampled_from(TIMES if draw(st.booleans()) else TIMES[:4]))
        change.append(f'"ApproximateCreationDateTime": {time}')
    members = [f'"eventName": "{draw(st.sampled_from(("INSERT", "MODIFY", "REMOVE")))}"']
    members.append('"eventID": "1"')
    inner = ", ".join(draw(st.permutations(change)))
    members.append(f'"dynamodb": {{{inner}}}')
    if not draw(st.integers(0, 3)):
        members.append('"userIdentity": {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}')
    if not draw(st.integers(0, 2)):
        members.append(draw(st.sampled_from(ODD)))
    if draw(st.booleans()):
        members.append('"eventSource": "aws:dynamodb"')
    text = "{" + ", ".join(draw(st.permutations(members))) + "}"
    old, new = draw(st.sampled_from(REWRITTEN))
    return text.replace(old, new, draw(st.sampled_from((1, 99))))


ODD = (
    '"dynamodb": {"ApproximateCreationDateTime": 5}',
    '"\\u0064ynamodb": {"NewImage": {"state": {"S": "PAID"}}}',
    '"dynamodb": "text"',
    '"dynamodb": null',
    '"dynamodb": ["x"]',
    '"x": {"dynamodb": {"ApproximateCreationDateTime": 7}}',
    '"x": "dynamodb"',
    '"ApproximateCreationDateTime": 9',
    '"x": {"ApproximateCreationDateTime": 9}',
    '"x": "ApproximateCreationDateTime"',
    '"x\\"dynamodb": {"ApproximateCreationDateTime": 11}',
    '"x\\\\": {"a": "\\\\", "b": "}"}',
    '"\\u00e9": 1',
    '"\\/": "\\/\\u00e9"',
    '"é": "é\\n"',
    '"\\ud800": "\\udc00"',
    '"x": "\\ud83d\\ude00"',
    '"Records": 3',
    '"Records": {"a": []}',
    '"\\u0052ecords": []',
    '"userIdentity": null',
    '"eventName": "MODIFY"',
    '"eventName": ["REMOVE"]',
    '"detail-type": "x", "source": "y"',
    '"body": "x", "messageId": "1"',
)
REWRITTEN = (
    ("", ""),
    ("", ""),
    ('"dynamodb"', '"\\u0064ynamodb"'),
    ('"dynamodb"', '"dynamodB"'),
    ('"dynamodb": {', '"x": {"dynamodb": {}, "y": {}}, "z": {'),
    ('"ApproximateCreationDateTime"', '"ApproximateCreation\\u0044ateTime"'),
    ('"Keys": {', '"Keys": {"ApproximateCreationDateTime": 3, '),
    ('"Keys"', '"ApproximateCreationDateTime"'),
    ('"S"', '"\\u0053"'),
    ("MODIFY", "MOD\\u0049FY"),
    ('"eventID": "1"', '"eventID": [{"a": {"dynamodb": {"ApproximateCreationDateTime": 13}}}]'),
    ('"dynamodb": {', '"dynamodb"\t: \t{ \t'),
    (": ", ":"),
    (", ", ","),
)


def lines_of(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Events laid out as in files: one on a line, several on one, over several lines, malformed, wrapped in a list."""
    return st.one_of(
        texts,
        texts,
        texts.map(lambda text: f" \t{text} "),
        st.lists(texts, min_size=2, max_size=3).map(" ".join),
        st.lists(texts, min_size=2, max_size=2).map("".join),
        texts.map(lambda text: json.dumps(json.loads(text), indent=1)),
        texts.map(lambda text: json.dumps(json.loads(text), indent=0)),
        st.lists(texts, max_size=3).map(lambda some: f'{{"Records": [{", ".join(some)}]}}'),
        texts.flatmap(lambda text: st.integers(1, len(text)).map(lambda at: text[:at])),
        st.sampled_from(("", " ", "x", "START RequestId: 1", "[]", "}", '"', "1", "null", "{}", '{"a":\x00}')),
    )


@st.composite
def files(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> bytes:
    """Files of events, the first on a line of its own."""
    # a first one with a list of that name makes it a file of wrappers
    first = texts.filter(lambda text: 'ecords": [' not in text)
    pieces = [draw(first), *draw(st.lists(lines_of(texts), max_size=6))]
    if draw(st.booleans()):
        chance = random.Random(draw(st.integers(0, 2**32)))
        name = draw(st.sampled_from(sorted(set(RARE) - {"nested deeper than simdjson reads", "name too long"})))
        pieces.append(rare(name, chance, draw(texts)).decode("utf-8", "surrogateescape"))
    end = draw(st.sampled_from(("\n", "\n", "\r\n")))
    text = draw(st.sampled_from(("", "", "\ufeff"))) + end.join(pieces) + draw(st.sampled_from(("", end)))
    return text.encode("utf-8", "surrogateescape")


@st.composite
def probes_drawn(draw: st.DrawFn, patterns: Sequence[str], seldom: Sequence[str] = ()) -> Queries:
    """Several candidates of several filters."""
    some = list(patterns)
    if draw(st.booleans()) and seldom:
        some.append(draw(st.sampled_from(seldom)))
    filters = st.lists(st.sampled_from(some), min_size=1, max_size=3)
    return probes(*draw(st.lists(filters, max_size=3)))


SIZES = st.sampled_from((7, 60, 1000, 1 << 18))


@given(
    files(stream_texts()),
    probes_drawn(PATTERNS, SELDOM),
    st.sampled_from(("pipe", "lambda")),
    st.sampled_from(("dynamodb", "dynamodb", "")),
    SIZES,
)
def test_stream_records(data: bytes, asked_of: Queries, service: str, source: str, size: int) -> None:
    """However odd: evaluation in place gives the counts of evaluation record by record."""
    check(data, CountJob(asked_of, service, source, with_arrivals=True, examples=50), size)


PLAIN = (
    '{"eventID": "1", "eventName": "MODIFY", "dynamodb": {"Keys": {"pk": {"S": "a"}}, '
    '"NewImage": {"state": {"S": "PAID"}}, "ApproximateCreationDateTime": 1767225600}'
)


def check_lines(lines: Sequence[str]) -> None:
    """After a plain record, with all filters."""
    data = "\n".join((PLAIN + "}", *lines)).encode()
    for patterns in (PATTERNS, (*PATTERNS, SELDOM[0]), SELDOM):
        check(data, CountJob(probes(patterns), "pipe", "dynamodb", with_arrivals=True, examples=9))


@pytest.mark.slow
@pytest.mark.parametrize("odd", ODD)
def test_each_odd_member(odd: str) -> None:
    """Alone, before and after the others, and in place of the change, so that none is missed by chance."""
    check_lines((f"{PLAIN}, {odd}}}", f"{{{odd}, {PLAIN[1:]}}}", f'{{"eventName": "MODIFY", {odd}}}'))


@pytest.mark.parametrize(("old", "new"), REWRITTEN[2:])
def test_each_notation_of_a_record(old: str, new: str) -> None:
    check_lines((PLAIN.replace(old, new) + "}", PLAIN.replace(old, new, 1) + "}"))


def test_each_time() -> None:
    """Even if filters test it, and so compare what tools print as a number."""
    check_lines([PLAIN.replace("1767225600", time) + "}" for time in TIMES])


WRAPPERS: dict[str, Any] = {
    "kinesis": (kinesis_records(), lambda records: {"Records": records}, "data"),
    "sqs": (queue_records(), lambda records: {"Messages": records}, "body"),
    "msk": (kafka_records(), kafka_wrapper, "value"),
}


@pytest.mark.parametrize("name", WRAPPERS)
@given(data=st.data())
def test_records_with_data(data: st.DataObject, name: str) -> None:
    """Decoded, JSON or plain, with filters for either, in wrappers and without; with a known or unknown source."""
    records, wrap, key = WRAPPERS[name]
    texts = st.one_of(
        records.map(json.dumps),
        st.lists(records, max_size=3).map(lambda some: json.dumps(wrap(some))),
    )
    lines = data.draw(st.lists(texts, max_size=5))
    first = json.dumps(data.draw(records))
    service = data.draw(st.sampled_from(("pipe", "lambda")))
    source = data.draw(st.sampled_from((name, "")))
    what = CountJob(
        data.draw(probes_drawn(patterns_for(key))), service, source, with_arrivals=True, examples=20
    )
    check("\n".join((first, *lines)).encode(), what, data.draw(SIZES))


POLICIES = (
    '{"k": ["x"]}',
    '{"k": [{"exists": false}]}',
    '{"n": [10, {"numeric": [">", 1]}]}',
    '{"n": [{"anything-but": ["10"]}]}',
    '{"$or": [{"k": ["x"]}, {"n": [1.5]}]}',
    '{"MessageAttributes": ["x"]}',
    '{"Message": [{"exists": true}]}',
)


@given(
    st.lists(messages(), min_size=1, max_size=5),
    probes_drawn(POLICIES),
    st.sampled_from(("sns", "sns-body")),
    SIZES,
)
def test_messages_of_sns(published: list[dict[str, Any]], asked_of: Queries, service: str, size: int) -> None:
    """A policy sees the attributes or the body, not the input of `Publish`."""
    data = "\n".join(map(json.dumps, published)).encode()
    check(data, CountJob(asked_of, service, "sns", with_arrivals=True, examples=20), size)


@pytest.mark.parametrize("indent", [None, 1])
def test_wrapped_records_of_a_function(indent: int | None) -> None:
    """A file of Lambda's events is unwrapped before it is counted, or afterwards, with the same result."""
    first = {
        "eventName": "MODIFY",
        "dynamodb": {"ApproximateCreationDateTime": 1767225600, "Keys": {"é": {"S": ""}}},
    }
    second = {"eventName": "REMOVE", "dynamodb": {"Keys": {"pk": {"S": "a"}}}}
    data = "\n".join(
        json.dumps({"Records": some}, indent=indent) for some in ([first, second], [], [second])
    ).encode()
    what = CountJob(probes(PATTERNS), "lambda", "", with_arrivals=True, examples=5)
    counts = check(data, what)
    assert (counts.events, counts.untimed, counts.malformed) == (3, 2, 0)


def test_a_list_with_one_unreadable_record() -> None:
    """The others of the list are counted."""
    values = (b'{"a": 1}', b'{"a": ' + b"1" * 1001 + b"}", b'{"a": 2}')
    records = [{"topic": "t", "partition": 0, "offset": 1, "value": encoded(value)} for value in values]
    what = CountJob(probes(['{"value": {"a": [1]}}']), "lambda", "msk", with_arrivals=True)
    counts = check(json.dumps(kafka_wrapper(records)).encode() + b'\n{"value": "eA=="}\n', what)
    assert (counts.events, counts.undecided, counts.malformed) == (3, 1, 0)


BUS_PATTERNS = (
    '{"source": ["s"], "detail": {"a": [1]}}',
    '{"detail-type": [{"prefix": "d"}], "detail": {"a": [{"exists": false}]}}',
    '{"resources": ["r"]}',
    '{"$or": [{"time": [{"prefix": "2026"}]}, {"detail": {"b": ["é"]}}]}',
)


@st.composite
def bus_texts(draw: st.DrawFn) -> str:
    """Events with their envelope, some of it odd."""
    members = {
        "source": draw(st.sampled_from(('"s"', '"\\u0073"', "5"))),
        "detail-type": draw(st.sampled_from(('"d"', '"é\\n"', "null"))),
        "detail": draw(st.sampled_from(('{ "a" : 1 }', '{"b": "é"}', '{"Records": [{}]}', '"x"', "{}"))),
        "time": draw(st.sampled_from(('"2026-01-01T00:00:00Z"', '"x"', "1767225600"))),
        "resources": draw(st.sampled_from(("[]", '["r", "\\ud800"]', '[1, "r"]', '"r"'))),
        "Records": draw(st.sampled_from(("[]", "1"))),
    }
    kept = draw(st.lists(st.sampled_from(sorted(members)), min_size=1, unique=True))
    return "{" + ", ".join(f'"{name}": {members[name]}' for name in ["id", *kept] if name in members) + "}"


@pytest.mark.slow
@given(
    files(bus_texts().filter(lambda text: '"Records": [' not in text)),
    probes_drawn(BUS_PATTERNS),
    st.sampled_from(("bus", "")),
    SIZES,
)
def test_bus_events(data: bytes, asked_of: Queries, source: str, size: int) -> None:
    """An event is not a wrapper, and has the size that an entry of `PutEvents` has."""
    check(data, CountJob(asked_of, "rule", source, with_arrivals=True, examples=20), size)


SCOPED = (
    ("DATA", '{"detail": {"a": [1]}}'),
    ("METADATA", '{"x": ["y"]}'),
    ("SYSTEM_METADATA", '{"source": ["s"]}'),
    ("DATA", '{"source": ["s"]}'),
)


@pytest.mark.slow
@given(files(bus_texts().filter(lambda text: '"Records": [' not in text)), st.lists(st.sampled_from(SCOPED)))
def test_events_of_a_subscriber(data: bytes, filters: list[tuple[str, str]]) -> None:
    """Filters apply to parts of an event, some of which are unknown."""
    text = json.dumps({"Filters": [{"Scope": scope, "Pattern": pattern} for scope, pattern in filters]})
    asked_of = build_queries([("", parse_filters(text))])
    check(data, CountJob(asked_of, "v2", "bus", with_arrivals=True, examples=20))


@pytest.mark.slow
@given(
    files(stream_texts()),
    probes_drawn(PATTERNS, SELDOM),
    st.lists(st.integers(1, 300), min_size=1, max_size=3),
    st.randoms(use_true_random=False),
)
def test_parts_in_any_order(data: bytes, asked_of: Queries, sizes: list[int], chance: random.Random) -> None:
    """However a file is split into blocks, and in whatever order their sums are added, they are the same."""
    what = CountJob(asked_of, "pipe", "dynamodb", with_arrivals=True, examples=3)
    whole = tallied(data, what)
    assert whole.examples is not None
    for size in sizes:
        parts = [
            UnitCounter(what).count(block) for block in blocks(io.BytesIO(data), size=size, rule=what.rule())
        ]
        chance.shuffle(parts)
        while len(parts) > 1:  # in any tree
            part = parts.pop(chance.randrange(len(parts)))
            parts[chance.randrange(len(parts))].join(part, max_faults=MAX_FAULTS)
        joined = parts[0]
        assert counts_of(joined) == counts_of(whole)
        assert joined.lines == whole.lines
        assert joined.examples is not None
        assert joined.examples.counts == whole.examples.counts
        assert joined.examples.is_all == whole.examples.is_all


def test_examples_do_not_depend_on_the_other_events_of_a_block() -> None:
    """Next to digits that might be a number too long for AWS's parser, long lines are read in another way."""
    record = '{"eventName": "MODIFY", "dynamodb": {"ApproximateCreationDateTime": 1767225600, "x": "%s"}}\n'
    data = ((record % ("y" * 1200)) + (record % ("0" * 1200))).encode()
    what = CountJob(probes([PATTERNS[0]]), "pipe", "dynamodb", with_arrivals=True, examples=5)
    together, apart = tallied(data, what), tallied(data, what, 10)
    assert together.examples is not None
    assert apart.examples is not None
    assert together.examples.counts == apart.examples.counts
    assert set(together.examples.counts) == set(data.splitlines())


def test_examples_match_the_first_filters() -> None:
    """Events of the other candidates are not kept; without candidates all are."""
    lines = [
        f'{{"eventName": "{name}", "dynamodb": {{}}}}' for name in ("INSERT", "MODIFY", "MODIFY", "REMOVE")
    ]
    data = "\n".join(lines).encode()
    both = probes(['{"eventName": ["MODIFY"]}', '{"eventName": ["REMOVE"]}'], ['{"eventName": ["INSERT"]}'])
    for asked_of, expected in ((both, Counter(lines[1:])), (probes(), Counter(lines))):
        for source in ("dynamodb", ""):
            kept = tallied(data, CountJob(asked_of, "pipe", source, examples=9)).examples
            assert kept is not None
            assert kept.counts == {line.encode(): count for line, count in expected.items()}
            assert kept.is_all


def test_faults_have_their_places() -> None:
    """The first ones have line and column in the file, however it is split; the others are counted."""
    good = '{"eventName": "MODIFY", "dynamodb": {"ApproximateCreationDateTime": 1767225600}}'
    data = "\n".join([good, f"{good} {{]", "", *["text", "{]"] * 8, good]).encode()
    what = CountJob(probes([PATTERNS[0]]), "pipe", "dynamodb", with_arrivals=True)
    for size in (10, 100, 1 << 18):
        tally = tallied(data, what, size)
        assert (tally.events, tally.malformed, tally.lines) == (3, 17, 20)
        places = [(fault.line, fault.column) for fault in tally.faults]
        assert places == [(2, len(good) + 2), *((line, 1) for line in range(4, 4 + MAX_FAULTS - 1))]


def test_the_fast_path_is_taken() -> None:
    """Otherwise all of this would prove nothing: records as AWS writes them are not evaluated one by one."""
    record = b'{"eventName":"MODIFY","dynamodb":{"ApproximateCreationDateTime":1767225600,"Keys":{"pk":{"S":"\\n"}}}}\n'
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipefilter.costs.traffic.record_queries.RecordQueries.signature", None)
        tally = UnitCounter(CountJob(probes(PATTERNS), "pipe", "dynamodb")).count(Block(record * 3, 1, 0))
    assert (tally.events, tally.untimed) == (3, 0)
    with no_native_readers():
        assert type(scanner_for_rules({})).__name__ == "MatcherScanner"


def opened(name: str) -> BinaryIO:
    return Path(name).open("rb")


@pytest.mark.slow
def test_two_processes(tmp_path: Path) -> None:
    """A file of many megabytes is split into ranges, and the sums equal those of one process."""
    chance = random.Random(1)
    file = tmp_path / "records.jsonl"
    note = "n" * 3500
    with file.open("w") as out:
        for number in range(5000):
            name = chance.choice(("INSERT", "MODIFY", "REMOVE"))
            image = {
                "state": {"S": chance.choice(("PAID", "NEW"))},
                "note": {"S": note[: chance.randrange(3500)]},
            }
            change = {"NewImage": image, "ApproximateCreationDateTime": 1767225600 + number, "OldImage": image}
            record = {"eventName": name, "dynamodb": change, "pad": note}
            out.write(json.dumps(record, indent=1 if number % 50 == 1 else None) + "\n")
            if number % 1000 == 7:
                out.write("text\n")
    assert file.stat().st_size > 1 << 24
    what = CountJob(probes(PATTERNS[:2]), "pipe", "dynamodb", with_arrivals=True, examples=100)
    totals = []
    for jobs in (1, 2):
        tally = what.nothing()
        for piece in count_files([str(file)], opened, what, jobs):
            tally.join(piece.counts, max_faults=MAX_FAULTS)
            assert not piece.unreadable
        assert (tally.events, tally.malformed) == (5000, 5)
        assert tally.examples is not None
        totals.append((counts_of(tally), tally.lines, tally.examples.counts, tally.faults))
    assert totals[0] == totals[1]
