"""Write the generated parts of the docs: `python docs/generate.py`, or `--check` to see whether they are up to date."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner

import pipefilter
from pipefilter.cli import COMMANDS
from pipefilter.cli.main import pipefilter as command
from pipefilter.errors import ProblemKind
from pipefilter.language.operators import OPERATORS

DOCS = Path(__file__).parent
BEGIN, END = "<!-- generated: {name} -->", "<!-- end of generated: {name} -->"


def operators() -> str:
    """One section an operator: forms, meaning, traps, where it nests, AWS's page."""
    sections = []
    for operator in OPERATORS:
        name = f"`{operator.keyword}`" if operator.keyword else "Plain values"
        lines = [f"### {name}", "", operator.meaning, "", "```json"]
        lines += [f'{{"field": [{form}]}}' for form in operator.forms]
        lines += ["```", ""]
        if operator.inside:
            outer = ", ".join(f"`{keyword}`" for keyword in sorted(operator.inside))
            lines += [f"May stand inside {outer}.", ""]
        lines += [f"- Trap: {trap}" for trap in operator.traps]
        lines += ["", f"AWS: <{operator.url}>"]
        sections.append("\n".join(lines))
    return "\n\n".join(sections)


def table() -> str:
    """The operators at a glance."""
    rows = ["| operator | example | what it takes |", "|---|---|---|"]
    for operator in OPERATORS:
        name = f"`{operator.keyword}`" if operator.keyword else "plain value"
        example = operator.forms[0].replace("|", "\\|")
        rows.append(f"| {name} | `{example}` | {operator.meaning} |")
    return "\n".join(rows)


def kinds() -> list[ProblemKind]:
    """Every kind of problem, in order of the codes."""
    found: dict[str, ProblemKind] = {}
    for module in pkgutil.walk_packages(pipefilter.__path__, "pipefilter."):
        if module.name == "pipefilter.__main__":
            continue
        for value in vars(importlib.import_module(module.name)).values():
            if isinstance(value, ProblemKind):
                found[value.code] = value
    return [found[code] for code in sorted(found)]


def errors() -> str:
    """The table of codes."""
    rows = ["| code | message | whose words | what it means |", "|---|---|---|---|"]
    for kind in kinds():
        message = kind.message.replace("|", "\\|")
        whose = "AWS" if kind.wording == "aws" else "pipefilter"
        advice = " (advice)" if kind.advice else ""
        rows.append(f"| {kind.code}{advice} | `{message}` | {whose} | {kind.meaning} |")
    return "\n".join(rows)


def commands() -> str:
    """The help of every command."""
    runner = CliRunner()
    asked = [[], *([name] for name in COMMANDS), ["patterns", "show"]]
    sections = []
    for arguments in asked:
        shown = runner.invoke(command, [*arguments, "--help"], prog_name="pipefilter", terminal_width=100)
        title = " ".join(["pipefilter", *arguments])
        sections.append(f"### `{title}`\n\n```text\n{shown.output.rstrip()}\n```")
    return "\n\n".join(sections)


GENERATED: dict[str, dict[str, Callable[[], str]]] = {
    "language.md": {"operator table": table, "operators": operators},
    "errors.md": {"errors": errors},
    "cli.md": {"commands": commands},
}


def filled(text: str, name: str, content: str) -> str:
    """The text with the part of this name replaced."""
    begin, end = BEGIN.format(name=name), END.format(name=name)
    before, found, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise SystemExit(f"the docs lack {begin} or {end}")
    return f"{before}{begin}\n\n{content}\n\n{end}{after}"


def main() -> int:
    """Write what has changed, or with `--check` say what would change."""
    stale = []
    for file, parts in GENERATED.items():
        path = DOCS / file
        text = new = path.read_text("utf-8")
        for name, content in parts.items():
            new = filled(new, name, content())
        if new != text:
            stale.append(file)
            if "--check" not in sys.argv:
                path.write_text(new, "utf-8")
    if stale and "--check" in sys.argv:
        print(f"not up to date: {', '.join(stale)}; run python docs/generate.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
