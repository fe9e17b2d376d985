"""A git repository: its revisions, the files in each of them, and what changed between two of them."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from pipefilter.dataclass import dataclass
from pipefilter.errors import UnreadableInput
from pipefilter.override import override
from pipefilter.revisions.git_command import GIT, GitFault, environment, git_output

__all__ = ["Blob", "Change", "Repository", "Revision"]

_PLAIN_FILES = ("100644", "100755")
_LINK = "120000"
_SUBMODULE = "160000"
_RENAMED = ("R", "C")
_SHORT = 12
"""Digits of a hash in reports."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit.

    Args:
        name: in reports: as the user writes it, but the first digits of a whole hash.
        commit: its hash.
    """

    name: str
    commit: str


@dataclass(frozen=True, slots=True)
class Blob:
    """A file in a revision.

    Args:
        size: in bytes.
        is_link: whether it is a symbolic link, whose contents are the path to which it leads.
    """

    name: str
    hash: str
    size: int
    is_link: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A file that differs between two revisions.

    Args:
        old: its name before; None if it was added.
        new: its name now; None if it was deleted.
    """

    old: str | None
    new: str | None


class Repository:
    """The repository that contains a folder; to be used with `with`.

    Raises:
        UnreadableInput: the folder is not in a repository, or git is not installed.
    """

    def __init__(self, folder: str = ".") -> None:
        try:
            self.has_files = git_output(("rev-parse", "--is-inside-work-tree"), folder).strip() == b"true"
            """Whether there is a working tree; a bare repository has none."""
            place = "--show-toplevel" if self.has_files else "--absolute-git-dir"
            top = git_output(("rev-parse", place), folder)
            prefix = git_output(("rev-parse", "--show-prefix"), folder)
        except GitFault as error:
            if "not a git repository" in str(error):
                raise UnreadableInput(
                    "this folder is not in a git repository, so there are no revisions to compare"
                ) from None
            raise UnreadableInput(f"cannot read the git repository: {error}") from None
        self.top = Path(_text(top.removesuffix(b"\n")))
        self.prefix = _text(prefix.removesuffix(b"\n"))
        """From the top to the folder, with a slash at the end; "" for the top itself."""
        self._folder = folder
        self._reader: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._reader is not None:
            self._reader.kill()
            self._reader.communicate()

    @override
    def __repr__(self) -> str:
        return f"<Repository: {self.top}>"

    def revision(self, name: str) -> Revision:
        """The commit that a branch, a tag, a hash or an expression such as `HEAD~2` stands for.

        Raises:
            UnreadableInput: there is none.
        """
        try:
            commit = git_output(
                ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}"), self._folder
            )
        except GitFault:
            revision, colon, path = name.partition(":")
            if colon and revision and path:
                raise UnreadableInput(
                    f"{name} is a file, not a revision: to compare it with the working tree, write {revision} {path}"
                ) from None
            raise UnreadableInput(
                f"there is no revision {name} in this git repository{self._advice()}"
            ) from None
        commit_hash = _text(commit).strip()
        return Revision(name[:_SHORT] if name == commit_hash else name, commit_hash)

    def merge_base(self, first: Revision, second: Revision) -> Revision:
        """The commit at which two revisions separate.

        Raises:
            UnreadableInput: they have no commit in common.
        """
        try:
            commits = git_output(("merge-base", first.commit, second.commit), self._folder)
        except GitFault:
            raise UnreadableInput(
                f"{first.name} and {second.name} have no common commit{self._advice()}"
            ) from None
        return Revision(f"{first.name}...{second.name}", _text(commits).split()[0])

    def _advice(self) -> str:
        """What to do if a commit is missing; "" if nothing is known."""
        is_shallow = git_output(("rev-parse", "--is-shallow-repository"), self._folder).strip() == b"true"
        return (
            ": this is a shallow clone, so fetch more commits, as with git fetch --unshallow"
            if is_shallow
            else ""
        )

    def changed_submodules(self, old: Revision, new: Revision | None, paths: Sequence[str] = ()) -> list[str]:
        """The submodules whose commits differ between two revisions, by their names from the top.

        Args:
            new: None for the working tree.
            paths: as for `changes`.

        Raises:
            UnreadableInput: git fails.
        """
        output = self._difference(old, new, paths, "--no-renames", "--ignore-submodules=dirty")
        fields = [_text(field) for field in output.split(b"\0")]
        facts = zip(fields[::2], fields[1::2], strict=False)
        return [name for fact, name in facts if _SUBMODULE in fact.lstrip(":").split()[:2]]

    def _difference(self, old: Revision, new: Revision | None, paths: Sequence[str], *options: str) -> bytes:
        revisions = (old.commit,) if new is None else (old.commit, new.commit)
        command = ("diff", "--raw", "-z", "--no-ext-diff", "--no-textconv", *options)
        return git_output((*command, *revisions, "--", *_pathspecs(paths)), self._folder)

    def changes(self, old: Revision, new: Revision | None, paths: Sequence[str] = ()) -> list[Change]:
        """The files that differ between two revisions.

        Args:
            new: None for the working tree, with files that are not yet added but not ignored.
            paths: only these files and folders, from the folder of the command; empty for all.

        Raises:
            UnreadableInput: git fails.
        """
        changes = list(_changes(self._difference(old, new, paths, "--find-renames", "--ignore-submodules")))
        if new is None:
            known = {change.new for change in changes}
            untracked = ("ls-files", "-z", "--others", "--exclude-standard", "--full-name", "--")
            names = map(_text, git_output((*untracked, *_pathspecs(paths)), self._folder).split(b"\0"))
            changes += [Change(None, name) for name in names if name and name not in known]
        return changes

    def files(self, revision: Revision) -> dict[str, Blob]:
        """All files of a revision by their names from the top, without submodules."""
        output = git_output(("ls-tree", "-r", "-z", "-l", "--full-tree", revision.commit), self._folder)
        blobs = {}
        for line in output.split(b"\0"):
            facts, _, name = line.partition(b"\t")
            mode, _kind, blob, size, *_ = (*_text(facts).split(), "", "", "", "")
            if mode in _PLAIN_FILES or mode == _LINK:
                blobs[_text(name)] = Blob(_text(name), blob, int(size), is_link=mode == _LINK)
        return blobs

    def working_files(self) -> list[str]:
        """The names of the files in the working tree, from the top, without those that are ignored."""
        output = git_output(("ls-files", "-z", "--cached", "--others", "--exclude-standard"), str(self.top))
        return list(dict.fromkeys(_text(name) for name in output.split(b"\0") if name))

    def contents(self, blob: Blob) -> bytes:
        """The contents of a file.

        Raises:
            UnreadableInput: git cannot read it.
        """
        reader = self._reader or self._started()
        assert reader.stdin is not None
        assert reader.stdout is not None
        try:
            reader.stdin.write(f"{blob.hash}\n".encode())
            reader.stdin.flush()
            header = reader.stdout.readline().split()
            if len(header) != 3 or header[1] != b"blob":
                raise UnreadableInput(f"git cannot read {blob.name}")
            data = reader.stdout.read(int(header[2]))
            reader.stdout.read(1)  # the end of the line
        except OSError as error:
            raise UnreadableInput(f"git cannot read {blob.name}: {error.strerror or error}") from None
        return data

    def _started(self) -> subprocess.Popen[bytes]:
        self._reader = subprocess.Popen(  # noqa: S603 - without a shell
            [*GIT, "cat-file", "--batch"],
            cwd=self._folder,
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        return self._reader


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")


def _pathspecs(paths: Sequence[str]) -> list[str]:
    """Paths without a meaning of their own for git, such as that of `*` or `:(exclude)`."""
    return [f":(literal){path}" for path in paths]


def _changes(output: bytes) -> list[Change]:
    """The changes in the output of `git diff --raw -z`: the facts on each, then one name, or two of a renamed file."""
    fields = [_text(field) for field in output.split(b"\0")]
    changes: list[Change] = []
    at = 0
    while at < len(fields) and fields[at].startswith(":"):
        status = fields[at].split()[-1][:1]
        if status in _RENAMED:
            changes.append(Change(fields[at + 1], fields[at + 2]))
            at += 3
            continue
        name = fields[at + 1]
        changes.append(Change(None if status == "A" else name, None if status == "D" else name))
        at += 2
    return changes
