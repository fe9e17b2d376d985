"""Compares other packages on the same patterns and events: their speed and their verdicts.

`pip install moto ministack event-ruler`, then `python -m benchmarks.peers PATTERN EVENTS.jsonl...`. Packages that are not
installed are left out, with the reason. Each package runs in a process of its own, with a time limit, as one of
them can take its process down with it. Times are those of the CPU, the best of some passes over all events, each
event read from its text; patterns are made ready before, where a package can do that.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.one_pattern import PATTERNS
from benchmarks.synthetic_traffic import synthetic_events
from benchmarks.table import NOT_INSTALLED, Figures, Sizes, Table

__all__ = ["TABLES", "Row", "figures", "judge", "peers_table", "printed"]

REFERENCE, COMPILED, SCANNER = "pipefilter reference", "pipefilter compiled", "pipefilter scanner"
_PEERS = (COMPILED, SCANNER, "moto", "ministack", "event-ruler")
"""Packages by their names on PyPI."""
_PROCESS = Path(__file__).with_name("peer_process.py")
_PASSES = 5
_MAX_DEATHS = 20
_CASES = ("exact", "prefix", "$or", "array of objects", "array of objects, numeric", "DynamoDB transition")
_OTHERS = _PEERS[2:]
TABLES = (
    Table(
        "peers",
        "Peers that PyPI has",
        (
            "Pattern",
            "Program",
            "Scanner's speed / this program's",
            "Compiled matcher's speed / this program's",
            "Events/s",
            "Correct verdicts",
            "Wrong",
            "None",
            "Version or error",
        ),
        tuple((case, peer) for case in _CASES for peer in _PEERS),
    ),
    Table(
        "peers in short",
        "Peers that PyPI has, in short",
        (
            "Program",
            "pipefilter on files of events is",
            "pipefilter on one event at a time is",
            "Wrong verdicts",
            "No verdict",
        ),
        tuple((peer,) for peer in _OTHERS),
    ),
)
_VERDICTS: dict[int, bool | None] = {ord("1"): True, ord("0"): False, ord("?"): None}


@dataclass(frozen=True, slots=True)
class Row:
    """The measurement of one package on one case.

    Args:
        case: its name.
        peer: the package.
        version: of the package; "" if it is pipefilter, or not installed.
        events: the number of events.
        per_second: events evaluated in a second of CPU time; None if not measured.
        compiled: how many times as fast pipefilter's compiled matcher is; None if not measured.
        scanner: how many times as fast pipefilter's scanner is; None if not measured, or without a scanner.
        agree: the number of verdicts equal to the reference's.
        differ: the number of verdicts that differ from it.
        failed: the number of events without a verdict although the reference has one.
        note: why a value is missing.
    """

    case: str
    peer: str
    version: str
    events: int
    per_second: float | None = None
    compiled: float | None = None
    scanner: float | None = None
    agree: int = 0
    differ: int = 0
    failed: int = 0
    note: str = ""


@dataclass(slots=True)
class _Outcome:
    """The outcome of one process.

    Args:
        verdicts: on each event.
        seconds: of the CPU, for those events that have a verdict; None if not measured.
        note: why a value is missing.
    """

    verdicts: list[bool | None]
    seconds: float | None = None
    note: str = ""
    dead: list[int] = field(default_factory=list)


def judge(peer: str, pattern: str, events: list[str], limit: float | None, passes: int = _PASSES) -> _Outcome:
    """Evaluate events with a package, in a process of its own; an event that kills it has no verdict.

    Args:
        peer: one of `_PEERS`, or `REFERENCE`.
        pattern: its text.
        events: their texts, of one line each.
        limit: seconds for the process; None for no limit.
        passes: the number of timed passes; the best counts.
    """
    outcome = _Outcome([None] * len(events))
    while True:
        alive = [number for number in range(len(events)) if number not in outcome.dead]
        task = json.dumps(
            {"pattern": pattern, "events": [events[number] for number in alive], "passes": passes}
        )
        command = [sys.executable, str(_PROCESS), peer]
        try:
            done = subprocess.run(command, input=task.encode(), capture_output=True, check=False, timeout=limit)
            output, code = done.stdout, done.returncode
        except subprocess.TimeoutExpired as expired:
            output, code = expired.output or b"", 0
            outcome.note = f"not done after {limit:g} s"
        letters, _, rest = output.partition(b"\n")
        for number, letter in zip(alive, letters, strict=False):
            outcome.verdicts[number] = _VERDICTS[letter]
        if rest:
            answer = json.loads(rest)
            outcome.seconds, outcome.note = answer["seconds"], answer["note"]
        elif not outcome.note and len(letters) < len(alive) and len(outcome.dead) < _MAX_DEATHS:
            outcome.dead.append(alive[len(letters)])
            continue
        elif not outcome.note:
            outcome.note = f"its process ended with {code}"
        if outcome.dead:
            outcome.note = f"{len(outcome.dead)} events killed its process. {outcome.note}".strip()
        return outcome


def peers_table(cases: list[tuple[str, str, list[bytes]]], limit: float = 120) -> list[Row]:
    """Evaluate all cases with pipefilter and all packages.

    Args:
        cases: each its name, the text of its pattern, and its events: lines of UTF-8, without line feeds.
        limit: seconds for each package and each case.
    """
    rows = []
    for case, pattern, lines in cases:
        events = [line.decode() for line in lines]
        expected = judge(REFERENCE, pattern, events, None, passes=1).verdicts
        speeds: dict[str, float | None] = {}
        for peer in _PEERS:
            try:
                release = "" if peer in {COMPILED, SCANNER} else version(peer)
            except PackageNotFoundError:
                rows.append(Row(case, peer, "", len(events), note=NOT_INSTALLED))
                continue
            outcome = judge(peer, pattern, events, limit)
            judged = sum(verdict is not None for verdict in outcome.verdicts)
            speed = judged / outcome.seconds if outcome.seconds else None
            speeds[peer] = speed
            pairs = list(zip(outcome.verdicts, expected, strict=True))
            rows.append(
                Row(
                    case,
                    peer,
                    release,
                    len(events),
                    speed,
                    _ratio(speeds.get(COMPILED), speed),
                    _ratio(speeds.get(SCANNER), speed),
                    agree=sum(verdict == right for verdict, right in pairs),
                    differ=sum(verdict not in {right, None} for verdict, right in pairs),
                    failed=sum(verdict is None and right is not None for verdict, right in pairs),
                    note=outcome.note,
                )
            )
    return rows


def _ratio(ours: float | None, theirs: float | None) -> float | None:
    return ours / theirs if ours and theirs else None


def printed(rows: list[Row]) -> str:
    """The rows as a table."""
    lines = [
        f"{'case':24} {'program':22} {'events/s':>11} {'compiled':>9} {'scanner':>9} "
        f"{'agree':>8} {'differ':>7} {'failed':>7}"
    ]
    for row in rows:
        speed = f"{row.per_second:,.0f}" if row.per_second else "-"
        compiled, scanner = (f"x {ratio:.1f}" if ratio else "-" for ratio in (row.compiled, row.scanner))
        counts = f"{row.agree:8} {row.differ:7} {row.failed:7}"
        line = f"{row.case[:24]:24} {f'{row.peer} {row.version}'[:22]:22} {speed:>11} {compiled:>9} {scanner:>9} {counts}  {row.note}"
        lines.append(line.rstrip())
    return "\n".join(lines)


def figures(sizes: Sizes) -> Iterator[Figures]:
    """The tables, measured."""
    count = min(sizes.count, 20_000)
    cases = [(name, PATTERNS[name][1], synthetic_events(PATTERNS[name][0], count)) for name in _CASES]
    rows = peers_table(cases)
    yield Figures(
        TABLES[0],
        [
            (
                row.case,
                row.peer,
                f"{row.scanner:.1f}" if row.scanner and row.peer != COMPILED else "-",
                f"{row.compiled:.1f}" if row.compiled and row.peer != SCANNER else "-",
                f"{row.per_second:,.0f}" if row.per_second else "-",
                f"{row.agree:,}",
                f"{row.differ:,}",
                f"{row.failed:,}",
                " ".join(filter(None, (row.version, row.note))),
            )
            for row in rows
        ],
    )
    cells = [_in_short(peer, [row for row in rows if row.peer == peer]) for peer in _OTHERS]
    yield Figures(TABLES[1], cells, f"{len(cases)} patterns, {count:,} events each.")


def _in_short(peer: str, rows: list[Row]) -> tuple[str, ...]:
    if not any(row.version for row in rows):
        return (peer, NOT_INSTALLED, "-", "-", "-")
    scanner, compiled = (
        [getattr(row, name) for row in rows if getattr(row, name)] for name in ("scanner", "compiled")
    )
    return (
        peer,
        *(
            f"{min(ratios):.1f} to {max(ratios):.1f} times as fast" if ratios else "-"
            for ratios in (scanner, compiled)
        ),
        f"{sum(row.differ for row in rows):,}",
        f"{sum(row.failed for row in rows):,}",
    )


def main() -> None:
    """Print the table for a pattern and files of JSON lines."""
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    pattern = Path(sys.argv[1]).read_text("utf-8")
    cases = [(Path(name).name, pattern, Path(name).read_bytes().splitlines()) for name in sys.argv[2:]]
    print(printed(peers_table(cases)))


if __name__ == "__main__":
    main()
