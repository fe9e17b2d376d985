"""The examples in the help of each command work on files of the named kinds."""

from __future__ import annotations

import gzip
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from command_cases import commands
from source_records import record_of

from pipefilter.cli.main import pipefilter as program

OF_AWS = ("capture", "deployed", "verify")
"""Commands that call AWS; tests/aws runs them against servers of its own."""
PATTERN = {"body": {"status": ["PAID"]}}
IMAGES = {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"status": {"S": ["PAID"]}}}}
TEMPLATE = """
Resources:
  OrdersPipe:
    Type: AWS::Pipes::Pipe
    Properties:
      RoleArn: arn:aws:iam::123456789012:role/pipe
      Source: arn:aws:sqs:eu-west-1:123456789012:orders
      SourceParameters:
        FilterCriteria:
          Filters:
            - Pattern: '{"body": {"status": ["PAID"]}}'
      Target: arn:aws:sqs:eu-west-1:123456789012:paid
"""


def examples() -> Iterator[str]:
    """Each example in a help page."""
    for command in commands().values():
        yield from (line.strip() for line in (command.epilog or "").splitlines() if line.startswith("  "))


def write(name: str, *values: object) -> None:
    """A file of JSON lines."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    data = "".join(json.dumps(value) + "\n" for value in values).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of the names in the examples."""
    monkeypatch.chdir(tmp_path)
    paid, other = record_of("sqs", {"status": "PAID"}), record_of("sqs", {"status": "NEW"})
    times = [
        {**paid, "attributes": {"SentTimestamp": str(1_790_000_000_000 + at * 60_000)}} for at in range(20)
    ]
    change = {
        "eventSource": "aws:dynamodb",
        "eventName": "MODIFY",
        "dynamodb": {"OldImage": {"status": {"S": "NEW"}}, "NewImage": {"status": {"S": "PAID"}}},
    }
    write("pattern.json", PATTERN)
    write("detail.json", {"status": "PAID"})
    write("captured.jsonl.gz", paid, other)
    write("order-placed.json", {"type": "object", "properties": {"status": {"type": "string"}}})
    for name in ("one.json", "other.json", "first.json", "second.json"):
        write(name, IMAGES)
    for name in ("rules/paid.json", "filters/paid.json", "a.json", "b.json"):
        write(name, PATTERN)
    for name in ("event.json", "record.json", "records/1.json", "events/1.json"):
        write(name, paid)
    for name in (
        "events.jsonl",
        "records.jsonl",
        "traffic/1.jsonl",
        "logs/1.jsonl",
        "logs/2026/11.json.gz",
        "logs/11.json.gz",
    ):
        write(name, *times, other)
    write("records/changes.jsonl", change, change)
    write("changes.jsonl", change, change)
    write("changes/1.jsonl", change, change)
    write("samples/1.jsonl", change, change)
    for name in ("wish.json", "conditions.json"):
        write(name, {"NewImage": {"status": {"S": [{"not-equals": "<$.OldImage.status.S>"}]}}})
    write("patterns/paid/pattern.json", PATTERN)
    write("patterns/paid/match/1.json", {"body": {"status": "PAID"}})
    for name in ("template.yaml", "old.yaml", "new.yaml", "old/a.yaml", "new/a.yaml"):
        Path(name).parent.mkdir(exist_ok=True)
        Path(name).write_text(TEMPLATE, "utf-8")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("line", sorted({*examples()}))
def test_example(line: str) -> None:
    """It runs, says yes or no, and prints no error; what reads AWS or serves is not run here."""
    typed, _, standard_input = re.split(r" [|>] ", line)[0].partition(" < ")
    _, *arguments = shlex.split(typed)
    calls_aws = arguments[0] in OF_AWS and arguments[:2] != ["capture", "file"]
    calls_aws |= arguments[:2] == ["diff", "--deployed"]
    if calls_aws or arguments[0] in {"serve", "lsp"} or "s3://" in line:
        pytest.skip("it calls AWS, or serves: tests/aws, tests/server and tests/editors run these commands")
    if ".." in line:
        pytest.skip("it reads revisions of git: tests/commands/test_revisions.py does")
    text = Path(standard_input).read_text("utf-8") if standard_input else None
    outcome = CliRunner().invoke(program, arguments, input=text)
    assert outcome.exit_code in {0, 1}, outcome.output
    assert "Error" not in outcome.stderr
