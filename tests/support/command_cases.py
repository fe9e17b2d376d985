"""The commands, and the cases in `tests/cases/cli`: a command's input, its output, and its exit code."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import click
import pytest
from repository import TEST_CASES

from pipefilter.cli import COMMANDS
from pipefilter.cli.main import pipefilter

CASES = TEST_CASES / "cli"


Case = dict[str, Any]


def load() -> list[Any]:
    """The cases of all files, with their names as ids."""
    return [
        pytest.param(case, id=f"{path.stem}: {case['name']}")
        for path in sorted(CASES.glob("*.json"))
        for case in json.loads(path.read_text("utf-8"))
    ]


def as_bytes(content: str | dict[str, str]) -> bytes:
    """A string as UTF-8, or bytes in base64."""
    return content.encode() if isinstance(content, str) else base64.b64decode(content["base64"])


def put_files(case: Case) -> None:
    """Write the case's files."""
    for name, content in case.get("files", {}).items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_bytes(content))


def commands() -> dict[tuple[str, ...], click.Command]:
    """Each command and each subcommand, by its words."""
    result: dict[tuple[str, ...], click.Command] = {}
    for name in COMMANDS:
        subcommand = pipefilter.get_command(click.Context(pipefilter), name)
        assert subcommand is not None
        result[name,] = subcommand
        if isinstance(subcommand, click.Group):
            result |= {(name, below): each for below, each in subcommand.commands.items()}
    return result
