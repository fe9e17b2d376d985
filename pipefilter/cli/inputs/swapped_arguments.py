"""Detects whether a file with events is a pattern instead, as where the arguments are swapped."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pipefilter.cli.inputs.files import is_inline
from pipefilter.errors import InvalidEventPattern
from pipefilter.json_text.tree import decoded, value_end
from pipefilter.language.branches import every_field
from pipefilter.language.event_recognition import MAX_RECOGNISED
from pipefilter.language.filter_criteria import parse_filters
from pipefilter.language.operators.exact import Exact

__all__ = ["PatternKind", "pattern_kind"]

PatternKind = Literal["", "perhaps", "certain"]
"""Whether a file is a pattern: "perhaps" if an event, too, could have nothing but lists, "" if it is not."""

_NEVER_LISTS = frozenset(("source", "detail-type", "eventName", "eventSource", "account", "region"))
"""Names at the root of events and records, with a value in each."""


def pattern_kind(name: str) -> PatternKind:
    """Whether a file is a valid pattern or filter criteria; long files, folders and standard input are skipped."""
    data = _contents(name)
    if not data.strip():
        return ""
    try:
        criteria = parse_filters(data)
    except InvalidEventPattern:
        return ""
    text = decoded(data)
    if text[value_end(text, text.index("{")) :].strip():  # lines of events, of which the first has lists only
        return ""
    if not criteria.is_bare_pattern:
        return "certain" if criteria.filters and b"attern" in data else ""
    fields = [field for each in criteria.filters for field in every_field(each.pattern.members)]
    for field in fields:
        if field.path in _NEVER_LISTS or not all(isinstance(each, Exact) for each in field.alternatives):
            return "certain"
    return "perhaps"


def _contents(name: str) -> bytes:
    if is_inline(name):
        return name.encode("utf-8", "surrogateescape")
    path = Path(name)
    try:
        if not path.is_file() or path.stat().st_size > MAX_RECOGNISED:
            return b""
        return path.read_bytes()
    except (OSError, ValueError):
        return b""
