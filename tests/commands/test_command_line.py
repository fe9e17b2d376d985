"""The command line: the output and exit code of each command, on every form of input."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from command_cases import Case, as_bytes, commands, load, put_files
from patience import PATIENCE
from thoroughness import mostly_nightly

from pipefilter.cli import COMMANDS
from pipefilter.cli.main import main, pipefilter
from pipefilter.cli.terminal.help_page import GroupedCommand


def with_rules_of_results(log: Case) -> Case:
    """A SARIF log with the rules that have results, and without the others that it lists."""
    (run,) = log["runs"]
    reported = {result["ruleId"] for result in run["results"]}
    driver = run["tool"]["driver"]
    assert len(driver["rules"]) > len(reported)
    driver["rules"] = [rule for rule in driver["rules"] if rule["id"] in reported]
    return log


@pytest.mark.parametrize("case", load())
def test_commands(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command exits with the code, and prints the lines, of the case."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    put_files(case)
    stdin = io.TextIOWrapper(io.BytesIO(as_bytes(case.get("stdin", ""))))
    monkeypatch.setattr(sys, "stdin", stdin)
    with pytest.raises(SystemExit) as caught:
        main(case["args"])
    printed = capsys.readouterr()
    if "sarif" in case:
        assert with_rules_of_results(json.loads(printed.out)) == case["sarif"]
    else:
        assert printed.out.split("\n")[:-1] == case["stdout"]
    if case["stderr"] is None:  # click's own messages change with its versions; only the last line may be ours
        assert "Usage: pipefilter" in printed.err
        assert printed.err.endswith(case.get("error", "\n"))
    else:
        assert printed.err.split("\n")[:-1] == case["stderr"]
    assert caught.value.code == case["exit"]
    if "--json" in case["args"]:
        for line in printed.out.splitlines():
            assert isinstance(json.loads(line), dict)


def one_of_each() -> list[Any]:
    """For each command and exit code the first case that prints something."""
    of_each: dict[tuple[str, int], Any] = {}
    for case in load():
        values = case.values[0]
        if values["args"] and values["args"][0] in COMMANDS and (values["stdout"] or values["stderr"]):
            of_each.setdefault((values["args"][0], values["exit"]), case)
    return list(of_each.values())


@pytest.mark.parametrize("case", one_of_each())
def test_colours(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On a terminal with colours no escape code of ours is printed as text."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FORCE_COLOR", "1")
    put_files(case)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(as_bytes(case.get("stdin", "")))))
    with pytest.raises(SystemExit):
        main(case["args"])
    printed = capsys.readouterr()
    assert "\\u001b" not in printed.out + printed.err


ANSWERS = ("test", "check", "compare", "diff", "filter", "verify")
"""The commands with a yes-or-no answer, except the one that calls an AWS account."""


def answers() -> list[Any]:
    """The cases of the commands that evaluate something."""
    pages = {"--explain", "--print-schema", "--help", "-h"}
    return [
        case
        for case in load()
        if (args := case.values[0]["args"])[:1] in [[each] for each in ANSWERS] and not pages & {*args}
    ]


@pytest.mark.slow
@pytest.mark.parametrize("case", mostly_nightly(answers(), 4))
def test_quiet(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --quiet the exit code is the same, results are omitted, and undecided events are reported."""
    monkeypatch.chdir(tmp_path)
    put_files(case)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(as_bytes(case.get("stdin", "")))))
    name, *rest = case["args"]
    with pytest.raises(SystemExit) as caught:
        main([name, "--quiet", *rest])
    printed = capsys.readouterr()
    assert caught.value.code == case["exit"]
    errors = printed.err
    if "github" in rest:  # their errors are annotations
        assert all(line.startswith(("::error ", "::error::")) for line in printed.out.splitlines())
        errors += printed.out
    else:
        assert printed.out == ""
    if case["exit"] != 1:
        assert bool(errors) == (case["exit"] == 2)
    elif name != "check":  # a file in which a check reports an error is an error
        assert not errors


def run(
    *arguments: str, cwd: Path | None = None, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the command in its own process."""
    command = [sys.executable, "-m", "pipefilter", *arguments]
    return subprocess.run(command, capture_output=True, check=False, cwd=cwd, env=env)


EVENT_KEYS = {
    "event", "line", "column", "record", "service", "source", "verdict", "reason", "notes", "filters", "explanation", "seen",
}  # fmt: skip
PROBLEM_KEYS = {
    "code", "message", "pointer", "line", "column", "start", "end", "aws_place", "excerpt", "hint", "advice", "severity", "aws_message",
}  # fmt: skip


def json_lines(*arguments: str, code: int) -> list[Case]:
    done = run(*arguments, "--json")
    assert done.returncode == code
    assert b"Traceback" not in done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
def test_json_shapes(tmp_path: Path) -> None:
    """The objects that --json prints have exactly the members that docs/reference/json.md lists."""
    pattern, event, bad = tmp_path / "pattern.json", tmp_path / "e.jsonl", tmp_path / "bad.json"
    pattern.write_text('{"a": [1], "$or": [{"b": [true]}, {"c": {"d": ["x"], "e": ["y"]}}]}')
    event.write_text('{"a":1,"b":true}\n{"a":1,"c":[{"d":"x"},{"e":"y"}]}\nnope\n')
    bad.write_text('{"a": 1}')
    matched, missed, broken = json_lines("test", str(pattern), str(event), code=2)
    assert set(matched) == set(missed) == EVENT_KEYS
    assert (matched["verdict"], missed["verdict"], missed["line"]) == ("match", "no_match", 2)
    explanation = missed["explanation"]
    assert set(explanation) == {"matches", "branch", "branch_count", "hints"}
    assert set(explanation["branch"]) == {"choices", "matches", "fields", "conflict"}
    assert set(explanation["branch"]["fields"][0]) == {
        "path", "pointer", "wanted", "holds", "held", "values", "value_count", "hints",
    }  # fmt: skip
    assert set(explanation["branch"]["fields"][0]["values"][0]) == {"json", "where", "right"}
    assert set(broken) == {"event", "line", "column", "verdict", "problem"}
    assert broken["verdict"] == "invalid_event"
    assert set(broken["problem"]) == PROBLEM_KEYS
    (refused,) = json_lines("test", str(bad), str(event), code=2)
    assert set(refused) == {"pattern", "verdict", "problems"}
    assert refused["verdict"] == "invalid_pattern"
    assert set(refused["problems"][0]) == PROBLEM_KEYS
    (checked,) = json_lines("check", str(bad), code=2)
    assert set(checked) == {"pattern", "valid", "problems", "advice"}
    (explained,) = json_lines("explain", str(pattern), code=0)
    assert set(explained) == {"pattern", "valid", "words", "fields", "branches", "unknown"}
    assert set(explained["fields"][0]) == {"path", "pointer", "wanted"}
    (compared,) = json_lines("compare", str(pattern), '{"a": [1]}', "--traffic", str(event), code=2)
    assert set(compared) == {
        "first", "second", "relation", "implies", "is_implied", "both", "only_first", "only_second", "arrays", "not_proven",
        "overlaps", "notes", "traffic",
    }  # fmt: skip
    assert set(compared["both"]) == {"event", "record", "scope"}
    assert set(compared["traffic"]) == {
        "files", "both", "only_first", "only_second", "neither", "malformed", "undecided", "unreadable", "first_difference",
    }  # fmt: skip
    (differing,) = json_lines("diff", str(pattern), '{"a": [1]}', code=1)
    assert set(differing) == {
        "name", "old_name", "file", "resource", "line", "column", "service", "source", "status", "loses", "gains",
        "stops_matching", "starts_matching", "unknown", "not_proven", "note", "problems",
    }  # fmt: skip
    assert set(differing["starts_matching"]) == {"event", "record", "scope"}
    (unreadable,) = (
        json_lines("test", str(pattern), str(tmp_path / "empty.json"), code=2)
        if ((tmp_path / "empty.json").write_text("") == 0)
        else ({},)
    )
    assert set(unreadable) == {"event", "verdict", "reason"}


@pytest.mark.slow
def test_json_shapes_of_filter(tmp_path: Path) -> None:
    """Likewise for the output of `filter`."""
    pattern, events = tmp_path / "rules" / "p.json", tmp_path / "e.jsonl"
    pattern.parent.mkdir()
    pattern.write_text('{"a": [1]}')
    events.write_text('{"a":1}\n{"a":2}\nnope\n')
    place = {"event", "line", "column"}
    counts = {"files", "read", "matched", "not_matched", "malformed", "undecided", "decoded", "kept"}
    counts |= {"unreadable", "stopped"}
    matched, missed, broken, summary = json_lines(
        "filter", "--explain-misses", "1", str(pattern), str(events), code=2
    )
    assert set(matched) == {*place, "verdict", "text"}
    assert set(missed) == {*place, "verdict", "explanation"}
    assert set(broken) == {*place, "verdict", "problem"}
    assert set(summary) == {"summary"}
    assert set(summary["summary"]) == counts
    matched, broken, summary = json_lines("filter", "--rules", str(pattern.parent), str(events), code=2)
    assert set(matched) == {*place, "rules"}
    assert set(summary["summary"]) == {*counts, "rules", "never"}
    (tmp_path / "cut.json").write_text('[{"a": 1}')
    _, summary = json_lines("filter", str(pattern), str(tmp_path / "cut.json"), code=2)
    assert set(summary["summary"]["unreadable"][0]) == {"file", "reason"}


def test_json_conflict_shape(tmp_path: Path) -> None:
    """A conflict between array elements has its array, its paths and its elements."""
    (tmp_path / "p.json").write_text('{"c": {"d": ["x"], "e": ["y"]}}')
    (tmp_path / "e.json").write_text('{"c":[{"d":"x"},{"e":"y"}]}')
    (line,) = json_lines("test", str(tmp_path / "p.json"), str(tmp_path / "e.json"), code=1)
    assert line["explanation"]["branch"]["conflict"] == {
        "array": "c",
        "paths": ["c.d", "c.e"],
        "elements": [{"index": 0, "holding": ["c.d"]}, {"index": 1, "holding": ["c.e"]}],
    }


@pytest.mark.slow
def test_patterns_lists_and_shows() -> None:
    """The ready-made patterns are listed, and one is printed as in its file."""
    listed = run("patterns")
    assert listed.returncode == 0
    names = [line.split()[0] for line in listed.stdout.decode().splitlines()]
    assert "s3/large-object" in names
    assert len(names) >= 15
    result = run("patterns", "show", "s3/large-object")
    assert json.loads(result.stdout)["source"] == ["aws.s3"]
    assert run("patterns", "show", "large-object").stdout == result.stdout
    about = json_lines("patterns", "show", "s3/large-object", code=0)[0]
    assert set(about) == {"name", "title", "pattern", "readme"}
    assert run("patterns", "show", "s3/large-object", "--readme").stdout.startswith(b"# New objects")
    assert set(json_lines("patterns", code=0)[0]) == {"name", "title", "file"}
    missing = run("patterns", "show", "s3/large-objects")
    assert missing.returncode == 2
    assert b"did you mean s3/large-object?" in missing.stderr


def test_schema_is_printed() -> None:
    """`check --print-schema` prints the JSON Schema."""
    schema = json.loads(run("check", "--print-schema").stdout)
    assert schema["title"] == "AWS event pattern"


def test_version() -> None:
    """`--version` prints name and version."""
    done = run("--version")
    assert done.returncode == 0
    assert done.stdout.startswith(b"pipefilter")


@pytest.mark.skipif(sys.platform == "win32", reason="signals and pipes of POSIX")
class TestProcesses:
    """Behaviour that only a separate process shows."""

    def test_closed_pipe(self, tmp_path: Path) -> None:
        """The reader may close the pipe: no traceback, no message, exit 141."""
        (tmp_path / "p.json").write_text('{"a": [1]}')
        (tmp_path / "e.jsonl").write_text('{"a": 1}\n' * 50_000)
        process = subprocess.Popen(
            [sys.executable, "-m", "pipefilter", "test", "p.json", "e.jsonl"],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"match     e.jsonl:1\n"
        process.stdout.close()
        assert process.wait(PATIENCE) == 141
        assert process.stderr.read() == b""
        process.stderr.close()

    def test_interrupt(self, tmp_path: Path) -> None:
        """Ctrl-C ends the command with one word and exit 130."""
        (tmp_path / "p.json").write_text('{"a": [1]}')
        process = subprocess.Popen(
            [sys.executable, "-m", "pipefilter", "test", "p.json", "-"],
            cwd=tmp_path,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdin is not None
        process.stdin.write(b'{"a": 1}\n{"a": 1}\n{"a": 2}\n')
        process.stdin.flush()
        assert process.stdout is not None
        assert process.stdout.readline() == b"match     <stdin>:1\n"
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 130
        assert err.strip() == b"interrupted"
        assert b"Traceback" not in out

    def test_interrupt_while_a_text_is_executed(self, tmp_path: Path) -> None:
        """As when a module with dataclasses is imported: the exit code is the same."""
        program = (
            "import os, signal, sys, pipefilter.cli.main as cli\n"
            "from pipefilter.__main__ import main\n"
            "def run():\n"
            "    try:\n"
            "        exec('os.kill(os.getpid(), signal.SIGINT); signal.pause()')\n"
            "    except KeyboardInterrupt:\n"
            "        print('caught')\n"
            "        sys.exit(130)\n"
            "cli.main = run\n"
            "main()\n"
        )
        (tmp_path / "interrupted.py").write_text(program)
        done = subprocess.run(
            [sys.executable, "-m", "interrupted"], capture_output=True, check=False, cwd=tmp_path
        )
        assert (done.returncode, done.stdout.split(), done.stderr) == (130, [b"caught"], b"")

    @pytest.mark.slow
    def test_colour_on_a_terminal_only(self, tmp_path: Path) -> None:
        """On a terminal verdicts are coloured, unless NO_COLOR is set; in a pipe they are plain."""
        (tmp_path / "p.json").write_text('{"a": [1]}')
        (tmp_path / "e.json").write_text('{"a": 2}')
        environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}

        pty = pytest.importorskip("pty")

        def on_terminal(**more: str) -> bytes:
            ours, theirs = pty.openpty()
            command = [sys.executable, "-m", "pipefilter", "test", "p.json", "e.json"]
            subprocess.run(command, cwd=tmp_path, stdout=theirs, env={**environment, **more}, check=False)
            os.close(theirs)
            output = os.read(ours, 10_000)
            os.close(ours)
            return output

        assert b"\x1b[31mno match\x1b[0m" in on_terminal()
        assert b"\x1b" not in on_terminal(NO_COLOR="1")
        plain = run("test", "p.json", "e.json", cwd=tmp_path, env=environment)
        assert b"\x1b" not in plain.stdout
        forced = run("test", "p.json", "e.json", cwd=tmp_path, env={**environment, "FORCE_COLOR": "1"})
        assert b"\x1b[31m" in forced.stdout

    @pytest.mark.nightly
    def test_memory_does_not_grow_with_json_lines(self, tmp_path: Path) -> None:
        """Ten times as many JSON lines need no more memory."""
        (tmp_path / "p.json").write_text('{"a": [1]}')
        line = json.dumps({"a": 1, "text": "x" * 900}) + "\n"
        code = (
            "import resource, subprocess, sys\n"
            "subprocess.run([sys.executable, '-m', 'pipefilter', 'test', '-q', 'p.json', sys.argv[1]],"
            " check=True, stderr=subprocess.DEVNULL)\n"
            "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
        )
        peaks = []
        for count in (2_000, 20_000):
            (tmp_path / f"{count}.jsonl").write_text(line * count)
            done = subprocess.run(
                [sys.executable, "-c", code, f"{count}.jsonl"],
                cwd=tmp_path,
                capture_output=True,
                check=True,
            )
            peaks.append(int(done.stdout))
        assert peaks[1] < 1.2 * peaks[0]


def test_help_of_several_paths(capsys: pytest.CaptureFixture[str]) -> None:
    """The help says how many of the attributes must match: all of those after --changed, one after --any-changed."""
    with pytest.raises(SystemExit):
        main(["build", "dynamodb", "--help"])
    help_text = " ".join(capsys.readouterr().out.split())
    of_option = {part.split()[0]: part for part in help_text.split(" --")}
    assert "At least one of these" in of_option["any-changed"]
    assert "None of these" in of_option["unchanged"]
    for option in ("changed", "added", "removed"):
        assert "All of these" in of_option[option]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_examples_in_the_help(words: tuple[str, ...]) -> None:
    """The help of each command has examples, whose options and names exist."""
    subcommand = commands()[words]
    lines = [line.strip() for line in (subcommand.epilog or "").splitlines() if line.startswith("  ")]
    assert lines
    for line in lines:
        typed = shlex.split(re.split(r" [|<>] ", line)[0])
        assert typed[0] == "pipefilter"
        assert tuple(typed[1 : len(words) + 1]) == words
        context = click.Context(pipefilter)
        rest = typed[1:]
        command: click.Command = pipefilter
        while isinstance(command, click.Group) and rest and not rest[0].startswith("-"):
            _, next_command, rest = command.resolve_command(context, rest)
            assert next_command is not None
            command = next_command
        command.make_context(command.name, rest)  # raises a UsageError if it cannot be parsed


@pytest.mark.parametrize("words", [("estimate",), ("build", "dynamodb")], ids=" ".join)
def test_options_in_groups(words: tuple[str, ...]) -> None:
    """Each option of a command with many is in one of its groups, and each member of a group is an option."""
    subcommand = commands()[words]
    assert isinstance(subcommand, GroupedCommand)
    grouped = [option for options in subcommand.groups.values() for option in options]
    assert len(grouped) == len(set(grouped))
    options = {parameter.opts[-1] for parameter in subcommand.params if isinstance(parameter, click.Option)}
    assert set(grouped) == options


def test_quiet_and_max_mean_one_thing() -> None:
    """-q and -n are the same option, with the same help, in all commands that have it; -v inverts."""
    meanings: dict[str, set[str]] = {"-q": set(), "-n": set(), "-v": set()}
    for subcommand in commands().values():
        for parameter in subcommand.params:
            for short in meanings.keys() & {*parameter.opts}:
                if not getattr(parameter, "hidden", False):
                    meanings[short].add(parameter.opts[-1])
    assert meanings == {"-q": {"--quiet"}, "-n": {"--max"}, "-v": {"--invert-match"}}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_and_the_help_of_each_describe_it_alike(name: str) -> None:
    command = pipefilter.get_command(click.Context(pipefilter), name)
    assert command is not None
    assert (command.help or "").split("\n\n", 1)[0] == COMMANDS[name]
