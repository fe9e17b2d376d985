"""Start-up time: whole processes next to `python -c pass`. `python benchmarks/startup.py [RUNS]`.

Runs the bare interpreter and each command in turn, so that noise of the machine is the same for all, and prints medians
and the time of each command beyond the interpreter.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PATTERN = '{"detail": {"state": ["stopped"], "tags": {"Key": ["env"], "Value": ["prod"]}}}'
EVENT = '{"detail": {"state": "stopped", "tags": [{"Key": "env", "Value": "dev"}]}}'


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        pattern, event = Path(folder) / "pattern.json", Path(folder) / "event.json"
        pattern.write_text(PATTERN)
        event.write_text(EVENT)
        pipefilter = [sys.executable, "-m", "pipefilter"]
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "pipefilter --help": [*pipefilter, "--help"],
            "pipefilter test": [*pipefilter, "test", str(pattern), str(event)],
            "pipefilter check": [*pipefilter, "check", str(pattern)],
        }
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(runs + 1):  # the first round warms up
            for name, command in commands.items():
                start = time.perf_counter()
                subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
                times[name].append(time.perf_counter() - start)
    bare = statistics.median(times["python -c pass"][1:])
    print(f"{'command':20} {'median ms':>10} {'beyond bare':>12} {'ratio':>7}")
    for name, all_times in times.items():
        median = statistics.median(all_times[1:])
        print(f"{name:20} {1000 * median:10.1f} {1000 * (median - bare):12.1f} {median / bare:7.1f}")


if __name__ == "__main__":
    main()
