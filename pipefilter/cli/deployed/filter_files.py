"""Deployed filters saved as files, with names that all file systems take."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pipefilter.aws.deployed.filter import DeployedFilter
from pipefilter.cli.inputs.files import InputError
from pipefilter.cli.terminal.output import counted, remark

__all__ = ["save_filters"]

_SAFE = re.compile(r"[A-Za-z0-9._-]+")
_LONGEST = 150
_HASH = 10
"""Hexadecimal digits that tell two names apart."""


def save_filters(folder: str, filters: Sequence[DeployedFilter], *, force: bool) -> None:
    """Write each filter that could be read into a file; none if one of them must not be written.

    Args:
        folder: made if it is not there.
        filters: those without a text are left out.
        force: whether files of other content may be replaced.

    Raises:
        InputError: a file of other content is there, or the folder cannot be written to.
    """
    wanted = {name: _content(found) for name, found in _named(filters).items()}
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        changed = {name: content for name, content in wanted.items() if _is_changed(place / name, content)}
        others = [name for name in changed if os.path.lexists(place / name)]
        if others and not force:
            more = f" (and {len(others) - 1} more)" if others[1:] else ""
            raise InputError(
                f"{place / others[0]}{more} is there with other content: give --force to replace it, or another folder"
            )
        for name, content in changed.items():
            _write(place / name, content)
    except OSError as error:
        raise InputError(f"cannot write to {folder}: {error.strerror or error}") from None
    same = len(wanted) - len(changed)
    unchanged = f"; {counted(same, 'file')} had just that already" if same else ""
    remark(f"{counted(len(changed), 'filter')} saved in {folder}{unchanged}")


def _named(filters: Sequence[DeployedFilter]) -> dict[str, DeployedFilter]:
    """The filters by the names of their files, no two of which are the same on any file system."""
    with_text = [found for found in filters if found.text is not None]
    plain = [_plain_name(found) for found in with_text]
    count = Counter(name.casefold() for name in plain)
    named = {}
    for name, found in zip(plain, with_text, strict=True):
        is_alone = count[name.casefold()] == 1 and len(name) <= _LONGEST
        # no name of AWS's has a plus, so that names with a hash are none of the others
        file = name if is_alone else f"{name[:_LONGEST]}+{_hash(found)}"
        named[f"{file}.json"] = found
    return named


def _plain_name(found: DeployedFilter) -> str:
    """Such as `rule+orders-bus+paid`; the kind comes first, so that it is no device of Windows, and not hidden."""
    parts = found.names if found.kind != "mapping" else (found.names[0], found.names[2])
    return "+".join((found.kind, *map(_safe, parts)))


def _safe(part: str) -> str:
    """What a file may be called: other characters as percent signs and their bytes."""
    pieces = re.split(r"([A-Za-z0-9._-]+)", part)
    return "".join(
        piece if _SAFE.fullmatch(piece) else "".join(f"%{byte:02X}" for byte in piece.encode(errors="replace"))
        for piece in pieces
    )


def _hash(found: DeployedFilter) -> str:
    identity = "\0".join((found.kind, found.arn, *found.names))
    return hashlib.sha256(identity.encode(errors="replace")).hexdigest()[:_HASH]


def _content(found: DeployedFilter) -> bytes:
    text = found.text or ""
    return (text if text.endswith("\n") else f"{text}\n").encode(errors="replace")


def _is_changed(path: Path, content: bytes) -> bool:
    """Whether the file is not there with just this content; a link is none of our files, wherever it points."""
    if path.is_symlink() or not path.is_file():
        return True
    return path.stat().st_size != len(content) or path.read_bytes() != content


def _write(path: Path, content: bytes) -> None:
    """Put a whole file in its place, so that a link there is replaced and not followed."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".saving-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
