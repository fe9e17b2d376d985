"""The command line with failing or unusual streams: closed, full, unreadable, a terminal, not UTF-8, endless."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from patience import PATIENCE
from thoroughness import mostly_nightly

from pipefilter.cli.main import main
from pipefilter.matching.budget import BASE_STEPS, STEPS_A_VALUE
from pipefilter.scanning.events.event_texts import event_texts

PATTERN = '{"a": [1]}'
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="streams of POSIX")
FULL = Path("/dev/full")
PLAIN = {
    name: value
    for name, value in os.environ.items()
    if name not in {"NO_COLOR", "FORCE_COLOR", "PYTHONIOENCODING", "PYTHONUTF8"}
}


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "pipefilter", *arguments]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a pattern and events."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "p.json").write_text(PATTERN)
    (tmp_path / "e.json").write_text('{"a": 1}')
    (tmp_path / "no.json").write_text('{"a": 2}')
    (tmp_path / "bad.json").write_text('{"a": 1,}')
    return tmp_path


def run_here(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
    """Run the command in this process: its exit code, stdout and stderr."""
    before = sys.stdin, sys.stdout, sys.stderr
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in "oe")
    sys.stdin, sys.stdout, sys.stderr = io.TextIOWrapper(io.BytesIO(stdin)), out, err
    try:
        with pytest.raises(SystemExit) as caught:
            main(list(arguments))
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
    assert isinstance(caught.value.code, int)
    out.flush()
    err.flush()
    printed = [stream.buffer for stream in (out, err)]
    texts = [stream.getvalue().decode() for stream in printed if isinstance(stream, io.BytesIO)]
    return caught.value.code, texts[0], texts[1]


# -- closed, full and unreadable streams

PRINTING = [
    ("test", "p.json", "e.json"),
    ("test", "-b", "p.json", "e.json", "no.json"),
    ("test", "--json", "p.json", "no.json"),
    ("check", "p.json"),
    ("check", "--print-schema"),
    ("explain", "p.json"),
    ("explain", "--json", "p.json"),
    ("patterns",),
    ("patterns", "show", "s3/large-object"),
    ("--help",),
    ("test", "--help"),
    ("--version",),
]


def named(arguments: tuple[str, ...]) -> str:
    return " ".join(arguments)


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize(
    "arguments", mostly_nightly([pytest.param(each, id=named(each)) for each in PRINTING], 2)
)
def test_reader_of_results_has_exited(folder: Path, arguments: tuple[str, ...]) -> None:
    """Whatever is printed into a closed pipe, the exit code is 141 and there is no message."""
    theirs, ours = os.pipe()
    os.close(theirs)
    done = subprocess.run(command(*arguments), stdout=ours, stderr=subprocess.PIPE, check=False, cwd=folder)
    os.close(ours)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize(
    "arguments",
    [
        ("test", "p.json", "none"),
        ("test", "p.json", "bad.json"),
        ("test", "-q", "p.json", "e.json", "none.json"),
    ],
    ids=named,
)
def test_reader_of_messages_has_exited(folder: Path, arguments: tuple[str, ...]) -> None:
    """A message into a closed pipe ends the command in the same way, wherever it is printed."""
    theirs, ours = os.pipe()
    os.close(theirs)
    done = subprocess.run(command(*arguments), stdout=subprocess.PIPE, stderr=ours, check=False, cwd=folder)
    os.close(ours)
    assert (done.returncode, done.stdout) == (141, b"")


CLOSED = "Error: cannot print: Bad file descriptor\n"
"""Lost results are an error, as in grep."""


@pytest.mark.slow
@POSIX
@pytest.mark.parametrize(
    ("line", "code", "out", "err"),
    [
        ("test p.json e.json >&-", 2, "", CLOSED),
        ("test p.json no.json >&-", 2, "", CLOSED),
        ("test --json p.json no.json >&-", 2, "", CLOSED),
        ("test p.json bad.json 2>&-", 2, "", ""),
        ("test -b p.json e.json no.json 2>&-", 1, "match     e.json\nno match  no.json\n", ""),
        ("test p.json none 2>&-", 2, "", ""),
        ("test p.json - <&-", 2, "", "<stdin>: standard input is closed\n"),
        ("test - e.json <&-", 2, "", "Error: cannot read <stdin>: standard input is closed\n"),
        ("check - <&-", 2, "", "Error: cannot read <stdin>: standard input is closed\n"),
        ("explain - <&-", 2, "", "Error: cannot read <stdin>: standard input is closed\n"),
        ("test p.json e.json <&-", 0, "match     e.json\n", ""),
    ],
)
def test_closed_streams(folder: Path, line: str, code: int, out: str, err: str) -> None:
    """Without stdout or stderr the exit code is still right; without stdin, input from it is unreadable."""
    shell = f'"$PYTHON" -m pipefilter {line}'
    done = subprocess.run(
        ["sh", "-c", shell],
        capture_output=True,
        check=False,
        cwd=folder,
        env={**PLAIN, "PYTHON": sys.executable},
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (code, out, err)


@pytest.mark.slow
@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full")
@pytest.mark.parametrize(
    "arguments", mostly_nightly([pytest.param(each, id=named(each)) for each in PRINTING], 3)
)
def test_full_disk(folder: Path, arguments: tuple[str, ...]) -> None:
    """Results that cannot be written cause one sentence and exit code 2, not a verdict."""
    with FULL.open("wb") as full:
        done = subprocess.run(command(*arguments), stdout=full, stderr=subprocess.PIPE, check=False, cwd=folder)
    assert done.returncode == 2
    assert done.stderr == b"Error: cannot print: No space left on device\n"


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files named locked.json, or beside such a file, cannot be opened, even by root."""

    def guarded(name: str, mode: Literal["rb"]) -> BinaryIO:
        if "locked" in name:
            raise PermissionError(13, "Permission denied", name)
        return Path(name).open(mode)

    monkeypatch.setattr("pipefilter.application.input_files.open", guarded, raising=False)


@pytest.mark.usefixtures("locked")
def test_unreadable_files(folder: Path) -> None:
    """A file without read permission is reported; the other files are evaluated."""
    (folder / "locked.json").write_text('{"a": 1}')
    assert run_here("test", "p.json", "locked.json", "e.json") == (
        2,
        "match     e.json\n",
        "locked.json: Permission denied\n2 events: 1 matched, 0 did not, 1 could not be evaluated\n",
    )
    code, out, err = run_here("test", "--json", "p.json", "locked.json")
    assert (code, err) == (2, "")
    assert json.loads(out) == {
        "event": "locked.json",
        "verdict": "unreadable",
        "reason": "Permission denied",
    }
    for arguments in (("check", "locked.json"), ("explain", "locked.json"), ("test", "locked.json", "e.json")):
        assert run_here(*arguments) == (2, "", "Error: cannot read locked.json: Permission denied\n")


@pytest.mark.usefixtures("locked")
def test_unreadable_files_in_a_folder_of_patterns(folder: Path) -> None:
    """An unreadable pattern or event does not keep the other patterns from being tested."""
    for name in ("locked", "open"):
        (folder / "x" / name / "match").mkdir(parents=True)
        (folder / "x" / name / "pattern.json").write_text(PATTERN)
        (folder / "x" / name / "match" / "e.json").write_text('{"a": 1}')
    (folder / "x" / "open" / "match" / "locked.json").write_text('{"a": 1}')
    assert run_here("test", "x") == (
        2,
        "",
        "Error: cannot read x/locked/pattern.json: Permission denied\n"
        "x/open/match/locked.json: Permission denied\n"
        "2 patterns, 2 events: 1 as expected, 0 unexpected, 1 could not be evaluated; 1 pattern could not be tested\n",
    )


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="there is no /proc")
def test_file_that_fails_while_it_is_read(folder: Path) -> None:
    """A read error is reported for that file, and the others are evaluated."""
    assert folder
    assert run_here("test", "-b", "p.json", "/proc/self/mem", "no.json") == (
        2,
        "no match  no.json\n",
        "/proc/self/mem: Input/output error\n2 events: 0 matched, 1 did not, 1 could not be evaluated\n",
    )
    assert run_here("check", "/proc/self/mem") == (
        2,
        "",
        "Error: cannot read /proc/self/mem: Input/output error\n",
    )


@POSIX
def test_pipes_as_files(folder: Path) -> None:
    """Patterns and events may come from named pipes, as the shell makes them for <(...)."""
    os.mkfifo(folder / "pattern")
    os.mkfifo(folder / "events")
    process = subprocess.Popen(command("test", "-b", "pattern", "events"), cwd=folder, stdout=subprocess.PIPE)
    (folder / "pattern").write_text(PATTERN)
    (folder / "events").write_text('{"a": 1}\n{"a": 2}\n')
    out, _ = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (1, b"match     events:1\nno match  events:2\n")


# -- streams that go on, and Ctrl-C


@POSIX
def test_verdicts_come_while_events_come(folder: Path) -> None:
    """JSON lines from a live stream are evaluated as they arrive; Ctrl-C ends the command with exit code 130."""
    process = subprocess.Popen(
        command("test", "-b", "p.json", "-"),
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b'{"a": 1}\n{"a": 2}\n')
    process.stdin.flush()
    lines = [process.stdout.readline(), process.stdout.readline()]
    process.stdin.write(b'{"a": 3}\n')
    process.stdin.flush()
    lines.append(process.stdout.readline())
    assert lines == [b"match     <stdin>:1\n", b"no match  <stdin>:2\n", b"no match  <stdin>:3\n"]
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err.strip()) == (130, b"", b"interrupted")


@pytest.mark.parametrize(
    "first", [b'{"a": 1}\n', b'{"a": 1,}\n', b'{"a": "\xff"}\n', b'\xef\xbb\xbf{"a": 1}\r\n']
)
def test_lines_are_read_one_by_one(first: bytes) -> None:
    """Whatever the first line is, JSON lines are not read further than necessary."""
    stream = io.BytesIO(first + b'{"a": 2}\n' * 100_000)
    events = event_texts(stream)
    assert [next(events).line for _ in range(5)] == [1, 2, 3, 4, 5]
    assert stream.tell() < 200


# -- encodings of the output

ODD = '{"name é \U0001f600": ["\\ud800 é"]}'


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "ascii", "utf-8", "utf-16"])
def test_json_in_every_encoding(folder: Path, encoding: str) -> None:
    """The output of --json is JSON with the same meaning in every output encoding."""
    (folder / "odd.json").write_text(ODD, "utf-8")
    done = subprocess.run(
        command("explain", "--json", "odd.json"),
        capture_output=True,
        check=True,
        cwd=folder,
        env={**PLAIN, "PYTHONIOENCODING": encoding},
    )
    report = json.loads(done.stdout.decode(encoding))
    assert report["fields"] == [
        {
            "path": "name é \U0001f600",
            "pointer": "/name é \U0001f600",
            "wanted": 'is "\\ud800 é"',
        }
    ]


def test_words_in_a_narrow_encoding(folder: Path) -> None:
    """Characters that the output encoding does not have are printed as escapes."""
    (folder / "odd.json").write_text(ODD, "utf-8")
    done = subprocess.run(
        command("explain", "odd.json"),
        capture_output=True,
        check=True,
        cwd=folder,
        env={**PLAIN, "PYTHONIOENCODING": "latin-1"},
    )
    assert done.stdout.decode("latin-1").splitlines()[1] == '  name é \\U0001f600 is "\\ud800 é"'


@POSIX
def test_name_of_a_file_that_is_not_utf8(folder: Path) -> None:
    """A file whose name is not valid UTF-8 is evaluated, and its name printed with escapes."""
    try:
        (folder / os.fsdecode(b"\xff.json")).write_text('{"a": 1}')
    except OSError:
        pytest.skip("the file system takes names in UTF-8 only")
    name = os.fsencode(folder) + b"/\xff.json"
    line = [*map(os.fsencode, command("test", "p.json")), name]
    done = subprocess.run(line, capture_output=True, check=True, cwd=folder)
    assert done.stdout.endswith(b"/\\udcff.json\n")


# -- terminals


def on_terminal(line: list[str], folder: Path, *, stream: str, env: dict[str, str]) -> tuple[bytes, bytes]:
    """A command's output on a terminal, and on the other stream, a pipe."""
    ours, theirs = os.openpty()
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: theirs}
    process = subprocess.Popen(line, cwd=folder, env=env, **streams)
    os.close(theirs)
    output = b""
    try:
        while piece := os.read(ours, 65_536):
            output += piece
    except OSError:  # so Linux reports the end of a terminal
        pass
    os.close(ours)
    out, err = process.communicate(timeout=PATIENCE)
    return output, out or err or b""


@pytest.mark.slow
@POSIX
def test_messages_are_coloured_on_a_terminal(folder: Path) -> None:
    """Each stream is coloured if it is a terminal itself: messages on a terminal, results in a pipe plain."""
    line = command("test", "-b", "p.json", "e.json", "bad.json")
    terminal, piped = on_terminal(line, folder, stream="stderr", env=PLAIN)
    assert terminal.startswith(b"\x1b[31mbad.json:1:9  PF101")
    assert piped == b"match     e.json\n"
    terminal, piped = on_terminal(line, folder, stream="stdout", env=PLAIN)
    assert terminal == b"\x1b[32mmatch   \x1b[0m  e.json\r\n"
    assert piped.startswith(b"bad.json:1:9  PF101")
    terminal, _ = on_terminal(line, folder, stream="stderr", env={**PLAIN, "NO_COLOR": "1"})
    assert terminal.startswith(b"bad.json:1:9  PF101")


def test_events_do_not_control_the_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control characters in names are printed as escapes, on a terminal too; only our own colours pass."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    (folder / "d.json").write_text('{"d": {"x": {"S": ["v"]}}}')
    (folder / "evil.json").write_text('{"d": {"x": {"\\u001b[2J\\u001b]0;title\\u0007\\u009b1m": 1}}}')
    code, out, _ = run_here("test", "d.json", "evil.json")
    assert code == 1
    assert 'hint: d.x has no S; its only field is "\\u001b[2J\\u001b]0;title\\u0007\\u009b1m"' in out
    assert set(out.split("\x1b")[1:]) >= {"[31mno match", "[0m  evil.json\n"}
    assert all(piece.startswith(("[31m", "[32m", "[33m", "[0m")) for piece in out.split("\x1b")[1:])


SMALL_IS_LONG = "import pipefilter.cli.terminal.progress as p, pipefilter.cli.main as m; p._LONG = 10; p._SOON = 0; m.main()"


@pytest.mark.slow
@POSIX
def test_progress_bar(folder: Path) -> None:
    """Long work shows a bar on a terminal, on stderr, and only if no verdicts go to the terminal too."""
    (folder / "many.jsonl").write_text('{"a": 1}\n' * 2000)
    line = [sys.executable, "-c", SMALL_IS_LONG, "test", "-q", "p.json", "many.jsonl"]
    env = {**PLAIN, "TERM": "xterm", "COLUMNS": "100"}
    terminal, piped = on_terminal(line, folder, stream="stderr", env=env)
    assert b"reading" in terminal
    assert b"100%" in terminal
    assert b"2000 events" not in terminal  # because of --quiet
    assert piped == b""
    assert on_terminal(line, folder, stream="stdout", env=env) == (b"", b"")
    line[3:5] = ["filter", "-c"]
    terminal, piped = on_terminal(line, folder, stream="stderr", env=env)
    assert b"events/s" in terminal
    assert terminal.endswith(b"2000 events read: 2000 matched, 0 did not, 0 malformed\r\n")
    assert piped == b"2000\n"


# -- events too intricate to evaluate or to explain

COUNT = 18
FIELDS: dict[str, list[Any]] = {f"f{n:02}": [1] for n in range(COUNT)} | {"z": [{"exists": False}]}
ARRAYS = ",".join(f'"a":[{{"f{n:02}":1,"z":1}},{{"z":1}}]' for n in range(COUNT) for _ in "xy")


def test_intricate_event(folder: Path) -> None:
    """An event without a verdict within the budget could not be evaluated; its position is reported."""
    (folder / "p.json").write_text(json.dumps({"a": FIELDS}))
    (folder / "e.jsonl").write_text(f'{{"b":1}}\n{{{ARRAYS}}}\n')
    steps = BASE_STEPS + STEPS_A_VALUE * ARRAYS.count(":1")
    reason = (
        f"no verdict within {steps:,} steps: the event has repeated keys with arrays below them, or the pattern has "
        "too many alternatives for the number of values in the event"
    )
    assert run_here("test", "-b", "p.json", "e.jsonl") == (
        2,
        "no match  e.jsonl:1\n",
        f"e.jsonl:2: {reason}\n2 events: 0 matched, 1 did not, 1 could not be evaluated\n",
    )
    code, out, _ = run_here("test", "--json", "p.json", "e.jsonl")
    assert code == 2
    line = {"event": "e.jsonl", "line": 2, "column": 1, "verdict": "undecided", "reason": reason, "seen": None}
    assert line.items() <= json.loads(out.splitlines()[1]).items()


def test_event_with_a_branch_too_intricate(folder: Path) -> None:
    """The branch of $or that decides is explained, though a later branch would be too intricate."""
    (folder / "p.json").write_text(json.dumps({"$or": [{"ok": [1]}, {"a": FIELDS}]}))
    (folder / "e.json").write_text(f'{{{ARRAYS},"ok":1}}')
    output = "match     e.json\n  of the 2 $or combinations, this one matches: /$or/0\n  + ok: is 1\n"
    assert run_here("test", "-v", "p.json", "e.json") == (0, output, "")
    code, out, _ = run_here("test", "--json", "p.json", "e.json")
    assert code == 0
    assert json.loads(out)["explanation"]["branch_count"] == 2


# -- folders


@pytest.mark.parametrize("path", [".", "pattern.json", "../mine", "../mine/"])
def test_folder_of_one_pattern(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    """A pattern is named after its folder, also if the command runs in that folder."""
    (tmp_path / "mine" / "match").mkdir(parents=True)
    (tmp_path / "mine" / "pattern.json").write_text(PATTERN)
    (tmp_path / "mine" / "match" / "e.json").write_text('{"a": 1}')
    monkeypatch.chdir(tmp_path / "mine")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert run_here("test", path) == (
        0,
        "ok     mine (1 event)\n",
        "1 pattern, 1 event: 1 as expected, 0 unexpected\n",
    )


@POSIX
def test_links(folder: Path) -> None:
    """A dangling link is not a file; a folder with a link to itself is traversed once."""
    (folder / "broken.json").symlink_to("nowhere")
    assert run_here("test", "p.json", "broken.json") == (2, "", "Error: there is no file broken.json\n")
    (folder / "loop").mkdir()
    (folder / "loop" / "again").symlink_to(folder / "loop")
    (folder / "loop" / "e.json").write_text('{"a": 1}')
    code, out, _ = run_here("test", "p.json", "loop")
    assert (code, out) == (0, "match     loop/e.json\n")


def test_option_before_the_command_of_patterns() -> None:
    """`patterns --json show NAME` is `patterns show --json NAME`."""
    before = run_here("patterns", "--json", "show", "large-object")
    assert before == run_here("patterns", "show", "--json", "large-object")
    assert set(json.loads(before[1])) == {"name", "title", "pattern", "readme"}


# -- anything at all

OBJECTS = st.lists(
    st.fixed_dictionaries(
        {"a": st.integers(0, 3)},
        optional={
            "s": st.text(max_size=4),
            "o": st.dictionaries(st.text(max_size=2), st.booleans(), max_size=2),
        },
    ),
    min_size=1,
    max_size=6,
)
Writer = Callable[[list[dict[str, object]]], str]


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


WRITERS: dict[str, Writer] = {
    "lines": lambda events: "".join(compact(event) + "\n" for event in events),
    "lines, the last not ended": lambda events: "\n".join(map(compact, events)),
    "lines with blank ones": lambda events: "\n" + "\n \t\n".join(map(compact, events)) + "\n\n",
    "indented": lambda events: "".join(json.dumps(event, indent=2) + "\n" for event in events),
    "indented, run together": lambda events: "".join(json.dumps(event, indent=1) for event in events),
    "one on a line, then indented": lambda events: "\n".join(
        [compact(events[0]), *(json.dumps(event, indent=2) for event in events[1:])]
    ),
    "run together": lambda events: "".join(map(compact, events)),
    "two on each line": lambda events: "".join(
        compact(event) + " \n"[number % 2] for number, event in enumerate(events)
    ),
    "list": compact,
    "indented list": lambda events: json.dumps(events, indent=4),
    "list, one on a line": lambda events: "[\n" + ",\n".join(map(compact, events)) + "\n]\n",
}
ENCODERS: dict[str, Callable[[str], bytes]] = {
    "UTF-8": lambda text: text.encode(),
    "UTF-8 with its mark": lambda text: text.encode("utf-8-sig"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16, high byte first": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "CR LF": lambda text: text.replace("\n", "\r\n").encode(),
}


@pytest.fixture(scope="module")
def pattern_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A pattern file that exists while examples are run."""
    path = tmp_path_factory.mktemp("pattern") / "p.json"
    path.write_text(PATTERN)
    return str(path)


@given(OBJECTS, st.sampled_from(sorted(WRITERS)), st.sampled_from(sorted(ENCODERS)))
@example([{"a": 1}, {"a": 2, "o": {"x": True}}, {"a": 1}], "one on a line, then indented", "UTF-8")
def test_every_form_has_the_same_events(
    pattern_file: str, events: list[dict[str, object]], form: str, encoding: str
) -> None:
    """However events are written into one file, each is evaluated, in order."""
    data = ENCODERS[encoding](WRITERS[form](events))
    code, out, _ = run_here("test", "--json", pattern_file, "-", stdin=data)
    verdicts = [json.loads(line)["verdict"] for line in out.splitlines()]
    assert verdicts == ["match" if event["a"] == 1 else "no_match" for event in events]
    assert code == (0 if set(verdicts) == {"match"} else 1)


PIECES = st.lists(
    st.sampled_from(
        [b'{"a": 1}', b'{"a": 2}\n', b"{", b"}", b"[", b"]", b",", b":", b"\n", b"\r\n", b'"a"', b"1", b" ",
         b"null", b'"', b"\\ud83d", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xf0\x9f\x98\x80", b"\x00",
         b"\x1b[2J", b'{\n "a":\n 1\n}\n', b'[{"a": 1},\n{"a": 2}]', b"\xe2\x80\xa8"]
    ),
    max_size=12,
).map(b"".join)  # fmt: skip


@given(PIECES)
@example(b'\xef\xbb\xbf\xef\xbb\xbf "\xff\r\n')
@example(b'{"a": 1}\n{\n "a": 1\n}{\n "a": 1\n}\n')
def test_anything_as_events(pattern_file: str, data: bytes) -> None:
    """Whatever the events are, each line of --json has a verdict, positions grow, and the exit code agrees."""
    code, out, err = run_here("test", "--json", pattern_file, "-", stdin=data)
    lines = [json.loads(line) for line in out.splitlines()]
    verdicts = [line["verdict"] for line in lines]
    assert lines
    assert set(verdicts) <= {"match", "no_match", "invalid_event", "unreadable", "undecided"}
    worst = 2 if set(verdicts) - {"match", "no_match"} else 1 if "no_match" in verdicts else 0
    assert code == worst
    places = [(line["line"], line["column"]) for line in lines if "line" in line]
    assert places == sorted(set(places))
    assert err.startswith(f"{len(lines)} events: ") if len(lines) > 1 else err == ""
    human = run_here("test", "-b", pattern_file, "-", stdin=data)
    assert human[0] == code
    assert len(human[1].splitlines()) == verdicts.count("match") + verdicts.count("no_match")


@given(PIECES)
def test_anything_as_pattern(data: bytes) -> None:
    """Whatever the pattern is, `check` and `explain` agree on whether it is valid."""
    checked = run_here("check", "--json", "-", stdin=data)
    explained = run_here("explain", "--json", "-", stdin=data)
    report, words = json.loads(checked[1]), json.loads(explained[1])
    assert checked[0] == explained[0] == (0 if report["valid"] else 2)
    assert report["valid"] is words["valid"]
    assert report["problems"] == words.get("problems", [])
    assert (checked[2], explained[2]) == ("", "")
