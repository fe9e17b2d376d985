"""Events sampled from files, and example events: each with the same probability, however files are split."""

from __future__ import annotations

import io
import json
import random
import re
from collections import Counter
from hashlib import blake2b
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipefilter.costs.traffic.counting import CountJob, UnitCounter
from pipefilter.costs.traffic.example_events import ExampleEvents
from pipefilter.costs.traffic.queries import build_queries
from pipefilter.costs.traffic.reservoir import Reservoir
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.event_texts import event_texts


def drawn(files: dict[str, bytes], most: int, seed: int, size: int = 1 << 18) -> tuple[Reservoir, list[bytes]]:
    """The reservoir, and its events without surrounding white space."""
    reservoir = Reservoir(most, seed)
    for name, data in files.items():
        for block in blocks(io.BytesIO(data), size=size):
            reservoir.add(name, block)
    return reservoir, [line.strip() for _, block in reservoir.blocks() for line in block.data.splitlines()]


def numbered(count: int, form: str = '{{"n": {}}}\n') -> bytes:
    return "".join(form.format(number) for number in range(count)).encode()


@pytest.mark.slow
@pytest.mark.parametrize(("count", "most"), [(10, 1), (40, 5), (200, 20), (21, 20)])
@pytest.mark.parametrize("size", [50, 1 << 18])
def test_each_event_is_equally_likely(count: int, most: int, size: int) -> None:
    """Over many fixed seeds, by chi-square, with a bound that chance exceeds once in 100,000 runs."""
    rounds = 600
    data = numbered(count)
    kept: Counter[int] = Counter()
    for seed in range(rounds):
        reservoir, lines = drawn({"": data}, most, seed, size)
        assert reservoir.seen == count
        numbers = [json.loads(line)["n"] for line in lines]
        assert len(set(numbers)) == len(numbers) == most
        assert numbers == sorted(numbers)
        kept.update(numbers)
    share = most / count
    variance = rounds * share * (1 - share)
    # without replacement the counts hang together: their squares add up to those of count - 1 free ones
    square = (
        sum((kept[number] - rounds * share) ** 2 for number in range(count)) / variance * (count - 1) / count
    )
    freedom = count - 1
    assert square < freedom + 4.3 * (2 * freedom) ** 0.5 + 12
    assert square > freedom - 4.3 * (2 * freedom) ** 0.5 - 12


def test_pairs_are_equally_likely() -> None:
    """Neighbours are not drawn together more often than others."""
    pairs: Counter[tuple[int, ...]] = Counter()
    for seed in range(3000):
        _, lines = drawn({"": numbered(5)}, 2, seed)
        pairs[tuple(json.loads(line)["n"] for line in lines)] += 1
    assert len(pairs) == 10
    assert all(220 < count < 380 for count in pairs.values())


EVENTS = st.fixed_dictionaries(
    {"n": st.integers(0, 99)},
    optional={"s": st.sampled_from(("", "} {", "\n{", "é", "}{", '"}')), "l": st.just([{}, {"a": []}])},
)
PIECES = st.one_of(
    EVENTS.map(json.dumps),
    EVENTS.map(json.dumps),
    EVENTS.map(lambda event: json.dumps(event, indent=1)),
    EVENTS.map(lambda event: json.dumps(event, indent=0)),
    st.lists(EVENTS.map(json.dumps), min_size=2, max_size=4).map(" ".join),
    st.lists(EVENTS.map(json.dumps), min_size=2, max_size=4).map("".join),
    EVENTS.map(lambda event: f" \t{json.dumps(event)} "),
    EVENTS.map(lambda event: json.dumps(event)[:-1]),
    st.sampled_from(("", " ", "text", "{x}")),
)
FILES = st.builds(
    lambda first, rest, end: (end.join([json.dumps(first), *rest]) + end).encode(),
    EVENTS,
    st.lists(PIECES, max_size=10),
    st.sampled_from(("\n", "\r\n")),
)


@given(FILES, FILES, st.integers(1, 30), st.integers(0, 99), st.lists(st.integers(1, 200), max_size=3))
def test_the_sample_does_not_depend_on_how_files_are_split(
    content: bytes, other: bytes, limit: int, seed: int, sizes: list[int]
) -> None:
    """Events on one line, on several, or several on one; each is counted once, and kept unchanged."""
    files = {"one": content, "other": other}
    texts = [event.text for data in files.values() for event in event_texts(io.BytesIO(data))]
    whole, lines = drawn(files, limit, seed)
    assert whole.seen == len(texts)
    assert len(lines) == min(limit, len(texts))
    came = Counter(re.sub("[\r\n]+", " ", text) for text in texts if isinstance(text, str))
    assert not Counter(line.decode() for line in lines) - came
    for size in sizes:
        again, same = drawn(files, limit, seed, size)
        assert (again.seen, same) == (whole.seen, lines)


@given(FILES, st.integers(0, 9))
def test_a_sample_larger_than_the_file_has_all_events(data: bytes, seed: int) -> None:
    """Its counts equal those of the file."""
    what = CountJob(build_queries([]), "rule", "bus", with_arrivals=True, examples=99)
    reservoir, _ = drawn({"": data}, 1000, seed)
    whole, sample = what.nothing(), what.nothing()
    for block in blocks(io.BytesIO(data)):
        whole.join(UnitCounter(what).count(block), max_faults=9)
    for _, block in reservoir.blocks():
        sample.join(UnitCounter(what).count(block), max_faults=9)
    assert (sample.events, sample.malformed, sample.signatures) == (
        whole.events,
        whole.malformed,
        whole.signatures,
    )
    assert sample.events + sample.malformed == reservoir.seen
    places = [(fault.line, fault.column) for fault in whole.faults]
    assert [(fault.line, fault.column) for fault in sample.faults] == places


@pytest.mark.parametrize("form", ["{}", '{{"Records": {}}}'])
@pytest.mark.parametrize("indent", [None, 1])
def test_lists_and_wrappers(form: str, indent: int | None) -> None:
    """From a list, and from Lambda's events, the records are drawn."""
    records = [{"n": number, "dynamodb": {}} for number in range(50)]
    text = form.format(json.dumps(records, indent=indent))
    for data in (text, f"{text}\n{text}") if "Records" in form else (text,):
        reservoir, lines = drawn({"": data.encode()}, 20, 1, 40)
        assert reservoir.seen in (50, 100)
        assert len(lines) == 20
        assert all(json.loads(line) in records for line in lines)


def test_timestamps_are_left_out() -> None:
    """CloudWatch Logs exports them; the events are drawn without them."""
    data = numbered(30, '2026-01-01T00:00:00.000Z {{"n": {}}}\n')
    reservoir, lines = drawn({"": data}, 10, 3, 100)
    assert reservoir.seen == 30
    assert len({json.loads(line)["n"] for line in lines}) == 10


def test_a_timestamp_ends_a_truncated_event() -> None:
    """As it does where all events are read."""
    time = b"2024-01-01T00:00:00.000Z "
    data = b"".join(time + line for line in (b'{"detail":{"a":1,\n', b"START\n", b'{"a":2}\n'))
    reservoir = Reservoir(100, 1)
    reservoir.add("events", Block(data, 1, 0, prefixed=True))
    assert reservoir.seen == 3


def test_events_of_several_files_are_kept_apart() -> None:
    """In the order of the files, each with its line."""
    reservoir, _ = drawn({"one": numbered(100), "other": numbered(100)}, 30, 5)
    parts = list(reservoir.blocks())
    assert [name for name, _ in parts] == ["one", "other"]
    for _, block in parts:
        assert block.places is not None
        numbers = [json.loads(line)["n"] for line in block.data.splitlines()]
        assert [line for line, _ in block.places] == [number + 1 for number in numbers]


def test_other_seeds_draw_other_events() -> None:
    data = {"": numbered(1000)}
    assert drawn(data, 10, 1)[1] == drawn(data, 10, 1)[1]
    assert len({tuple(drawn(data, 10, seed)[1]) for seed in range(20)}) == 20


# Examples

TEXTS = st.lists(st.binary(min_size=1, max_size=20), max_size=40)


def lowest(texts: list[bytes], most: int, most_bytes: int) -> dict[bytes, int]:
    """The expected examples: the texts with the lowest hashes, as many different ones as fit."""
    counts = Counter(texts)
    kept: dict[bytes, int] = {}
    for text in sorted(counts, key=lambda text: blake2b(text, digest_size=8).digest()):
        if len(kept) == most or sum(map(len, kept)) + len(text) > most_bytes:
            break
        kept[text] = counts[text]
    return kept


@given(TEXTS, st.integers(1, 50), st.integers(1, 300), st.randoms(use_true_random=False))
def test_examples_in_any_order(texts: list[bytes], limit: int, limit_bytes: int, chance: random.Random) -> None:
    """However texts are split, and in whatever order the parts are joined, the same are kept, with full counts."""
    expected = lowest(texts, limit, limit_bytes)
    for _ in range(3):
        chance.shuffle(texts)
        parts: list[ExampleEvents] = []
        rest = iter(texts)
        while some := list(islice(rest, chance.randint(1, 10))):
            parts.append(ExampleEvents(limit, limit_bytes))
            for text in some:
                parts[-1].add(text)
        parts.append(ExampleEvents(limit, limit_bytes))
        chance.shuffle(parts)
        while len(parts) > 1:
            part = parts.pop()
            parts[chance.randrange(len(parts))].join(part)
        assert parts[0].counts == expected
        assert parts[0].is_all is (len(expected) == len(set(texts)))


def test_a_text_that_is_too_long() -> None:
    """It is left out, and that is remembered when parts are joined."""
    examples, other = ExampleEvents(10, 100), ExampleEvents(10, 100)
    examples.add(b"x" * 101)
    assert (examples.counts, examples.is_all) == ({}, False)
    other.add(b"y", 5)
    other.join(examples)
    assert not other.is_all
    assert other.counts in ({}, {b"y": 5})


def test_each_text_is_equally_likely() -> None:
    """A frequent text is one example, and no likelier than others."""
    kept = 0
    for number in range(400):
        examples = ExampleEvents(10)
        examples.add(b"often %d" % number, 1000)
        for other in range(39):
            examples.add(b"%d %d" % (number, other))
        kept += b"often %d" % number in examples.counts
    assert 65 < kept < 135
