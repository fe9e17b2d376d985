"""Laws of estimates: shares, batches, bills and filter effects, against published figures and simple models."""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pipefilter
from pipefilter.costs.billing.batches import CHUNK, PAYLOAD, batches_by_window, chunks_per_event, full_batches
from pipefilter.costs.billing.bill import Bill, saved_between
from pipefilter.costs.billing.costs import Costs
from pipefilter.costs.billing.flow import Flow
from pipefilter.costs.billing.line_items import FREE_TIERS, monthly_bill
from pipefilter.costs.billing.setup import CALLS, Architecture, Call, CallKind, Setup
from pipefilter.costs.effect import filter_effects, passing_signatures
from pipefilter.costs.estimation import Estimate, Extent, build_estimate
from pipefilter.costs.prices.file import shipped_prices
from pipefilter.costs.prices.price import ITEMS, Price, Prices
from pipefilter.costs.proportion import Proportion, wilson
from pipefilter.costs.range import Range
from pipefilter.costs.traffic.counting import CountJob
from pipefilter.costs.traffic.counts import Arrivals, Signature, TrafficCounts
from pipefilter.costs.traffic.queries import build_queries
from pipefilter.costs.volume.volume import Volume
from pipefilter.language.event_pattern import EventPattern, Field, render
from pipefilter.language.filter_criteria import parse_filters
from pipefilter.scanning.events.block import Block
from pipefilter.services import service_named

SHIPPED = shipped_prices()
KIB, MIB = 1024, 1 << 20

# Shares


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [
        (10, 100, 0.0552, 0.1744),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        # https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_published_intervals(count: int, of: int, low: float, high: float) -> None:
    """Newcombe's examples, and round ones."""
    assert tuple(wilson(count, of)) == pytest.approx((low, high), abs=0.00006)


@given(st.integers(1, 10**12), st.data())
def test_intervals(of: int, data: st.DataObject) -> None:
    """They contain the share, grow with it, are symmetric, and are narrower for more events."""
    count = data.draw(st.integers(0, of))
    low, high = Proportion(count, of).interval
    assert 0 <= low <= count / of <= high <= 1
    assert low < high
    assert tuple(wilson(of - count, of)) == pytest.approx((1 - high, 1 - low), abs=1e-9)
    if count < of:
        more = wilson(count + 1, of)
        assert low <= more[0]
        assert high <= more[1]
    wide = wilson(10 * count, 10 * of)
    assert wide[1] - wide[0] <= high - low


def test_share_of_no_events() -> None:
    assert Proportion(0, 0).interval == Range(0, 1)
    assert Proportion(0, 0).value == 0


# Full batches

SIZES = st.one_of(
    st.integers(1, 2000),
    st.integers(1, 400 * KIB),
    st.sampled_from((CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 5 * MIB, PAYLOAD, PAYLOAD + 1)),
)
COUNTED = st.dictionaries(SIZES, st.integers(1, 1000), min_size=1, max_size=6).map(Counter)


def filled(sizes: list[int], batch_size: int) -> tuple[int, int]:
    """The number of batches and of chunks if events arrive in this order and batches are as full as possible."""
    batches: list[list[int]] = []
    for size in sizes:
        if batches and len(batches[-1]) < batch_size and sum(batches[-1]) + size <= PAYLOAD:
            batches[-1].append(size)
        else:
            batches.append([size])
    return len(batches), sum(max(1, math.ceil(sum(batch) / CHUNK)) for batch in batches)


@given(COUNTED)
def test_batches_of_one_are_exact(sizes: Counter[int]) -> None:
    batching = full_batches(sizes, 1)
    chunks = sum(math.ceil(size / CHUNK) for size in sizes.elements())
    assert batching.batches == 1
    assert batching.requests == Fraction(chunks, sizes.total()) == chunks_per_event(sizes)


@given(COUNTED, st.integers(1, 10_000))
def test_lower_bounds_of_batches(sizes: Counter[int], batch_size: int) -> None:
    """Each batch is at least one request, has at most the maximum number of events, and pays for its bytes."""
    batching = full_batches(sizes, batch_size)
    size = sum(size * count for size, count in sizes.items())
    assert batching.batches >= Fraction(1, batch_size)
    assert batching.requests >= batching.batches
    assert batching.requests >= Fraction(size, CHUNK * sizes.total())
    assert batching.batches <= 1
    assert batching.requests <= batching.batches + Fraction(max(sizes), CHUNK)


@given(st.dictionaries(st.integers(1, 2000), st.integers(1, 9), min_size=1).map(Counter), st.integers(1, 32))
def test_batches_that_fit_are_exact(sizes: Counter[int], batch_size: int) -> None:
    batching = full_batches(sizes, batch_size)
    assert batching.batches == batching.requests == Fraction(1, batch_size)


@given(SIZES, st.integers(1, 10_000))
def test_batches_of_equal_events_are_exact(size: int, batch_size: int) -> None:
    """Up to 6 MB, for any number of events."""
    batching = full_batches(Counter({size: 7}), batch_size)
    events = min(batch_size, max(1, PAYLOAD // size))
    assert batching.batches == Fraction(1, events)
    assert batching.requests == Fraction(max(1, math.ceil(size * events / CHUNK)), events)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sizes", "batch_size"),
    [
        (Counter({5 * MIB: 1, 1: 1}), 10),
        (Counter({400 * KIB: 1, 1000: 3}), 100),
        (Counter({800 * KIB: 1, 3000: 50}), 1000),
        (Counter({100: 50, 200_000: 1}), 10),
        (Counter({60_000: 5, 10_000: 5}), 2),
        (Counter({3 * MIB + 1: 1, 10: 9}), 10_000),
    ],
)
def test_batches_of_random_events_are_close(sizes: Counter[int], batch_size: int) -> None:
    """A long random sequence of events has about as many, even where the byte limit is reached."""
    events = random.Random(1).choices(list(sizes), list(sizes.values()), k=100_000)
    batches, chunks = filled(events, batch_size)
    batching = full_batches(sizes, batch_size)
    assert float(batching.batches) == pytest.approx(batches / 100_000, rel=0.04)
    assert float(batching.requests) == pytest.approx(chunks / 100_000, rel=0.04)


def test_every_order_of_two_sizes() -> None:
    """Random batches of two, against all possible pairs."""
    sizes = Counter({CHUNK: 2, 10: 2})
    pairs = list(permutations((CHUNK, CHUNK, 10, 10), 2))
    assert len(pairs) == 12
    with_one, with_two = Fraction(1, 2), Fraction(1, 4)  # with replacement, as events of a long stream come
    expected = (with_one * 2 + with_two * 2 + with_two * 1) / 2
    assert float(full_batches(sizes, 2).requests) == pytest.approx(float(expected), rel=0.05)


@pytest.mark.slow
@given(COUNTED, st.integers(1, 200), st.randoms(use_true_random=False))
def test_order_does_not_matter(sizes: Counter[int], batch_size: int, chance: random.Random) -> None:
    shuffled = list(sizes.items())
    chance.shuffle(shuffled)
    assert full_batches(Counter(dict(shuffled)), batch_size) == full_batches(sizes, batch_size)


# Batches by time

ARRIVALS = st.lists(
    st.tuples(
        st.integers(0, 3000),
        st.sampled_from((1, 10, 1000, CHUNK - 1, CHUNK, CHUNK + 1, 3 * MIB, PAYLOAD)),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=40,
)


def simulated(events: list[tuple[int, int, bool]], batch_size: int, window: int) -> list[list[int]]:
    """The sizes of matching records by batch, in a second implementation: a batch takes records until its end."""
    todo = sorted(events)
    batches_taken = []
    while todo:
        taken = 1
        while (
            taken < len(todo)
            and taken < batch_size
            and todo[taken][0] <= todo[0][0] + window
            and sum(size for _, size, _ in todo[: taken + 1]) <= PAYLOAD
        ):
            taken += 1
        batches_taken.append([size for _, size, passes in todo[:taken] if passes])
        todo = todo[taken:]
    return [batch for batch in batches_taken if batch]


@given(ARRIVALS, st.sets(st.integers(0, 2)), st.integers(1, 12), st.sampled_from((0, 1, 250, 1000)), st.data())
def test_batches_by_time(
    came: list[tuple[int, int, int]], passing: set[int], batch_size: int, window: int, data: st.DataObject
) -> None:
    """Equal to the simulation, in any input order; thinned batches are no fewer than refilled ones."""
    arrivals = Arrivals()
    for time, size, kind in data.draw(st.permutations(came)):
        arrivals.add(10**12 + time, size, (kind,))
    refilled, thinned = batches_by_window(arrivals, [(kind,) for kind in passing], batch_size, window)
    events = [(time, size, kind in passing) for time, size, kind in came]
    passed = [event for event in events if event[2]]
    for batching, batches in (
        (refilled, simulated(passed, batch_size, window)),
        (thinned, simulated(events, batch_size, window)),
    ):
        count = sum(map(len, batches))
        chunks = sum(math.ceil(sum(batch) / CHUNK) for batch in batches)
        assert count == len(passed)
        if count:
            assert (batching.batches, batching.requests) == (
                Fraction(len(batches), count),
                Fraction(chunks, count),
            )
        else:
            assert batching.batches == batching.requests == 1
    assert thinned.batches >= refilled.batches
    assert refilled.batches >= Fraction(1, batch_size)
    size = sum(size for _, size, _ in passed)
    for batching in (refilled, thinned):
        assert batching.requests >= batching.batches
        assert not passed or batching.requests >= Fraction(size, CHUNK * len(passed))


# Bills


def tally_of(*kinds: tuple[Signature, int, int]) -> TrafficCounts:
    """A tally of events of some kinds and sizes."""
    tally = TrafficCounts()
    for kind, size, count in kinds:
        tally.signatures[kind, size] += count
        tally.events += count
    return tally


def flow_of(
    tally: TrafficCounts, setup: Setup, events: int, kinds: list[Signature], prices: Prices = SHIPPED
) -> Bill:
    """The bill for these kinds of a month's events."""
    share = Fraction(tally.sizes(kinds).total(), tally.events)
    return Costs(tally, setup, prices, Volume(Fraction(events), "")).bill(tuple(kinds), share)


def pipe(batch_size: int = 1, source: str = "dynamodb", **more: Call) -> Setup:
    return Setup(service_named("pipe"), source, "us-east-1", batch_size, **more)  # type: ignore[arg-type]  # calls


SOME: list[Signature] = [(0,)]
OTHERS: list[Signature] = [()]
ALL: list[Signature] = [*OTHERS, *SOME]
NOTHING = Range.exactly(Fraction(0))


@pytest.mark.parametrize(
    ("setup", "events", "sample", "requests", "dollars"),
    [
        # https://aws.amazon.com/eventbridge/pricing/: 5 million events, and a batch of 256 KB
        (pipe(), 5_000_000, [(SOME[0], 1000, 1)], 5_000_000, "2.00"),
        (pipe(5), 5_000_000, [(SOME[0], 1000, 1)], 1_000_000, "0.40"),
        (pipe(5, "sqs"), 10_000_000, [(SOME[0], 1000, 1), ((), 1000, 3)], 500_000, "0.20"),
        (pipe(), 1, [(SOME[0], 256 * KIB, 1)], 4, "0.0000016"),
        (pipe(4), 4, [(SOME[0], 64 * KIB, 1)], 4, "0.0000016"),
        (pipe(4), 4, [(SOME[0], 64 * KIB + 1, 1)], 5, "0.000002"),
        (Setup(service_named("rule"), "bus", "us-east-1"), 5_000_000, [((), 1000, 1)], 5_000_000, "5.00"),
        (Setup(service_named("rule"), "bus", "us-east-1"), 10, [((), 256 * KIB, 1)], 40, "0.00004"),
        (Setup(service_named("lambda"), "sqs", "us-east-1"), 5_000_000, [(SOME[0], 9, 1)], 5_000_000, "1.00"),
    ],
)
def test_figures_of_aws(
    setup: Setup, events: int, sample: list[tuple[Signature, int, int]], requests: int, dollars: str
) -> None:
    """The examples on AWS's pages are reproduced to the cent."""
    flow = flow_of(tally_of(*sample), setup, events, SOME)
    assert flow.requests == Range(requests, requests)
    assert flow.dollars == Range.exactly(Fraction(dollars))


PRICES = Prices(
    tuple(
        Price(item, "us-east-1", Decimal(number * 7 + 3) / 100, 10**number, "", "2026-10-01", "made up")
        for number, item in enumerate(ITEMS)
    )
)
CALL = st.builds(
    Call,
    st.sampled_from(CALLS),
    st.none() | st.integers(1, 10_240),
    st.none() | st.fractions(0, 10**6, max_denominator=1000),
    st.fractions(0, 100, max_denominator=100),
    st.sampled_from(("x86", "arm")),
)
SERVICES = st.sampled_from(("pipe", "lambda", "rule", "v2"))
SETUPS = st.builds(
    lambda service, source, batch_size, window, function, enrichment, target, free_tier: Setup(
        service_named(service),
        source,
        "us-east-1",
        batch_size,
        window,
        function if service == "lambda" else None,
        enrichment if service == "pipe" else None,
        target if service in ("pipe", "rule") else None,
        free_tier,
    ),
    SERVICES,
    st.sampled_from(("dynamodb", "sqs", "bus", "")),
    st.sampled_from((1, 5, 100, 10_000)),
    st.none() | st.fractions(0, 300, max_denominator=10),
    st.none() | CALL.map(lambda call: Call("lambda", call.memory, call.duration, call.per_record)),
    st.none() | CALL,
    st.none() | CALL,
    st.booleans(),
)
SAMPLES = st.lists(
    st.tuples(
        st.sampled_from(ALL),
        st.sampled_from((10, 900, 70_000, 300_000)),
        st.integers(0, 10**6),
        st.integers(1, 5),
    ),
    min_size=1,
    max_size=8,
)


def sample_of(events: list[tuple[Signature, int, int, int]]) -> TrafficCounts:
    tally = TrafficCounts(arrivals=Arrivals())
    for kind, size, time, count in events:
        for _ in range(count):
            tally.add(kind, size, time)
    return tally


@given(SAMPLES, SETUPS, st.integers(0, 10**9), st.sets(st.sampled_from(sorted(ITEMS))))
def test_bills_add_up(
    events: list[tuple[Signature, int, int, int]], setup: Setup, volume: int, left_out: set[str]
) -> None:
    """To the fraction of a cent: units times price, nothing negative, and unknown prices are never zero."""
    prices = Prices(tuple(price for price in PRICES.prices if price.item not in left_out))
    costs = Costs(sample_of(events), setup, prices, Volume(Fraction(volume, 3), ""))
    for kinds, share in ((ALL, Fraction(1)), (SOME, Fraction(1, 7)), (OTHERS, Fraction(0))):
        billed = costs.bill(tuple(kinds), share)
        total = [Fraction(0), Fraction(0)]
        for line in billed.lines:
            assert 0 <= line.quantity[0] <= line.quantity[1]
            assert all(0 <= free <= quantity for free, quantity in zip(line.free, line.quantity, strict=True))
            if line.item in left_out or line.item not in ITEMS:
                assert line.price is None
                assert (line.dollars is None) is (line.quantity[1] > line.free[1])
                assert line.dollars in (None, NOTHING)
                continue
            assert line.price is not None
            assert line.price.item == line.item
            assert line.price.region == "us-east-1"
            for end in (0, 1):
                each = Fraction(line.price.dollars) / line.price.per
                assert line.dollars is not None
                assert line.dollars[end] == (line.quantity[end] - line.free[end]) * each
                total[end] += line.dollars[end]
        if any(line.dollars is None for line in billed.lines):
            assert billed.dollars is None
            assert billed.unknown
        else:
            assert billed.dollars == Range(*total)
            assert not billed.unknown
        for tier in FREE_TIERS:
            for end in (0, 1):
                used = sum(line.free[end] for line in billed.lines if line.item in tier.items)
                units = sum(line.quantity[end] for line in billed.lines if line.item in tier.items)
                assert used == (min(tier.quantity, units) if setup.free_tier else 0)


@given(SAMPLES, SETUPS, st.integers(0, 10**9))
def test_a_filter_that_matches_everything_costs_the_same_as_none(
    events: list[tuple[Signature, int, int, int]], setup: Setup, volume: int
) -> None:
    """It saves nothing; and one that matches nothing costs nothing, except on a bus."""
    criteria = parse_filters('{"eventName": [{"exists": true}, {"exists": false}]}')
    probes = build_queries([("all", criteria)])
    tally = sample_of([((0,), size, time, count) for _, size, time, count in events])
    estimate = build_estimate(tally, probes, setup, PRICES, Volume(Fraction(volume), ""), Extent())
    first = estimate.candidates[0]
    assert first.matched.count == first.matched.of == tally.events
    assert first.with_filter == estimate.without_filter
    assert first.saved == saved_between(estimate.without_filter, estimate.without_filter)
    assert first.saved in (None, NOTHING)
    nothing = Costs(tally, setup, PRICES, Volume(Fraction(volume), "")).bill((), Fraction(0))
    if setup.service.name != "rule":
        assert {line.quantity for line in nothing.lines} <= {Range(0, 0)}


@given(SAMPLES, st.integers(0, 10**7), st.integers(1, 20))
def test_bounds_of_invocations(
    events: list[tuple[Signature, int, int, int]], volume: int, batch_size: int
) -> None:
    """Batches may be refilled after filtering, or thinned by it: between these bounds, and never more than without filters."""
    small = [(kind, min(size, 900), time, count) for kind, size, time, count in events]
    tally = sample_of(small)
    setup = Setup(service_named("lambda"), "dynamodb", "us-east-1", batch_size)
    least, most = flow_of(tally, setup, volume, SOME).requests
    matched = Fraction(volume * tally.sizes(SOME).total(), tally.events)
    assert least == math.ceil(matched / batch_size)
    assert least <= most <= min(math.ceil(matched), math.ceil(Fraction(volume, batch_size)))
    without = flow_of(tally, setup, volume, ALL)
    assert without.requests == Range.exactly(math.ceil(Fraction(volume, batch_size)))
    assert least <= without.requests[0]
    assert most <= without.requests[1]


@given(SAMPLES, SETUPS, st.integers(0, 10**9))
def test_bills_grow_with_the_share(
    events: list[tuple[Signature, int, int, int]], setup: Setup, volume: int
) -> None:
    """More events of the same kind: no line of the bill shrinks."""
    costs = Costs(sample_of(events), setup, PRICES, Volume(Fraction(volume), ""))
    before = costs.bill(tuple(SOME), Fraction(0))
    for share in (Fraction(1, 100), Fraction(1, 3), Fraction(1)):
        after = costs.bill(tuple(SOME), share)
        for line, grown in zip(before.lines, after.lines, strict=True):
            assert line.what == grown.what
            assert line.quantity[0] <= grown.quantity[0]
            assert line.quantity[1] <= grown.quantity[1]
        before = after


@pytest.mark.parametrize("architecture", ["x86", "arm"])
def test_the_free_tier_is_shared(architecture: Architecture) -> None:
    """Enrichment and target share the same million requests and 400,000 GB-seconds."""
    kind: CallKind = "lambda"
    call = Call(kind, 1024, Fraction(1000), architecture=architecture)
    setup = Setup(
        service_named("pipe"),
        "sqs",
        "us-east-1",
        enrichment=call,
        target=Call(kind, 1024, Fraction(1000)),
        free_tier=True,
    )
    flow = Flow(
        Fraction(700_000), Range.exactly(Fraction(700_000)), Range.exactly(Fraction(700_000)), Fraction(700_000)
    )
    free = {line.what: line.free[1] for line in monthly_bill(flow, flow, setup, PRICES).lines}
    assert free == {
        "pipe: requests after filtering": 0,
        "enrichment: Lambda invocations": 700_000,
        "enrichment: Lambda duration": 400_000,
        "target: Lambda invocations": 300_000,
        "target: Lambda duration": 0,
    }


def test_prices_of_another_region_are_not_used() -> None:
    setup = Setup(service_named("pipe"), "sqs", "mars-north-1")
    flow = flow_of(tally_of((SOME[0], 1, 1)), setup, 1000, SOME)
    assert flow.dollars is None
    assert flow.requests == Range(1000, 1000)
    assert saved_between(flow, flow) is None


# What each filter does

VALUES = ("x", "y", "z")
EVENTS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "a": st.sampled_from(VALUES) | st.lists(st.sampled_from(VALUES), max_size=2),
            "b": st.fixed_dictionaries(
                {}, optional={"c": st.sampled_from(VALUES), "d": st.sampled_from((1, 2))}
            ),
            "e": st.lists(
                st.fixed_dictionaries({"f": st.sampled_from(VALUES), "g": st.sampled_from((1, 2))}), max_size=2
            ),
        },
    ),
    min_size=1,
    max_size=12,
)
ALTERNATIVES = st.sampled_from(('["x"]', '["x", "y"]', '[{"anything-but": ["x"]}]', '[{"exists": false}]'))


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """Patterns with several members, `$or` among them."""
    members = {"a": draw(ALTERNATIVES), "b": f'{{"c": {draw(ALTERNATIVES)}, "d": [1]}}'}
    members["e"] = f'{{"f": {draw(ALTERNATIVES)}, "g": [1, {{"exists": false}}]}}'
    members["$or"] = f'[{{"a": {draw(ALTERNATIVES)}}}, {{"b": {{"c": {draw(ALTERNATIVES)}}}}}]'
    kept = draw(st.lists(st.sampled_from(sorted(members)), min_size=1, max_size=3, unique=True))
    return "{" + ", ".join(f'"{name}": {members[name]}' for name in kept) + "}"


def takes(filters: list[str], event: str, *, needs_all: bool) -> bool:
    verdicts = [pipefilter.matches(pattern, event) for pattern in filters]
    return all(verdicts) if needs_all else any(verdicts)


@pytest.mark.slow
@given(
    st.lists(st.lists(patterns(), min_size=1, max_size=3), min_size=1, max_size=2),
    EVENTS,
    st.sampled_from(("rule", "v2", "pipe")),
)
def test_effects(candidates: list[list[str]], events: list[object], service: str) -> None:
    """What each filter matches and decides, and each member removes, equals evaluation with and without it."""
    texts = [json.dumps(event) for event in events]
    needs_all = service_named(service).combination == "all"
    scope = {"Scope": "DATA"} if service == "v2" else {}
    named = [
        (
            str(number),
            parse_filters(json.dumps({"Filters": [{"Pattern": pattern} | scope for pattern in some]})),
        )
        for number, some in enumerate(candidates)
    ]
    probes = build_queries(named)
    tally = CountJob(probes, service, "").begin()(Block("\n".join(texts).encode(), 1, 0))
    assert tally.events == len(texts)
    for filters, candidate in zip(candidates, probes.candidates, strict=True):
        passing = passing_signatures(candidate, tally.by_signature(), needs_all=needs_all)
        passed = [takes(filters, text, needs_all=needs_all) for text in texts]
        assert tally.sizes(passing).total() == sum(passed)
        effects = filter_effects(candidate, tally.by_signature(), needs_all=needs_all)
        for place, (pattern, effect) in enumerate(zip(filters, effects, strict=True)):
            others = filters[:place] + filters[place + 1 :]
            assert effect.matched == Proportion(
                sum(pipefilter.matches(pattern, text) for text in texts), len(texts)
            )
            without = [takes(others, text, needs_all=needs_all) for text in texts]
            assert effect.decides.count == sum(map(bool.__ne__, passed, without))
            assert effect.is_single is (not others)
            check_members(pattern, effect.members, texts)


def check_members(pattern: str, members: tuple[object, ...], texts: list[str]) -> None:
    own = pipefilter.parse(pattern).members
    assert len(members) == len(own)
    for place, (member, effect) in enumerate(zip(own, members, strict=True)):
        alone = render(EventPattern((member,)))
        rest = EventPattern(own[:place] + own[place + 1 :])
        lost = [
            text
            for text in texts
            if not pipefilter.matches(pattern, text)
            and (not rest.members or pipefilter.matches(render(rest), text))
        ]
        document = effect.as_json()  # type: ignore[attr-defined]  # of MemberEffect
        assert document["holds"] == sum(pipefilter.matches(alone, text) for text in texts)
        assert document["removes"] == len(lost)
        assert document["path"] == (member.path if isinstance(member, Field) else "$or")


@given(st.lists(patterns(), min_size=1, max_size=3), EVENTS, st.integers(0, 10**8))
def test_estimates_are_consistent(filters: list[str], events: list[object], volume: int) -> None:
    """The interval contains the bill, the saving is the difference, and each share is a share of the sample."""
    criteria = parse_filters(json.dumps({"Filters": [{"Pattern": pattern} for pattern in filters]}))
    probes = build_queries([("some", criteria)])
    data = "\n".join(map(json.dumps, events)).encode()
    setup = Setup(service_named("lambda"), "", "us-east-1", 10)
    tally = CountJob(probes, "lambda", "").begin()(Block(data, 1, 0))
    estimate: Estimate = build_estimate(tally, probes, setup, PRICES, Volume(Fraction(volume), ""), Extent())
    first = estimate.candidates[0]
    after, before = first.with_filter.dollars, estimate.without_filter.dollars
    assert after is not None
    assert before is not None
    assert first.interval is not None
    assert first.interval[0] <= after[0] <= after[1] <= first.interval[1]
    assert first.saved is not None
    assert sorted(first.saved) == sorted(low - high for low, high in zip(before, after, strict=True))
    assert first.saved[0] >= 0
    assert json.loads(json.dumps(estimate.as_json()))["sample"]["matched"] == first.matched.count
