"""The same work as `goals.py` as whole processes on files, start-up included, next to a process that only parses each line."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.child_process import PIPEFILTER, ChildRun, best_runs, environment
from benchmarks.goals import MemoryGoal, Workload
from benchmarks.many_rules import random_texts
from benchmarks.traffic_file import write_traffic

__all__ = ["PAIRS", "PairGoal", "ProcessGoal", "as_processes"]

_PARSE_ALONE = """
import sys
from simdjson import Parser
parse, count = Parser().parse, 0
with open(sys.argv[1], "rb") as file:
    for line in file:
        parse(line)
        count += 1
print(count)
"""
PAIRS = ("DynamoDB transition", "envelope, three fields")
"""The work that two processes do, too."""
PAIR_GOAL = 1.8


@dataclass(frozen=True, slots=True)
class ProcessGoal:
    """One workload as a whole process.

    Args:
        of_parse: the processor time of a process that only parses each line, divided by its.
        of_parse_loaded: with rules, the same without the time of a process that loads them for one event; None otherwise.
    """

    of_parse: float
    of_parse_loaded: float | None = None


@dataclass(frozen=True, slots=True)
class PairGoal:
    """Work of two processes.

    Args:
        of_one: the time on the clock of one process, divided by theirs.
        goal: what is to be reached.
    """

    name: str
    of_one: float
    goal: float


def as_processes(
    work: list[Workload], memory: dict[str, MemoryGoal], count: int, passes: int, megabytes: int
) -> tuple[dict[str, ProcessGoal], list[PairGoal]]:
    """Measure work on files, by name; and work of two processes.

    Args:
        work: all of it.
        memory: what was measured in memory.
        count: the number of different events of each kind.
        passes: the number of times for each.
        megabytes: the size of each file, about.

    Raises:
        SystemExit: a process counted other matches than there are in memory.
    """
    goals: dict[str, ProcessGoal] = {}
    pairs: list[PairGoal] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for kind in dict.fromkeys(workload.kind for workload in work):
            file = folder / "events.jsonl"
            copies = write_traffic(file, kind, count, megabytes)
            of_kind = [workload for workload in work if workload.kind == kind]
            expected = {workload.name: copies * memory[workload.name].matches for workload in of_kind}
            runs = _best_runs(of_kind, folder, file, passes)
            _check(runs, expected, copies * count)
            parse = runs["parse alone"].cpu
            for workload in of_kind:
                spent = runs[workload.name].cpu
                loading = runs[f"{workload.name}, loading"].cpu if workload.rules else None
                goals[workload.name] = ProcessGoal(
                    parse / spent, parse / max(spent - loading, 0.001) if loading else None
                )
                if workload.name in PAIRS:
                    ratio = runs[workload.name].clock / runs[f"{workload.name}, two"].clock
                    pairs.append(PairGoal(workload.name, ratio, PAIR_GOAL))
    return goals, pairs


def _best_runs(work: Iterable[Workload], folder: Path, file: Path, passes: int) -> dict[str, ChildRun]:
    commands = {"parse alone": [sys.executable, "-c", _PARSE_ALONE, str(file)]}
    first = folder / "first.jsonl"
    short = []
    with file.open("rb") as events:
        first.write_bytes(events.readline())
    for workload in work:
        command = [*PIPEFILTER, "filter", *_patterns(workload, folder), "--count", *workload.options]
        commands[workload.name] = [*command, str(file), "-j1"]
        on_first = [*command, str(first), "-j1"]
        if workload.rules:
            commands[f"{workload.name}, loading"] = on_first
        else:
            short.append(on_first)
        if workload.name in PAIRS:
            commands[f"{workload.name}, two"] = [*command, str(file), "-j2"]
    return best_runs(commands, passes, environment(folder), short)


def _patterns(workload: Workload, folder: Path) -> list[str]:
    """The arguments for its pattern, or for a folder with a file for each of its rules."""
    if not workload.rules:
        return [workload.pattern]
    rules = folder / f"{workload.rules} rules"
    if not rules.is_dir():
        rules.mkdir()
        for name, text in random_texts("exact", workload.rules).items():
            (rules / f"{name}.json").write_text(text, "utf-8")
    return ["--rules", str(rules), "--json"]


def _check(runs: dict[str, ChildRun], expected: dict[str, int], events: int) -> None:
    """Stop if a process counted something else."""
    for name, matches in {"parse alone": events, **expected}.items():
        for other in (name, f"{name}, two"):
            if other in runs and (_count(runs[other]) != matches or runs[other].code not in {0, 1}):
                raise SystemExit(f"{other}: not {matches}, but {runs[other]}"[:500])


def _count(run: ChildRun) -> int | None:
    """The number of matches that a process printed; None if it printed something else."""
    try:
        printed = json.loads(run.output)
        return sum(printed["summary"]["rules"].values()) if isinstance(printed, dict) else int(printed)
    except (ValueError, KeyError, TypeError):
        return None
