"""The man pages: each says what the help says, and readers of man pages find nothing wrong."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import click
import pytest
from command_cases import commands
from real_tools import program
from repository import ROOT

from pipefilter.cli.main import pipefilter

FOLDER = ROOT / "docs" / "man"
COMMANDS: dict[tuple[str, ...], click.Command] = {(): pipefilter, **commands()}
SECTIONS = ("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "SEE ALSO")


def page(name: tuple[str, ...]) -> Path:
    """The page on a command."""
    return FOLDER / f"{'-'.join(['pipefilter', *name])}.1"


def words(text: str) -> str:
    """The text on one line, without the backticks that pages print in bold."""
    return " ".join(text.replace("\b", "").replace("`", "").split())


def test_each_command_has_a_page() -> None:
    """There is a page for each command and each subcommand, and no other."""
    assert {path.name for path in FOLDER.iterdir()} == {page(name).name for name in COMMANDS}


@pytest.mark.tools
@pytest.mark.parametrize("name", COMMANDS, ids=" ".join)
def test_page_says_what_the_help_says(name: tuple[str, ...]) -> None:
    """As mandoc prints it, a page has each section, each option with its help, and all other text of the help."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    command = [program("mandoc", "mandoc"), "-T", "utf8", "-O", "width=200", str(page(name))]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    printed = re.sub(".\b", "", done.stdout)
    assert [title for title in SECTIONS if f"\n{title}\n" not in printed] == []
    assert "`" not in printed
    printed = words(printed)
    described = COMMANDS[name]
    context = click.Context(
        described, info_name=name[-1] if name else "pipefilter", **pipefilter.context_settings
    )
    for parameter in described.get_params(context):
        record = parameter.get_help_record(context)
        if isinstance(parameter, click.Option) and record is not None:
            assert words(" ".join(record)) in printed
    for paragraph in re.split(r"\n\s*\n", f"{described.help}\n\n{described.epilog or ''}"):
        text = re.sub(r"^(Exit codes?:|Examples:|See (?=http))", "", words(paragraph)).strip()
        assert text in printed


@pytest.mark.tools
def test_readers_find_nothing_wrong() -> None:
    """Neither mandoc nor groff warns, except that a page has no date: its text depends only on the help."""
    paths = sorted(map(str, FOLDER.iterdir()))
    done = subprocess.run(
        [program("mandoc", "mandoc"), "-T", "lint", "-W", "warning", *paths],
        capture_output=True,
        text=True,
        check=False,
    )
    assert [line for line in done.stdout.splitlines() if 'missing date, using "": TH' not in line] == []
    for path in paths:
        done = subprocess.run(
            [program("groff", "groff"), "-man", "-Tutf8", "-ww", "-z", path],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, ""), path
