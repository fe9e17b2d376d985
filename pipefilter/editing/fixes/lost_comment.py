"""Whether edits of a value in YAML or HCL would remove a comment."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipefilter.editing.fixes.fix import Edit

__all__ = ["has_comment", "loses_comment"]

_STRING = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'""", re.DOTALL)
_COMMENT = re.compile(r"(?:^|[\s,\[\]{}])(?:#|//|/\*)")


def has_comment(text: str) -> bool:
    """Whether there may be a comment in a text, apart from its strings."""
    return _COMMENT.search(_STRING.sub('""', text)) is not None


def loses_comment(text: str, edits: Iterable[Edit]) -> bool:
    """Whether what the edits replace may contain a comment."""
    return any(has_comment(text[edit.start : edit.end]) for edit in edits)
