"""Files crafted to lose events, or to consume time or memory: read the same however they are split, in one pass."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import tempfile
import tracemalloc
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from thoroughness import NIGHTLY

import pipefilter
from pipefilter.json_text.certainty import is_surely_malformed
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import strict_tree
from pipefilter.matching.event_text import Event
from pipefilter.scanning.block_scan import BlockScanner
from pipefilter.scanning.bytes.compression import uncompressed
from pipefilter.scanning.bytes.file_snapshot import take_snapshot
from pipefilter.scanning.events import line_blocks, line_events, pending_lines
from pipefilter.scanning.events.blocks import blocks
from pipefilter.scanning.events.file_range import RangedFile
from pipefilter.scanning.events.line_blocks import LongEvent
from pipefilter.scanning.events.line_framing import LineFraming, LinePiece, nested_pieces
from pipefilter.scanning.events.lines import Lines
from pipefilter.scanning.events.scan_result import EventPart, ScanOptions, ScanResult
from pipefilter.scanning.events.scanner import ScannedLines
from pipefilter.scanning.scanner_for import scanner_for

if sys.version_info >= (3, 14):
    from compression.zstd import compress as zstd_compress
else:
    from backports.zstd import compress as zstd_compress

PATTERN = pipefilter.parse('{"a": ["x"]}')
ALL = ScanOptions(events=True, misses=10_000, faults=10_000)

LINES = st.sampled_from(
    (
        *(b"", b" ", b"\r", b'{"a":"x"}', b'{"a":"y"}', b'{"a":"x"},', b',{"a":"x"}', b",", b'  {"a":"x"}  '),
        *(b'{"a":', b'"x"}', b'{"b":[', b'{"a":"x"}]}', b"]}", b"}", b"]", b"[", b"[1,", b'[{"a":"x"},'),
        *(b'{"a":"x', b'x"}', b'{"a":"\xff"}', b"INFO started", b"1", b'1 {"a":"x"}', b'} {"a":"x"}', b'"'),
        *(
            b'{"a":"x"}{"a":"y"}',
            b'{"a":"x"}, {"a":"y"}',
            b'{"a" 1}',
            b"{",
            b'"a":"x"',
            b"2026-11-23 [",
            b"\x0c",
        ),
        *(
            b" " * 70,
            b'{"b":' + b"[" * 12 + b"]" * 12 + b',"a":"x"}',
            b'{"b":"' + b"f" * 90 + b'",',
            b"\xef\xbb\xbf{}",
        ),
    )
)
FILES = st.lists(LINES, max_size=30).map(b"\n".join)


def evaluated(parts: Iterable[ScanResult]) -> tuple[int, int, int, int, list[tuple[int, int, str]]]:
    """Counts, and the places of all events with their verdicts."""
    whole = ScanResult.joined(parts)
    events = [(event.line, event.column, "match") for event in whole.kept_events]
    events += [(event.line, event.column, "no match") for event in whole.misses]
    events += [(fault.line, fault.column, "malformed") for fault in whole.faults]
    return whole.matched, whole.not_matched, whole.malformed, whole.commas, sorted(events)


@given(FILES, st.integers(1, 40), st.integers(1, 200), st.integers(1, 100))
@example(b'{"a":[' + b"\n" * 70 + b'{"a":"x"}\n]}', 1, 1, 1)
def test_counts_do_not_depend_on_how_a_file_is_split(data: bytes, size: int, part: int, long: int) -> None:
    """Neither on the size of the blocks nor on where the parts for several processes start."""
    data = b'{"a":"y"}\n' + data
    block_scanner = BlockScanner(scanner_for(PATTERN), ALL)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pending_lines, "_LONG", long)
        in_blocks = evaluated(block_scanner.scan(block) for block in blocks(io.BytesIO(data), size=size))
    in_one = evaluated(block_scanner.scan(block) for block in blocks(io.BytesIO(data)))
    assert in_blocks == in_one
    with temporary_file(data) as ranged:
        moved, lines = [], 0
        for file_range in ranged.ranges(part):
            judged = ScanResult.joined(block_scanner.scan(block) for block in file_range.blocks(size))
            moved.append(judged.moved(lines))
            lines += judged.lines
    assert evaluated(moved) == in_one


@contextmanager
def temporary_file(data: bytes) -> Iterator[RangedFile]:
    """A file with the given contents, open to be split into parts."""
    with tempfile.NamedTemporaryFile(buffering=0) as file:
        file.write(data)
        snapshot = take_snapshot(file.name, file)  # type: ignore[arg-type]  # it is a file
        assert snapshot is not None
        yield RangedFile(file, snapshot)  # type: ignore[arg-type]  # likewise


class Work:
    """Counts the bytes scanned for framing, and the characters passed to the matcher."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.size = 0
        work = self

        class Framing(LineFraming):
            def pieces(self, line: bytes) -> list[LinePiece]:
                work.size += len(line)
                return super().pieces(line)

        def nested(text: bytes) -> list[LinePiece]:
            work.size += len(text)
            return nested_pieces(text)

        patch.setattr(line_events, "LineFraming", Framing)
        patch.setattr(pending_lines, "LineFraming", Framing)
        patch.setattr(line_events, "nested_pieces", nested)

    def judged(self, data: bytes, size: int = 1 << 18) -> ScanResult:
        """The tally of a file, with the matcher's work counted."""
        scanner = scanner_for(PATTERN)

        class Counting:
            def scan(_, lines: Lines) -> ScannedLines:  # noqa: N805 - `self` is the one outside
                self.size += len(lines.data)
                return scanner.scan(lines)

            def candidates(_, lines: Lines) -> set[int] | None:  # noqa: N805 - likewise
                return scanner.candidates(lines)

            def verdict(_, event: Event) -> bool | tuple[int, ...] | list[EventPart]:  # noqa: N805 - likewise
                assert isinstance(event, str | bytes)
                self.size += len(event)
                return scanner.verdict(event)

        block_scanner = BlockScanner(Counting(), ScanOptions(lines=True, faults=10))
        return ScanResult.joined(block_scanner.scan(block) for block in blocks(io.BytesIO(data), size=size))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "counts"),
    [
        (b'{"a":[0\n' + b",{}\n" * 25_000 + b"]}\n", (0, 1, 0)),
        (b'{"b":[0\n' + b',{"a":\n1}\n' * 12_500 + b'],"a":"x"}\n', (1, 0, 0)),
        (b'{"a":\n' * 15_000, (0, 0, 15_000)),
        (b'{"a":[\n' * 15_000 + b"x", (0, 0, 15_000)),
        (b'{"a":"x"}\n' + b'  {"a":\n' * 15_000, (1, 0, 15_000)),
        (b"{}\n" + b"\n" * 100_000, (0, 1, 0)),
        (b"{}\n" + b" \r\n" * 32_500 + b"{}", (0, 2, 0)),
        (b'{"a":' + b"\n" * 100_000 + b'"x"}', (1, 0, 0)),
        (b'{"a":"x"},\n' * 10_000, (10_000, 0, 0)),
        (b'{"a":"x"}\n' + b',{"a":"x"}\n' * 10_000, (10_001, 0, 0)),
        (b'{"a":"x"},' * 10_000 + b"\n{}", (10_000, 1, 0)),
        (b'{"a":"x"\n' * 10_000, (0, 0, 10_000)),
        (b'{"a" "x"}\n' * 10_000, (0, 0, 10_000)),
        (b'{"a":"x\n' * 10_000, (0, 0, 10_000)),
        (b'{"a":\n  {"a":"x"}\n' * 5_000, (5_000, 0, 5_000)),
        (b'{"a":"x"}\n' + b'{"a":[' + b'{"a":"x"},' * 10_000 + b"\n", (1, 0, 1)),
        (b'{"a":"x"}\n' + b"[" * 100_000 + b"\n", (1, 0, 1)),
        (b'{"a":"x"}\n' + b'{"a":' * 20_000 + b"\n", (1, 0, 1)),
        (b'{"a":"x"}\n' + b'{"a":"' + b'\\"' * 50_000 + b"\n", (1, 0, 1)),
    ],
    ids=range(19),
)
def test_work_is_linear(data: bytes, counts: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each byte is read a few times at most, even if events do not end."""
    work = Work(monkeypatch)
    tally = work.judged(data)
    assert (tally.matched, tally.not_matched, tally.malformed) == counts
    assert work.size <= 5 * len(data)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "is_event"),
    [
        (b'{"a":"x" "b":"y"}\n', True),
        (b'{"a" "x"}\n', True),
        (b'{"a":"\xff"}\r\n', True),
        (b"}\n", True),
        (b'"abc"\n', True),
        (b"1\n", True),
        (b",\n", False),
    ],
    ids=range(7),
)
def test_malformed_lines_are_counted_in_one_step(
    line: bytes, is_event: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After ten are reported, brackets are not counted in a line that is certainly malformed by itself."""
    work = Work(monkeypatch)
    count = 100_000 // len(line)
    tally = work.judged(b"{}\n" + line * count)
    assert tally.malformed == (count if is_event else 0)
    assert (
        work.size <= (3 + len(line) * count) + 12 * 3 * len(line) + 100
    )  # the scanner's part, and the first ten


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "pack", "size"),
    [
        (b"\n", bytes, 1 << 22),
        pytest.param(b"\n", gzip.compress, 1 << 22, marks=NIGHTLY),
        pytest.param(b"\n", zstd_compress, 1 << 22, marks=NIGHTLY),
        pytest.param(b" \r\n", bytes, 1 << 22, marks=NIGHTLY),
        # among events they are gone through one by one
        (b"\n" * 60 + b"{}\n", bytes, 1 << 18),
    ],
    ids=range(5),
)
def test_blank_lines_take_no_memory(line: bytes, pack: Callable[[bytes], bytes], size: int) -> None:
    """Twice as many of them need as much as before."""
    block_scanner = BlockScanner(scanner_for(PATTERN), ScanOptions(lines=True, faults=10))
    peaks = []
    for count in (size // len(line), 2 * size // len(line)):
        data = pack(line * count)
        tracemalloc.start()
        tally = ScanResult.joined(block_scanner.scan(block) for block in blocks(io.BytesIO(data)))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert tally.read == (count if b"{" in line else 0)
        assert tally.lines == count * line.count(b"\n")
    assert peaks[1] < 1.2 * peaks[0] + 1_000_000


@pytest.mark.slow
def test_a_comma_after_an_event_is_not_part_of_it(tmp_path: Path) -> None:
    """The event is counted once, kept without the comma, and the commas are reported once."""
    (tmp_path / "p.json").write_text('{"a": ["x"]}')
    (tmp_path / "e.jsonl").write_text('{"a":"y"}\n{"a":"x"},\n{"a":"y"},\n,{"a":"x"}\n{"a":"x"}, {"a":"x"}\n')
    done = pipefilter_filter(tmp_path, "p.json", "e.jsonl")
    assert done.stdout == b'{"a":"x"}\n' * 4
    assert done.stderr.decode().splitlines() == [
        "ignored a comma before or after 4 events; the first is in e.jsonl:2",
        "6 events read: 4 matched, 2 did not, 0 malformed",
    ]
    assert done.returncode == 0


@given(st.text(st.sampled_from('{}[]",:\\u19a.-+eE \n\t\x00\x7f\ufeffé😀\ud800ntf'), max_size=12))
@example("NaN")
@example("[" * 3000)
@example("[" * 1001 + "]" * 1001)
@example("[" * 1000 + "]" * 1000)
@example("[" * 998 + "]" * 998 + " [" * 1100)
def test_certainly_malformed_lines_are_malformed(text: str) -> None:
    """Whatever Python's parser rejects, AWS's rejects too."""
    for whole in (text, f'{{"a":{text}}}', f'{{"a":"{text}"}}'):
        if is_surely_malformed(whole):
            with pytest.raises(JsonFault):
                strict_tree(whole)
    assert is_surely_malformed("[" * 200_000)


def test_a_too_long_event_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts as one malformed event; the events after it are read, and line numbers stay correct."""
    monkeypatch.setattr(line_blocks, "_MAX_PENDING", 10_000)
    monkeypatch.setattr(pending_lines, "_LONG", 1000)
    long = b'{"a":[' + b'"xxxxxxxxx",\n' * 5000 + b"1]}"
    for between in (b"\n", b"\n  "):
        data = b'{"a":"x"}\n' + long + between + b'{"a":"x"}\n' + long + b'\n{"a":"y"}\n{"a"}'
        block_scanner = BlockScanner(scanner_for(PATTERN), ALL)
        tally = ScanResult.joined(block_scanner.scan(block) for block in blocks(io.BytesIO(data), size=500))
        assert (tally.matched, tally.not_matched, tally.malformed) == (2, 1, 3)
        assert [event.line for event in tally.kept_events] == [1, 5003]
        assert [(fault.line, fault.reason[:28]) for fault in tally.faults][:2] == [
            (2, "an event of more than 256 MB"),
            (5004, "an event of more than 256 MB"),
        ]
        assert tally.misses[0].line == 10_005
        assert tally.lines == 10_006


@pytest.mark.parametrize("size", range(300, 340))
def test_the_end_of_a_long_event(size: int) -> None:
    """Wherever reading stops, none of its lines is mistaken for the next event, and its lines are counted once."""
    data = b'{"list":[{"x":1}' + b',\n{"x":1}' * 2000 + b']}\n{"next":1}\n'
    event, at, rest = LongEvent(data[:200], prefixed=False), 200, b""
    while not rest and at < len(data):
        rest = event.rest_after(data[at : at + size])
        at += size
    begin = min(at, len(data)) - len(rest)
    assert data.startswith(b'{"next"', begin)
    assert event.line_feeds == data[:begin].count(b"\n")


@pytest.mark.parametrize("size", [256, 300, 65, 99])
def test_events_after_a_long_one(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """One below the limit hides no others, however few bytes arrive at a time."""
    monkeypatch.setattr(line_blocks, "_MAX_PENDING", (1 << 18) + (1 << 11))
    monkeypatch.setattr(pending_lines, "_LONG", 1 << 8)

    class Pipe(io.BytesIO):
        """A stream that returns a few bytes at a time."""

        stored = 0

        def read(self, most: int | None = -1, /) -> bytes:
            return super().read(min(size, most or size))

    long = b'{"p":"' + b"x" * (170 << 10) + b'"},\n'
    data = long + b'{"a":1},\n' * 14_000 + b'{"a":2}\n'
    assert sum(block.data.count(b'"a"') for block in line_blocks.line_blocks(Pipe(data), 256)) == 14_001


def test_splitting_takes_one_pass(tmp_path: Path) -> None:
    """Even if an event is longer than many parts."""
    path = tmp_path / "e.jsonl"
    path.write_bytes(b"{}\n" + b'{"a":[\n' + b"1,\n" * 300_000 + b"1]}\n{}\n")
    read = 0

    class Counting(io.FileIO):
        def read(self, size: int | None = -1, /) -> bytes:
            nonlocal read
            data = super().read(size)
            read += len(data or b"")
            return data or b""

    with Counting(path) as file:
        snapshot = take_snapshot(str(path), file)
        assert snapshot is not None
        parts = list(RangedFile(file, snapshot).ranges(1000))
    assert len(parts) <= 3
    assert read <= 2 * path.stat().st_size


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no /dev/stdin")
def test_standard_input_by_its_name(tmp_path: Path) -> None:
    """Other processes have another standard input."""
    (tmp_path / "p.json").write_text('{"a": ["x"]}')
    (tmp_path / "e.jsonl").write_bytes(b'{"f":"%s","a":"x"}\n' % (b"f" * 980) * 20_000)
    with (tmp_path / "e.jsonl").open("rb") as file:
        done = pipefilter_filter(tmp_path, "-c", "-j", "2", "p.json", "/dev/stdin", stdin=file)
    assert (done.returncode, done.stdout) == (0, b"20000\n")


def test_many_small_gzip_members_are_unpacked_in_one_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in one pass for each of them."""
    data = gzip.compress(b"\n") * 20_000
    unpacked = 0
    new = zlib.decompressobj

    class Counting:
        def __init__(self, member: Any) -> None:  # noqa: ANN401 - the module does not name its type
            self._member = member

        def __getattr__(self, name: str) -> object:
            return getattr(self._member, name)

        def copy(self) -> Counting:
            return Counting(self._member.copy())

        def decompress(self, piece: bytes, size: int) -> bytes:
            nonlocal unpacked
            unpacked += len(piece)
            out: bytes = self._member.decompress(piece, size)
            return out

    monkeypatch.setattr(
        "pipefilter.scanning.bytes.decompressors.zlib.decompressobj", lambda wbits: Counting(new(wbits))
    )
    source = uncompressed(io.BytesIO(data))
    size = 0
    while piece := source.read(1 << 18):
        size += len(piece)
    assert size == 20_000
    assert unpacked <= 60 * len(data)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes it otherwise there")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("filter", "p.json", "e.jsonl"), 2),
        (("filter", "-c", "p.json", "e.jsonl"), 2),
        (("filter", "--json", "p.json", "e.jsonl"), 2),
        (("test", "p.json", "e.jsonl"), 2),
        (("check", "p.json"), 2),
        (("explain", "p.json"), 2),
        (("patterns",), 2),
        (("--version",), 2),
        # nothing is to be printed, so nothing is lost
        (("test", "-q", "p.json", "e.jsonl"), 0),
        (("filter", "-v", "p.json", "e.jsonl"), 1),
    ],
    ids=str,
)
def test_closed_standard_output(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    """Lost results are an error, as for grep."""
    (tmp_path / "p.json").write_text('{"a": ["x"]}')
    (tmp_path / "e.jsonl").write_text('{"a":"x"}\n')
    words = " ".join((sys.executable, "-m", "pipefilter", *arguments))
    done = subprocess.run(["sh", "-c", f"{words} >&-"], cwd=tmp_path, stderr=subprocess.PIPE, check=False)
    assert done.returncode == code
    assert (b"cannot print: Bad file descriptor" in done.stderr) == (code == 2)
    assert b"Traceback" not in done.stderr


INTERRUPTED_AT = """
import os, signal, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
sys.argv = ["pipefilter", "filter", "p.json", "e.jsonl"]
import signal
from pipefilter.__main__ import main
main()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there Ctrl-C comes otherwise")
@pytest.mark.parametrize(
    "name",
    [
        *("pipefilter.cli", "pipefilter.cli.main", "click", "click.core", "pipefilter.cli.filter.command"),
        *("pipefilter.language.event_pattern", "simdjson", "pipefilter.scanning.scan_job"),
    ],
)
def test_an_interrupt_while_modules_are_loaded(tmp_path: Path, name: str) -> None:
    """Exit code 130 and one word, whichever import it interrupts."""
    (tmp_path / "p.json").write_text('{"a": ["x"]}')
    (tmp_path / "e.jsonl").write_text('{"a":"x"}\n')
    program = INTERRUPTED_AT.format(name=name)
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 130
    assert done.stderr.split() == [b"interrupted"]


def test_few_modules_are_loaded_before_interrupts_are_handled() -> None:
    """Only those that Python loads anyway: otherwise a traceback would be printed."""
    program = "import sys; before = set(sys.modules); import pipefilter.__main__; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.split() == [b"pipefilter", b"pipefilter.__main__"]


def pipefilter_filter(
    folder: Path, *arguments: str, stdin: IO[bytes] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """The command's outcome."""
    words = [sys.executable, "-m", "pipefilter", "filter", *arguments]
    return subprocess.run(words, cwd=folder, stdin=stdin, capture_output=True, check=False)
