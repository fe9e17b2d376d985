"""Start-up time: whole processes next to `python -c pass`.

Runs the bare interpreter and each command in turn, so that noise of the machine is the same for all. The figures are the
minimum of the CPU time of each, which other programs on the machine disturb least, its part beyond the interpreter, and
the number of modules that the command loads. Byte code is cached in a folder of its own, as after an installation.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.child_process import PIPEFILTER, best_runs, environment
from benchmarks.table import Figures, Sizes, Table

__all__ = ["TABLES", "figures"]

PATTERN = {"detail": {"state": ["stopped"], "tags": {"Key": ["env"], "Value": ["prod"]}}}
EVENT = {"detail": {"state": "stopped", "tags": [{"Key": "env", "Value": "dev"}]}}
_BARE = "`python -c pass`"
_COMMANDS: dict[str, tuple[str, ...]] = {
    "`pipefilter --help`": ("--help",),
    "`pipefilter test pattern.json event.json`, with reasons": ("test", "PATTERN", "EVENT"),
    "`pipefilter check pattern.json`": ("check", "PATTERN"),
    "`pipefilter filter pattern.json events.jsonl`, of one event": ("filter", "PATTERN", "EVENT"),
    "`pipefilter explain pattern.json`": ("explain", "PATTERN"),
    "`pipefilter compare a.json b.json`": ("compare", "PATTERN", "PATTERN"),
}
_ROUNDS = 5
"""For each pass: a start takes little time, so that there can be many."""
TABLES = (
    Table(
        "startup",
        "Start-up, whole processes",
        ("Command", "× `python -c pass`", "Beyond the bare interpreter", "Modules"),
        ((_BARE,), *((name,) for name in _COMMANDS)),
    ),
)


def _module_count(command: list[str], variables: dict[str, str]) -> int:
    """How many modules a process loads, Python's own included."""
    done = subprocess.run(
        [command[0], "-X", "importtime", *command[1:]],
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    return sum(line.startswith("import time:") for line in done.stderr.splitlines()) - 1  # the heading


def figures(sizes: Sizes) -> Iterator[Figures]:
    """The table, measured."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {"PATTERN": folder / "pattern.json", "EVENT": folder / "event.json"}
        files["PATTERN"].write_text(json.dumps(PATTERN))
        files["EVENT"].write_text(json.dumps(EVENT) + "\n")
        commands = {_BARE: [sys.executable, "-c", "pass"]}
        for title, arguments in _COMMANDS.items():
            commands[title] = [*PIPEFILTER, *(str(files.get(argument, argument)) for argument in arguments)]
        variables = environment(folder)
        runs = best_runs(commands, _ROUNDS * sizes.passes, variables, commands.values())
        modules = {title: _module_count(command, variables) for title, command in commands.items()}
    bare = runs[_BARE].cpu
    cells = [
        (
            title,
            f"{run.cpu / bare:.1f}",
            "" if title == _BARE else f"{1000 * (run.cpu - bare):.0f} ms",
            str(modules[title]),
        )
        for title, run in runs.items()
    ]
    yield Figures(TABLES[0], cells, f"The bare interpreter took {1000 * bare:.0f} ms.")
