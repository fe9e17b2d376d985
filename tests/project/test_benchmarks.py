"""The commands behind the figures in the docs: they run, and the results that they compare agree."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from patience import PATIENCE
from repository import ROOT
from thoroughness import NIGHTLY

SMALL = ["--count", "100", "--passes", "1", "--most-rules", "1000", "--megabytes", "1"]


def _output(command: list[str]) -> str:
    ran = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH", str(ROOT))},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def _table(part: str) -> list[dict[str, str]]:
    output = _output(["-m", "benchmarks", "--only", part, *SMALL])
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in output.splitlines()
        if line.startswith("|")
    ]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def test_one_pattern() -> None:
    rows = {row["Pattern"]: row for row in _table("one")}
    assert rows["anything-but"]["Matched"] == "100.0%"
    assert rows["DynamoDB transition"]["Traffic"] == "records"


@pytest.mark.slow
def test_many_rules() -> None:
    assert [row["Rules"] for row in _table("many")] == [
        f"{size} ({kind})" for kind in ("exact", "mixed") for size in ("1", "1,000")
    ]


def test_whole_files() -> None:
    rows = _table("files")
    assert [(row["Matches"], row["Processes"]) for row in rows] == [
        (matches, jobs) for _ in range(2) for matches in ("kept", "counted") for jobs in "12"
    ]
    assert [row["Of one process"] for row in rows if row["Processes"] == "1"] == ["1.00"] * 4


@pytest.mark.slow
def test_estimating() -> None:
    rows = _table("estimate")
    assert [(row["Filters compared"], row["Processes"]) for row in rows] == [
        (count, jobs) for count in "13" for jobs in "12"
    ]


@pytest.mark.slow
def test_goals() -> None:
    output = _output(["-m", "benchmarks", "--only", "goals", *SMALL])
    rows = [line for line in output.splitlines() if line.endswith(("| reached |", "| missed |"))]
    assert len(rows) > 20
    assert any(line.startswith("| 1,000 rules, dict |") for line in rows)


@pytest.mark.slow
def test_whole_processes_count_the_same_events() -> None:
    """DuckDB, Polars and jq, as far as they are installed, next to pipefilter with and without reading each line."""
    rows = _table("processes")
    assert {row["Program"] for row in rows} >= {"pipefilter", "pipefilter --unchecked"}
    assert [row for row in rows if row["Count"] != "equal"] == []


@NIGHTLY
@pytest.mark.slow
def test_peers_are_compared_with_the_right_verdicts() -> None:
    rows = _table("peers")
    ours = [row for row in rows if row["Program"].startswith("pipefilter")]
    assert len(ours) == len(rows) * 2 // 5
    assert [(row["Correct verdicts"], row["Wrong"], row["None"]) for row in ours] == [("100", "0", "0")] * len(
        ours
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "says"),
    [
        pytest.param(["benchmarks/startup.py", "1"], "pipefilter --help", marks=NIGHTLY),
        pytest.param(["benchmarks/matching.py"], "compiled", marks=NIGHTLY),
        pytest.param(["benchmarks/growth.py", "1000"], "time 2n/n", marks=NIGHTLY),
        pytest.param(["-m", "benchmarks.libraries"], "pysimdjson: parse alone", marks=NIGHTLY),
    ],
    ids=lambda command: Path(command[-1]).name if isinstance(command, list) else "",
)
def test_a_script(command: list[str], says: str) -> None:
    assert says in _output(command)
