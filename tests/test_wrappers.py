"""What is a wrapper of records is decided in one place: every command reads an object alike, in whatever file it is."""

from __future__ import annotations

import gzip
import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from hypothesis import given
from hypothesis import strategies as st
from source_records import record_of

from pipefilter.application.record_scanner import RecordScanning
from pipefilter.application.rule_scanning import RuleScanning
from pipefilter.costs.probe import probes_of
from pipefilter.costs.recognised_source import recognised_source
from pipefilter.costs.tallied_traffic import tallied_traffic
from pipefilter.costs.tally import Tally
from pipefilter.costs.traffic_tally import MOST_FAULTS, Tallying
from pipefilter.errors import InvalidEvent
from pipefilter.filtering.placement import Contradiction, Placement, resolve_placement
from pipefilter.filtering.record_evaluator import RecordEvaluator
from pipefilter.language.filter_criteria import FilterCriteria, parse_filters
from pipefilter.scanning.event_texts import event_texts
from pipefilter.scanning.judged import Judged, Wanted
from pipefilter.scanning.judged_traffic import judged_traffic
from pipefilter.scanning.judging import Judging
from pipefilter.scanning.scanned_lines import ScannerSource

LISTS = ("Records", "messages", "Messages", "events", "logEvents")
OBJECTS = ("records", "rmqMessagesByQueue")
QUEUE_RECORDS = [
    record_of("sqs", {"a": number}, is_printed=printed) for number in (1, 2) for printed in (False, True)
]
ELEMENTS = st.sampled_from(
    [
        *QUEUE_RECORDS,
        *QUEUE_RECORDS,
        {"eventSource": "aws:s3", "a": 1},
        {"eventSource": "aws:s3", "messages": QUEUE_RECORDS[:1]},
        {"a": 1},
        {"timestamp": 1, "message": '{"a": 1}'},
        {"timestamp": 1, "message": json.dumps({"Records": QUEUE_RECORDS[:2]})},
        {"timestamp": 1, "message": "START RequestId: 1"},
        {"message": '{"a": 1}'},
        {},
        "hi",
        1,
        [],
    ]
)
OF_AWS = [record for record in QUEUE_RECORDS if "eventSource" in record]
OF_AWS += [{"eventSource": "aws:s3", "a": 1}, {"eventSource": "aws:s3", "messages": QUEUE_RECORDS[:1]}]
ELEMENT_LISTS = st.one_of(
    st.lists(ELEMENTS, max_size=4),
    *(st.lists(st.sampled_from(some), min_size=1, max_size=4) for some in (QUEUE_RECORDS, OF_AWS)),
)
VALUES: dict[str, st.SearchStrategy[object]] = {
    **dict.fromkeys(LISTS, ELEMENT_LISTS | st.sampled_from(({"a": 1}, "x", None))),
    **dict.fromkeys(
        OBJECTS, st.dictionaries(st.sampled_from(("q", "t-0")), ELEMENT_LISTS, max_size=2) | ELEMENT_LISTS
    ),
    "a": st.sampled_from((1, 2)),
    "detail": st.just({"a": 1}),
    "source": st.just("s"),
    "detail-type": st.just("t"),
    "body": st.sampled_from(('{"a": 1}', {"a": 1})),
    "eventSource": st.sampled_from(("aws:sqs", "aws:rmq", "aws:s3")),
    "NextShardIterator": st.just("x"),
    "nextToken": st.just("x"),
    "messageType": st.sampled_from(("DATA_MESSAGE", "CONTROL_MESSAGE")),
}
SELDOM = ("detail", "source", "detail-type", "body", "eventSource", "NextShardIterator")
LIST_NAMES = st.lists(st.sampled_from(("Records", *LISTS, *OBJECTS)), min_size=1, max_size=2)
OTHER_NAMES = st.lists(st.sampled_from(("a", "nextToken", "messageType", *SELDOM)), max_size=2, unique=True)


@st.composite
def wrappers(draw: st.DrawFn) -> str:
    """Objects with lists that may be of records, among other members; names may be repeated."""
    names = draw(st.permutations([*draw(LIST_NAMES), *draw(OTHER_NAMES)]))
    members = (f"{json.dumps(name)}: {json.dumps(draw(VALUES[name]))}" for name in names)
    return f"{{{', '.join(members)}}}"


PATTERNS = (
    '{"a": [1]}',
    '{"a": [{"exists": false}]}',
    '{"body": {"a": [1]}}',
    '{"Records": {"a": [1]}}',
    '{"messages": {"body": [{"exists": true}]}}',
    '{"events": {"message": [{"exists": true}]}}',
    '{"nextToken": ["x"], "a": [{"exists": false}]}',
    '{"detail": {"a": [1]}}',
    '{"logEvents": {"message": [{"exists": true}]}}',
    '{"eventSource": [{"prefix": "aws:"}]}',
)
CRITERIA = st.one_of(
    st.sampled_from(PATTERNS).map(parse_filters),
    st.lists(st.sampled_from(PATTERNS), max_size=2).map(
        lambda texts: parse_filters(json.dumps({"Filters": [{"Pattern": text} for text in texts]}))
    ),
)
PLACES = st.sampled_from(
    (("", ""), ("", ""), ("", "sqs"), ("pipe", ""), ("rule", ""), ("", "bus"), ("lambda", "sqs"))
)
PLAIN = '{"a": 1}'
FILES: dict[str, Callable[[str], bytes]] = {
    "line": lambda text: text.encode(),
    "lines": lambda text: f"{text}\n{PLAIN}\n{text}\n".encode(),
    "lines after an event": lambda text: f"{PLAIN}\n{text}\r\n{text}".encode(),
    "array": lambda text: f"[{text},\n{PLAIN}, {text}]".encode(),
    "pretty": lambda text: (json.dumps(json.loads(text), indent=2) + "\n").encode(),
    "concatenated": lambda text: (text + PLAIN + text).encode(),
    "gzip": lambda text: gzip.compress(f"{text}\n{text}\n".encode()),
}


def placed(filters: FilterCriteria, place: tuple[str, str]) -> Placement:
    """The placement, or one of nothing certain where the filters cannot be there."""
    try:
        return resolve_placement(filters, service=place[0], source=place[1])
    except Contradiction:
        return resolve_placement(filters)


@contextmanager
def in_memory(data: bytes) -> Iterator[BinaryIO]:
    yield io.BufferedReader(io.BytesIO(data))  # type: ignore[arg-type]  # it is one


def judged(data: bytes, scanning: ScannerSource) -> Judged:
    """As `pipefilter filter` does it."""
    judging = Judging(scanning, Wanted(events=True, faults=99))
    pieces = list(judged_traffic(["-"], lambda _: in_memory(data), judging, 1))
    assert not any(piece.unreadable for piece in pieces)
    return Judged.joined(piece.judged for piece in pieces)


def counts_of(found: Judged) -> Counter[str]:
    return +Counter(
        match=found.matched, no_match=found.not_matched, undecided=found.undecided + found.malformed
    )


def truth(data: bytes, filters: FilterCriteria, placement: Placement) -> tuple[Counter[str], list[object]]:
    """As `pipefilter test` does it; and the records that match."""
    words: Counter[str] = Counter()
    kept = []
    evaluator = RecordEvaluator(filters, placement)
    for event in event_texts(io.BytesIO(data)):
        try:
            outcomes = evaluator.evaluate(event.text)
        except InvalidEvent:
            words["undecided"] += 1
            continue
        words.update(outcome.word for outcome in outcomes)
        kept += [json.loads(outcome.record.record.text) for outcome in outcomes if outcome.matches]
    return words, kept


def tallied(data: bytes, filters: FilterCriteria, placement: Placement) -> Tally:
    """As `pipefilter estimate` does it."""
    detected = recognised_source(io.BytesIO(data))
    is_read = detected is not None and placement.usual_service.name in detected.services
    source = placement.source.name if placement.source else detected.name if detected and is_read else ""
    what = Tallying(probes_of([("p", filters)]), placement.usual_service.name, source, placement=placement)
    total = what.nothing()
    for piece in tallied_traffic(["-"], lambda _: in_memory(data), what, 1):
        assert not piece.unreadable
        total.join(piece.tally, most_faults=MOST_FAULTS)
    return total


@given(st.data(), wrappers(), CRITERIA, PLACES)
def test_every_command_reads_an_object_alike(
    data: st.DataObject, text: str, filters: FilterCriteria, place: tuple[str, str]
) -> None:
    """Whether it is a wrapper, or an event itself; in files of any form."""
    placement = placed(filters, place)
    file = data.draw(st.sampled_from(sorted(FILES)))
    content = FILES[file](text)
    plain = gzip.decompress(content) if file == "gzip" else content
    words, kept = truth(plain, filters, placement)
    scanning = RecordScanning(filters, placement)
    found = judged(content, scanning)
    assert counts_of(found) == words
    assert [json.loads(event.text) for event in found.kept_events] == kept
    by_rules = judged(content, RuleScanning((scanning, scanning)))
    assert counts_of(by_rules) == words
    assert by_rules.by_rule == +Counter({0: words["match"], 1: words["match"]})
    tally = tallied(content, filters, placement)
    if "aws:rmq" in text or ("detail-type" in text and '"source"' in text):
        return  # an estimate is of one source and one service: records of another have no verdict
    candidate = probes_of([("p", filters)]).candidates[0]
    needs_all = placement.usual_service.combination == "all"
    matched = sum(
        count for kind, count in tally.by_kind().items() if candidate.takes(set(kind), all_of_them=needs_all)
    )
    assert (matched, tally.events - matched) == (words["match"], words["no_match"])
    assert tally.malformed + tally.undecided == words["undecided"]
