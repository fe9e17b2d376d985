"""Filters a file with pipefilter and with what users would pick instead, each as a whole process on one core, start-up included.

Each program counts the matching events; a program with another count is reported as wrong, not as fast. Programs that are
not installed are left out: `pip install duckdb polars`, jq.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks.child_process import PIPEFILTER, best_runs, environment
from benchmarks.one_pattern import PATTERNS
from benchmarks.table import NOT_INSTALLED, Figures, Sizes, Table
from benchmarks.traffic_file import write_traffic
from pipefilter.enumeration import enumeration

__all__ = ["TABLES", "ProcessRow", "figures", "rows"]

_SQL = """
import sys, duckdb
duckdb.execute("set threads to 1")
query = f"select count(*) from read_json('{sys.argv[1]}', format='newline_delimited', columns={sys.argv[2]}) where {sys.argv[3]}"
print(duckdb.execute(query).fetchall()[0][0])
"""
_FRAME = """
import sys, polars
frame = polars.scan_ndjson(sys.argv[1], schema=eval(sys.argv[2]))
print(frame.filter(eval(sys.argv[3])).select(polars.len()).collect().item())
"""


@dataclass(frozen=True, slots=True)
class _Workload:
    """One pattern, and the same condition in the languages of other programs.

    Args:
        name: of the pattern.
        jq: a condition.
        columns: of the fields in the condition, for DuckDB.
        sql: a condition.
        schema: of the same fields, for Polars.
        frame: a condition.
    """

    name: str
    jq: str
    columns: str
    sql: str
    schema: str
    frame: str


_STREETS = ("FRANKLIN", "MAIN", "BROADWAY", "CRANLEIGH", "AAAAAA")
_WORKLOADS = (
    _Workload(
        "5 exact",
        ".properties.STREET | IN(" + ", ".join(map(json.dumps, _STREETS)) + ")",
        "{properties: 'struct(STREET varchar)'}",
        f"properties.STREET in {_STREETS!r}",
        "{'properties': polars.Struct({'STREET': polars.String})}",
        f"polars.col('properties').struct.field('STREET').is_in({list(_STREETS)!r})",
    ),
    _Workload(
        "DynamoDB transition",
        '.eventName == "MODIFY" and .dynamodb.NewImage.state.S == "SHIPPED" and .dynamodb.OldImage.state.S != null '
        'and .dynamodb.OldImage.state.S != "SHIPPED"',
        "{eventName: 'varchar', dynamodb: 'struct(NewImage struct(state struct(S varchar)), "
        "OldImage struct(state struct(S varchar)))'}",
        "eventName = 'MODIFY' and dynamodb.NewImage.state.S = 'SHIPPED' and dynamodb.OldImage.state.S <> 'SHIPPED'",
        "{'eventName': polars.String, 'dynamodb': polars.Struct({image: polars.Struct({'state': "
        "polars.Struct({'S': polars.String})}) for image in ('NewImage', 'OldImage')})}",
        "(polars.col('eventName') == 'MODIFY') & (polars.col('dynamodb').struct.field('NewImage').struct.field('state')"
        ".struct.field('S') == 'SHIPPED') & (polars.col('dynamodb').struct.field('OldImage').struct.field('state')"
        ".struct.field('S') != 'SHIPPED')",
    ),
    _Workload(
        "envelope",
        '.source == "orders" and ."detail-type" == "Changed" and .detail.state == "SHIPPED"',
        "{source: 'varchar', 'detail-type': 'varchar', detail: 'struct(state varchar)'}",
        "source = 'orders' and \"detail-type\" = 'Changed' and detail.state = 'SHIPPED'",
        "{'source': polars.String, 'detail-type': polars.String, 'detail': polars.Struct({'state': polars.String})}",
        "(polars.col('source') == 'orders') & (polars.col('detail-type') == 'Changed') & "
        "(polars.col('detail').struct.field('state') == 'SHIPPED')",
    ),
)


_OURS = ("pipefilter", "pipefilter --unchecked")
_THEIRS = ("DuckDB, with a schema", "Polars, with a schema", "jq")
TABLES = (
    Table(
        "processes",
        "Whole processes on a file, one core",
        ("Pattern", "Program", "Speed, pipefilter = 1", "Count"),
        tuple((workload.name, program) for workload in _WORKLOADS for program in (*_OURS, *_THEIRS)),
    ),
)


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """The measurement of one program.

    Args:
        times: pipefilter's time on the clock divided by its; above 1, it is faster than pipefilter.
        is_right: whether its count is pipefilter's.
    """

    workload: str
    program: str
    times: float
    is_right: bool


def rows(folder: Path, count: int, passes: int, megabytes: int) -> Iterator[ProcessRow]:
    """Measure all workloads.

    Args:
        folder: for the files.
        count: the number of different events of each kind.
        passes: the number of times for each program; the best counts.
        megabytes: the size of each file, about.
    """
    file = folder / "events.jsonl"
    for workload in _WORKLOADS:
        kind, pattern = PATTERNS[workload.name]
        write_traffic(file, kind, count, megabytes)
        first = folder / "first.jsonl"
        with file.open("rb") as events:
            first.write_bytes(events.readline())
        short = _commands(workload, pattern, first).values()
        runs = best_runs(_commands(workload, pattern, file), passes, environment(folder), short)
        ours = runs[_OURS[0]]
        for program, run in runs.items():
            yield ProcessRow(
                workload.name, program, ours.clock / run.clock, run.output.strip() == ours.output.strip()
            )


def _commands(workload: _Workload, pattern: str, file: Path) -> dict[str, list[str]]:
    filter_ = [*PIPEFILTER, "filter", pattern, str(file), "--count", "-j1"]
    duckdb, polars, jq = _THEIRS
    commands = {_OURS[0]: filter_, _OURS[1]: [*filter_, "--unchecked"]}
    if find_spec("duckdb"):
        commands[duckdb] = [sys.executable, "-c", _SQL, str(file), workload.columns, workload.sql]
    if find_spec("polars"):
        commands[polars] = [sys.executable, "-c", _FRAME, str(file), workload.schema, workload.frame]
    if shutil.which("jq"):
        condition = f"reduce (inputs | select({workload.jq})) as $event (0; . + 1)"
        commands[jq] = ["jq", "-n", condition, str(file)]
    return commands


def figures(sizes: Sizes) -> Iterator[Figures]:
    """The table, measured."""
    with tempfile.TemporaryDirectory() as folder:
        measured = {
            (row.workload, row.program): row
            for row in rows(Path(folder), sizes.count, min(sizes.passes, 3), sizes.megabytes)
        }
    cells = []
    for name in TABLES[0].names:
        row = measured.get((name[0], name[1]))
        cells.append(
            (*name, f"{row.times:.2f}", "equal" if row.is_right else "WRONG")
            if row
            else (*name, NOT_INSTALLED, "-")
        )
    summary = " ".join(filter(None, (_compared(program, measured.values()) for program in _THEIRS)))
    yield Figures(TABLES[0], cells, summary)


def _compared(program: str, measured: Iterable[ProcessRow]) -> str:
    """On which patterns a program is faster than pipefilter, and on which slower, in a sentence."""
    times = {row.workload: row.times for row in measured if row.program == program}
    faster = [f"{name} ({ratio:.2f})" for name, ratio in times.items() if ratio > 1]
    slower = [f"{name} ({ratio:.2f})" for name, ratio in times.items() if ratio <= 1]
    parts = [
        f"{program} is {word} than pipefilter on {enumeration(names, 'and')}"
        for word, names in (("faster", faster), ("slower", slower))
        if names
    ]
    return f"{'; '.join(parts)}." if parts else ""
