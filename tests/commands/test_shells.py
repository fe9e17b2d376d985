"""Completion in real shells, and what pipefilter answers them."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from command_cases import commands
from real_tools import program
from shell_terminal import shell_terminal

from pipefilter.application.problem_kinds import problem_kinds
from pipefilter.cli import COMMANDS
from pipefilter.cli.completion.command import command as completion
from pipefilter.cli.completion.shells import SHELLS
from pipefilter.cli.inputs.completion_values import CODES
from pipefilter.cli.main import main

TEMPLATE = """
Resources:
  OrdersPipe:
    Type: AWS::Pipes::Pipe
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/pipe
      Source: arn:aws:sqs:eu-west-1:123456789012:orders
      SourceParameters: {FilterCriteria: {Filters: [{Pattern: '{"body": {"status": ["PAID"]}}'}]}}
      Target: arn:aws:sqs:eu-west-1:123456789012:paid
  PaidRule:
    Type: AWS::Events::Rule
    Properties: {EventPattern: {source: [shop]}}
"""
CONFIG = """[default]
region = eu-west-1
[profile staging]
[profile "two words"]
[sso-session mine]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files whose names are difficult, and a home with an AWS configuration."""
    folder, home = tmp_path / "folder", tmp_path / "home"
    for name in (
        "my orders.json",
        "O'Brien.json",
        "größe.json",
        "a,b.json",
        'quoted "x".json',
        "sub/inner.json",
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    for name in ("template.yaml", "stack of ours.yaml"):
        (folder / name).write_text(TEMPLATE)
    home.mkdir()
    (home / "home-pattern.json").write_text("{}")
    (home / "home-template.yaml").write_text(TEMPLATE)
    (home / ".aws").mkdir()
    (home / ".aws" / "config").write_text(CONFIG)
    (home / ".aws" / "credentials").write_text("[old]\naws_access_key_id = x\n")
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(folder)
    return folder


def answer(line: str, capsys: pytest.CaptureFixture[str], shell: str = "fish") -> list[tuple[str, str]]:
    """The kinds and values that pipefilter answers for a line up to the cursor."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("_PIPEFILTER_COMPLETE", f"{shell}_complete")
        patch.setenv("COMP_WORDS", line)
        with pytest.raises(SystemExit) as ending:
            main([])
    printed = capsys.readouterr()
    assert not printed.err
    assert not ending.value.code
    lines = [each.split("\t") for each in printed.out.splitlines() if each]
    return [(kind, value) for kind, value, _help in lines]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("pipefilter ch", ["check"]),
        ("pipefilter --ver", ["--version"]),
        ("pipefilter --version ch", ["check"]),
        ("pipefilter capture dyn", ["dynamodb-stream"]),
        ("pipefilter check --service la", ["lambda"]),
        ("pipefilter check --service=la", ["--service=lambda"]),
        ("pipefilter check p.json --service=lambda --source=act", ["--source=activemq"]),
        ("pipefilter check --format s", ["sarif"]),
        ("pipefilter check --sev", ["--severity"]),
        ("pipefilter check --select PF402,pf425", ["PF402,PF425"]),
        ("pipefilter check --explain PF402", ["PF402"]),
        ("pipefilter generate cdk-p", ["cdk-python"]),
        ("pipefilter completion z", ["zsh"]),
        ("pipefilter patterns show s3/la", ["s3/large-object"]),
        ("pipefilter verify --profile ", ["default", "old", "staging", "two words"]),
        ("pipefilter explain template.yaml#", ["template.yaml#OrdersPipe", "template.yaml#PaidRule"]),
        ("pipefilter explain 'stack of ours.yaml#Pa", ["stack of ours.yaml#PaidRule"]),
        ("pipefilter explain stack\\ of\\ ours.yaml#O", ["stack of ours.yaml#OrdersPipe"]),
        ("pipefilter explain ~/home-template.yaml#O", ["~/home-template.yaml#OrdersPipe"]),
        ("pipefilter estimate --per-month ", []),
        ("pipefilter capture sqs ", []),
        ("pipefilter nothing ", []),
        ("pipefilter check --nothing ", None),
        ("pipefilter explain O'Brien", None),
        ("pipefilter explain my\\", None),
        ("pipefilter test p.json ", None),
        ("pipefilter check --schema=", None),
        ("pipefilter explain sub/none.yaml#", None),
        ("pipefilter explain my\\ orders.json#", None),
        ("pipefilter deployed --save ", "dir"),
    ],
)
def test_answers(
    line: str, values: list[str] | str | None, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The names that fit, or that the shell is to complete files or folders; never a message, for any line."""
    before = sorted(folder.parent.rglob("*"))
    items = answer(line, capsys)
    if isinstance(values, list):
        assert [value for _, value in items] == values
    else:
        assert [kind for kind, _ in items] == [values or "file"]
    assert sorted(folder.parent.rglob("*")) == before


NOT_FILES = {
    *(
        "NAME",
        "NAME=VALUE",
        "URL",
        "TYPE",
        "NAMES",
        "PATHS",
        "PATH=VALUES",
        "PATHS=TYPES",
        "PATH,...",
        "N",
        "TIME",
    ),
    *("MB", "TABLE", "STREAM", "GROUP", "ARCHIVE", "QUEUE", "TEXT", "KINDS", "HOST", "CODE", "CODES", None),
}
"""What a parameter without names of its own is called if it names no file."""


def test_each_parameter_with_a_file_completes_files() -> None:
    """A new parameter either completes files, or its name is listed here."""
    for name, command in commands().items():
        for parameter in command.params:
            if isinstance(parameter.type, click.types.StringParamType):
                assert parameter.metavar in NOT_FILES, (name, parameter.opts)


def test_names_that_are_listed() -> None:
    """Lists that stand for what would take long to import are complete."""
    assert sorted(CODES) == sorted(problem_kinds())
    shell = next(each for each in completion.params if each.name == "shell")
    assert list(getattr(shell.type, "names", ())) == list(SHELLS)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_completion_imports_no_engine(name: str) -> None:
    """The user waits for the answer: no engine, checks, templates or table package is loaded for it."""
    heavy = (
        "pipefilter.matching",
        "pipefilter.analysis",
        "pipefilter.templates.template_file",
        "yaml",
        "rich",
        "boto3",
    )
    code = (
        "import sys; from pipefilter.cli.main import main\n"
        "try: main([])\n"
        "except SystemExit: pass\n"
        f"assert not [name for name in {heavy!r} if name in sys.modules]\n"
        "assert len(sys.modules) < 260, len(sys.modules)"
    )
    line = {"COMP_WORDS": f"pipefilter {name} --", "_PIPEFILTER_REPLACED": "--"}
    environment = {**os.environ, "_PIPEFILTER_COMPLETE": "bash_complete", **line}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "plain\t--help" in done.stdout


COMPLETED = {
    "pipefilter ch": "pipefilter check ",
    "pipefilter check --service la": "pipefilter check --service lambda ",
    "pipefilter check --service=la": "pipefilter check --service=lambda ",
    "pipefilter check --format=sa": "pipefilter check --format=sarif ",
    "pipefilter check --select PF402,PF425": "pipefilter check --select PF402,PF425 ",
    "pipefilter patterns show s3/la": "pipefilter patterns show s3/large-object ",
    "pipefilter verify --profile st": "pipefilter verify --profile staging ",
    "pipefilter verify --profile two": "pipefilter verify --profile 'two words' ",
    "pipefilter test my": "pipefilter test 'my orders.json' ",
    "pipefilter test 'my": "pipefilter test 'my orders.json' ",
    'pipefilter test "my': "pipefilter test 'my orders.json' ",
    "pipefilter test O": """pipefilter test "O'Brien.json" """,
    "pipefilter test quo": """pipefilter test 'quoted "x".json' """,
    "pipefilter test grö": "pipefilter test größe.json ",
    "pipefilter test a,": "pipefilter test a,b.json ",
    "pipefilter test sub/in": "pipefilter test sub/inner.json ",
    "pipefilter check --schema my": "pipefilter check --schema 'my orders.json' ",
    "pipefilter check --schema=my": "pipefilter check '--schema=my orders.json' ",
    "pipefilter deployed --save su": "pipefilter deployed --save sub/",
    "pipefilter explain template.yaml#Or": "pipefilter explain template.yaml#OrdersPipe ",
    "pipefilter explain stack\\ of\\ ours.yaml#Or": "pipefilter explain 'stack of ours.yaml#OrdersPipe' ",
    "pipefilter explain 'stack of ours.yaml#Or": "pipefilter explain 'stack of ours.yaml#OrdersPipe' ",
    "pipefilter nothing t": "pipefilter nothing t",
    "echo x | pipefilter fi": "echo x | pipefilter filter ",
    "X=1 pipefilter fi": "X=1 pipefilter filter ",
}
"""Lines with the words that TAB makes of them, in the quotes of Python."""


@pytest.mark.tools
@pytest.mark.parametrize("shell", list(SHELLS))
def test_real_shells(shell: str, folder: Path, tmp_path: Path) -> None:
    """TAB completes names and files in the shell itself, quoted as it must be, and shows no message."""
    path = program(shell, shell)
    command = tmp_path / "bin" / "pipefilter"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m pipefilter "$@"\n')
    command.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
    }
    with shell_terminal(shell, path, SHELLS[shell].source_template, folder, environment) as terminal:
        for typed, completed in COMPLETED.items():
            line = terminal.line_after(f"{typed}\t")
            assert shlex.split(line) == shlex.split(completed), (typed, line)
            assert line.endswith(" ") == completed.endswith(" "), (typed, line)
        for typed in ("pipefilter test ~/home-p", "pipefilter check --schema=~/home-p"):
            assert terminal.line_after(f"{typed}\t").rstrip() == f"{typed}attern.json"
        command.write_text("#!/bin/sh\necho 'No module named error' >&2\nexit 1\n")  # a broken installation
        assert terminal.line_after("pipefilter ch\t").rstrip() == "pipefilter ch"
    assert b"rror" not in terminal.display, terminal.display
    assert b"not found" not in terminal.display, terminal.display


def test_scripts_are_syntax(tmp_path: Path) -> None:
    """Each installed shell can parse its script."""
    for name, shell in SHELLS.items():
        path = tmp_path / name
        path.write_text(shell.source_template)
        if (interpreter := shutil.which(name)) is not None:
            done = subprocess.run([interpreter, "-n", str(path)], capture_output=True, text=True, check=False)
            assert (done.returncode, done.stderr) == (0, ""), name
