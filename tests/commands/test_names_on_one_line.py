"""Names of files and resources in messages: no line end in them begins a line that looks like another message."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipefilter.cli.main import pipefilter as command

NAME = "x\n::error::y\x1b[2J\u2028"
SHOWN = r"x\u000a::error::y\u001b[2J\u2028"
WRONG = '{"a": [{"numeric": [">", 5, "<", 3]}]}'
EVENTS = '{"a": 1}\n{"a"\n'
TEMPLATE = json.dumps(
    {"Resources": {NAME: {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"a": [1]}}}}}
)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for end, text in (
        ("1.json", '{"a": [1]}'),
        ("2.json", WRONG),
        ("3.yaml", "a: 1"),
        ("4.txt", ""),
        ("5.yaml", "Resources: ["),
        ("6.json", TEMPLATE),
        ("7.jsonl", EVENTS),
        ("8.json", '{"Filters": []}'),
    ):
        Path(f"{NAME}{end}").write_text(text, "utf-8")
    Path("p.json").write_text('{"a": [1]}', "utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "."),
        ("check", "--quiet", "."),
        ("check", "--format", "github", "."),
        ("check", "--skip-others", *(f"{NAME}{end}" for end in ("2.json", "3.yaml", "4.txt", "5.yaml"))),
        ("check", f"{NAME}missing.json"),
        ("check", f"{NAME}*.nothing"),
        ("check", f"{NAME}6.json#{NAME}"),
        ("explain", f"{NAME}1.json", f"{NAME}2.json"),
        ("filter", "p.json", f"{NAME}7.jsonl", "--count"),
        ("filter", "p.json", f"{NAME}missing.jsonl"),
        ("test", "p.json", f"{NAME}7.jsonl"),
        ("compare", "p.json", f"{NAME}1.json", "--traffic", f"{NAME}7.jsonl"),
        ("diff", f"{NAME}1.json", f"{NAME}2.json"),
        ("diff", "p.json", f"{NAME}6.json"),
        ("example", f"{NAME}2.json"),
    ],
    ids=lambda arguments: " ".join(arguments[:1]),
)
def test_names_in_messages(arguments: tuple[str, ...]) -> None:
    """Whatever is printed about a file is on lines that do not begin with a part of its name."""
    done = CliRunner().invoke(command, list(arguments), standalone_mode=False)
    if done.exception is not None:
        assert hasattr(done.exception, "format_message"), done.exception
        printed = done.exception.format_message()
    else:
        printed = done.output
    lines = printed.split("\n")
    assert not [line for line in lines if line.startswith("::error::")], printed
    assert SHOWN[:12] in printed or "file=x%0A" in printed or done.exit_code == 0, printed


def test_names_in_json() -> None:
    """In data, names have all their characters: programs open the files."""
    done = CliRunner().invoke(command, ["check", "--json", f"{NAME}1.json"], standalone_mode=False)
    assert json.loads(done.stdout)["pattern"] == f"{NAME}1.json"
    done = CliRunner().invoke(command, ["filter", "--json", "p.json", f"{NAME}7.jsonl"], standalone_mode=False)
    assert {json.loads(line)["file"] for line in done.stdout.splitlines() if '"file"' in line} <= {
        f"{NAME}7.jsonl"
    }
