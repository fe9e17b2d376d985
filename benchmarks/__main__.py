"""`python -m benchmarks`: filters traffic, next to parsing alone, reading alone, and peers. Prints Markdown."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import estimating, goals, many_rules, one_pattern, peers, whole_files, whole_processes
from benchmarks.synthetic_traffic import synthetic_events, to_blocks


def _one_pattern(count: int, passes: int) -> None:
    print("\n### One pattern, lines in memory, one core\n")
    print("| Pattern | Traffic | Million events/s | MB/s | Of parse alone | Matched |")
    print("|---|---|---|---|---|---|")
    for row in one_pattern.rows(count, passes):
        print(
            f"| {row.name} | {row.kind} | {row.events / row.seconds / 1e6:.2f} | {row.size / row.seconds / 1e6:,.0f} "
            f"| {row.of_parse:.0%} | {row.matched / row.events:.1%} |"
        )


def _many_rules(count: int, passes: int, limit: int) -> None:
    print("\n### Many rules, lines in memory, one core\n")
    print("| Rules | Million events/s | Times one rule's time | Of parse alone | Matches per event |")
    print("|---|---|---|---|---|")
    for row in many_rules.rows(count, passes, limit):
        print(
            f"| {row.rules:,} ({row.kind}) | {count / row.seconds / 1e6:.3f} | {row.of_one:.1f} | {row.of_parse:.0%} "
            f"| {row.matches / count:.2f} |"
        )


def _goals(count: int, passes: int, limit: int) -> None:
    print("\n### What is to be reached: lines in memory, one core\n")
    print("| Workload | Of parse alone | Goal | |")
    print("|---|---|---|---|")
    for row in goals.in_memory_rows(count, passes, limit):
        print(
            f"| {row.name} | {row.ratio:.2f} | {row.goal:.2f} | {'reached' if row.ratio >= row.goal else 'missed'} |"
        )
    print("\n### What is to be reached: one event in a program\n")
    print("| Workload | × json.loads(event) | Goal | |")
    print("|---|---|---|---|")
    for row in goals.in_process_rows(min(count, 5_000), passes):
        print(
            f"| {row.name} | {row.ratio:.2f} | {row.goal:.2f} | {'reached' if row.ratio <= row.goal else 'missed'} |"
        )


def _write(path: Path, kind: str, count: int, megabytes: int) -> None:
    data = b"".join(to_blocks(synthetic_events(kind, count)))
    with path.open("wb") as file:
        for _ in range(max(1, megabytes * 1_000_000 // len(data))):
            file.write(data)


def _whole_files(count: int, passes: int, megabytes: int) -> None:
    print("\n### A whole file, read from disk cache, judged\n")
    print(
        "| Traffic | Matches | Processes | Million events/s | MB/s | Of reading alone | Of parse alone | Of one process |"
    )
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("records", "lots"):
            path = Path(folder) / f"{kind}.jsonl"
            _write(path, kind, count, megabytes)
            for row in whole_files.rows(path, kind, passes):
                print(
                    f"| {kind}, {row.size / 1e6:,.0f} MB | {'counted' if row.counted else 'kept'} "
                    f"| {row.jobs} | {row.events / row.seconds / 1e6:.2f} "
                    f"| {row.size / row.seconds / 1e6:,.0f} | {row.of_reading:.0%} | {row.of_parse:.0%} "
                    f"| {row.of_one:.2f} |"
                )


def _estimating(count: int, passes: int, megabytes: int) -> None:
    print("\n### A file of DynamoDB records, what filters save of it estimated\n")
    print(
        "| Filters compared | Processes | Million events/s | MB/s | Of parse alone | Of filtering | Of one process |"
    )
    print("|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.jsonl"
        _write(path, "records", count, megabytes)
        for row in estimating.rows(path, passes):
            print(
                f"| {row.candidates} | {row.jobs} | {row.events / row.seconds / 1e6:.2f} "
                f"| {row.size / row.seconds / 1e6:,.0f} | {row.of_parse:.0%} | {row.of_filter:.0%} | {row.of_one:.2f} |"
            )


def _whole_processes(count: int, passes: int, megabytes: int) -> None:
    print("\n### Whole processes on a file, one core\n")
    print("| Pattern | Program | Speed, pipefilter = 1 | Count |")
    print("|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        files = {kind: Path(folder) / f"{kind}.jsonl" for kind in whole_processes.kinds()}
        for kind, path in files.items():
            _write(path, kind, count, megabytes)
        for row in whole_processes.rows(files, passes):
            print(
                f"| {row.workload} | {row.program} | {row.times:.2f} | {'equal' if row.is_right else 'WRONG'} |"
            )


def _peers(count: int) -> None:
    print("\n### Peers that PyPI has\n")
    cases = [
        (name, pattern, synthetic_events(kind, count))
        for name, (kind, pattern) in one_pattern.PATTERNS.items()
        if name
        in {"exact", "prefix", "$or", "array of objects", "array of objects, numeric", "DynamoDB transition"}
    ]
    print(peers.as_markdown(peers.peers_table(cases)))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--count", type=int, default=40_000, help="how many events of each kind")
    parser.add_argument(
        "--passes", type=int, default=5, help="how many times each is measured; the best counts"
    )
    parser.add_argument("--most-rules", type=int, default=100_000, help="how many patterns at once, at most")
    parser.add_argument("--megabytes", type=int, default=600, help="how large the files are, about")
    parser.add_argument(
        "--only", choices=("goals", "one", "many", "files", "processes", "estimate", "peers"), help="a part"
    )
    options = parser.parse_args()
    print(
        f"{time.strftime('%Y-%m-%d')}, {platform.machine()}, {os.cpu_count()} cores, Python {sys.version.split()[0]}"
    )
    if options.only in (None, "goals"):
        _goals(options.count, options.passes, options.most_rules)
    if options.only in (None, "one"):
        _one_pattern(options.count, options.passes)
    if options.only in (None, "many"):
        _many_rules(options.count, options.passes, options.most_rules)
    if options.only in (None, "files"):
        _whole_files(options.count, options.passes, options.megabytes)
    if options.only in (None, "processes"):
        _whole_processes(options.count, min(options.passes, 3), options.megabytes)
    if options.only in (None, "estimate"):
        _estimating(options.count, options.passes, options.megabytes)
    if options.only in (None, "peers"):
        _peers(min(options.count, 20_000))


if __name__ == "__main__":
    main()
