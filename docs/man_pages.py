"""The man pages, one for each command, written from the same objects as `--help`; the wheel installs them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import dedent

import click
from reference_pages import all_commands, context_of

from pipefilter.cli import COMMANDS
from pipefilter.cli.main import pipefilter as program
from pipefilter.cli.terminal.help_page import GroupedCommand

__all__ = ["man_pages"]

_ROFF = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti", '"': r"\(dq"}
"""What roff would print as another character, or read as its own syntax."""
_EXIT, _EXAMPLES = re.compile(r"Exit codes?:\s*?(?:\n| (?=\S))"), re.compile(r"Examples?:\n")
_PROGRAM_PAGE = "https://pipefilter.github.io/pipefilter/"


def escaped(text: str) -> str:
    """The text as roff prints it literally; no line of it is a request."""
    characters = (_ROFF.get(each, each if each.isascii() else rf"\[u{ord(each):04X}]") for each in text)
    return re.sub(r"^(?=\.)", r"\\&", "".join(characters), flags=re.MULTILINE)


def _bold(text: str) -> str:
    return rf"\fB{escaped(text)}\fR"


def _names(names: str) -> str:
    """The names of an option in bold, and what stands for its value in italics."""
    words = (_bold(word) if word.startswith("-") else rf"\fI{escaped(word)}\fR" for word in names.split())
    return " ".join(words)


def _paragraphs(text: str) -> Iterator[tuple[str, bool]]:
    r"""The paragraphs of a help text, and whether each keeps its lines, as after `\b`."""
    for part in re.split(r"\n\s*\n", text.strip("\n")):
        is_literal = part.lstrip().startswith("\b")
        lines = part.replace("\b", "").strip("\n")
        yield (lines if is_literal else " ".join(lines.split())), is_literal


def _written(text: str, *, is_literal: bool) -> list[str]:
    return [".PP", *([".nf", escaped(text), ".fi"] if is_literal else [_prose(text)])]


def _prose(text: str) -> str:
    """The text with what stands between backticks in bold, as man pages have commands."""
    parts = text.split("`")
    return "".join(_bold(part) if index % 2 else escaped(part) for index, part in enumerate(parts))


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    """The options, in the groups of `--help`."""
    titles = {name: title for title, names in _groups(command).items() for name in names}
    rows: dict[str, list[tuple[str, str]]] = {title: [] for title in (*_groups(command), "")}
    for parameter in command.get_params(context):
        if isinstance(parameter, click.Option) and (record := parameter.get_help_record(context)):
            title = next((titles[name] for name in parameter.opts if name in titles), "")
            rows[title].append(record)
    for title, records in rows.items():
        if records and len(rows) > 1:
            yield f".SS {escaped(title or 'Other options')}"
        for names, text in records:
            yield from (".TP", _names(names), _prose(" ".join(text.split())))


def _groups(command: click.Command) -> dict[str, tuple[str, ...]]:
    groups = command.groups if isinstance(command, GroupedCommand) else {}
    return {title: tuple(names) for title, names in groups.items()}


def _commands(name: str, command: click.Command) -> list[str]:
    """The commands of a group, with what each does."""
    if command is program:
        inner = COMMANDS
    elif isinstance(command, click.Group):
        inner = {f"{name} {each}": it.get_short_help_str(200) for each, it in sorted(command.commands.items())}
    else:
        return []
    lines = [".SH COMMANDS"]
    for each, text in inner.items():
        lines += [".TP", rf"{_bold(_file(each).removesuffix('.1'))}(1)", escaped(text)]
    return lines


def _file(name: str) -> str:
    """The file of the page on a command, such as `pipefilter-capture-sqs.1`."""
    return "-".join(["pipefilter", *name.split()]) + ".1"


def man_page(name: str, command: click.Command) -> str:
    """The page on a command; its name is "" for the program itself."""
    context = context_of(command, name)
    summary, *_ = _paragraphs(command.help or "")
    sections: dict[str, list[str]] = {"DESCRIPTION": [], "EXIT STATUS": [], "EXAMPLES": [], "SEE ALSO": []}
    for paragraph, keeps_lines in (*_paragraphs(command.help or ""), *_paragraphs(command.epilog or "")):
        section, text, is_literal = "DESCRIPTION", paragraph, keeps_lines
        for mark, title in ((_EXIT, "EXIT STATUS"), (_EXAMPLES, "EXAMPLES")):
            if match := mark.match(paragraph):
                section, text = title, dedent(paragraph[match.end() :])
        if paragraph.startswith("See http"):
            section, text, is_literal = "SEE ALSO", paragraph.removeprefix("See "), False
        sections[section] += _written(text, is_literal=is_literal)
    group = name.split(maxsplit=1)[0] if " " in name else ""
    if not sections["EXIT STATUS"]:
        sections["EXIT STATUS"] = [".PP", rf"See {_bold(_file(group).removesuffix('.1'))}(1)."]
    parents = ["", group] if group else [""] if name else []
    pages = [rf"{_bold(_file(parent).removesuffix('.1'))}(1)" for parent in parents]
    sections["SEE ALSO"] = [".PP", ", ".join([*pages, escaped(_PROGRAM_PAGE)]), *sections["SEE ALSO"]]
    own_name = _file(name).removesuffix(".1")
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [
        r".\" Generated from the help by docs/generate.py.",
        f'.TH "{escaped(own_name.upper())}" "1" "" "pipefilter" "Commands of pipefilter"',
        ".SH NAME",
        rf"{escaped(own_name)} \- {escaped(summary[0].rstrip('.'))}",
        ".SH SYNOPSIS",
        f"{_bold(context.command_path)} {escaped(usage)}",
        ".SH DESCRIPTION",
        *sections.pop("DESCRIPTION")[1:],
        ".SH OPTIONS",
        *_options(command, context),
        *_commands(name, command),
    ]
    for title, body in sections.items():
        lines += [f".SH {title}", *body[1:]] if body else []
    return "\n".join(lines) + "\n"


def man_pages() -> dict[str, str]:
    """The text of each page, by its file below `docs/reference/`."""
    return {
        f"../man/{_file(name)}": man_page(name, command) for name, command in (("", program), *all_commands())
    }
