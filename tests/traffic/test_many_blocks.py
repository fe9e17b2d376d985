"""The law of the scanners on millions of lines: the verdict on a line does not depend on the other lines of its block.

Scanners conclude from the bytes of a whole block, and from the blocks before. So lines of which the verdicts are known are
put into random blocks, again and again: `PIPEFILTER_LAW_LINES=10000000 pytest -n2 -m slow tests/traffic/test_many_blocks.py`.
"""

from __future__ import annotations

import base64
import json
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

import pytest
from rare_events import RARE, rare
from stream_records import OTHERS, TRANSITION, made_event, reference

from pipefilter.application.loading import load
from pipefilter.errors import InvalidEvent
from pipefilter.matching.matcher import Matcher
from pipefilter.matching.reference_matcher import ReferenceMatcher
from pipefilter.matching.rule_set import RuleSet
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scanner import ScannedLines, Scanner

pytest.importorskip(
    "pipefilter.native_libraries.json_reader", reason="pysimdjson and stringzilla have no wheel here"
)

from pipefilter.scanning.fast.line_scanner import line_scanner
from pipefilter.scanning.fast.rule_scanner import rule_scanner

LINES = int(os.environ.get("PIPEFILTER_LAW_LINES", "60000"))
"""How many lines each test judges."""
PLAIN, ODD = 300, 150
"""How many different lines of each sort a block is made of."""
SIZES = (1, 2, 3, 5, 20, 60, 300, 700)
SHARES = (0, 0, 0, 0.01, 0.3)
"""Of odd lines in a block."""
NAMES = [name for name in RARE if "nested" not in name and "long" not in name and "1,000" not in name]
PATTERNS = (TRANSITION, *OTHERS)

_Verdict = TypeVar("_Verdict")


def pool(chance: random.Random, event: Callable[[], str]) -> tuple[list[bytes], list[bytes]]:
    """Lines of one writer, and the same with rare features."""
    plain: set[bytes] = set()
    odd: set[bytes] = set()
    while len(plain) < PLAIN:
        plain.add(event().encode("utf-8", "surrogatepass"))
    while len(odd) < ODD:
        line = event().encode("utf-8", "surrogatepass")
        for _ in range(chance.randint(1, 2)):
            line = rare(chance.choice(NAMES), chance, line.decode("utf-8", "surrogateescape"))
        odd.add(line)
    return sorted(plain), sorted(line.replace(b"\n", b" ") for line in odd)


def random_blocks(
    chance: random.Random, plain: Sequence[bytes], odd: Sequence[bytes], lines: int
) -> Iterator[list[bytes]]:
    """Blocks, until there are so many lines; some of a few different lines only, so that they are much alike."""
    while lines > 0:
        size, share = chance.choice(SIZES), chance.choice(SHARES)
        usual = chance.sample(plain, chance.choice((1, 3, len(plain))))
        unusual = chance.sample(odd, chance.choice((1, 3, len(odd))))
        block = chance.choices(usual, k=size)
        for at in range(size):
            if chance.random() < share:
                block[at] = chance.choice(unusual)
        if share and size < 6 and chance.random() < 0.5:
            block[0] = chance.choice(unusual)
        lines -= size
        yield block


def check_blocks(
    blocks: Iterator[list[bytes]],
    make: Callable[[], Scanner],
    truth: dict[bytes, _Verdict],
    verdicts: Callable[[ScannedLines, int], list[_Verdict]],
) -> Counter[str]:
    """Scan blocks, and compare the verdicts on all lines.

    Args:
        make: makes a scanner; each is used for many blocks, as it learns from them.
        truth: the verdict on each line; one that no scanner gives if the line is not an event.
        verdicts: returns the verdicts on the lines of a block of a size.
    """
    counts: Counter[str] = Counter()
    for number, block in enumerate(blocks):
        if number % 50 == 0:
            scanner = make()
        scanned = scanner.scan(Lines(b"".join(line + b"\n" for line in block)))
        undecided = set(scanned.undecided)
        for index, (line, verdict) in enumerate(zip(block, verdicts(scanned, len(block)), strict=True)):
            if index not in undecided:
                assert verdict == truth[line], (line, index, block if len(block) < 20 else len(block))
        counts["lines"] += len(block)
        counts["undecided"] += len(undecided)
        counts["matched"] += len(scanned.matched)
    assert counts["matched"] > counts["lines"] / 1000, counts
    assert counts["undecided"] < counts["lines"] / 2, counts
    return counts


def matches(scanned: ScannedLines, size: int) -> list[bool | None]:
    """For each line, whether it matches."""
    matched = set(scanned.matched)
    return [index in matched for index in range(size)]


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(PATTERNS)))
def test_one_pattern(number: int) -> None:
    """Each of the patterns, on a part of the lines."""
    chance = random.Random(number)
    pattern, matcher = PATTERNS[number], ReferenceMatcher(PATTERNS[number])

    def make() -> Scanner:
        scanner = line_scanner(Matcher(pattern))
        assert scanner is not None
        return scanner

    plain, odd = pool(chance, lambda: written_alike(made_event(chance)))
    truth = {line: reference(matcher, line) for line in (*plain, *odd)}
    check_blocks(random_blocks(chance, plain, odd, LINES // len(PATTERNS)), make, truth, matches)


def written_alike(event: str) -> str:
    """The same event as other lines write it."""
    return json.dumps(json.loads(event))


@pytest.mark.slow
def test_rules() -> None:
    """All patterns at once."""
    chance = random.Random(1)

    def make() -> Scanner:
        scanner = rule_scanner(RuleSet({str(number): pattern for number, pattern in enumerate(PATTERNS)}))
        assert scanner is not None
        return scanner

    def rules(scanned: ScannedLines, size: int) -> list[tuple[int, ...] | None]:
        return [scanned.rules.get(index, ()) for index in range(size)]

    plain, odd = pool(chance, lambda: written_alike(made_event(chance)))
    matchers = [ReferenceMatcher(pattern) for pattern in PATTERNS]
    truth: dict[bytes, tuple[int, ...] | None] = {}
    for line in (*plain, *odd):
        by_rule = [reference(matcher, line) for matcher in matchers]
        is_event = None not in by_rule
        truth[line] = tuple(number for number, holds in enumerate(by_rule) if holds) if is_event else None
    check_blocks(random_blocks(chance, plain, odd, LINES), make, truth, rules)


def record(event: str, source: str) -> str:
    """A record whose data is an event."""
    if source == "sqs":
        return json.dumps({"messageId": "m-1", "body": event, "eventSource": "aws:sqs"})
    data = base64.b64encode(event.encode("utf-8", "replace")).decode()
    return json.dumps({"kinesis": {"partitionKey": "p-1", "data": data}, "eventSource": "aws:kinesis"})


@pytest.mark.slow
@pytest.mark.parametrize(("source", "key"), [("sqs", "body"), ("kinesis", "data")])
@pytest.mark.parametrize("number", range(len(PATTERNS)))
def test_records(number: int, source: str, key: str) -> None:
    """Records with data that is decoded, for each of the patterns, on a part of the lines."""
    chance = random.Random(f"{number}{source}")
    filters = load({key: json.loads(str(PATTERNS[number]))}, service="pipe", source=source)

    def event() -> str:
        text = written_alike(made_event(chance))
        if chance.random() < 0.1:
            text = rare(chance.choice(NAMES), chance, text).decode("utf-8", "replace")
        return record(text, source)

    plain, odd = pool(chance, event)
    truth: dict[bytes, bool | None] = {}
    for line in (*plain, *odd):
        try:
            verdicts = [
                outcome.verdict for outcome in filters.evaluate_all(line.decode("utf-8", "surrogateescape"))
            ]
        except InvalidEvent:
            verdicts = []
        truth[line] = {"match": True, "no_match": False}.get(verdicts[0]) if len(verdicts) == 1 else None
    lines = LINES // (2 * len(PATTERNS))
    check_blocks(random_blocks(chance, plain, odd, lines), filters.scanning().scanner, truth, matches)
