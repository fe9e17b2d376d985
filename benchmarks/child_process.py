"""Runs programs as whole processes, and measures each with its start: processor time, and time on the clock."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

__all__ = ["PIPEFILTER", "ChildRun", "best_runs", "environment", "run_child"]

PIPEFILTER = (sys.executable, "-m", "pipefilter")


@dataclass(frozen=True, slots=True)
class ChildRun:
    """A process that ended.

    Args:
        cpu: seconds of processor time, its own and the system's on its behalf, with that of its processes.
        clock: seconds on the clock.
        output: its standard output.
        code: its exit code.
    """

    cpu: float
    clock: float
    output: str
    code: int


def environment(folder: Path) -> dict[str, str]:
    """The environment of a process whose byte code is cached in `folder`, as after an installation."""
    variables = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder / "byte_code")}
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    return variables


def run_child(command: Iterable[str], variables: dict[str, str]) -> ChildRun:
    """Run a program to its end.

    Args:
        command: the program and its arguments.
        variables: its environment.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        [*command],
        env=variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    clock = time.perf_counter() - start
    return ChildRun(usage.ru_utime + usage.ru_stime, clock, output, process.returncode)


def best_runs(
    commands: dict[str, list[str]], passes: int, variables: dict[str, str], first: Iterable[list[str]] = ()
) -> dict[str, ChildRun]:
    """The least times of each program; they take turns, so that noise of the machine is the same for all.

    Args:
        commands: by name.
        passes: the number of times for each.
        variables: the environment.
        first: commands to run before, which write the byte code of what they load.

    Raises:
        SystemExit: a program printed different results.
    """
    for command in first:
        run_child(command, variables)
    best: dict[str, ChildRun] = {}
    for _ in range(passes):
        for name, command in commands.items():
            run = run_child(command, variables)
            before = best.get(name, run)
            if run.output != before.output:
                raise SystemExit(f"{name} printed {run.output[:99]!r}, and before {before.output[:99]!r}")
            best[name] = replace(run, cpu=min(run.cpu, before.cpu), clock=min(run.clock, before.clock))
    return best
