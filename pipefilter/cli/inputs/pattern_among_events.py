"""Detects patterns among the files with events: such a file is read as an event, which is rarely intended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pipefilter.cli.inputs.files import STDIN, is_inline, shown_name
from pipefilter.cli.terminal.output import remark

if TYPE_CHECKING:
    from pipefilter.cli.inputs.swapped_arguments import PatternKind

__all__ = ["patterns_among", "remark_patterns"]

_MAX_FILES = 100
"""Files that are examined."""
_MAX_BEGINNING = 4096
_MAY_BE_PATTERN = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*"(?:[^"\\]|\\.)*+"\s*:\s*)++\[')
"""The first value in a pattern and in filter criteria is a list; in most events and records it is not."""


def patterns_among(files: Iterable[str]) -> Iterator[tuple[str, PatternKind]]:
    """The files, except folders and standard input, that contain a pattern or filter criteria, and how certain that is."""
    for name in islice(files, _MAX_FILES):
        if not _MAY_BE_PATTERN.match(_beginning(name)):
            continue
        from pipefilter.cli.inputs.swapped_arguments import pattern_kind

        if kind := pattern_kind(name):
            yield name, kind


def remark_patterns(files: Iterable[str]) -> None:
    """Print which of the files with events contain a pattern."""
    for name, _ in patterns_among(files):
        remark(f"hint: {shown_name(name)} is read as an event, although it is a valid pattern")


def _beginning(name: str) -> bytes:
    if name == STDIN:
        return b""
    if is_inline(name):
        return name[:_MAX_BEGINNING].encode("utf-8", "surrogateescape")
    path = Path(name)
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(_MAX_BEGINNING)
    except (OSError, ValueError):
        return b""
