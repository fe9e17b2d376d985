"""Filters a file with pipefilter and with what users would pick instead, each as a whole process on one core, start-up included.

Each program counts the matching events; a program with another count is reported as wrong, not as fast. Programs that are
not installed are left out: `pip install duckdb polars`, jq.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from benchmarks.one_pattern import PATTERNS

__all__ = ["ProcessRow", "kinds", "rows"]

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


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """The measurement of one program.

    Args:
        seconds: on the clock, of the whole process.
        times: pipefilter's time divided by it; above 1, it is faster than pipefilter.
        is_right: whether its count is pipefilter's.
    """

    workload: str
    program: str
    seconds: float
    times: float
    is_right: bool


def kinds() -> set[str]:
    """The kinds of traffic that are needed."""
    return {PATTERNS[workload.name][0] for workload in _WORKLOADS}


def rows(files: dict[str, Path], passes: int) -> Iterable[ProcessRow]:
    """Measure all workloads.

    Args:
        files: of each kind of traffic.
        passes: the number of times for each program; the best counts.
    """
    for workload in _WORKLOADS:
        kind, pattern = PATTERNS[workload.name]
        file = files[kind]
        pattern_file = file.with_suffix(".pattern.json")
        pattern_file.write_text(pattern)
        commands = _commands(workload, pattern_file, file)
        seconds = dict.fromkeys(commands, float("inf"))
        counts: dict[str, str] = {}
        for _ in range(passes):
            for program, command in commands.items():
                start = time.perf_counter()
                done = subprocess.run(command, capture_output=True, text=True, check=False)
                seconds[program] = min(seconds[program], time.perf_counter() - start)
                counts[program] = done.stdout.split("\n", 1)[0].strip()
        for program, best in seconds.items():
            is_right = counts[program] == counts["pipefilter"]
            yield ProcessRow(workload.name, program, best, seconds["pipefilter"] / best, is_right)


def _commands(workload: _Workload, pattern: Path, file: Path) -> dict[str, list[str]]:
    filter_ = [sys.executable, "-m", "pipefilter", "filter", str(pattern), str(file), "--count", "-j1"]
    commands = {"pipefilter": filter_, "pipefilter --unchecked": [*filter_, "--unchecked"]}
    if find_spec("duckdb"):
        commands["DuckDB, with a schema"] = [
            sys.executable,
            "-c",
            _SQL,
            str(file),
            workload.columns,
            workload.sql,
        ]
    if find_spec("polars"):
        commands["Polars, with a schema"] = [
            sys.executable,
            "-c",
            _FRAME,
            str(file),
            workload.schema,
            workload.frame,
        ]
    if shutil.which("jq"):
        commands["jq"] = [
            "jq",
            "-n",
            f"reduce (inputs | select({workload.jq})) as $event (0; . + 1)",
            str(file),
        ]
    return commands
