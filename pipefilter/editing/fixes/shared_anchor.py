"""Whether a part of a YAML text is read in several places, because an alias refers to an anchor around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipefilter.editing.fixes.fix import Edit

__all__ = ["is_shared"]

_ALIAS = re.compile(r"\*([^\s,\[\]{}]+)")


def is_shared(text: str, edits: Sequence[Edit], whole: str) -> bool:
    """Whether an edit touches a value that an alias repeats, or replaces an alias.

    Args:
        text: with the places of the edits.
        whole: the document, which may contain more aliases.
    """
    if "&" not in text:
        return False
    import yaml

    aliases = set(_ALIAS.findall(whole))
    loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    open_: list[tuple[str | None, int]] = []
    try:
        for event in yaml.parse(text, Loader=loader):
            if event.start_mark is None or event.end_mark is None:
                continue
            start, end = event.start_mark.index, event.end_mark.index
            if isinstance(event, yaml.events.CollectionStartEvent):
                open_.append((event.anchor, start))
                continue
            if isinstance(event, yaml.events.CollectionEndEvent):
                anchor, start = open_.pop()
            else:
                anchor = getattr(event, "anchor", None)
            if isinstance(event, yaml.events.AliasEvent):
                is_at_edit = any(edit.start < end and edit.end > start for edit in edits)
            else:
                is_at_edit = any(edit.start <= end and edit.end >= start for edit in edits)
            if anchor in aliases and is_at_edit:
                return True
    except yaml.YAMLError:
        return True
    return False
