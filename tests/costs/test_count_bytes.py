"""Tallies serialized as bytes: they are equal after a round trip, and add up the same."""

from __future__ import annotations

import json
import random
import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipefilter.costs.traffic.counting import CountJob
from pipefilter.costs.traffic.counts import Arrivals, Signature, TrafficCounts
from pipefilter.costs.traffic.counts_bytes import from_bytes, to_bytes
from pipefilter.costs.traffic.example_events import ExampleEvents
from pipefilter.costs.traffic.queries import build_queries
from pipefilter.errors import Place, Problem
from pipefilter.language.filter_criteria import parse_filters
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.scan_result import Fault

LATEST = 253_402_300_799_999
numbers = st.integers(0, 1 << 40)
signatures = st.sets(st.integers(0, 300), max_size=6).map(lambda some: tuple(sorted(some)))
texts = st.text(st.characters(codec=None, categories=None), max_size=12)
places = st.integers(1, 1 << 40)
problems = st.builds(
    Problem,
    code=texts,
    message=texts,
    pointer=texts,
    line=st.none() | places,
    column=st.none() | places,
    start=st.builds(Place, places, places),
    excerpt=texts,
    hint=texts,
    advice=st.booleans(),
    aws_message=texts,
    severity=st.sampled_from(["error", "warning", "note"]),
)
faults = st.builds(Fault, places, places, texts, st.none() | problems)
events = st.lists(
    st.tuples(signatures, st.integers(0, 1 << 33), st.none() | st.integers(0, LATEST), st.binary(max_size=8))
)


@st.composite
def tallies(draw: st.DrawFn) -> TrafficCounts:
    """Any tallies, with or without optional parts."""
    tally = TrafficCounts(
        lines=draw(numbers),
        malformed=draw(numbers),
        undecided=draw(numbers),
        faults=draw(st.lists(faults, max_size=3)),
        arrivals=Arrivals() if draw(st.booleans()) else None,
        examples=ExampleEvents(draw(st.integers(1, 5)), draw(st.integers(0, 30)))
        if draw(st.booleans())
        else None,
    )
    for signature, size, time, text in draw(events):
        tally.add(signature, size, time)
        if tally.examples is not None:
            tally.examples.add(text)
    return tally


@given(tallies())
def test_round_trip(tally: TrafficCounts) -> None:
    """The result is equal, including types."""
    decoded = from_bytes(to_bytes(tally))
    assert without_heap(decoded) == without_heap(tally)
    if decoded.arrivals is not None and tally.arrivals is not None:
        assert decoded.arrivals.signatures.typecode == tally.arrivals.signatures.typecode
        assert list(decoded.arrivals.known) == list(tally.arrivals.known)


@given(tallies(), tallies())
def test_joined(tally: TrafficCounts, other: TrafficCounts) -> None:
    """The results add up like the originals."""
    sent, received = from_bytes(to_bytes(tally)), from_bytes(to_bytes(other))
    sent.join(received, max_faults=4)
    tally.join(other, max_faults=4)
    assert without_heap(sent) == without_heap(tally)


def without_heap(tally: TrafficCounts) -> tuple[object, ...]:
    """All of it, but the heap of the examples only as far as it is determined."""
    kept = tally.examples
    examples = (
        None if kept is None else (kept.max_events, kept.max_bytes, kept.counts, kept.hash_limit, kept._bytes)  # noqa: SLF001 - to compare
    )
    return (
        *(tally.lines, tally.events, tally.signatures, tally.minutes, tally.first, tally.last, tally.untimed),
        *(tally.malformed, tally.undecided, tally.faults, tally.arrivals, examples),
    )


def test_any_order() -> None:
    """Parts that are serialized and joined in any order equal the whole, including arrivals and examples."""
    probes = build_queries([("a", parse_filters('{"eventName": ["MODIFY"]}'))])
    what = CountJob(probes, "pipe", "dynamodb", with_arrivals=True, examples=7)
    count = what.begin()
    rows = [record(number) for number in range(200)]
    whole = count(Block(b"\n".join(rows) + b"\n", 1, 0))
    chance = random.Random(1)
    for _ in range(5):
        chance.shuffle(rows)
        cuts = [0, *sorted(chance.sample(range(200), 4)), 200]
        parts = [
            count(Block(b"\n".join(rows[start:end]) + b"\n", 1, 0))
            for start, end in pairwise(cuts)
            if start < end
        ]
        tally = what.nothing()
        for part in parts:
            tally.join(from_bytes(to_bytes(part)), max_faults=10)
        assert tally.signatures == whole.signatures
        assert tally.minutes == whole.minutes
        assert (tally.first, tally.last, tally.events) == (whole.first, whole.last, whole.events)
        assert sorted(arrived(tally)) == sorted(arrived(whole))
        assert tally.examples is not None
        assert whole.examples is not None
        assert tally.examples.counts == whole.examples.counts
        assert 0 < len(tally.examples.counts) <= 7


def record(number: int) -> bytes:
    """A DynamoDB stream record; some are equal."""
    name = ("INSERT", "MODIFY")[number % 3 == 0]
    time = 1_700_000_000 + number * 7 % 1000
    return json.dumps(
        {
            "eventSource": "aws:dynamodb",
            "eventName": name,
            "dynamodb": {"ApproximateCreationDateTime": time, "Keys": {"pk": {"S": "x" * (number % 5)}}},
        }
    ).encode()


def arrived(tally: TrafficCounts) -> list[tuple[int, int, Signature]]:
    assert tally.arrivals is not None
    known = list(tally.arrivals.known)
    return [
        (time, size, known[signature])
        for time, size, signature in zip(
            tally.arrivals.times, tally.arrivals.sizes, tally.arrivals.signatures, strict=True
        )
    ]


def test_other_version() -> None:
    """Tallies of another version of pipefilter are refused, not added."""
    written = json.loads(zlib.decompress(to_bytes(TrafficCounts())))
    written["form"] += 1
    with pytest.raises(ValueError, match="another version"):
        from_bytes(zlib.compress(json.dumps(written).encode()))


def test_small() -> None:
    """Arrivals take few bytes each, and events of few kinds take few bytes in total."""
    tally = TrafficCounts(arrivals=Arrivals())
    for number in range(100_000):
        tally.add((1, 5), 900 + number % 50, 1_700_000_000_000 + number * 10)
    assert len(to_bytes(tally)) < 4 * 100_000
    tally.arrivals = None
    assert len(to_bytes(tally)) < 1000
