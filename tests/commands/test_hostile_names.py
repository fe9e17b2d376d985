"""Names that would be code: after TAB and Enter, a real shell passes them to pipefilter as they are, and runs nothing."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from real_tools import program
from shell_terminal import shell_terminal

from pipefilter.cli.completion.shells import SHELLS

HOSTILE = (
    *(
        "R`>ran`",
        "R$(>ran)",
        "R$HOME${HOME}$'x'",
        "R;>ran",
        "R&>ran",
        "R|tee ran",
        "R<x>ran",
        "R\\",
        "R\\`>ran\\`",
    ),
    *(
        "R*?[a]",
        "R{a,b}",
        "R!x!!",
        "R!",
        "~",
        "~root",
        "a=~:~",
        "^a^b",
        "R#x #y",
        "R'x\"y",
        "R'",
        'R"',
        "'R",
        '"R',
    ),
    *("-R", "größe — 名", "  R  x", "R\u00a0x", "@(a|b)", "%1"),
)
WITH_CONTROL = ("R\nx;>ran\n", "R\tx", "R\x1b]0;x\x07", "R\r>ran")
"""Names that no shell could show on a line; AWS accepts none of them."""
QUOTES: dict[str, dict[str, Callable[[str], str]]] = {
    "bash": {
        "single": shlex.quote,
        "backslash": lambda name: "".join(f"\\{each}" for each in name),
        "double": lambda name: '"' + "".join(rf"\{each}" if each in '"\\$`' else each for each in name) + '"',
    },
    "zsh": {"single": shlex.quote, "backslash": lambda name: "".join(f"\\{each}" for each in name)},
    "fish": {"single": lambda name: "'" + name.replace("\\", "\\\\").replace("'", "\\'") + "'"},
}
"""How a user may type a name."""


def template(*names: str) -> str:
    rule = {"Type": "AWS::Events::Rule", "Properties": {"EventPattern": {"source": ["shop"]}}}
    return json.dumps({"Resources": dict.fromkeys(names, rule)})


def is_left_alone(name: str, shell: str) -> bool:
    """Whether pipefilter does not find a file that is typed like this, and TAB leaves the line as it is."""
    return name.startswith("~") or (shell == "fish" and bool(set("'\\") & set(name)))


def expected_arguments(shell: str, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Keys to press, with the arguments that pipefilter then gets; the files that they name are written."""
    for number, name in enumerate((*HOSTILE, *WITH_CONTROL)):
        is_offered = name in HOSTILE
        (folder / f"t{number}.json").write_text(template(name))
        for quote in ("", "'", '"'):
            keys = f"pipefilter explain {quote}t{number}.json#\t{'' if is_offered else quote}"
            yield keys, ["explain", f"t{number}.json#{name if is_offered else ''}"]
        (folder / f"d{number}").mkdir()
        (folder / f"d{number}" / name).write_text("{}")
        if is_offered or shell != "fish":  # which itself does not complete such files
            yield f"pipefilter test d{number}/\t", ["test", f"d{number}/{name}"]
        if is_offered:
            (folder / f"{name}.json").write_text(template("Rule"))
            end = "#R" if is_left_alone(name, shell) else "#Rule"
            for kind, quoted in QUOTES[shell].items():
                if not (kind == "double" and "!" in name):
                    keys = f"pipefilter explain -- {quoted(f'{name}.json')}#R\t"
                    yield keys, ["explain", "--", f"{name}.json{end}"]
    common = "R$(>ran)`'\"\\!"
    (folder / "two.json").write_text(template(f"{common}a", f"{common}b"))
    if shell == "bash":
        for quote in ("", "'", '"'):
            yield f"pipefilter explain {quote}two.json#\t{quote}", ["explain", f"two.json#{common}"]


@pytest.mark.tools
@pytest.mark.slow
@pytest.mark.parametrize("shell", list(SHELLS))
def test_names_remain_names(shell: str, tmp_path: Path) -> None:
    """Keys in templates and names of files, in each kind of quotes."""
    path = program(shell, shell)
    command, folder, home = tmp_path / "bin" / "pipefilter", tmp_path / "folder", tmp_path / "home"
    for each in (command.parent, folder, home):
        each.mkdir()
    asks = f'[ -z "$_PIPEFILTER_COMPLETE" ] || exec {shlex.quote(sys.executable)} -m pipefilter "$@"'
    command.write_text(f'#!/bin/sh\n{asks}\nprintf "%s\\0" "$@" > "$REPORT"\n')
    command.chmod(0o755)
    expected = dict(expected_arguments(shell, folder))
    environment = {
        **os.environ,
        "HOME": str(home),
        "PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}",
        "LC_ALL": "C.UTF-8",
    }
    before = sorted(folder.rglob("*"))
    wrong = {}
    with shell_terminal(shell, path, SHELLS[shell].source_template, folder, environment) as terminal:
        for keys, arguments in expected.items():
            actual = terminal.arguments_after(keys)
            if actual != arguments:
                wrong[keys] = actual
    assert not wrong, "\n".join(f"{keys!r} {arguments!r}" for keys, arguments in wrong.items())
    assert sorted(folder.rglob("*")) == before
