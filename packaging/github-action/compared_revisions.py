"""Which revisions to compare: derived from the event that started the workflow, and fetched if the clone is shallow."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["PULL_REQUESTS", "CommitMissing", "EventWithoutBase", "NothingToCompare", "compared_revisions"]

_HASH = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_ADVICE = "set fetch-depth: 0 for actions/checkout"
_HEAD = "set ref of actions/checkout to the head of the pull request"
PULL_REQUESTS = ("pull_request", "pull_request_target")
"""The events of pull requests."""


class NothingToCompare(Exception):
    """There is no earlier revision yet; the message is one sentence."""


class CommitMissing(Exception):
    """The revisions to compare are not known, or cannot be read; the message is one sentence."""


class EventWithoutBase(CommitMissing):
    """Such an event is never about a change, as workflow_dispatch and schedule."""


class _GitFault(Exception):
    """Git fails; the message is its own."""


_FAULT = re.compile(r"^(?:fatal|error): .+", re.MULTILINE)


def _reason(messages: str) -> str:
    """Why git fails: its error, which other messages may precede and follow; "" if it prints nothing."""
    errors = _FAULT.findall(messages)
    return str(errors[0]) if errors else messages.strip().rpartition("\n")[2]


@dataclass(frozen=True, slots=True)
class _Clone:
    folder: Path

    def git(self, *arguments: str) -> str:
        """What git prints.

        Raises:
            _GitFault: it fails.
        """
        environment = {**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}
        try:
            done = subprocess.run(
                ("git", "-c", "core.fsmonitor=false", *arguments),
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="backslashreplace",
                check=False,
            )
        except OSError as error:
            raise CommitMissing(f"git cannot run: {error}") from None
        if done.returncode:
            raise _GitFault(_reason(done.stderr) or f"git {arguments[0]} failed")
        return done.stdout

    def has(self, commit: str) -> bool:
        try:
            self.git("cat-file", "-e", f"{commit}^{{commit}}")
        except _GitFault:
            return False
        return True

    @property
    def is_shallow(self) -> bool:
        return self.git("rev-parse", "--is-shallow-repository").strip() == "true"

    def is_ancestor(self, first: str, second: str) -> bool:
        """Whether a commit is in the history of another one, or is the same."""
        if not self.has(first):
            return False
        return self.git("rev-list", "--max-count=1", first, f"^{second}", "--").strip() == ""

    def parents(self) -> list[str]:
        """The parents of HEAD, also of those that a shallow clone does not contain."""
        header = self.git("cat-file", "commit", "HEAD").partition("\n\n")[0]
        return re.findall(r"^parent ([0-9a-f]+)$", header, re.MULTILINE)

    def need(self, commit: str) -> None:
        """Fetch a commit that the clone does not contain.

        Raises:
            CommitMissing: it cannot be fetched.
        """
        if self.has(commit):
            return
        depth = ("--depth=1",) if self.is_shallow else ()
        self.fetch(commit, *depth, "origin", commit)
        if not self.has(commit):
            raise CommitMissing(f"the commit {commit} is not in this clone: {_ADVICE}")

    def fetch(self, commit: str, *arguments: str) -> None:
        try:
            self.git("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", *arguments)
        except _GitFault as error:
            raise CommitMissing(
                f"the commit {commit} is not in this clone, and cannot be fetched ({error}): {_ADVICE}"
            ) from None


def compared_revisions(folder: Path, event_name: str, event: dict[str, Any]) -> str:
    """The range that `pipefilter diff` compares: what a pull request, a push or a merge queue changes.

    Raises:
        NothingToCompare: there is none.
        CommitMissing: git cannot read a commit, or fetch it.
    """
    clone = _Clone(folder)
    try:
        # the whole hash, as a branch or a tag may be named like its first digits
        return f"{_base(clone, event_name, event)}..HEAD"
    except _GitFault as error:
        raise CommitMissing(f"git cannot read the revisions: {error}") from None


def _base(clone: _Clone, event_name: str, event: dict[str, Any]) -> str:
    if event_name in PULL_REQUESTS:
        return _base_of_pull_request(clone, event)
    if event_name == "push":
        before = _commit(event, "before")
        if not before.strip("0"):
            raise NothingToCompare("this is the first push of a branch, so there is nothing to compare with")
    elif event_name == "merge_group":
        before = _commit(event, "merge_group", "base_sha")
    else:
        raise EventWithoutBase(f"the event {event_name} has no earlier revision, as pull_request has")
    clone.need(before)
    return before


def _base_of_pull_request(clone: _Clone, event: dict[str, Any]) -> str:
    base, head = (_commit(event, "pull_request", side, "sha") for side in ("base", "head"))
    parents = clone.parents()
    if len(parents) == 2 and parents[1] == head:
        # the merge commit that GitHub makes, and that actions/checkout checks out: the base branch may have moved since the event
        clone.need(parents[0])
        return parents[0]
    if clone.is_shallow:  # a common commit cannot be found without the history
        clone.fetch(base, "--unshallow", "origin")
    clone.need(base)
    if not clone.is_ancestor(head, "HEAD"):
        if clone.is_ancestor("HEAD", base):
            raise CommitMissing(
                f"the workflow checks out the base of the pull request, not its changes: {_HEAD}"
            )
        raise CommitMissing(
            f"the workflow checks out a commit without the changes of the pull request: {_HEAD}"
        )
    return clone.git("merge-base", base, "HEAD").strip()


def _commit(event: dict[str, Any], *names: str) -> str:
    value: Any = event
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise CommitMissing(f"the event has no commit {'.'.join(names)}")
    return value
