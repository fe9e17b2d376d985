"""The tables of what is to be reached, next to what is: in memory and as whole processes, side by side."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.goal_processes import PAIRS, as_processes
from benchmarks.goals import FORMS, IN_A_PROGRAM, in_a_program, in_memory, workloads
from benchmarks.table import Figures, Sizes, Table

__all__ = ["TABLES", "figures"]

_LOADED = "{name}, loaded before"
_ALL = 1_000_000
"""More than the most rules."""


def _names() -> Iterator[tuple[str]]:
    for workload in workloads(_ALL):
        yield (workload.name,)
        if workload.rules:
            yield (_LOADED.format(name=workload.name),)


TABLES = (
    Table(
        "goals",
        "What is to be reached: scanning, one core",
        ("Workload", "In memory", "Whole process", "Goal", "Result"),
        tuple(_names()),
    ),
    Table(
        "goals of two processes",
        "What is to be reached: two processes",
        ("Workload", "× speed of one", "Goal", "Result"),
        tuple((name,) for name in PAIRS),
    ),
    Table(
        "goals in a program",
        "What is to be reached: one event in a program",
        ("Workload", "× `json.loads(event)`", "Goal", "Result"),
        tuple((f"{name}, {form}",) for name in IN_A_PROGRAM for form in FORMS),
    ),
)


def figures(sizes: Sizes) -> Iterator[Figures]:
    """The tables, measured."""
    work = workloads(sizes.most_rules)
    memory = in_memory(work, sizes.count, sizes.passes)
    processes, pairs = as_processes(work, memory, sizes.count, min(sizes.passes, 3), sizes.process_megabytes)
    cells = []
    for workload in work:
        name, goal, of_parse = workload.name, workload.goal, memory[workload.name].of_parse
        cells.append(_scanned(name, of_parse, processes[name].of_parse, goal))
        loaded = processes[name].of_parse_loaded
        if loaded is not None:
            cells.append(_scanned(_LOADED.format(name=name), of_parse, loaded, goal))
    yield Figures(TABLES[0], cells, _summary(cells))
    cells = [
        (pair.name, f"{pair.of_one:.2f}", f"{pair.goal:.2f}", _result(pair.of_one >= pair.goal))
        for pair in sorted(pairs, key=lambda pair: PAIRS.index(pair.name))
    ]
    yield Figures(TABLES[1], cells, _summary(cells))
    cells = [
        (row.name, f"{row.of_loads:.2f}", f"{row.goal:.2f}", _result(row.of_loads <= row.goal))
        for row in in_a_program(min(sizes.count, 5_000), sizes.passes)
    ]
    yield Figures(TABLES[2], cells, _summary(cells))


def _scanned(name: str, memory: float, process: float, goal: float) -> tuple[str, ...]:
    result = (
        "reached in memory"
        if memory >= goal > process
        else "reached as a process"
        if process >= goal > memory
        else _result(memory >= goal)
    )
    return name, f"{memory:.2f}", f"{process:.2f}", f"{goal:.2f}", result


def _result(is_reached: bool) -> str:  # noqa: FBT001 - the only argument
    return "reached" if is_reached else "missed"


def _summary(rows: list[tuple[str, ...]]) -> str:
    """How many rows reach their goal, and which do not."""
    results = {row[0]: row[-1] for row in rows}
    lost = [
        name if result == "missed" else f"{name} ({result} only)"
        for name, result in results.items()
        if result != "reached"
    ]
    reached = f"{len(rows) - len(lost)} of {len(rows)} goals are reached."
    return f"{reached} Missed: {'; '.join(lost)}." if lost else reached
