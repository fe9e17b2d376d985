"""A real shell in a terminal of its own, in which tests press keys and read the line that is edited."""

from __future__ import annotations

import os
import pty
import select
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from patience import PATIENCE

__all__ = ["ShellTerminal", "shell_terminal"]

_REPORT = b"\x18r"
"""The keys at which each shell writes the edited line, and where the cursor is: Ctrl-X r."""
_CLEAR = b"\x15"
_ASKS_KIND = (b"\x1b[c", b"\x1b[0c")
_KIND = b"\x1b[?6c"
"""What a terminal answers when fish asks of which kind it is."""
_START = {
    "bash": r"""
PS1='> '; set +o history
bind 'set bell-style none'; bind 'set enable-bracketed-paste off'
report() { printf '%s\0' "$READLINE_LINE" > "$REPORT"; }
bind -x '"\C-xr": report'
PROMPT_COMMAND='printf "ready\0" > "$REPORT"'
""",
    "zsh": r"""
PS1='> '; unsetopt beep; setopt no_list_ambiguous
autoload -Uz compinit && compinit -u -d "$HOME/.zcompdump"
report() { printf '%s\0' "$BUFFER" > "$REPORT" }
zle -N report; bindkey -e; bindkey '^Xr' report
precmd() { printf 'ready\0' > "$REPORT" }
""",
    "fish": r"""
function fish_greeting; end
function fish_prompt; echo '> '; end
function report; printf '%s\0' (commandline -b | string collect) > $REPORT; end
bind \cxr report
function tell_ready --on-event fish_prompt; printf 'ready\0' > $REPORT; end
""",
}
"""What a shell runs first; the scripts of completion follow."""


class ShellTerminal:
    """A shell that waits for keys.

    Args:
        terminal: the descriptor of the terminal's other end.
        report: the descriptor from which the edited line is read.
    """

    def __init__(self, terminal: int, report: int) -> None:
        self._terminal = terminal
        self._report = report
        self.display = b""

    def line_after(self, keys: str) -> str:
        """The edited line after these keys; the line is then empty again."""
        os.write(self._terminal, keys.encode() + _REPORT)
        line = self.reported()
        os.write(self._terminal, _CLEAR)
        return line

    def arguments_after(self, keys: str) -> list[str]:
        """The arguments with which these keys and Enter start a program that reports them; none if none starts."""
        os.write(self._terminal, keys.encode() + b"\r")
        *arguments, _ready = self.reported("ready\0").split("\0")
        return arguments

    def reported(self, ending: str = "\0") -> str:
        """What the shell, or a program in it, reports next, up to this ending."""
        data = b""
        while not data.endswith(ending.encode()):
            readable, _, _ = select.select([self._terminal, self._report], [], [], PATIENCE)
            assert readable, f"the shell has not answered: {self.display[-2000:]!r}"
            if self._terminal in readable:
                output = os.read(self._terminal, 65536)
                if any(question in output for question in _ASKS_KIND):
                    os.write(self._terminal, _KIND)
                self.display += output
            if self._report in readable:
                data += os.read(self._report, 65536)
        return data[:-1].decode()


@contextmanager
def shell_terminal(
    shell: str, path: str, script: str, folder: Path, environment: Mapping[str, str]
) -> Iterator[ShellTerminal]:
    """Start a shell in a folder, without the user's own configuration.

    Args:
        shell: bash, zsh or fish.
        path: its program.
        script: what it runs first, such as the script of completion.
    """
    home = Path(environment["HOME"])
    (home / ".config" / "fish").mkdir(parents=True, exist_ok=True)
    start = home / {"bash": "bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}[shell]
    start.write_text(_START[shell] + script, "utf-8")
    arguments = {"bash": ["--noprofile", "--rcfile", str(start), "-i"], "zsh": ["-d", "-i"], "fish": ["-i"]}[
        shell
    ]
    report = home / "report"
    report.unlink(missing_ok=True)
    os.mkfifo(report)
    reader = os.open(report, os.O_RDWR)  # open for writing, too, so that the shell never waits for a reader
    terminal, inner = pty.openpty()
    # a session without a terminal gets the one that its leader opens first, as its controlling terminal
    opens = 'exec "$0" "$@" < "$TERMINAL" > "$TERMINAL" 2>&1'
    own = {"REPORT": str(report), "TERM": "xterm", "TERMINAL": os.ttyname(inner), "ZDOTDIR": str(home)}
    process = subprocess.Popen(
        ["/bin/sh", "-c", opens, path, *arguments],
        cwd=folder,
        env={**environment, **own},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        running = ShellTerminal(terminal, reader)
        assert running.reported() == "ready"
        yield running
    finally:
        process.kill()
        process.wait()
        for descriptor in (terminal, inner, reader):
            os.close(descriptor)
