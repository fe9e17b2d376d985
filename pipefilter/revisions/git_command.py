"""Runs git without a shell, with bounded output, and with its messages in English."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from tempfile import TemporaryFile

from pipefilter.errors import UnreadableInput

__all__ = ["GIT", "GitFault", "environment", "git_output"]

GIT = ("git", "--no-pager", "-c", "core.fsmonitor=false")
"""Nothing that a repository configures runs when its files are only listed and read."""
_MAX_OUTPUT = 100_000_000
"""In bytes; a list of a million files has fewer."""
_MAX_MESSAGE = 10_000


class GitFault(UnreadableInput):
    """Git fails; the message is its own, on one line."""


def environment() -> dict[str, str]:
    """The environment of git: messages that do not depend on the language, no lock files, and no questions."""
    return {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}


def git_output(arguments: Sequence[str], folder: str) -> bytes:
    """What git prints.

    Raises:
        GitFault: git fails.
        UnreadableInput: git is not installed, or prints too much.
    """
    try:
        # a file, as a full pipe of messages would stop git
        with (
            TemporaryFile() as messages,
            subprocess.Popen(  # noqa: S603 - without a shell; revisions are checked before they are arguments
                [*GIT, *arguments],
                cwd=folder,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=messages,
            ) as process,
        ):
            assert process.stdout is not None
            output = process.stdout.read(_MAX_OUTPUT + 1)
            if len(output) > _MAX_OUTPUT:
                process.kill()
                raise UnreadableInput(f"git {arguments[0]} lists more files than are read")
            code = process.wait()
            messages.seek(0)
            message = messages.read(_MAX_MESSAGE)
    except FileNotFoundError:
        raise UnreadableInput("git is not installed, or not in the PATH: revisions are read with it") from None
    except OSError as error:
        raise UnreadableInput(f"cannot run git: {error.strerror or error}") from None
    except ValueError:  # a null character in an argument
        raise UnreadableInput("a revision or a path contains a null character") from None
    if code:
        lines = message.decode("utf-8", "replace").strip().splitlines()
        # warnings may come before the error
        errors = [line for line in lines if line.startswith("fatal: ")]
        raise GitFault([*errors, *lines, f"git {arguments[0]} failed"][0])
    return output
