"""Start-up time: whole processes next to `python -c pass`. `python benchmarks/startup.py [RUNS]`.

Runs the bare interpreter and each command in turn, so that noise of the machine is the same for all, and prints the
minimum of the CPU time of each, which other programs on the machine disturb least, its part beyond the interpreter, and
the number of modules that the command loads. Byte code is cached in a folder of its own, as after an installation.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

PATTERN = {"detail": {"state": ["stopped"], "tags": {"Key": ["env"], "Value": ["prod"]}}}
EVENT = {"detail": {"state": "stopped", "tags": [{"Key": "env", "Value": "dev"}]}}
BARE = "python -c pass"


def cpu_seconds(command: list[str], environment: dict[str, str]) -> float:
    """The CPU time of a process."""
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime


def module_count(command: list[str], environment: dict[str, str]) -> int:
    """How many modules a process loads, Python's own included."""
    done = subprocess.run(
        [command[0], "-X", "importtime", *command[1:]],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return sum(line.startswith("import time:") for line in done.stderr.splitlines()) - 1  # the heading


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    pipefilter = [sys.executable, "-m", "pipefilter"]
    with tempfile.TemporaryDirectory() as folder:
        pattern, event = Path(folder) / "pattern.json", Path(folder) / "event.json"
        pattern.write_text(json.dumps(PATTERN))
        event.write_text(json.dumps(EVENT) + "\n")
        environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(Path(folder) / "byte_code")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        commands = {
            BARE: [sys.executable, "-c", "pass"],
            "pipefilter --help": [*pipefilter, "--help"],
            "pipefilter test": [*pipefilter, "test", str(pattern), str(event)],
            "pipefilter check": [*pipefilter, "check", str(pattern)],
            "pipefilter filter": [*pipefilter, "filter", str(pattern), str(event)],
            "pipefilter explain": [*pipefilter, "explain", str(pattern)],
            "pipefilter compare": [*pipefilter, "compare", str(pattern), str(pattern)],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs + 1):  # the first round writes the byte code
            for name, command in commands.items():
                times[name].append(cpu_seconds(command, environment))
        modules = {name: module_count(command, environment) for name, command in commands.items()}
    bare = min(times[BARE])
    print(f"{'command':20} {'ratio':>6} {'CPU ms':>8} {'beyond bare':>12} {'modules':>8}")
    for name, all_times in times.items():
        least = min(all_times)
        print(
            f"{name:20} {least / bare:6.1f} {1000 * least:8.1f} {1000 * (least - bare):12.1f} {modules[name]:8}"
        )


if __name__ == "__main__":
    main()
