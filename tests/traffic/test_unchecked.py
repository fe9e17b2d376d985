"""The law of `--unchecked`: on JSON lines it keeps the same events, although most lines are not read."""

from __future__ import annotations

import base64
import io
import json
import random
from collections.abc import Iterable

import pytest
from random_patterns import RandomPatterns
from rare_events import RARE, rare
from thoroughness import NIGHTLY

import pipefilter
from pipefilter.application.loading import load
from pipefilter.errors import InvalidEvent
from pipefilter.matching.matcher import Matcher
from pipefilter.scanning.events.block import Block
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.candidate_lines import candidate_lines
from pipefilter.scanning.events.scan_result import ScanOptions, ScanResult
from pipefilter.scanning.scan_job import ScanJob, UnitScanner
from pipefilter.scanning.scanner_for import scanner_for

pytest.importorskip(
    "pipefilter.native_libraries.json_reader", reason="pysimdjson and stringzilla have no wheel here"
)
FILTERS = (
    {"detail": {"status": ["PAID"], "id": [{"prefix": "order-1"}]}},
    {"detail": {"id": ["order-77", "order-78"]}},
    {"detail": {"status": [{"suffix": "D"}]}},
    {"detail": {"note": [{"exists": False}]}},
    {"body": {"id": ["order-7"]}},
    {"data": {"id": [{"prefix": "order-9"}]}},
    {"eventName": ["MODIFY"], "dynamodb": {"NewImage": {"id": {"S": ["order-5"]}}}},
)


def events(chance: random.Random, count: int) -> list[str]:
    """Events of a bus, and records of several sources, some of them in wrappers."""

    def event(number: int) -> dict[str, object]:
        fields = {"id": f"order-{chance.randint(1, 99)}", "status": chance.choice(("NEW", "PAID", "SENT"))}
        kind = chance.choice(("bus",) * 12 + ("sqs", "kinesis", "dynamodb", "wrapped"))
        if kind == "sqs":
            return {"messageId": str(number), "body": json.dumps(fields), "eventSource": "aws:sqs"}
        if kind == "kinesis":
            data = base64.b64encode(json.dumps(fields).encode()).decode()
            return {"eventSource": "aws:kinesis", "kinesis": {"data": data, "partitionKey": "1"}}
        image = {name: {"S": value} for name, value in fields.items()}
        record: dict[str, object] = {
            "eventSource": "aws:dynamodb",
            "eventName": "MODIFY",
            "dynamodb": {"NewImage": image},
        }
        if kind == "dynamodb":
            return record
        return {"Records": [record] * 2} if kind == "wrapped" else {"source": "shop", "detail": fields}

    return [
        json.dumps(event(number), separators=chance.choice(((",", ":"), (", ", ": "))))
        for number in range(count)
    ]


def scanned(job: ScanJob, lines: Iterable[bytes]) -> ScanResult:
    scanner = UnitScanner(job)
    stream = io.BytesIO(b"".join(line + b"\n" for line in lines))
    return ScanResult.joined(scanner.scan(block) for block in blocks(stream, size=4096))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rounds", "seed"), [(4, 1), *(pytest.param(200, seed, marks=NIGHTLY) for seed in (2, 3))]
)
def test_law_on_records(rounds: int, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(rounds):
        lines = [event.encode() for event in events(chance, 400)]
        for pattern in FILTERS:
            scanning = load(pattern).scanning()
            for options in ({"lines": True}, {"events": True}, {"lines": True, "limit": 3}):
                expected = scanned(ScanJob(scanning, ScanOptions(**options)), lines)
                assert scanned(ScanJob(scanning, ScanOptions(**options, unchecked=True)), lines) == expected, (
                    pattern
                )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("pairs", "seed"), [(60, 1), *(pytest.param(3_000, seed, marks=NIGHTLY) for seed in (2, 3))]
)
def test_law_on_random_patterns(pairs: int, seed: int) -> None:
    """Also with rare features in the lines, as long as they are JSON objects."""
    drawn, chance = RandomPatterns(seed), random.Random(seed)
    names = [name for name in RARE if "nested" not in name and "long" not in name and "1,000" not in name]
    stream = drawn.pairs()
    for _ in range(pairs):
        patterns = next(stream)
        near = drawn.events(patterns)
        lines = [next(near).encode() for _ in range(30)]
        lines += [rare(chance.choice(names), chance, line.decode()) for line in lines[:10]]
        for pattern in patterns:
            whole = [line for line in lines if is_event(pattern, line)]
            expected = scanned(ScanJob(pattern, ScanOptions(events=True)), whole)
            assert scanned(ScanJob(pattern, ScanOptions(events=True, unchecked=True)), whole) == expected, str(
                pattern
            )


def is_event(pattern: pipefilter.EventPattern, line: bytes) -> bool:
    """Whether a line is one JSON object."""
    try:
        Matcher(pattern).matches(line)
        return line.startswith(b"{") and b"\n" not in line and json.loads(line) is not None
    except (InvalidEvent, ValueError):
        return False


def test_lines_without_needles_are_not_read() -> None:
    """A malformed line is found only where a line may match."""
    pattern = pipefilter.parse('{"a": ["wanted"]}')
    lines = [b'{"a": "other"}'] * 50 + [b'{"a": nothing}', b'{"a": "wanted"}', b'{"a": "wanted"']
    result = scanned(ScanJob(pattern, ScanOptions(events=True, faults=9, unchecked=True)), lines)
    assert (result.read, result.matched, result.not_matched, result.malformed) == (53, 1, 51, 1)
    assert [event.line for event in result.kept_events] == [52]
    assert [fault.line for fault in result.faults] == [53]
    selected = candidate_lines(Block(b"\n".join(lines), 7, 0), scanner_for(pattern))
    assert selected is not None
    assert (selected.block.places, selected.left_out) == (((58, 1), (59, 1)), 51)
    many = candidate_lines(Block(b"\n".join(3 * lines[-2:]), 7, 0), scanner_for(pattern))
    assert many is not None
    assert (many.block.places, many.left_out, many.block.are_candidates) == (None, 0, True)


@pytest.mark.parametrize(
    "data", [b'{"a": 1}\n\n{"a": "wanted"}\n', b'{"a":\n"wanted"}\n', b'x {"a": "wanted"}\n']
)
def test_other_text_is_read_as_a_whole(data: bytes) -> None:
    pattern = pipefilter.parse('{"a": ["wanted"]}')
    assert candidate_lines(Block(data, 1, 0), scanner_for(pattern)) is None
