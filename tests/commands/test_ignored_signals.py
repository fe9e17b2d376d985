"""Signals that the parent process ignores, as with `nohup` and in shells: the command goes on."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest
from patience import PATIENCE

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

SIGNALS = (signal.SIGINT, signal.SIGTERM, *(() if sys.platform == "win32" else (signal.SIGHUP,)))


@contextmanager
def ignoring(*arguments: str, cwd: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A command that ignores the signals."""
    command = [sys.executable, "-m", "pipefilter", *arguments]
    pipe = subprocess.PIPE
    before = {number: signal.signal(number, signal.SIG_IGN) for number in SIGNALS}
    try:  # signals ignored here are ignored in the new process, from its start
        process = subprocess.Popen(command, cwd=cwd, stdin=pipe, stdout=pipe, stderr=pipe)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    with process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "results"),
    [
        (["test", "-b", "p.json", "-"], [b"match     <stdin>:%d\n" % number for number in (1, 2, 3)]),
        (["filter", "--jobs", "1", "p.json", "-"], [b'{"a": 1}\n'] * 3),
    ],
    ids=["test", "filter"],
)
def test_a_stream_is_read_to_its_end(tmp_path: Path, arguments: list[str], results: list[bytes]) -> None:
    """With all verdicts, and the usual exit code."""
    (tmp_path / "p.json").write_text('{"a": [1]}')
    with ignoring(*arguments, cwd=tmp_path) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"a": 1}\n' * 2)
        process.stdin.flush()
        assert [process.stdout.readline() for _ in "ab"] == results[:2]
        for number in SIGNALS:
            process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE, input=b'{"a": 1}\n')
    assert process.returncode == 0
    assert out == results[2]
    assert b"interrupted" not in err


@pytest.mark.slow
def test_several_processes_go_on(tmp_path: Path) -> None:
    """Each process continues."""
    (tmp_path / "p.json").write_text('{"a": [1]}')
    lines = b'{"a": 1}\n' * 200_000
    with ignoring("filter", "--jobs", "2", "p.json", "-", cwd=tmp_path) as process:
        assert process.stdin is not None
        process.stdin.write(lines[:90])
        process.stdin.flush()
        for number in SIGNALS:
            process.send_signal(number)
        out, _ = process.communicate(lines[90:], timeout=PATIENCE)
    assert (process.returncode, out) == (0, lines)


def test_a_server_goes_on(tmp_path: Path) -> None:
    """The server still answers."""
    with ignoring("serve", "--port", "0", cwd=tmp_path) as process:
        assert process.stdout is not None
        url = process.stdout.readline().decode().strip()
        for number in SIGNALS:
            process.send_signal(number)
        with urlopen(f"{url}/api/choices") as answer:  # noqa: S310 - this server
            assert answer.status == 200
        assert process.poll() is None
