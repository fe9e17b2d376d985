"""Saves deployed filters as files, with names that every file system accepts."""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pipefilter.aws.deployed.filter import DeployedFilter
from pipefilter.cli.inputs.files import InputError
from pipefilter.cli.terminal.output import counted, remark
from pipefilter.file_writing import replace_file

__all__ = ["save_filters"]

_SAFE = re.compile(r"[A-Za-z0-9._-]+")
_MAX_NAME = 150
_HASH = 10
"""Hexadecimal digits that distinguish two names."""


def save_filters(folder: str, filters: Sequence[DeployedFilter], *, force: bool) -> None:
    """Write each filter that could be read into a file, or no file if one of them must not be replaced.

    Args:
        folder: created if it does not exist.
        filters: those without a text are left out.

    Raises:
        InputError: a file with different content exists, or the folder cannot be written to.
    """
    contents = {name: _content(deployed) for name, deployed in _named(filters).items()}
    place = Path(folder)
    try:
        place.mkdir(parents=True, exist_ok=True)
        changed = {name: content for name, content in contents.items() if _is_changed(place / name, content)}
        others = [name for name in changed if os.path.lexists(place / name)]
        if others and not force:
            more = f" (and {len(others) - 1} more)" if others[1:] else ""
            raise InputError(
                f"{place / others[0]}{more} exists with different content: use --force to overwrite it, or another folder"
            )
        for name, content in changed.items():
            replace_file(place / name, content)
    except OSError as error:
        raise InputError(f"cannot write to {folder}: {error.strerror or error}") from None
    same = len(contents) - len(changed)
    unchanged = f"; {counted(same, 'file')} unchanged" if same else ""
    remark(f"{counted(len(changed), 'filter')} saved in {folder}{unchanged}")


def _named(filters: Sequence[DeployedFilter]) -> dict[str, DeployedFilter]:
    """The filters by the names of their files, which are distinct on every file system."""
    with_text = [deployed for deployed in filters if deployed.text is not None]
    plain = [_plain_name(deployed) for deployed in with_text]
    count = Counter(name.casefold() for name in plain)
    named = {}
    for name, deployed in zip(plain, with_text, strict=True):
        is_alone = count[name.casefold()] == 1 and len(name) <= _MAX_NAME
        # AWS allows no plus in names, so a name with a hash is never that of another filter
        file = name if is_alone else f"{name[:_MAX_NAME]}+{_hash(deployed)}"
        named[f"{file}.json"] = deployed
    return named


def _plain_name(deployed: DeployedFilter) -> str:
    """A name such as `rule+orders-bus+paid`; the kind comes first, so that it is neither a Windows device nor a hidden file."""
    parts = deployed.names
    if deployed.kind == "mapping":
        parts = (deployed.names[0], deployed.names[2])
    elif deployed.kind == "subscription":  # topic, protocol and endpoint are enough
        parts = deployed.names[:3]
    return "+".join((deployed.kind, *map(_safe, parts)))


def _safe(part: str) -> str:
    """The part with all characters percent-encoded that a file system may not accept."""
    pieces = re.split(r"([A-Za-z0-9._-]+)", part)
    return "".join(
        piece if _SAFE.fullmatch(piece) else "".join(f"%{byte:02X}" for byte in piece.encode(errors="replace"))
        for piece in pieces
    )


def _hash(deployed: DeployedFilter) -> str:
    identity = "\0".join((deployed.kind, deployed.arn, *deployed.names))
    return hashlib.sha256(identity.encode(errors="replace")).hexdigest()[:_HASH]


def _content(deployed: DeployedFilter) -> bytes:
    text = deployed.text or ""
    return (text if text.endswith("\n") else f"{text}\n").encode(errors="replace")


def _is_changed(path: Path, content: bytes) -> bool:
    """Whether there is no file with this content; a link is not a file of ours, wherever it points."""
    if path.is_symlink() or not path.is_file():
        return True
    return path.stat().st_size != len(content) or path.read_bytes() != content
