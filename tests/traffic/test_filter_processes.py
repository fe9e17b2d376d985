"""`pipefilter filter` in several processes: the same results in the same order, and no process is left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from patience import PATIENCE
from process_state import await_ends, await_state, children, is_ignoring
from thoroughness import NIGHTLY

from pipefilter.scanning.bytes.file_snapshot import take_snapshot
from pipefilter.scanning.events.file_range import RangedFile, ranged_file

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="finds processes in /proc")
PATTERN = '{"a": ["x"]}'
FILLER = "f" * 900


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pipefilter", "filter", *arguments]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A pattern, and a file of several parts with malformed lines, events over two lines, and blank lines."""
    path = tmp_path_factory.mktemp("filter")
    (path / "p.json").write_text(PATTERN)
    with (path / "big.jsonl").open("w") as file:
        for number in range(20_000):
            file.write(json.dumps({"n": number, "a": "x" if number % 1000 == 0 else "y", "f": FILLER}) + "\n")
            if number % 4000 == 1:
                file.write('{"n": \n\n')
            if number % 5000 == 2:
                file.write('{"a": \n "x"}\n\n')
    return path


def outcome(folder: Path, *arguments: str) -> tuple[int, bytes, bytes]:
    done = subprocess.run(command(*arguments), cwd=folder, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("-m", "20", "--json"),
        ("--explain-misses", "3"),
        *(
            pytest.param(arguments, marks=NIGHTLY)
            for arguments in (("--strict",), ("-v",), ("-c",), ("--json",), ("-m", "7"), ("-v", "-m", "9000"))
        ),
    ],
    ids=" ".join,
)
def test_two_processes_have_the_output_of_one(folder: Path, arguments: tuple[str, ...]) -> None:
    """Output, messages with line numbers, and exit code are the same."""
    serial = outcome(folder, "-j", "1", *arguments, "p.json", "big.jsonl")
    parallel = outcome(folder, "-j", "2", *arguments, "p.json", "big.jsonl")
    assert serial == parallel
    if not arguments:
        assert serial[0] == 2
        assert len(serial[1].splitlines()) == 24
        assert b"20009 events read: 24 matched, 19980 did not, 5 malformed" in serial[2]
        assert b"big.jsonl:3:6  PF1" in serial[2]


@pytest.mark.parametrize("size", [1, 7, 100, 1000])
def test_parts_of_a_file_are_the_file(size: int, tmp_path: Path) -> None:
    """Each line is in exactly one part, and no event is split, wherever the file is cut."""
    events = [{"n": number, "c": [{"d": 1}, {}], "f": "x" * (number % 7)} for number in range(40)]
    texts = [json.dumps(event, indent=(None, 0, 1)[number % 3]) for number, event in enumerate(events)]
    path = tmp_path / "e.jsonl"
    path.write_text("\n".join(texts))
    with path.open("rb", buffering=0) as file:
        snapshot = take_snapshot(str(path), file)
        assert snapshot is not None
        ranges = list(RangedFile(file, snapshot).ranges(size))
        parts = [b"".join(block.data for block in part.blocks(64)) for part in ranges]
    assert len(parts) > 1
    assert b"".join(parts) == path.read_bytes()
    for part in parts:
        decoder, text = json.JSONDecoder(), part.decode()
        at = 0
        while text[at:].strip():
            at += len(text[at:]) - len(text[at:].lstrip())
            at = decoder.raw_decode(text, at)[1]


@pytest.mark.parametrize("first", [b"{}\n", b" {}\n", b'{"a":[' + b"1,\n" * 500 + b"1]}\n"])
def test_files_that_are_split_into_parts(first: bytes, tmp_path: Path) -> None:
    """Only a file whose lines mark the starts of events, with events shorter than a part."""
    path = tmp_path / "e.jsonl"
    path.write_bytes(first * 1000)
    ranged = ranged_file(str(path), 1000)
    assert (ranged is not None) == (first == b"{}\n")
    if ranged is not None:
        ranged.close()


@pytest.mark.slow
def test_a_stream_in_two_processes(folder: Path) -> None:
    """The result is the same for input that only this process can read."""
    with (folder / "big.jsonl").open("rb") as file:
        done = subprocess.run(
            command("-j", "2", "p.json", "-"), cwd=folder, stdin=file, capture_output=True, check=False
        )
    assert done.stdout == outcome(folder, "-j", "1", "p.json", "big.jsonl")[1]


@contextmanager
def waiting(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], list[int], list[int]]]:
    """The command with two processes, waiting for more input; its processes, and handles that report their ends."""
    process = subprocess.Popen(
        command("-j", "2", "p.json", "-"),
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write((folder / "big.jsonl").read_bytes()[:12_000_000])
        process.stdin.flush()
        assert process.stdout.readline().startswith(b'{"n": 0,')
        workers = children(process.pid)
        assert len(workers) == 2
        for worker in workers:
            await_state(lambda worker=worker: is_ignoring(worker, signal.SIGINT))  # type: ignore[misc]  # of bool
        yield process, workers, [os.pidfd_open(worker) for worker in workers]
    finally:
        process.kill()
        process.communicate()


@pytest.mark.slow
@LINUX
def test_a_killed_worker_is_an_error(folder: Path) -> None:
    """Exit code 2 and one sentence, not a smaller count."""
    with waiting(folder) as (process, workers, handles):
        os.kill(workers[0], signal.SIGKILL)
        out, err = process.communicate((folder / "big.jsonl").read_bytes(), timeout=PATIENCE)
        assert process.returncode == 2
        assert b"a worker process was killed" in err
        assert b"Traceback" not in err
        assert b"events read" not in err
        await_ends(handles)
        assert out.count(b"\n") < 30


@pytest.mark.slow
@LINUX
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_no_process_is_left_behind(folder: Path, name: str) -> None:
    """However the command ends, its processes end too."""
    how = signal.Signals[name]
    with waiting(folder) as (process, workers, handles):
        if how is signal.SIGINT:
            for pid in (process.pid, *workers):  # as a terminal does
                os.kill(pid, how)
        else:
            os.kill(process.pid, how)
        process.wait(PATIENCE)
        assert process.stderr is not None
        err = process.stderr.read()
        assert b"Traceback" not in err
        if how is signal.SIGINT:
            assert process.returncode == 130
        await_ends(handles)


@pytest.mark.slow
def test_a_closed_pipe(folder: Path) -> None:
    """`| head` ends the command and its processes without a message."""
    process = subprocess.Popen(
        command("-j", "2", "-v", "p.json", "big.jsonl"),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(PATIENCE) == (141 if sys.platform != "win32" else process.returncode)
    assert process.stderr is not None
    assert b"Traceback" not in process.stderr.read()
    process.stderr.close()
