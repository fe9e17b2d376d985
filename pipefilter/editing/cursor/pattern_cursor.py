"""The pattern that the cursor is in, and the position in it."""

from __future__ import annotations

from collections.abc import Iterator

from pipefilter.application.check_settings import CheckSettings
from pipefilter.dataclass import dataclass
from pipefilter.editing.cursor.attempt import (
    MARK,
    Attempt,
    attempts,
    attempts_at_end,
    attempts_without_rest,
    closing_brackets,
)
from pipefilter.editing.cursor.located_pattern import LocatedPattern, located_patterns
from pipefilter.editing.cursor.position import Position, position_of
from pipefilter.editing.cursor.surroundings import Surroundings, surroundings
from pipefilter.json_text.syntax_problems import JsonFault
from pipefilter.json_text.tree import Json, strict_tree
from pipefilter.templates.recognition import is_json_name

__all__ = ["PatternCursor", "pattern_cursors"]

_ANY_LIST = '["x"]'
_MAX_TEXT = 200_000
"""Characters of a file in which the cursor is searched: each of the attempts reads all of it."""


@dataclass(frozen=True, slots=True)
class PatternCursor:
    """The cursor in a pattern.

    Args:
        located: the pattern, with the mark at the cursor.
        tree: of the pattern.
        position: of the mark in the tree.
        around: what is around the cursor in the text.
        attempt: the text that could be read.
    """

    located: LocatedPattern
    tree: Json
    position: Position
    around: Surroundings
    attempt: Attempt


def pattern_cursors(name: str, text: str, offset: int, settings: CheckSettings) -> Iterator[PatternCursor]:
    """What the cursor may be at, the most probable first; nothing if it is not in a pattern.

    Args:
        name: of the file.
        text: of the file, without byte order mark.
    """
    if len(text) > _MAX_TEXT or MARK in text:
        return
    around = surroundings(text, offset)
    if around.is_elsewhere:
        return
    is_json = is_json_name(name)
    is_readable = False
    for attempt in attempts(text, around, is_json=is_json):
        for cursor in _read(name, attempt, around, settings):
            is_readable = True
            yield cursor
    if not is_readable and not _is_complete(name, text, settings):
        without_rest = attempts_without_rest if is_json and not around.container else attempts_at_end
        for attempt in without_rest(text, around):
            yield from _read(name, attempt, around, settings, is_cut_off=True)


def _is_complete(name: str, text: str, settings: CheckSettings) -> bool:
    """Whether all patterns in a text can be read, so that none of them is just being written."""
    trees = [_tree(each.text, is_cut_off=False) for each in located_patterns(name, text, settings)]
    return bool(trees) and all(tree is not None for tree in trees)


def _read(
    name: str, attempt: Attempt, around: Surroundings, settings: CheckSettings, *, is_cut_off: bool = False
) -> Iterator[PatternCursor]:
    """The cursor in the pattern with the mark; nothing if there is none, or if it is in several that differ.

    Args:
        is_cut_off: whether what is after the mark in the pattern may be left out.
    """
    several = [each for each in located_patterns(name, attempt.text, settings) if MARK in each.text]
    if len({(each.text, id(each.service), id(each.source), each.scope) for each in several}) != 1:
        return
    tree = _tree(several[0].text, is_cut_off=is_cut_off)
    position = position_of(tree, MARK)
    if position is not None and position.kind != "other" and position.steps:
        yield PatternCursor(several[0], tree, position, around, attempt)


def _tree(text: str, *, is_cut_off: bool) -> Json:
    """The pattern, or what is before the mark if the rest of it is not complete; null if that cannot be read either.

    Args:
        is_cut_off: whether what is after the mark may be left out.
    """
    try:
        return strict_tree(text)
    except JsonFault:
        before, quoted_mark, after = text.partition(f'"{MARK}"')
        closing = closing_brackets(before)
        if not is_cut_off or not quoted_mark or closing is None:
            return None
    value = f": {_ANY_LIST}" if after.lstrip().startswith(":") else ""
    try:
        return strict_tree(before + quoted_mark + value + closing)
    except JsonFault:
        return None
