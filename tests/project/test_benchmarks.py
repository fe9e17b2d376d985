"""The commands behind the figures in the docs: they run, and the results that they compare agree."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import import_module
from types import ModuleType

import pytest
from patience import PATIENCE
from repository import ROOT
from thoroughness import NIGHTLY

SMALL = ["--count", "100", "--passes", "1", "--most-rules", "1000", "--megabytes", "1"]
SMALL += ["--process-megabytes", "1", "--growth-part", "1000"]


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


def _tables(part: str) -> list[list[dict[str, str]]]:
    """The tables of a part: of each row, the cells by their columns."""
    output = _output(["-m", "benchmarks", "--only", part, *SMALL])
    tables = []
    for block in re.findall(r"(?:^\|.*\n)+", output, re.MULTILINE):
        heading, _, *rows = ([cell.strip() for cell in line[1:-1].split("|")] for line in block.splitlines())
        tables.append([dict(zip(heading, row, strict=True)) for row in rows])
    return tables


def _table(part: str) -> list[dict[str, str]]:
    return _tables(part)[0]


def test_tables_in_the_docs_have_the_shape_that_is_printed() -> None:
    """Columns and names of rows; `python -m benchmarks --write` measures the figures."""
    assert _output(["-m", "benchmarks", "--check"]) == ""


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The benchmarks are not installed."""
    monkeypatch.setattr(sys, "path", [*sys.path, str(ROOT)])
    return import_module("benchmarks.pages")


def test_the_check_of_shapes_can_fail(pages: ModuleType) -> None:
    table = import_module("benchmarks.table")
    speeds = table.Table("speeds", "", ("Program", "Kind", "Speed"), (("a", "x"), ("b", "x")))
    figures = table.Figures(speeds, [("a", "x", "1"), ("b", "x", "2")], "b is faster.")
    empty = "Before.\n\n<!-- measured: speeds -->\n<!-- end of measured: speeds -->\n\nAfter.\n"
    page = pages.with_figures(empty, figures, pages.measured_with())
    assert page.startswith(
        "Before.\n\n<!-- measured: speeds -->\n\n| Program | Kind | Speed |\n|---|---|---|\n| a | x | 1 |\n"
    )
    assert page.endswith("\n\n<!-- end of measured: speeds -->\n\nAfter.\n")
    assert pages.with_figures(page, figures, pages.measured_with()) == page
    assert [*pages.shape_faults([page], [speeds])] == []
    for old, new in (
        ("Kind", "Sort"),
        ("| a |", "| c |"),
        ("| a | x | 1 |\n", ""),
        ("| a | x | 1 |\n| b | x | 2 |", "| b | x | 2 |\n| a | x | 1 |"),
        ("Measured on", "Measured"),
        ("measured: speeds", "measured: speed"),
    ):
        assert [*pages.shape_faults([page.replace(old, new)], [speeds])] != []
    assert [*pages.shape_faults([page], [])] == ["speeds: not measured"]
    assert [*pages.shape_faults([page, page], [speeds])] != []
    with pytest.raises(ValueError, match="not measured"):
        pages.with_figures(page, table.Figures(speeds, [("a", "x", "1")]), "")
    with pytest.raises(ValueError, match="is not a row"):
        table.Figures(speeds, [("c", "x", "1")]).markdown()


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
    """In memory, and as whole processes, whose counts of matches the benchmark compares itself."""
    scanned, pairs, in_a_program = _tables("goals")
    assert {
        "DynamoDB transition",
        "1,000 rules",
        "1,000 rules, loaded before",
        "SQS messages, body decoded",
    } <= {row["Workload"] for row in scanned}
    assert all(float(row[column]) > 0 for row in scanned for column in ("In memory", "Whole process"))
    assert [row["Workload"] for row in pairs] == ["DynamoDB transition", "envelope, three fields"]
    assert "1,000 rules, dict" in {row["Workload"] for row in in_a_program}


@pytest.mark.slow
def test_whole_processes_count_the_same_events() -> None:
    """DuckDB, Polars and jq, as far as they are installed, next to pipefilter with and without reading each line."""
    rows = _table("processes")
    assert {row["Program"] for row in rows} >= {"pipefilter", "pipefilter --unchecked"}
    assert {(row["Count"], row["Speed, pipefilter = 1"]) for row in rows if row["Count"] != "equal"} <= {
        ("-", "not installed")
    }


@NIGHTLY
@pytest.mark.slow
def test_peers_are_compared_with_the_right_verdicts() -> None:
    rows = _table("peers")
    ours = [row for row in rows if row["Program"].startswith("pipefilter")]
    assert len(ours) == len(rows) * 2 // 5
    assert [(row["Correct verdicts"], row["Wrong"], row["None"]) for row in ours] == [("100", "0", "0")] * len(
        ours
    )


@NIGHTLY
@pytest.mark.slow
@pytest.mark.parametrize("part", ["startup", "verdict", "traffic", "libraries", "growth"])
def test_a_part(part: str) -> None:
    assert all(_tables(part))
