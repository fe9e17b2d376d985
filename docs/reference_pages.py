"""The pages of the reference that are written from the code: one for each command, and one for each code."""

from __future__ import annotations

from collections.abc import Iterator

import click

from pipefilter.analysis.problem_page import problem_page
from pipefilter.application.problem_kinds import problem_kinds
from pipefilter.cli import COMMANDS
from pipefilter.cli.main import pipefilter as program
from pipefilter.editing.fixes.finders import FINDERS
from pipefilter.errors import ProblemKind

_OF_EVENTS = "PF13"
_GROUPS = {
    "PF1": "JSON and structure",
    "PF2": "Operators",
    "PF3": "Limits",
    "PF4": "Valid patterns with a likely mistake",
    "PF5": "Filter policies of SNS",
}


def code_page(kind: ProblemKind) -> str:
    """The page on one code."""
    facts = "The pattern is not valid."
    if kind.advice and problem_page(kind).is_refused:
        service = "SNS" if kind.code.startswith("PF5") else "The service"
        facts += f" {service} rejects it, although EventBridge's engine accepts it."
    elif kind.advice:
        facts = f"**{kind.severity.capitalize()}** in a valid pattern."
    elif kind.code.startswith(_OF_EVENTS):
        facts = "The event is not valid."
    if kind.wording == "aws":
        facts += " The message is AWS's own."
    if kind.code in FINDERS:
        facts += " Editors can [fix](../../how-to/editors.md#fixes) it where that is certain."
    title = f"---\ntitle: {kind.code}\n---\n\n# {kind.code}: {kind.title}"
    return f"{title}\n\n{facts}\n\n{problem_page(kind).markdown}\n"


def code_tables() -> str:
    """A table of the codes in each group."""
    sections = []
    for prefix, title in _GROUPS.items():
        rows = [_row(kind) for kind in problem_kinds().values() if kind.code.startswith(prefix)]
        sections.append(
            "\n".join([f"## {title}: {prefix}xx", "", "| Code | Title | Message |", "|---|---|---|", *rows])
        )
    return "\n\n".join(sections)


def fix_table() -> str:
    """What editors can fix, by code."""
    kinds = problem_kinds()
    rows = [
        f"| [{code}](../reference/codes/{code}.md) | {_cell(kinds[code].title)} | {fix.words} |"
        for code, fix in FINDERS.items()
    ]
    return "\n".join(["| Code | Title | The fix |", "|---|---|---|", *rows])


def _row(kind: ProblemKind) -> str:
    message = _cell(problem_page(kind).message)
    return f"| [{kind.code}]({kind.code}.md) | {_cell(kind.title)} | {message and f'`{message}`'} |"


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


def context_of(command: click.Command, name: str) -> click.Context:
    """The context in which a terminal of 80 columns shows the help of a command; "" is the name of the program."""
    if not name:
        return click.Context(command, info_name="pipefilter", terminal_width=80, **program.context_settings)
    *groups, own_name = name.split()
    context = click.Context(program, info_name="pipefilter", **program.context_settings)
    for group in groups:
        context = click.Context(click.Command(group), info_name=group, parent=context)
    return click.Context(command, info_name=own_name, parent=context, terminal_width=80)


def help_of(command: click.Command, name: str) -> str:
    """The help of a command as a terminal of 80 columns shows it."""
    return command.get_help(context_of(command, name))


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


def pages() -> dict[str, str]:
    """The text of each page, by its file below `docs/reference/`."""
    return {
        **{f"commands/{name}.md": command_page(name) for name in COMMANDS},
        **{f"codes/{kind.code}.md": code_page(kind) for kind in problem_kinds().values()},
    }
