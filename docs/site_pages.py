"""Pages of the site that are made from the code when it is built: one for each command, and one for each code.

MkDocs calls the functions that begin with `on_`, see `hooks` in `mkdocs.yml`.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import click
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

import pipefilter
from pipefilter.analysis.problem_page import problem_page
from pipefilter.cli import COMMANDS
from pipefilter.cli.main import pipefilter as program
from pipefilter.errors import ProblemKind

COMMAND_PAGES, CODE_PAGES = "reference/commands/", "reference/codes/"
_DOCS = Path(__file__).parent.resolve()
_UPWARD_LINK = re.compile(r"\]\((?P<path>\.\./[^)#\s]*)(?P<anchor>#[^)]*)?\)")
_WITH_AN_EXTRA = ("pipefilter.spark", "pipefilter.cfn_lint", "pipefilter.strategies")
"""Packages that cannot be imported without it; they define no kind."""
_OF_EVENTS = "PF13"
_GROUPS = {
    "PF1": "JSON and structure",
    "PF2": "Operators",
    "PF3": "Limits",
    "PF4": "Valid patterns with a likely mistake",
}


def kinds() -> list[ProblemKind]:
    """Every kind of problem, in order of the codes."""
    folder = Path(pipefilter.__file__).parent
    paths = [path.relative_to(folder.parent).with_suffix("") for path in folder.rglob("*.py")]
    names = [".".join(path.parts).removesuffix(".__init__") for path in paths if path.stem != "__main__"]
    by_code = {
        value.code: value
        for name in names
        if not name.startswith(_WITH_AN_EXTRA)
        for value in vars(importlib.import_module(name)).values()
        if isinstance(value, ProblemKind)
    }
    return [by_code[code] for code in sorted(by_code)]


def code_page(kind: ProblemKind) -> str:
    """The page on one code."""
    whose = "The message is AWS's own." if kind.wording == "aws" else ""
    kind_of_problem = (
        f"**{kind.severity.capitalize()}** in a valid pattern." if kind.advice else "The pattern is not valid."
    )
    if kind.code.startswith("PF13"):
        kind_of_problem = "The event is not valid."
    facts = " ".join(filter(None, (kind_of_problem, whose)))
    return f"---\ntitle: {kind.code}\n---\n\n# {kind.code}: {kind.title}\n\n{facts}\n\n{problem_page(kind).markdown}\n"


def code_tables() -> str:
    """A table of the codes in each group."""
    sections = []
    for prefix, title in _GROUPS.items():
        rows = [
            f"| [{kind.code}]({kind.code}.md) | {_cell(kind.title)} | {_cell(problem_page(kind).message) and f'`{_cell(problem_page(kind).message)}`'} |"
            for kind in kinds()
            if kind.code.startswith(prefix)
        ]
        sections.append(
            "\n".join([f"## {title}: {prefix}xx", "", "| Code | Title | Message |", "|---|---|---|", *rows])
        )
    return "\n\n".join(sections)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def all_commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its name as typed after `pipefilter`, subcommands after their group."""
    for name in COMMANDS:
        command = program.get_command(click.Context(program), name)
        if command is None:
            raise LookupError(name)
        yield name, command
        if isinstance(command, click.Group):
            for inner in sorted(command.commands):
                yield f"{name} {inner}", command.commands[inner]


def help_of(command: click.Command, name: str) -> str:
    """The help of a command as a terminal of 80 columns shows it."""
    *groups, own_name = name.split()
    context = click.Context(program, info_name="pipefilter")
    for group in groups:
        context = click.Context(click.Command(group), info_name=group, parent=context)
    return command.get_help(click.Context(command, info_name=own_name, parent=context, terminal_width=80))


def command_page(name: str) -> str:
    """The page on one command: its help, and that of its subcommands."""
    sections = [f"---\ntitle: {name}\n---\n\n# pipefilter {name}"]
    for full_name, command in all_commands():
        if full_name == name or full_name.startswith(f"{name} "):
            heading = [f"## pipefilter {full_name}"] if full_name != name else []
            sections += [*heading, f"```text\n{help_of(command, full_name).rstrip()}\n```"]
    return "\n\n".join(sections) + "\n"


def command_table() -> str:
    """The commands with what each does."""
    rows = [
        f"| [`{name}`]({name}.md) | {_cell(command.get_short_help_str(200))} |"
        for name, command in all_commands()
        if " " not in name
    ]
    return "\n".join(["| Command | |", "|---|---|", *rows])


def python_names(package: str) -> str:
    """The public names of a package, for mkdocstrings: functions first, then classes, then errors."""
    path = Path(pipefilter.__file__).parent.joinpath(*package.split(".")[1:])
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    listed = re.search(r"^__all__ = (\[[^]]*\])", path.read_text("utf-8"), re.MULTILINE)
    if listed is None:
        raise LookupError(package)
    names = sorted(ast.literal_eval(listed[1]), key=lambda name: (name[0].isupper(), name.lower()))
    return "\n\n".join(f"::: {package}.{name}\n    options:\n      heading: {name}" for name in names)


MARKS: dict[str, Callable[[], str]] = {
    "<!-- built: codes -->": code_tables,
    "<!-- built: commands -->": command_table,
    **{
        f"<!-- built: {package} -->": partial(python_names, package)
        for package in ("pipefilter", "pipefilter.dynamodb_stream", "pipefilter.strategies", "pipefilter.spark")
    },
}


def on_config(config: MkDocsConfig) -> None:
    """List the pages of this module in the navigation."""
    pages = {
        COMMAND_PAGES: [f"{COMMAND_PAGES}index.md", *(f"{COMMAND_PAGES}{name}.md" for name in COMMANDS)],
        CODE_PAGES: [f"{CODE_PAGES}index.md", *(f"{CODE_PAGES}{kind.code}.md" for kind in kinds())],
    }
    config.nav = _with_pages(config.nav, pages)


def _with_pages(nav: Any, pages: dict[str, list[str]]) -> Any:  # noqa: ANN401 - lists and dicts of YAML
    if isinstance(nav, str):
        return pages.get(nav, nav)
    if isinstance(nav, dict):
        return {title: _with_pages(value, pages) for title, value in nav.items()}
    return [_with_pages(value, pages) for value in nav]


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the pages of this module."""
    for name in COMMANDS:
        files.append(File.generated(config, f"{COMMAND_PAGES}{name}.md", content=command_page(name)))
    for kind in kinds():
        files.append(File.generated(config, f"{CODE_PAGES}{kind.code}.md", content=code_page(kind)))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, **_: Any) -> str:  # noqa: ANN401 - see above
    """Fill in the tables of this module, and link to files of the repository by their address."""
    for mark, content in MARKS.items():
        if mark in markdown:
            markdown = markdown.replace(mark, content())
    folder = (_DOCS / page.file.src_uri).parent

    def address(link: re.Match[str]) -> str:
        target = (folder / link["path"]).resolve()
        if target.is_relative_to(_DOCS) or not target.exists():  # MkDocs reports a file that does not exist
            return link[0]
        return f"]({config.repo_url}/blob/main/{target.relative_to(_DOCS.parent).as_posix()}{link['anchor'] or ''})"

    return _UPWARD_LINK.sub(address, markdown)
