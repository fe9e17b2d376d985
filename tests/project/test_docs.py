"""README and docs: the examples work as shown, and the generated parts are up to date."""

from __future__ import annotations

import ast
import doctest
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from repository import ROOT

from pipefilter.cli import COMMANDS
from pipefilter.cli.main import pipefilter as command
from pipefilter.language.operators import OPERATORS
from pipefilter.language.parse import parse

SOURCE = ROOT / "pipefilter"
DOCS = ROOT / "docs"
WRITTEN_BY_GENERATE = ("codes/PF*.md", "commands/[!i]*.md")
PAGES = [
    ROOT / "README.md",
    *(path for path in sorted(DOCS.rglob("*.md")) if not any(map(path.match, WRITTEN_BY_GENERATE))),
]
CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")


def consoles(page: Path) -> Iterator[tuple[str, str]]:
    """Each command in a page's console blocks, with the output that the page shows."""
    for block in CONSOLE.findall(page.read_text("utf-8")):
        for piece in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, output = piece.partition("\n")
            yield line, output


SHOWN = [
    pytest.param(line, output, id=f"{page.relative_to(ROOT)}: {line}")
    for page in PAGES
    for line, output in consoles(page)
]


@pytest.mark.parametrize(("line", "output"), SHOWN)
def test_consoles_show_what_happens(line: str, output: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command shown with its output prints exactly that."""
    monkeypatch.chdir(ROOT)
    program, *arguments = shlex.split(line)
    assert program == "pipefilter"
    assert CliRunner().invoke(command, arguments).stdout == output


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_python_sessions(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Python sessions in the pages run as shown."""
    monkeypatch.chdir(ROOT)
    failed, _ = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert failed == 0


def test_patterns_in_the_language_page_are_valid() -> None:
    """Each JSON block of the page on the language is a valid pattern, or has one on each line."""
    blocks = re.findall(
        r"^```json\n(.*?)^```",
        (DOCS / "reference" / "language.md").read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    assert len(blocks) > len(OPERATORS)
    for block in blocks:
        for line in block.splitlines():
            parse(line)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links(page: Path) -> None:
    """Files that a page links to exist."""
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


@pytest.mark.slow
def test_generated_pages_are_up_to_date() -> None:
    """Generated pages and tables match the code; otherwise run `python docs/generate.py`."""
    command = [sys.executable, "docs/generate.py", "--check"]
    assert subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True).stdout == ""


def test_every_command_and_option_is_documented() -> None:
    """Each command, and each of its options, has a help text; the site has a page of it."""
    for name in COMMANDS:
        subcommand = command.get_command(click.Context(command), name)
        assert subcommand is not None
        assert subcommand.help
        for parameter in subcommand.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert parameter.help, parameter.opts


def test_quick_start_has_two_commands() -> None:
    """The README's quick start has two commands; CI runs the second as it stands."""
    commands = re.findall(r"^```sh\n(.*)\n```", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert commands == [
        "pip install . && pipefilter test patterns/",
        "pip install '.[test]' && pytest",
    ]


A_PAGE = re.compile(r"(?<![\w/])docs/[a-z_/-]+\.md")
"""The name of a page as a file, which an installed package does not have; not the end of its URL."""


def printed_strings(path: Path) -> Iterator[str]:
    """The strings of a file that users may read."""
    tree = ast.parse(path.read_text("utf-8"))
    comments = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }  # docstrings are only read by programmers
    if path.parent.name == "cli":
        printed = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and node.decorator_list and isinstance(node.body[0], ast.Expr)
        }
        comments -= printed  # but those of commands are help texts
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in comments:
            yield node.value


@pytest.mark.slow
def test_output_names_pages_by_their_url() -> None:
    """No message, and no help of a command, names a file below docs/ without its URL."""
    texts = [
        (str(path.relative_to(SOURCE)), text)
        for path in sorted(SOURCE.rglob("*.py"))
        for text in printed_strings(path)
    ]
    assert [(name, text) for name, text in texts if A_PAGE.search(text)] == []


def test_addresses_of_pages() -> None:
    """The pages that help texts and messages name exist."""
    texts = [path.read_text("utf-8") for path in SOURCE.rglob("*.py")]
    called = re.compile(r"""page="([^"]+)"|docs_address\(["']([\w/-]+)["']\)""")
    pages = {page or address for text in texts for page, address in called.findall(text)}
    assert {"why/cost", "reference/capture", "reference/codes"} <= pages
    assert [
        page for page in pages if not ((DOCS / f"{page}.md").is_file() or (DOCS / page / "index.md").is_file())
    ] == []


@pytest.mark.parametrize("page", ["why/architecture.md", "why/narrowing.md"])
def test_named_files_exist(page: str) -> None:
    """No page names a file under an old name after it was moved or renamed."""
    text = (DOCS / page).read_text("utf-8")
    there = {path.name for folder in ("pipefilter", "tests") for path in (ROOT / folder).rglob("*.py")}
    names = set(re.findall(r"\b([a-z_0-9]+\.py)\b", text)) - {"x.py"}  # for a file that the reader is to add
    assert names
    assert names <= there
    paths = {
        path
        for path in re.findall(r"`([a-z_]+(?:/[a-z_0-9]+)+\.py)`", text)
        if "x" not in Path(path).with_suffix("").parts
    }
    assert [
        path for path in sorted(paths) if not any((folder / path).is_file() for folder in (ROOT, SOURCE))
    ] == []


@pytest.mark.slow
def test_the_site_lists_the_parameters_of_dataclasses() -> None:
    """Griffe knows the decorator of the standard library; an extension tells it of ours."""
    griffe = pytest.importorskip("griffe")
    extensions = griffe.load_extensions(str(ROOT / "docs" / "dataclass_parameters.py"))
    package = griffe.load("pipefilter", extensions=extensions, search_paths=[str(ROOT)])
    assert [each.name for each in package["errors.Place"].parameters] == ["self", "line", "column"]
