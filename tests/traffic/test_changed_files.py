"""Files that are replaced, removed, truncated, written to or appended to while being read: no event is lost silently."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from itertools import starmap
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from thoroughness import mostly_nightly
from units_in_one_process import ResultsInOneProcess

import pipefilter
from pipefilter.cli.inputs.files import opened
from pipefilter.cli.main import pipefilter as command
from pipefilter.errors import UnreadableInput
from pipefilter.scanning import traffic_units, worker_processes
from pipefilter.scanning.block_scan import BlockScanner
from pipefilter.scanning.events.file_range import Unit, ranged_file
from pipefilter.scanning.events.scan_result import ScanOptions, ScanResult
from pipefilter.scanning.scanner_for import scanner_for

PATTERN = pipefilter.parse('{"a": ["x"]}')

LOG = b"".join(b'{"n":%d,"a":"%s"}\n' % (number, b"xy"[number % 2 :][:1]) for number in range(2000))


def parts_of(path: Path, change: Callable[[], None]) -> ScanResult:
    """The tally of the parts of a file that changed after it was split."""
    block_scanner = BlockScanner(scanner_for(PATTERN), ScanOptions())
    ranged = ranged_file(str(path), 1000)
    assert ranged is not None
    try:
        ranges = list(ranged.ranges(1000))
        change()
        return ScanResult.joined(block_scanner.scan(block) for part in ranges for block in part.blocks(1 << 16))
    finally:
        ranged.close()


def test_a_file_that_grows_is_read_as_it_was(tmp_path: Path) -> None:
    """In parts, and in one go."""
    path = tmp_path / "e.jsonl"
    path.write_bytes(LOG)

    def grow() -> None:
        with path.open("ab") as file:
            file.write(LOG)

    assert parts_of(path, grow).read == 2000
    path.write_bytes(LOG)
    with opened(str(path)) as stream:
        begin = stream.read(100)
        grow()
        assert begin + stream.read() == LOG


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere an open file has no other name")
@pytest.mark.parametrize("is_removed", [False, True])
def test_a_file_that_is_replaced_is_read_to_its_end(tmp_path: Path, is_removed: bool) -> None:
    """As in log rotation: the opened file is read, not the new one of that name."""
    path = tmp_path / "e.jsonl"
    path.write_bytes(LOG)

    def rotate() -> None:
        path.rename(tmp_path / "e.jsonl.1")
        if is_removed:
            (tmp_path / "e.jsonl.1").unlink()
        else:
            path.write_bytes(b'{"a":"x"}\n' * 10_000)

    tally = parts_of(path, rotate)
    assert (tally.matched, tally.read) == (1000, 2000)


def test_a_file_that_is_replaced_beyond_reach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the file cannot be reached under another name, it is an error."""
    monkeypatch.setattr(sys, "platform", "other")
    path = tmp_path / "e.jsonl"
    path.write_bytes(LOG)
    (tmp_path / "new").write_bytes(LOG)

    def replace() -> None:
        (tmp_path / "new").replace(path)

    with pytest.raises(UnreadableInput, match="removed or replaced while it was read"):
        parts_of(path, replace)


@pytest.mark.parametrize("left", [0, 100, len(LOG) - 1])
def test_a_file_that_is_truncated_is_an_error(tmp_path: Path, left: int) -> None:
    """In parts, and in one go: the missing events cannot be counted."""
    path = tmp_path / "e.jsonl"
    path.write_bytes(LOG)
    with pytest.raises(UnreadableInput, match="truncated while it was read"):
        parts_of(path, lambda: os.truncate(path, left))
    path.write_bytes(LOG)
    with opened(str(path)) as stream:
        os.truncate(path, left)
        with pytest.raises(UnreadableInput, match="truncated while it was read"):
            stream.read()


def test_a_file_that_is_rewritten_is_an_error(tmp_path: Path) -> None:
    """As `copytruncate` does: the file now has other lines."""
    path = tmp_path / "e.jsonl"
    path.write_bytes(LOG)

    def rewrite() -> None:
        path.write_bytes(b'{"a":"xxxxxxx"}\n' * 10_000)

    with pytest.raises(UnreadableInput, match="changed while it was read"):
        parts_of(path, rewrite)


def replace(path: Path) -> None:
    """Move another file to its name, as log rotation does, and remove it."""
    path.unlink()
    path.write_bytes(b"{}\n" * 100_000)


def truncate(path: Path) -> None:
    """Truncate it."""
    os.truncate(path, 0)


def grow(path: Path) -> None:
    """Append to it."""
    with path.open("ab") as file:
        file.write(b'{"a":"x"}\n' * 1000)


def rewrite(path: Path) -> None:
    """Overwrite its bytes with as many others."""
    before = path.stat()
    with path.open("r+b") as file:
        file.write(path.read_bytes().replace(b'"y"', b'"x"'))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))  # however coarse the system's clock is


def filter_and_estimate(
    folder: Path, change: Callable[[], None], part: int, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Any]:
    """The outcomes of both commands, with the files changed while the first part of the first one is evaluated."""

    class Results(ResultsInOneProcess):
        def results(self, units: Iterable[tuple[Any, Unit]]) -> Iterator[tuple[Any, Future[Any]]]:
            for number, result in enumerate(super().results(units)):
                if not number:
                    change()
                yield result

    monkeypatch.setattr(worker_processes, "WorkerProcesses", Results)
    monkeypatch.setattr(traffic_units, "_RANGE", part)
    (folder / "p.json").write_text('{"a": ["x"]}')
    monkeypatch.chdir(folder)
    files = sorted(path.name for path in folder.glob("*.jsonl"))
    for words in (["filter"], ["estimate", "--source", "bus", "--per-month", "1M"]):
        for name in files:
            (folder / name).write_bytes(LOG)
        yield CliRunner().invoke(
            command, [*words, "--json", "-j", "2", "p.json", *files], standalone_mode=False
        )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere an open file has no other name")
@pytest.mark.parametrize("count", [1, 9])
def test_files_stay_open_until_their_last_parts_are_read(
    count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts are evaluated after the file is split completely, and while later files are open."""
    paths = [tmp_path / f"{number}.jsonl" for number in range(count)]

    def rotate() -> None:
        replace(paths[0])

    for path in paths:
        path.write_bytes(LOG)
    for done in filter_and_estimate(tmp_path, rotate, 20_000, monkeypatch):
        last = json.loads(done.stdout.splitlines()[-1])
        sums = last.get("summary") or last["sample"]
        assert sums["matched"] == 1000 * count
        assert sums["unreadable"] == []
        assert done.return_value != 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "why"), [(truncate, "the file was truncated"), (rewrite, "the file was changed")]
)
def test_a_changed_file_is_reported_once(
    change: Callable[[Path], None], why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many of its parts cannot be read; the other file is read."""
    paths = [tmp_path / "a.jsonl", tmp_path / "b.jsonl"]
    for path in paths:
        path.write_bytes(LOG)
    for done in filter_and_estimate(tmp_path, lambda: change(paths[0]), 1000, monkeypatch):
        last = json.loads(done.stdout.splitlines()[-1])
        sums = last.get("summary") or last["sample"]
        assert [entry["file"] for entry in sums["unreadable"]] == ["a.jsonl"]
        assert sums["unreadable"][0]["reason"].startswith(why)
        assert 1000 < sums["matched"] < 2000
        assert done.return_value == 2


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere an open file has no other name")
@pytest.mark.parametrize(
    ("change", "code"),
    mostly_nightly(starmap(pytest.param, [(grow, 0), (replace, 0), (truncate, 2), (rewrite, 2)]), 2),
)
def test_a_file_that_is_changed_while_processes_read_it(
    change: Callable[[Path], None], code: int, tmp_path: Path
) -> None:
    """It changes when its first event is printed; the parts that do not fit into the pipe are not read before."""
    (tmp_path / "p.json").write_text('{"a": ["x"]}')
    path = tmp_path / "e.jsonl"
    line = b'{"a":"x","b":"y","f":"%s"}\n' % (b"f" * 10_000)
    count = 6000
    with path.open("wb") as file:
        for _ in range(count):
            file.write(line)
    words = [sys.executable, "-m", "pipefilter", "filter", "-j", "2", "p.json", "e.jsonl"]
    with subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == line
        change(path)
        line_count = 1 + sum(1 for _ in process.stdout)
        messages = process.stderr.read().decode()
    assert process.returncode == code, messages
    assert (line_count == count) == (code == 0)
    assert messages.count("while it was read") == (1 if code else 0)
