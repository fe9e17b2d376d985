"""Traffic that two filters match, counted in one pass, as each event evaluated by itself."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

import pipefilter
from pipefilter.application.traffic_comparison import TrafficComparison, comparison_job
from pipefilter.application.traffic_inputs import opened_traffic
from pipefilter.scanning.scan_files import scan_files

FIRST = {"a": [1, 2], "b": [{"exists": True}]}
SECOND = {"a": [{"numeric": [">", 1]}]}


def traffic(folder: Path) -> list[Path]:
    """Files of events: JSON lines, compressed, and one file with events on several lines."""
    seeded = random.Random(5)
    events = [{"a": seeded.choice([1, 2, 3, [1, 3]]), **seeded.choice([{}, {"b": "x"}])} for _ in range(3_000)]
    # the first of them differ nowhere, so that the first difference is not at the start
    texts = [json.dumps({"a": 2, "b": 1}) for _ in range(2_000)] + [json.dumps(event) for event in events]
    files = [folder / "1.jsonl", folder / "2.jsonl.gz", folder / "3.json"]
    files[0].write_text("\n".join(texts[:2_500]) + "\n")
    files[1].write_bytes(gzip.compress("\n".join(texts[2_500:4_000]).encode()))
    files[2].write_text(
        "[\n" + ",\n".join(json.dumps(json.loads(text), indent=1) for text in texts[4_000:]) + "]"
    )
    return files


def compared(files: list[Path], jobs: int) -> TrafficComparison:
    sides = pipefilter.load(FIRST), pipefilter.load(SECOND)
    comparison = TrafficComparison()
    for part in scan_files([str(file) for file in files], opened_traffic, comparison_job(*sides), jobs):
        comparison.add(part)
    return comparison


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_counts(tmp_path: Path, jobs: int) -> None:
    files = traffic(tmp_path)
    expected = dict.fromkeys([(True, True), (True, False), (False, True), (False, False)], 0)
    first_line = 0
    for file in files:
        text = gzip.decompress(file.read_bytes()).decode() if file.suffix == ".gz" else file.read_text()
        events = json.loads(text) if file.suffix == ".json" else map(json.loads, text.splitlines())
        for number, event in enumerate(events, 1):
            verdicts = pipefilter.matches(FIRST, event), pipefilter.matches(SECOND, event)
            expected[verdicts] += 1
            if verdicts[0] is not verdicts[1] and not first_line:
                first_line = number
    comparison = compared(files, jobs)
    counts = (comparison.both, comparison.only_first, comparison.only_second, comparison.neither)
    assert counts == tuple(expected.values())
    assert all(counts)
    assert comparison.difference is not None
    assert (comparison.difference.file, comparison.difference.event.line) == (str(files[0]), first_line)
    assert first_line > 2_000
