"""The parts of the benchmarks: what `python -m benchmarks` measures, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks import (
    estimating,
    goal_tables,
    growth,
    libraries,
    many_rules,
    matching,
    one_pattern,
    peers,
    startup,
    traffic_kinds,
    whole_files,
    whole_processes,
)
from benchmarks.table import Figures, Sizes, Table

__all__ = ["PARTS", "Part"]


@dataclass(frozen=True, slots=True)
class Part:
    """Benchmarks that are measured together.

    Args:
        tables: their shapes.
        measure: yields the figures of each table.
    """

    tables: tuple[Table, ...]
    measure: Callable[[Sizes], Iterator[Figures]]


PARTS = {
    "startup": Part(startup.TABLES, startup.figures),
    "verdict": Part(matching.TABLES, matching.figures),
    "traffic": Part(traffic_kinds.TABLES, traffic_kinds.figures),
    "goals": Part(goal_tables.TABLES, goal_tables.figures),
    "one": Part(one_pattern.TABLES, one_pattern.figures),
    "many": Part(many_rules.TABLES, many_rules.figures),
    "files": Part(whole_files.TABLES, whole_files.figures),
    "estimate": Part(estimating.TABLES, estimating.figures),
    "peers": Part(peers.TABLES, peers.figures),
    "processes": Part(whole_processes.TABLES, whole_processes.figures),
    "libraries": Part(libraries.TABLES, libraries.figures),
    "growth": Part(growth.TABLES, growth.figures),
}
