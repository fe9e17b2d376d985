"""The law of the scanner: for any bytes at all, its verdicts are those of the reference matcher."""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rare_events import RARE, rare
from repository import CONFORMANCE
from stream_records import OTHERS, TRANSITION, made_event
from thoroughness import FEWEST, mostly_nightly

import pipefilter
from pipefilter.errors import InvalidEventPattern
from pipefilter.language.event_pattern import EventPattern
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.scanning.events.lines import Lines
from pipefilter.strategies import event_patterns, events_near

native = pytest.importorskip(
    "pipefilter.native_libraries.json_reader", reason="pysimdjson and stringzilla have no wheel here"
)

from scanner_law import check_rule_scanner, check_scanner  # noqa: E402 - needs the native libraries

from pipefilter.scanning.fast.line_scanner import line_scanner  # noqa: E402 - likewise

DATA = CONFORMANCE
LINES = int(os.environ.get("PIPEFILTER_LAW_LINES", "4000"))
"""How many lines the long test judges; set it to 1000000 to see it hold for as many."""
SEED = 20261123


@pytest.mark.slow
@given(st.data())
def test_law_on_generated_events(data: st.DataObject) -> None:
    """Patterns of all kinds, events near their boundaries, with rare features inserted."""
    pattern = data.draw(event_patterns())
    events = data.draw(st.lists(events_near(pattern), min_size=1, max_size=8))
    chance = random.Random(data.draw(st.integers(0, 2**32)))
    lines = [event.replace("\n", " ").encode("utf-8", "surrogatepass") for event in events]
    lines += [
        rare(data.draw(st.sampled_from(sorted(RARE))), chance, event.encode("utf-8", "replace").decode())
        for event in events
    ]
    check_scanner(pattern, lines)


@cache
def conformance_cases() -> list[tuple[EventPattern, str]]:
    """Patterns and events of the conformance data."""
    cases = []
    for file in sorted(DATA.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            case = json.loads(line)
            if not case.get("event"):
                continue
            try:
                pattern = pipefilter.parse(case["pattern"])
            except InvalidEventPattern:
                continue
            cases.append((pattern, case["event"].encode("utf-8", "replace").decode()))
    return cases


FILES = sorted(path.name for path in DATA.glob("*.jsonl"))


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES)
def test_verdicts_of_the_conformance_data(file: str) -> None:
    """On each case, alone and several times in a block, the scanner has the verdict of AWS's engine, or none."""
    wrong, evaluated, lines = [], 0, 0
    for text in (DATA / file).read_text("utf-8").splitlines():
        case = json.loads(text)
        if case["expect"] not in ("match", "no_match", "invalid_event") or "\n" in case["event"]:
            continue
        line = case["event"].encode("utf-8", "surrogatepass") + b"\n"
        scanner = line_scanner(Matcher(pipefilter.parse(case["pattern"])))
        if scanner is None:
            continue
        for count in (1, 3):
            scan = scanner.scan(Lines(line * count))
            lines += count
            verdicts = {"match": len(scan.matched), "invalid_event": 0}
            verdicts["no_match"] = count - len(scan.matched) - len(scan.undecided)
            evaluated += count - len(scan.undecided)
            if verdicts[case["expect"]] + len(scan.undecided) != count:
                wrong.append((case["id"], case["pattern"], case["event"], case["expect"], count))
    assert not wrong
    assert evaluated > lines * 0.4


TRAPS = [
    json.loads(line)
    for line in (DATA.parent / "cases" / "scanner" / "traps.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.slow
@pytest.mark.parametrize("name", mostly_nightly([pytest.param(name, id=name) for name in RARE], 4))
def test_law_on_each_rare_feature(name: str) -> None:
    """Each rare feature alone, in records and in the conformance data; and it is really present."""
    chance = random.Random(f"{SEED}{name}")
    few = 6 if "nested" in name or "long" in name or "1,000" in name else 20
    changed = 0
    for pattern in (TRANSITION, *OTHERS):
        events = [made_event(chance) for _ in range(few)]
        lines = [rare(name, chance, event) for event in events]
        changed += sum(line != event.encode() for line, event in zip(lines, events, strict=True))
        counts = check_scanner(pattern, lines)
        assert not counts["no_scanner"]
    assert changed > 2 * few
    for pattern, event in chance.sample(conformance_cases(), 3 * few):
        check_scanner(pattern, [rare(name, chance, event), event.replace("\n", " ").encode()])


@pytest.mark.parametrize("case", TRAPS, ids=lambda case: case["name"])
def test_traps(case: dict[str, object]) -> None:
    """Events for which a careless look-up of single fields would give the wrong verdict."""
    pattern, event = pipefilter.parse(json.dumps(case["pattern"])), str(case["event"]).encode()
    assert ReferenceMatcher(pattern).matches(event) is case["matches"]
    check_scanner(pattern, [event])
    check_scanner(pattern, [event, b"{}", event])
    check_rule_scanner([pattern, TRANSITION, OTHERS[0]], [event, b"{}"])


@pytest.mark.slow
def test_law_on_many_lines() -> None:
    """Many lines, some with rare features; most are evaluated by looking up single fields."""
    chance = random.Random(SEED)
    counts: Counter[str] = Counter()
    names = [name for name in RARE if "nested" not in name and "long" not in name and "1,000" not in name]
    while sum(counts[kind] for kind in ("looked_up", "handed_over", "undecided", "no_scanner")) < LINES:
        if chance.random() < 0.5:
            pattern = chance.choice((TRANSITION, *OTHERS))
            events = [made_event(chance) for _ in range(30)]
        else:
            pattern, event = chance.choice(conformance_cases())
            events = [event.replace("\n", " ")] * 6 + [made_event(chance)]
        lines = []
        for text in events:
            line = text.encode()
            while chance.random() < 0.3:
                line = rare(chance.choice(names), chance, line.decode("utf-8", "surrogateescape"))
            lines.append(line)
        counts += check_scanner(pattern, lines)
    assert counts["looked_up"] > LINES * 0.4, counts
    assert counts["handed_over"] > LINES * 0.01, counts
    assert counts["undecided"] > LINES * 0.01, counts
    assert counts["matched"] > LINES * 0.05, counts


@pytest.mark.slow
@FEWEST
@given(st.data())
def test_law_on_many_patterns(data: st.DataObject) -> None:
    """A scanner of many patterns has the reference matcher's verdict for each."""
    patterns = data.draw(st.lists(event_patterns(), min_size=1, max_size=5))
    chance = random.Random(data.draw(st.integers(0, 2**32)))
    events = [data.draw(events_near(pattern)) for pattern in patterns]
    lines = [event.replace("\n", " ").encode("utf-8", "surrogatepass") for event in events]
    lines += [
        rare(data.draw(st.sampled_from(sorted(RARE))), chance, event.encode("utf-8", "replace").decode())
        for event in events
    ]
    check_rule_scanner(patterns, lines)


@pytest.mark.slow
@pytest.mark.parametrize("name", mostly_nightly([pytest.param(name, id=name) for name in RARE], 4))
def test_law_on_each_rare_feature_for_many_patterns(name: str) -> None:
    """Each rare feature alone, in records that several patterns test in many ways."""
    chance = random.Random(f"{SEED}{name}")
    few = 6 if "nested" in name or "long" in name or "1,000" in name else 20
    counts: Counter[str] = Counter()
    for some in ([TRANSITION, *OTHERS], OTHERS[:3], OTHERS[5:8]):
        counts += check_rule_scanner(some, [rare(name, chance, made_event(chance)) for _ in range(few)])
        counts += check_rule_scanner(some, [made_event(chance).encode() for _ in range(10)])
    assert not counts["no_scanner"]
    assert counts["looked_up"] > 2
    cases = [pattern for pattern, _ in chance.sample(conformance_cases(), 12)]
    for _, event in chance.sample(conformance_cases(), 12):
        check_rule_scanner(cases, [rare(name, chance, event), event.replace("\n", " ").encode()])


@pytest.mark.slow
def test_plain_traffic_is_looked_up() -> None:
    """Events without rare features are never handed over, except for arrays of objects."""
    chance = random.Random(SEED)
    lines = [made_event(chance).encode() for _ in range(500)]
    for pattern in (TRANSITION, *OTHERS):
        counts = check_scanner(pattern, lines)
        assert not counts["undecided"]
        if "lines" not in str(pattern) and "tags" not in str(pattern) and "total" not in str(pattern):
            assert counts["looked_up"] == len(lines), (str(pattern), counts)
